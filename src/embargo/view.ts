import type { Mapped } from "./mapped.ts";

/** A place in the original text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A word, and where it stands in its view. */
export interface Word extends Span {
  readonly text: string;
  /** It ends its line with a hyphen: the next word may be its second half. */
  readonly isCut: boolean;
}

/** A text in one of the ways that it can be read: folded, and with its lines joined. */
export class View {
  readonly text: string;
  readonly #mapped: Mapped;
  #letters: string | undefined;
  #places: readonly number[] | undefined;
  #words: readonly Word[] | undefined;

  constructor(mapped: Mapped) {
    this.text = mapped.text;
    this.#mapped = mapped;
  }

  /** A place of the view in the original. */
  span(start: number, end: number): Span {
    return { start: this.#mapped.startOf(start), end: this.#mapped.endOf(end - 1) };
  }

  /** Matches of a pattern that is global and written for folded text. */
  matches(pattern: RegExp): readonly Span[] {
    return [...this.text.matchAll(pattern)].map(({ index, 0: { length } }) =>
      this.span(index, index + length),
    );
  }

  /**
   * Where the letters and digits stand in their order, whatever up to `gap` other characters is
   * between any two; blanks in a row count as one.
   *
   * @param stands whether no other letter may be before or behind, and no value be given between.
   */
  spelled(letters: string, gap: number, stands = false): readonly Span[] {
    this.#letters ??= this.text.replace(/[^a-z0-9]+/g, "");
    const found: Span[] = [];
    let at = this.#letters.indexOf(letters);
    for (; at >= 0; at = this.#letters.indexOf(letters, at + 1)) {
      this.#places ??= placesOf(this.text);
      const places = this.#places.slice(at, at + letters.length);
      const start = places[0] ?? 0;
      const end = (places.at(-1) ?? 0) + 1;
      const isNear = places.every((place, index) => {
        const before = places[index - 1];
        if (before === undefined || place === before + 1) return true;
        const between = this.text.slice(before + 1, place);
        return between.replace(/\s+/g, " ").length <= gap && !(stands && between.includes("="));
      });
      if (isNear && !(stands && this.#goesOn(start, end))) found.push(this.span(start, end));
    }
    return found;
  }

  get words(): readonly Word[] {
    this.#words ??= wordsOf(this.text);
    return this.#words;
  }

  #goesOn(start: number, end: number): boolean {
    return (
      /[\p{L}\p{N}]$/u.test(this.text.slice(Math.max(0, start - 2), start)) ||
      /^[\p{L}\p{N}]/u.test(this.text.slice(end, end + 2))
    );
  }
}

function placesOf(text: string): readonly number[] {
  return [...text.matchAll(/[a-z0-9]/g)].map(({ index }) => index);
}

/** A name of so many parts is a sentence: "test_a_header_of_many_words". */
const SENTENCE = 5;

const ASCII_WORD = /[a-z0-9_]+/g;

/** What is written without blanks is read character by character. */
const WORD =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]|[\p{L}\p{N}_]+?(?=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]|[^\p{L}\p{N}_]|$)/gu;

function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  const pattern = /^\p{ASCII}*$/u.test(text) ? ASCII_WORD : WORD;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [found] = match;
    const start = match.index;
    const end = start + found.length;
    const isCut = text.charAt(end) === "-" && text.charAt(end + 1) === "\n";
    for (const text of found.includes("_") ? named(found) : [found]) {
      words.push({ text, start, end, isCut });
    }
  }
  return words;
}

/** "_fold_it" is "fold_it"; a sentence is its words. */
function named(name: string): readonly string[] {
  const word = name.replace(/^_+|_+$/g, "");
  const parts = word.split(/_+/);
  if (parts.length >= SENTENCE) return parts;
  return word === "" ? [] : [word];
}
