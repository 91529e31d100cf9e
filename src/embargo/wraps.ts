import { edited, type Edit, type Mapped } from "./mapped.ts";

/** What may stand before a line's end: blanks, and a string that the next line goes on with. */
const BEFORE = " \t\r\\\"'`+";

/**
 * Line ends, each with the next line's indent and what marks it as a comment, a quotation, a string
 * or a line of a diff.
 */
const BREAK =
  /(?:\n[ \t\r\f]*(?:(?:#+[:!]?|\/\/+!?|\/?\*+|\/(?=[ \t])|\.\.|;+|>+|%+|--+|\|+|!+|["'`]+|dnl(?= )|[-+](?=[ \t#*/"'.;%|>!-]))[ \t]*){0,4})+/y;

/** A text whose line ends are one character, whatever its lines begin with. */
export function unwrapped(from: Mapped): Mapped {
  const { text } = from;
  const edits: Edit[] = [];
  let reached = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", reached)) {
    let start = at;
    while (start > reached && BEFORE.includes(text.charAt(start - 1))) start -= 1;
    BREAK.lastIndex = at;
    BREAK.exec(text);
    reached = BREAK.lastIndex;
    if (reached - start > 1) edits.push({ start, end: reached, by: "\n" });
  }
  return edited(from, edits);
}
