import { emailSeverities } from "../cvss/severity.ts";
import { unfilledPrompt } from "../ticket/descriptionPrompts.ts";
import type { Disagreement } from "./disagreement.ts";
import type { EmailFacts } from "./email.ts";
import type { EmailTexts } from "./emailDocument.ts";
import {
  columns,
  emailLines,
  error,
  matches,
  warning,
  wholeLine,
  type EmailLine,
} from "./emailLine.ts";
import { checkLinks } from "./linkChecks.ts";
import { checkSubject } from "./subjectChecks.ts";

/**
 * What an e-mail that somebody has changed says otherwise than the template and the facts. Each
 * slip that was really sent to the list is found here. The e-mail that `advisoryEmail` makes of
 * complete facts has none, apart from what the advisory's own texts say.
 */
export function checkEmail(email: EmailTexts, facts: EmailFacts): readonly Disagreement[] {
  const lines = emailLines(email);
  const found = [
    ...lines.flatMap((line) => checkAnywhere(line, facts)),
    ...lines.filter(({ role }) => role === "subject").flatMap((line) => checkSubject(line, facts)),
    ...checkOpening(lines, facts),
    ...checkDescription(lines, facts),
    ...checkLinks(lines, facts),
  ];
  return found.filter((each, at) => !found.slice(0, at).some((before) => hides(before, each)));
}

/** One slip is told once: what was found at a place first is the more exact. */
function hides({ place: first }: Disagreement, { place: later }: Disagreement): boolean {
  return (
    first.kind === "email" &&
    later.kind === "email" &&
    first.part === later.part &&
    first.line === later.line &&
    first.start < later.end &&
    later.start < first.end
  );
}

const PLACEHOLDER =
  /\{(?:project|title|description|pull request URL|LOW, MEDIUM, HIGH, CRITICAL|CVE-YYYY-XXXX)\}|CVE-YYYY-XXXX/gi;

const UNFILLED = new RegExp(unfilledPrompt, "g");

/** Control, format and bidirectional characters, which make a text read otherwise than it is. */
const HIDDEN = /[^\P{Cc}\t]|\p{Cf}|\p{Zl}|\p{Zp}/gu;

// "affecting CPython (CVSSv4 5.3)."
const CVSS_ADDED = / ?\(\s*CVSS[^)]{0,200}\)/gi;

const COMMIT = /https:\/\/github\.com\/[^\s/]+\/[^\s/]+\/commits?\/[0-9a-f]+\S*/gi;

/** What must stand nowhere, or in no line that the template gives. */
function checkAnywhere(line: EmailLine, { cveId }: EmailFacts): readonly Disagreement[] {
  const prose = line.role === "description" || line.role === "code";
  const level = prose ? "warning" : "error";
  return [
    ...matches(line, HIDDEN, { code: "hidden-character", level: "error" }, (found) => {
      const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
      return `The invisible character U+${code} stands here: take it out.`;
    }),
    ...matches(line, PLACEHOLDER, { code: "placeholder", level: "error" }, (found) => {
      return `The template’s placeholder ${found} is still there.`;
    }),
    ...matches(line, UNFILLED, { code: "placeholder", level: "error" }, (found) => {
      return `${found} was not filled in.`;
    }),
    ...matches(line, /https?:\/\/https?:\/\//gi, { code: "doubled-scheme", level: "error" }, () => {
      return "The address begins twice.";
    }),
    ...matches(
      line,
      /CVERecord\?id=CVE-\d{4}-\d{4,}/gi,
      { code: "other-cve", level: "error" },
      () => `The link leads to another CVE; this advisory’s is ${cveId ?? "not known yet"}.`,
      `CVERecord?id=${cveId ?? ""}`,
    ),
    ...matches(
      line,
      /CVE-\d{4}-\d{4,}/gi,
      { code: "other-cve", level },
      (found) => `${found} is another CVE; this advisory’s is ${cveId ?? "not known yet"}.`,
      cveId,
    ),
    ...matches(line, COMMIT, { code: "commit-link", level }, () => {
      return "This leads to a commit: the template has the pull request’s address.";
    }),
    ...matches(line, CVSS_ADDED, { code: "cvss-added", level }, (found) => {
      return `“${found.trim()}” is not in the template: the severity’s word is enough.`;
    }),
    ...(line.role === "code"
      ? []
      : matches(line, /(?<=\S) {2,}(?=\S)/g, { code: "two-blanks", level }, (found) => {
          return `There are ${found.length} blanks where one is enough.`;
        })),
  ];
}

// "There is a HIGH severity vulnerability affecting CPython."
const OPENING = /^There is a (\S+) severity vulnerability affecting (.*)\.$/;

function checkOpening(lines: readonly EmailLine[], facts: EmailFacts): readonly Disagreement[] {
  const line = lines.find(({ role }) => role === "opening");
  if (line === undefined) return [];
  // What was added is told by itself.
  const text = line.text.replace(CVSS_ADDED, "").replace(/ {2,}/g, " ");
  const [, word, project] = OPENING.exec(text) ?? [];
  if (word === undefined || project === undefined) return [misworded(line, facts)];
  const next = lines[lines.indexOf(line) + 1];
  return [
    ...checkSeverity(line, word, facts),
    ...(project === facts.projectName
      ? []
      : [error("project", placeOf(line, project), `The project is “${facts.projectName}”.`)]),
    ...(next === undefined || next.text === ""
      ? []
      : [error("opening", wholeLine(next), "A blank line must stand under the first sentence.")]),
  ];
}

function checkSeverity(
  line: EmailLine,
  word: string,
  { severity }: EmailFacts,
): readonly Disagreement[] {
  if (word === severity) return [];
  const place = placeOf(line, word);
  if (!emailSeverities.some((known) => known === word)) {
    const text = `“${word}” is no severity: it is one of ${emailSeverities.join(", ")}.`;
    return [error("severity-word", place, text)];
  }
  const text =
    severity === null
      ? "The severity is not scored with CVSS v4 yet."
      : `The CVSS v4 vector makes it ${severity}.`;
  return [error("severity", place, text)];
}

function placeOf(line: EmailLine, part: string): Disagreement["place"] {
  const start = Math.max(line.text.lastIndexOf(part), 0);
  return columns(line, start, Math.min(start + part.length, line.text.length));
}

function misworded(line: EmailLine, facts: EmailFacts): Disagreement {
  const wording = /\bsecurity (?:issue|vulnerability|problem|bug|flaw)\b/i.exec(line.text);
  if (wording !== null) {
    const place = columns(line, wording.index, wording.index + wording[0].length);
    const text = `The template says “severity vulnerability”, not “${wording[0]}”.`;
    return error("wording", place, text);
  }
  const sentence = `There is a ${facts.severity ?? "{severity}"} severity vulnerability affecting ${facts.projectName}.`;
  return error("opening", wholeLine(line), `The first line must be “${sentence}”`);
}

function checkDescription(lines: readonly EmailLine[], facts: EmailFacts): readonly Disagreement[] {
  const described = lines.filter(({ role }) => role === "description" || role === "code");
  const first = described.find(({ text }) => text.trim() !== "");
  if (first === undefined) {
    const line = lines.find(({ role }) => role === "opening") ?? lines.at(-1);
    const text = "The e-mail has no description.";
    return line === undefined ? [] : [error("description", wholeLine(line), text)];
  }
  const text = described.map((line) => line.text).join("\n");
  if (words(text) === words(facts.description)) return [];
  const told =
    "The advisory has another description, and the CVE record repeats the e-mail’s: save it there too.";
  return [warning("description", wholeLine(first), told)];
}

/** A text by its words: two that are wrapped differently say the same. */
function words(text: string): string {
  return text.split(/\s+/).filter(Boolean).join(" ");
}
