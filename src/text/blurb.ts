import { createHash } from "node:crypto";
import { invalid, valid, type Parsed } from "../base/parsed.ts";
import { advisoryIdReason, findAdvisoryId } from "./advisoryId.ts";
import { rstrip, strip } from "./pythonString.ts";
import { wrap } from "./textwrap.ts";

/**
 * CPython's NEWS entries, byte for byte as the `blurb` tool writes them.
 * @see https://devguide.python.org/core-team/committing/#how-to-add-a-news-entry
 */

/** Each section of CPython's NEWS, and its directory under `Misc/NEWS.d/next`. */
export const blurbSections = {
  Security: "Security",
  "Core and Builtins": "Core_and_Builtins",
  Library: "Library",
  Documentation: "Documentation",
  Tests: "Tests",
  Build: "Build",
  Windows: "Windows",
  macOS: "macOS",
  iOS: "iOS",
  Android: "Android",
  FreeBSD: "FreeBSD",
  WASI: "WASI",
  Emscripten: "Emscripten",
  "Unsupported platforms": "Unsupported_platforms",
  IDLE: "IDLE",
  "Tools/Demos": "Tools-Demos",
  "C API": "C_API",
} as const;

export type BlurbSection = keyof typeof blurbSections;

/** The number of CPython's first issue on GitHub; lower numbers are pull requests of before. */
export const firstIssue = 32426;

export interface BlurbInput {
  readonly issue: number;
  readonly section: BlurbSection;
  /** As the person typed it; wrapped here. */
  readonly body: string;
  /** Its local time, in the zone of this process, becomes part of the file's name. */
  readonly now: Date;
  /** The CVE record is public, so its id may stand in the text. */
  readonly recordPublished?: boolean;
}

export interface Blurb {
  /** From the checkout's root, with `/`. */
  readonly path: string;
  /** `\n` line ends, exactly one at the end. */
  readonly content: string;
}

/** The entry, or why there can be none: the number, or what {@link checkBlurbBody} says. */
export function makeBlurb(input: BlurbInput): Parsed<Blurb> {
  const { issue, section, now, recordPublished } = input;
  if (!Number.isSafeInteger(issue) || issue < firstIssue) {
    return invalid(`CPython's issues on GitHub begin at ${firstIssue}: ${issue} is not one.`);
  }
  const wrapped = checkBlurbBody(input.body, { recordPublished: recordPublished ?? false });
  if (!wrapped.valid) return wrapped;

  // blurb hashes the text as wrapped, and wraps it once more when it saves.
  const nonce = createHash("md5").update(wrapped.value, "utf8").digest("base64url").slice(0, 6);
  const name = `${localTime(now)}.gh-issue-${issue}.${nonce}.rst`;
  return valid({
    path: `Misc/NEWS.d/next/${blurbSections[section]}/${name}`,
    content: wrapBody(wrapped.value),
  });
}

/**
 * The wrapped text with its final newline, or the first rule it breaks. Refuses what blurb refuses,
 * and what blurb would write but could not read back.
 */
export function checkBlurbBody(
  body: string,
  { recordPublished }: { readonly recordPublished: boolean },
): Parsed<string> {
  if (/\p{Surrogate}/u.test(body)) {
    return invalid("The text has half a character (a lone surrogate): type it again.");
  }
  const lines = body
    .replace(/\r\n?/g, "\n")
    .split("\n")
    .map((line) => rstrip(line));
  const first = lines.findIndex((line) => line !== "");
  if (first === -1) return invalid("The text is empty: say what changes for the user.");

  const typed = lines.slice(first).join("\n");
  const wrapped = wrapBody(rstrip(typed));
  for (const text of [typed, wrapped]) {
    if (/^(\.\.|#)/.test(text)) {
      return invalid(
        'The text begins with ".." or "#", which blurb reads as data about the entry: begin with a word.',
      );
    }
    if (/^\.\.$/m.test(text)) {
      return invalid('A line is ".." alone, which blurb reads as the end of the entry.');
    }
  }
  const beginning = forbiddenBeginning.exec(wrapped)?.[0];
  if (beginning !== undefined) {
    return invalid(
      `The text begins with "${beginning}", which blurb adds by itself: begin with the change.`,
    );
  }
  const id = recordPublished ? undefined : findAdvisoryId(wrapped);
  return id === undefined ? valid(wrapped) : invalid(advisoryIdReason(id));
}

/** Any case as Python sees it, so `ı`, `İ` and `ſ` count as I and s. */
const forbiddenBeginning = /^(?:- |[iıİ][sſ][sſ]ue #|bpo-|gh-)/i;

/**
 * Wraps a text at 76 columns, paragraph by paragraph. A list, and what follows a paragraph that ends
 * in `::`, stays as typed.
 */
function wrapBody(text: string): string {
  let literal = false;
  const paragraphs = text
    .split("\n")
    .map((line) => rstrip(line))
    .join("\n")
    .split("\n\n")
    .map((paragraph) => {
      const asTyped = literal || /^([*-]|1\.|#\.) /.test(paragraph);
      // A second time, because joining lines makes one blank of two after a full stop.
      const wrapped = asTyped ? paragraph : wrapParagraph(wrapParagraph(paragraph));
      literal = wrapped.endsWith("::");
      return wrapped;
    });
  return `${rstrip(paragraphs.join("\n\n"))}\n`;
}

function wrapParagraph(paragraph: string): string {
  return rstrip(wrap(strip(paragraph), 76).join("\n"));
}

function localTime(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return [
    String(date.getFullYear()),
    two(date.getMonth() + 1),
    two(date.getDate()),
    two(date.getHours()),
    two(date.getMinutes()),
    two(date.getSeconds()),
  ].join("-");
}
