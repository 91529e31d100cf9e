import { fold, type Folded } from "./folded.ts";

/** A place in the original text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Word extends Span {
  /** Folded. */
  readonly text: string;
}

// "</b>", "<!--"
const TAG = /<!--|-->|<\/?[a-z][^<>\n]{0,80}>/g;

// What a page does not show: "<!-- x -->", "<b>", "](https://example.org)", "[^1]"
const UNSEEN = /<!--[^]{0,200}?-->|<\/?[a-z][^<>\n]{0,80}>|\]\([^()\s]{0,200}\)|\[\^\w{1,20}\]/g;

// A word goes on over emphasis inside of it: "over**flow**"
const WORD = /[a-z0-9_](?:[*`~]{0,4}[a-z0-9_])*/g;

/** A name of so many parts is a sentence: "test_a_header_of_many_words". */
const SENTENCE = 5;

/** The letters and digits of a folded text. */
interface Letters {
  readonly text: string;
  /** Where each stands in the folded text. */
  readonly places: readonly number[];
  /** How many other characters stand before each; blanks and line ends in a row are one. */
  readonly gaps: readonly number[];
}

/** A text as the gate reads it: folded, in words, and with nothing between its letters and digits. */
export class Reading {
  readonly original: string;
  readonly #folded: Folded;
  /** As it is, without tags, and without all that a page does not show. */
  readonly #letters: readonly Letters[];
  readonly #unseen: readonly Span[];
  #words: readonly (readonly Word[])[] | undefined;

  constructor(original: string) {
    this.original = original;
    this.#folded = fold(original);
    const { text } = this.#folded;
    const tags = spansOf(text, TAG);
    this.#unseen = spansOf(text, UNSEEN);
    this.#letters = [[], tags, this.#unseen]
      .filter(({ length }, at) => at === 0 || length > 0)
      .map((hidden) => lettersOf(text, hidden));
  }

  /** Matches of a pattern, global and written for folded text. */
  matches(pattern: RegExp): readonly Span[] {
    return [...this.#folded.text.matchAll(pattern)].map((match) =>
      this.#span(match.index, match.index + match[0].length),
    );
  }

  /**
   * Where the letters and digits stand in their order, whatever up to `gap` other characters is
   * between any two.
   */
  spelled(letters: string, gap: number): readonly Span[] {
    const found = new Map<number, Span>();
    for (const { text, places, gaps } of letters === "" ? [] : this.#letters) {
      for (let at = text.indexOf(letters); at >= 0; at = text.indexOf(letters, at + 1)) {
        const [first, last] = [places[at], places[at + letters.length - 1]];
        const near = gaps.slice(at + 1, at + letters.length).every((length) => length <= gap);
        if (first === undefined || last === undefined || !near) continue;
        found.set(first, this.#span(first, last + 1));
      }
    }
    return [...found.values()];
  }

  /** In their order: as it is, and where that differs as a page shows it. */
  get words(): readonly (readonly Word[])[] {
    const all = [[], this.#unseen].filter(({ length }, at) => at === 0 || length > 0);
    this.#words ??= all.map((hidden) => this.#wordsWithout(hidden));
    return this.#words;
  }

  #wordsWithout(hidden: readonly Span[]): readonly Word[] {
    const { text: original } = this.#folded;
    const text = hidden.reduce(
      (text, { start, end }) => text.slice(0, start) + " ".repeat(end - start) + text.slice(end),
      original,
    );
    return [...text.matchAll(WORD)].flatMap(({ index, 0: { length }, 0: found }) => {
      const word = found.replace(/[*`~]/g, "").replace(/^_+|_+$/g, "");
      const span = this.#span(index, index + length);
      const parts = word.split(/_+/);
      if (parts.length >= SENTENCE) return parts.map((text) => ({ text, ...span }));
      return word === "" ? [] : [{ text: word, ...span }];
    });
  }

  #span(start: number, end: number): Span {
    return { start: this.#folded.startOf(start), end: this.#folded.endOf(end - 1) };
  }
}

function spansOf(text: string, pattern: RegExp): readonly Span[] {
  return [...text.matchAll(pattern)].map(({ index, 0: { length } }) => ({
    start: index,
    end: index + length,
  }));
}

function lettersOf(text: string, hidden: readonly Span[]): Letters {
  const letters: string[] = [];
  const places: number[] = [];
  const gaps: number[] = [];
  let gap = 0;
  let next = 0;
  for (let index = 0; index < text.length; index += 1) {
    const span = hidden[next];
    if (index === span?.start) {
      index = span.end - 1;
      next += 1;
      continue;
    }
    const code = text.charCodeAt(index);
    if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57)) {
      letters.push(text.charAt(index));
      places.push(index);
      gaps.push(gap);
      gap = 0;
    } else if (gap === 0 || !isBlank(code) || !isBlank(text.charCodeAt(index - 1))) {
      gap += 1;
    }
  }
  return { text: letters.join(""), places, gaps };
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}
