import { stripTags } from "../ticket/tag.ts";
import { botTagReason } from "./botTag.ts";
import type { Disagreement } from "./disagreement.ts";
import { advisoryEmail, type EmailFacts } from "./email.ts";
import { columns, error, warning, wholeLine, type EmailLine } from "./emailLine.ts";

/** Titles of advisories that were sent; in characters. */
const TITLE_LENGTH = { least: 30, most: 115 };

/** The subject against "[CVE-2026-11940] Path traversal in tarfile.extractall()". */
export function checkSubject(line: EmailLine, facts: EmailFacts): readonly Disagreement[] {
  const subject = line.text;
  const prefix = /^\s*title:/i.exec(subject)?.[0];
  if (prefix !== undefined) {
    const text = "The word “Title:” is the template’s, not the subject’s.";
    return [error("title-prefix", columns(line, 0, prefix.length), text)];
  }
  const list = /^\s*(?:re:\s*)?\[security[- ]announce\]/i.exec(subject)?.[0];
  if (list !== undefined) {
    const text = "The list adds its own prefix: leave it out.";
    return [error("list-prefix", columns(line, 0, list.length), text)];
  }
  const title = /^\[CVE-\d{4}-\d{4,}\] (\S.*)$/.exec(subject)?.[1];
  if (title === undefined) {
    const text = `The subject must be “${advisoryEmail(facts).subject}”.`;
    return [error("subject", wholeLine(line), text)];
  }
  return checkTitle(line, title, facts);
}

function checkTitle(line: EmailLine, title: string, facts: EmailFacts): readonly Disagreement[] {
  const end = line.text.length;
  const place = columns(line, end - title.length, end);
  const tagged = botTagReason(title);
  if (tagged !== undefined) return [error("bot-tag", place, tagged)];
  const length = Array.from(title).length;
  const { least, most } = TITLE_LENGTH;
  return [
    ...(title.endsWith(".")
      ? [warning("period", columns(line, end - 1, end), "Advisory titles have no final period.")]
      : []),
    ...(oneLine(title) === oneLine(stripTags(facts.title))
      ? []
      : [
          warning(
            "title",
            place,
            "The advisory has another title, and the CVE record repeats the e-mail’s: save it there too.",
          ),
        ]),
    ...(length >= least && length <= most
      ? []
      : [
          warning(
            "length",
            place,
            `The title has ${length} characters; most have ${least} to ${most}.`,
          ),
        ]),
  ];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
