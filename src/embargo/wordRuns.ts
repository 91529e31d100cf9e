import { Reading, type Span } from "./reading.ts";

/** So many words of a private text in a row are a quotation. */
export const RUN = 8;

/** A title is shorter; of fewer words than this it says too little to be told from chance. */
const SHORTEST_TITLE = 4;

/** The runs of words that must not leave. */
export class WordRuns {
  /** By their number of words. */
  readonly #runs = new Map<number, Set<string>>();

  constructor(texts: readonly string[], titles: readonly string[]) {
    for (const text of texts) this.#add(text, RUN);
    for (const title of titles) {
      const { length } = new Reading(title).words;
      if (length >= SHORTEST_TITLE) this.#add(title, Math.min(length, RUN));
    }
  }

  /** Where runs stand in a text; those that overlap are one. */
  find({ words }: Reading): readonly Span[] {
    const found: Span[] = [];
    for (const [length, runs] of this.#runs) {
      for (let at = 0; at + length <= words.length; at += 1) {
        const run = words.slice(at, at + length);
        const [first, last] = [run[0], run.at(-1)];
        if (first === undefined || last === undefined || !runs.has(keyOf(run))) continue;
        found.push({ start: first.start, end: last.end });
      }
    }
    return merged(found);
  }

  #add(text: string, length: number): void {
    const { words } = new Reading(text);
    const runs = this.#runs.get(length) ?? new Set<string>();
    this.#runs.set(length, runs);
    for (let at = 0; at + length <= words.length; at += 1) {
      runs.add(keyOf(words.slice(at, at + length)));
    }
  }
}

function keyOf(words: readonly { readonly text: string }[]): string {
  return words.map(({ text }) => text).join(" ");
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
