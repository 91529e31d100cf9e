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

const COMMENT_OR_TAG = /<!--[^]{0,200}?-->|<\/?[a-z][^<>\n]{0,80}>/g;

// A word goes on over emphasis inside of it: "over**flow**"
const WORD = /[a-z0-9_](?:[*`~]{0,4}[a-z0-9_])*/g;

/** The letters and digits of a folded text. */
interface Letters {
  readonly text: string;
  /** Where each stands in the folded text. */
  readonly places: readonly number[];
  /** How many other characters stand before each. */
  readonly gaps: readonly number[];
}

/** A text as the gate reads it: folded, in words, and with nothing between its letters and digits. */
export class Reading {
  readonly original: string;
  readonly #folded: Folded;
  /** As it is, without tags, and without tags and comments: a page shows neither. */
  readonly #letters: readonly Letters[];
  #words: readonly Word[] | undefined;

  constructor(original: string) {
    this.original = original;
    this.#folded = fold(original);
    const { text } = this.#folded;
    const tags = spansOf(text, TAG);
    this.#letters =
      tags.length === 0
        ? [lettersOf(text, [])]
        : [[], tags, spansOf(text, COMMENT_OR_TAG)].map((hidden) => lettersOf(text, hidden));
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

  get words(): readonly Word[] {
    this.#words ??= [...this.#folded.text.matchAll(WORD)].flatMap((match) => {
      const text = match[0].replace(/[*`~]/g, "").replace(/^_+|_+$/g, "");
      if (text === "") return [];
      return [{ text, ...this.#span(match.index, match.index + match[0].length) }];
    });
    return this.#words;
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
    } else {
      gap += 1;
    }
  }
  return { text: letters.join(""), places, gaps };
}
