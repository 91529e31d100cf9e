import { wrap } from "./textwrap.ts";

/** Plain text e-mail is read in lines of this many columns. */
export const EMAIL_WIDTH = 72;

/** "```", "~~~~ python" */
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** "* item", "- item", "1. item", "> quoted", "| cell |", "# heading", ".. directive::" */
const STRUCTURE = /^(?:[*+-]|\d+[.)]|[>|#]|\.\.)(?:\s|$)/;

/** Two blanks or a backslash at a line's end are a line break that somebody wanted. */
const HARD_BREAK = /(?: {2}|\\)$/;

/**
 * Wraps each paragraph of prose. What is indented or fenced (code), and lists, quotes, tables and
 * headings stay as they are, byte for byte, and so do the blank lines.
 */
export function wrapParagraphs(text: string, width = EMAIL_WIDTH): string {
  const wrapped: string[] = [];
  let paragraph: string[] = [];
  let fence: string | undefined;
  const flush = (): void => {
    wrapped.push(...(isProse(paragraph) ? wrap(paragraph.join("\n"), width) : paragraph));
    paragraph = [];
  };
  for (const line of text.split("\n")) {
    const mark = FENCE.exec(line)?.[1];
    if (fence !== undefined) {
      wrapped.push(line);
      if (mark?.startsWith(fence) === true) fence = undefined;
    } else if (mark !== undefined || line.trim() === "") {
      flush();
      wrapped.push(line);
      fence = mark;
    } else {
      paragraph.push(line);
    }
  }
  flush();
  return wrapped.join("\n");
}

function isProse(lines: readonly string[]): boolean {
  const marked = lines.some((line) => /^\s/.test(line) || STRUCTURE.test(line));
  return !marked && !lines.slice(0, -1).some((line) => HARD_BREAK.test(line));
}
