/** A text as a part of a regular expression that matches it, outside of brackets. */
export function literalPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
