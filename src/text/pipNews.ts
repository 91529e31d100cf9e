import { invalid, valid, type Parsed } from "../base/parsed.ts";
import { advisoryIdReason, findAdvisoryId } from "./advisoryId.ts";
import { codePoints } from "./pythonString.ts";

export interface PipNewsInput {
  /** Of the public issue or pull request. */
  readonly number: number;
  readonly text: string;
  /** The CVE record is public, so its id may stand in the text. */
  readonly recordPublished?: boolean;
}

export interface PipNews {
  /** From the checkout's root, with `/`. */
  readonly path: string;
  /** One line with its final newline. */
  readonly content: string;
}

/**
 * pip's news fragment for a security fix, or why there can be none. pip has no security type: such
 * a fix is a `bugfix`, in neutral words.
 * @see https://pip.pypa.io/en/stable/development/contributing/#news-entries
 */
export function makePipNews({ number, text, recordPublished }: PipNewsInput): Parsed<PipNews> {
  if (!Number.isSafeInteger(number) || number < 1) {
    return invalid(`${number} is no number of a pip issue or pull request.`);
  }
  const line = text.trim();
  if (line === "") return invalid("The text is empty: say what changes for the user.");
  if (/[\p{Cc}\p{Surrogate}\u2028\u2029]/u.test(line)) {
    return invalid("The text must be one line, without tabs or other control characters.");
  }
  const length = codePoints(line);
  if (length >= 80) return invalid(`The line has ${length} characters: pip wants fewer than 80.`);
  // An entry may begin with code: "``pip install`` keeps…"
  if (/^\p{Ll}/u.test(line)) return invalid("Begin with a capital letter: pip uses sentence case.");
  const id = recordPublished === true ? undefined : findAdvisoryId(line);
  if (id !== undefined) return invalid(advisoryIdReason(id));
  return valid({ path: `news/${number}.bugfix.rst`, content: `${line}\n` });
}
