import { codePoints, expandTabs, strip } from "./pythonString.ts";

/**
 * The lines of one paragraph as Python's `textwrap.wrap` breaks it with `break_long_words=False` and
 * `break_on_hyphens=False`: breaks only at ASCII white space, a word longer than `width` stands
 * alone, several blanks inside a line stay.
 * @see https://docs.python.org/3/library/textwrap.html
 */
export function wrap(paragraph: string, width: number): string[] {
  const chunks = expandTabs(paragraph)
    .replace(/[\n\v\f\r]/g, " ")
    .split(/( +)/)
    .filter((chunk) => chunk !== "");

  const lines: string[] = [];
  let next = 0;
  while (next < chunks.length) {
    if (lines.length > 0 && isBlank(chunks[next])) next++;
    const line: string[] = [];
    let length = 0;
    for (const chunk of chunks.slice(next, next + width)) {
      length += codePoints(chunk);
      if (line.length > 0 && length > width) break;
      line.push(chunk);
      next++;
    }
    if (isBlank(line.at(-1))) line.pop();
    if (line.length > 0) lines.push(line.join(""));
  }
  return lines;
}

/** A chunk of NBSP alone is no place to break, but is dropped at a line's end like any blank. */
function isBlank(chunk: string | undefined): boolean {
  return chunk !== undefined && strip(chunk) === "";
}
