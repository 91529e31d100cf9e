/** How much of a text is searched before others have their turn, in UTF-16 units. */
export const SLICE = 8192;

/** So much of a slice is searched again with the next one: what stands across the cut is found. */
const OVERLAP = 1024;

/** Lets others have their turn. */
export type Pause = () => Promise<void>;

export const pauseForOthers: Pause = () => new Promise((resolve) => setImmediate(resolve));

/** The parts of a text, each with where it begins; cut at the end of a word where there is one. */
export function* slicesOf(text: string): Generator<readonly [start: number, part: string], void> {
  let start = 0;
  for (;;) {
    const end = start + SLICE >= text.length ? text.length : cutBefore(text, start + SLICE);
    yield [start, text.slice(start, end)];
    if (end === text.length) return;
    start = cutBefore(text, end - OVERLAP);
  }
}

function cutBefore(text: string, at: number): number {
  for (let cut = at; cut > at - OVERLAP / 2; cut -= 1) {
    if (/\s/.test(text.charAt(cut))) return cut;
  }
  return at;
}
