/**
 * What Python's `str` methods do where JavaScript's namesakes differ. Lengths and columns count code
 * points.
 *
 * The white space of `str.isspace`: unlike JavaScript's it has U+001C..1F and U+0085, and not U+FEFF.
 * @see https://docs.python.org/3/library/stdtypes.html#str.isspace
 */
const whiteSpace =
  "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008" +
  "\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

/** `str.rstrip()` */
export function rstrip(text: string): string {
  let end = text.length;
  while (end > 0 && whiteSpace.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** `str.strip()` */
export function strip(text: string): string {
  let start = 0;
  while (start < text.length && whiteSpace.includes(text.charAt(start))) start++;
  return rstrip(text.slice(start));
}

/** `str.expandtabs()`: tab stops every 8 columns, counted from the last `\n` or `\r`. */
export function expandTabs(text: string): string {
  let column = 0;
  let expanded = "";
  for (const character of text) {
    if (character === "\t") {
      const width = 8 - (column % 8);
      expanded += " ".repeat(width);
      column += width;
    } else {
      expanded += character;
      column = character === "\n" || character === "\r" ? 0 : column + 1;
    }
  }
  return expanded;
}

/** `len(str)` */
export function codePoints(text: string): number {
  return Array.from(text).length;
}
