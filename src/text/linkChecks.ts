import type { Disagreement, Place } from "./disagreement.ts";
import { cveRecordUrl, LINKS_SENTENCE, type EmailFacts } from "./email.ts";
import { columns, error, wholeLine, type EmailLine } from "./emailLine.ts";

/** The template's last sentence and its two links: the CVE record and the pull request. */
export function checkLinks(
  lines: readonly EmailLine[],
  { cveId, pullRequestUrl }: EmailFacts,
): readonly Disagreement[] {
  const closing = lines.find(({ role }) => role === "closing");
  const last = lines.at(-1);
  if (last === undefined) return [];
  if (closing === undefined) {
    const text = `The sentence “${LINKS_SENTENCE}” and the two links are missing.`;
    return [error("closing", wholeLine(last), text)];
  }
  const after = lines.filter(({ role }) => role === "link");
  const links = after.filter(({ text }) => text.trim() !== "");
  const wanted = [
    { code: "cve-link" as const, url: cveId === null ? null : cveRecordUrl(cveId) },
    { code: "pull-request" as const, url: pullRequestUrl },
  ];
  const found = links.flatMap((line, number) => {
    const expected = wanted[number];
    const bullet = checkBullet(line);
    if (expected === undefined) {
      const text = "The template ends with two links: the CVE record and the pull request.";
      return [...bullet, error("links", wholeLine(line), text)];
    }
    const { code, url } = expected;
    if (addressOf(line) === url) return bullet;
    const text = url === null ? "This link is not known yet." : `This link must be ${url}`;
    return [...bullet, error(code, addressPlace(line), text)];
  });
  if (closing.text !== LINKS_SENTENCE) {
    found.push(error("closing", wholeLine(closing), `The template says “${LINKS_SENTENCE}”`));
  }
  if (links.length < wanted.length) {
    const text = "Two links belong here: the CVE record and the pull request.";
    found.push(error("links", wholeLine(closing), text));
  }
  const [tight] = after;
  if (tight !== undefined && tight.text !== "") {
    found.push(error("links", wholeLine(tight), "A blank line must stand above the links."));
  }
  return found;
}

// "* https://…", and what was really sent: "- https://…", "*https://…"
const BULLET = /^(\s*[-*+•]?\s*)(.*)$/;

function checkBullet(line: EmailLine): readonly Disagreement[] {
  const mark = BULLET.exec(line.text)?.[1] ?? "";
  if (mark === "* ") return [];
  const text =
    mark.trim() === "*" ? "One blank must follow the “*”." : "A link’s line begins with “* ”.";
  return [error("bullet", columns(line, 0, Math.max(mark.length, 1)), text)];
}

function addressOf(line: EmailLine): string {
  return BULLET.exec(line.text)?.[2] ?? "";
}

function addressPlace(line: EmailLine): Place {
  const { length } = line.text;
  return columns(line, Math.min(length - addressOf(line).length, length - 1), length);
}
