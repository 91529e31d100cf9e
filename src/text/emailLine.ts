import type { Disagreement, DisagreementCode, Place } from "./disagreement.ts";
import { LINKS_SENTENCE } from "./email.ts";
import type { EmailTexts } from "./emailDocument.ts";

/** A line of the e-mail, and what part of the template it stands in. */
export interface EmailLine {
  readonly part: "subject" | "body";
  /** Counts from 0 in its part. */
  readonly number: number;
  readonly text: string;
  readonly role: "subject" | "opening" | "description" | "code" | "closing" | "link";
}

/** The lines of an e-mail that keeps to the template at least roughly. */
export function emailLines({ subject, body }: EmailTexts): readonly EmailLine[] {
  const texts = body.replace(/\n$/, "").split("\n");
  const opening = texts.findIndex((text) => text.trim() !== "");
  const closing = closingLine(texts);
  let fenced = false;
  const lines = texts.map((text, number): EmailLine => {
    const fence = /^ {0,3}(```|~~~)/.test(text);
    const code = fenced || fence || /^(?: {4}|\t)/.test(text);
    if (fence) fenced = !fenced;
    let role: EmailLine["role"] = code ? "code" : "description";
    if (number === opening) role = "opening";
    else if (number === closing) role = "closing";
    else if (closing !== -1 && number > closing) role = "link";
    return { part: "body", number, text, role };
  });
  return [{ part: "subject", number: 0, text: subject, role: "subject" }, ...lines];
}

/** The template's sentence above the links, or what somebody made of it; -1 where there is none. */
function closingLine(lines: readonly string[]): number {
  const exact = lines.lastIndexOf(LINKS_SENTENCE);
  if (exact !== -1) return exact;
  return lines.findLastIndex((line) => /\blinked\b/i.test(line) && /\bCVE\b/.test(line));
}

/** Columns of a line as a place. */
export function columns(line: EmailLine, start: number, end: number): Place {
  return { kind: "email", part: line.part, line: line.number, start, end };
}

export function wholeLine(line: EmailLine): Place {
  return columns(line, 0, line.text.length);
}

/** Nobody reads more of one kind in one line. */
const MOST = 20;

/** The matches of a pattern that are not `allowed`, each as a disagreement at its place. */
export function matches(
  line: EmailLine,
  pattern: RegExp,
  { code, level }: Pick<Disagreement, "code" | "level">,
  text: (match: string) => string,
  allowed?: string | null,
): readonly Disagreement[] {
  return [...line.text.matchAll(pattern)]
    .filter(([match]) => match !== allowed)
    .slice(0, MOST)
    .map((match) => ({
      ...{ code, level, text: text(match[0]) },
      place: columns(line, match.index, match.index + match[0].length),
    }));
}

export function error(code: DisagreementCode, place: Place, text: string): Disagreement {
  return { code, level: "error", text, place };
}

export function warning(code: DisagreementCode, place: Place, text: string): Disagreement {
  return { code, level: "warning", text, place };
}
