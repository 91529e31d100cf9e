import type { AffectedPackage } from "./affectedPackage.ts";
import { unfilledPrompt } from "./descriptionPrompts.ts";
import { tagsOf } from "./tag.ts";

/** GitHub's limits, in characters. */
export const MAX_TITLE = 1024;
export const MAX_DESCRIPTION = 65_535;

/** Something about a text; an error must be mended before the text is saved. */
export interface Check {
  readonly level: "error" | "warning";
  readonly text: string;
  /** The part of the text that is meant, in UTF-16 units; absent where it is the whole. */
  readonly at?: { readonly start: number; readonly end: number };
}

/** What advisories had so far; others are fine too. */
const USUAL_TITLE = { least: 30, most: 115 };

/** Characters as GitHub counts them: an emoji is one. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** What is wrong with a title (without its tags). */
export function checkTitle(title: string): readonly Check[] {
  const length = lengthOf(title.trim());
  if (length === 0) return [{ level: "error", text: "The title is empty." }];
  const checks: Check[] = [
    ...found(title, /[\n\v\f\r\x85\u2028\u2029]+/, "error", "A title is one line."),
    ...tooLong(title, MAX_TITLE),
  ];
  const [tag] = tagsOf(title);
  if (tag !== undefined) {
    const text = `[${tag}] is an order to the PSRT bot; leave it out.`;
    checks.push(...found(title, new RegExp(`\\[${tag}\\]`, "i"), "error", text));
  }
  checks.push(
    ...found(title, /\.\s*$/, "warning", "Advisory titles have no final period."),
    ...found(title, /^\s*title:/i, "warning", "The word “Title:” is no part of the title."),
    ...found(
      title,
      /\bCVE-\d{4}-\d{4,}\b/i,
      "warning",
      "The e-mail puts the CVE id in front by itself.",
    ),
  );
  const { least, most } = USUAL_TITLE;
  if (length < least || length > most) {
    const text = `Titles so far had ${least} to ${most} characters; this has ${length}.`;
    checks.push({ level: "warning", text });
  }
  return checks;
}

// "{project}", "{CVE-YYYY-XXXX}", "{LOW, MEDIUM, HIGH, CRITICAL}"
const PLACEHOLDER = /\{(?:project|title|description|CVE-[^{}]*|LOW,[^{}]*|pull request[^{}]*)\}/i;

/** What is wrong with a description. */
export function checkDescription(description: string): readonly Check[] {
  if (description.trim() === "") return [{ level: "error", text: "The description is empty." }];
  return [
    ...tooLong(description, MAX_DESCRIPTION),
    ...found(description, PLACEHOLDER, "warning", "A placeholder of the template is left."),
    ...found(description, unfilledPrompt, "warning", "Fill in what stands in braces."),
  ];
}

/** What is wrong with a choice of weaknesses; none at all is fine for GitHub. */
export function checkWeaknesses(cweIds: readonly string[]): readonly Check[] {
  return cweIds
    .filter((id) => !/^CWE-\d{1,6}$/.test(id))
    .map((id) => ({ level: "error", text: `“${id}” is not the id of a weakness.` }));
}

/** Control, format and bidirectional characters, which make a version read otherwise than it is. */
const HIDDEN = /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/u;

// ">= 3.13.0, < 3.13.9": comparisons that must all hold.
const RANGE = /^(?:[<>]=?|=) ?[^\s,<>=]+(?:, ?(?:[<>]=?|=) ?[^\s,<>=]+)*$/;

/** What is wrong with the affected versions. */
export function checkAffected(affected: readonly AffectedPackage[]): readonly Check[] {
  if (affected.length === 0) {
    return [{ level: "error", text: "GitHub takes no advisory without an affected product." }];
  }
  return affected.flatMap(({ name, affectedRange, patched }, at) => {
    const row = affected.length === 1 ? "" : `Row ${at + 1}: `;
    const checks: Check[] = [];
    const hidden = HIDDEN.exec([name, affectedRange, patched].join(" "))?.[0].codePointAt(0);
    if (hidden !== undefined) {
      const code = hidden.toString(16).toUpperCase().padStart(4, "0");
      checks.push({ level: "error", text: `${row}the invisible character U+${code} is in it.` });
    }
    if (name === null || name.trim() === "") {
      checks.push({ level: "error", text: `${row}the product has no name.` });
    }
    if (affectedRange === null) {
      checks.push({ level: "warning", text: `${row}no affected versions are given.` });
    } else if (!RANGE.test(affectedRange)) {
      const text = `${row}“${affectedRange.slice(0, 40)}” is no range like “>= 3.13.0, < 3.13.9”.`;
      checks.push({ level: "warning", text });
    }
    return checks;
  });
}

function found(text: string, pattern: RegExp, level: Check["level"], words: string): Check[] {
  const match = pattern.exec(text);
  if (match === null) return [];
  return [{ level, text: words, at: { start: match.index, end: match.index + match[0].length } }];
}

/** The part that is too much is the end. */
function tooLong(text: string, limit: number): Check[] {
  const over = lengthOf(text) - limit;
  if (over <= 0) return [];
  const start = Array.from(text).slice(0, limit).join("").length;
  const words = `${over} ${over === 1 ? "character" : "characters"} too long for GitHub.`;
  return [{ level: "error", text: words, at: { start, end: text.length } }];
}

export function hasError(checks: readonly Check[]): boolean {
  return checks.some(({ level }) => level === "error");
}
