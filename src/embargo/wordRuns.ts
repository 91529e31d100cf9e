import { Reading } from "./reading.ts";
import type { Secrets } from "./secrets.ts";
import { slicesOf, type Pause } from "./slices.ts";
import type { Span, Word } from "./view.ts";

/** So many words of a private text in a row are a quotation. */
export const RUN = 8;

/** A title is shorter; of fewer words than this it says too little to be told from chance. */
export const SHORTEST_TITLE = 4;

/** The runs of words that must not leave. */
export class WordRuns {
  /** The words of the private texts, numbered. */
  readonly #numbers = new Map<string, number>();
  /** Keys of the runs, by their number of words. */
  readonly #runs = new Map<number, Set<number>>();

  /** Takes the texts in slice by slice: together they can be long. */
  static async of(
    { texts, titles }: Pick<Secrets, "texts" | "titles">,
    pause: Pause,
  ): Promise<WordRuns> {
    const runs = new WordRuns([], titles);
    for (const text of texts) {
      for (const [, part] of slicesOf(text)) {
        runs.#add(new Reading(part), RUN);
        await pause();
      }
    }
    return runs;
  }

  constructor(texts: readonly string[], titles: readonly string[]) {
    for (const text of texts) this.#add(new Reading(text), RUN);
    for (const title of titles) {
      for (const { words } of new Reading(title).views) {
        if (words.length >= SHORTEST_TITLE) this.#addRuns(words, Math.min(words.length, RUN));
      }
    }
  }

  /** Where runs stand in a text; those that overlap are one. */
  find({ views }: Reading): readonly Span[] {
    const found: Span[] = [];
    for (const view of views) {
      const { words } = view;
      const isKnown = (word: string): boolean => this.#numbers.has(word);
      for (const way of [words, ...mended(words, isKnown)]) {
        for (const { start, end } of this.#places(way)) found.push(view.span(start, end));
      }
    }
    return merged(found);
  }

  #places(words: readonly Word[]): readonly Span[] {
    const numbers = words.map(({ text }) => this.#numbers.get(text) ?? UNKNOWN);
    const found: Span[] = [];
    for (const [length, runs] of this.#runs) {
      for (const at of placesOf(numbers, length)) {
        const [first, last] = [words[at], words[at + length - 1]];
        if (first === undefined || last === undefined) continue;
        if (runs.has(keyOf(numbers, at, length))) found.push({ start: first.start, end: last.end });
      }
    }
    return found;
  }

  #add({ views }: Reading, length: number): void {
    for (const { words } of views) {
      for (const way of [words, ...mended(words)]) this.#addRuns(way, length);
    }
  }

  #addRuns(words: readonly Word[], length: number): void {
    const runs = this.#runs.get(length) ?? new Set<number>();
    this.#runs.set(length, runs);
    const numbers = words.map(({ text }) => {
      const number = this.#numbers.get(text) ?? this.#numbers.size;
      this.#numbers.set(text, number);
      return number;
    });
    for (const at of placesOf(numbers, length)) runs.add(keyOf(numbers, at, length));
  }
}

/** The words with the two halves of each that a line's end cuts as one, where there is such a word. */
function mended(
  words: readonly Word[],
  isWord: (word: string) => boolean = () => true,
): readonly (readonly Word[])[] {
  if (!words.some(({ isCut }) => isCut)) return [];
  const whole: Word[] = [];
  for (const word of words) {
    const half = whole.at(-1);
    const text = `${half?.text}${word.text}`;
    if (half?.isCut === true && isWord(text)) {
      whole[whole.length - 1] = { ...word, text, start: half.start };
    } else whole.push(word);
  }
  return [whole];
}

const UNKNOWN = -1;

/** Where runs of known words begin. */
function* placesOf(numbers: readonly number[], length: number): Generator<number, void> {
  let known = 0;
  for (const [at, number] of numbers.entries()) {
    known = number === UNKNOWN ? 0 : known + 1;
    if (known >= length) yield at + 1 - length;
  }
}

/** A hash of 53 bits: two different runs with one key would be found once too often, never missed. */
function keyOf(numbers: readonly number[], from: number, length: number): number {
  let low = 17;
  let high = 31;
  for (let at = from; at < from + length; at += 1) {
    const number = numbers[at] ?? UNKNOWN;
    low = Math.imul(low ^ number, 0x9e3779b1);
    low ^= low >>> 15;
    high = Math.imul(high ^ number, 0x85ebca77);
    high ^= high >>> 13;
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}

function merged(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last === undefined || span.start > last.end) result.push(span);
    else result[result.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
  }
  return result;
}
