import type { Span } from "./view.ts";

/** A part of a text that stands for another one. */
export interface Encoded extends Span {
  readonly decoded: string;
}

// "R0hTQS0yMjIyLTMzMzM", "47485341", "47 48 53 41", "0x47, 0x48, 0x53, 0x41"
const RUN =
  /(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/_-]{16,}|(?:(?:0x)?[0-9A-Fa-f]{2}[\s,:]+){8,}(?:0x)?[0-9A-Fa-f]{2})/g;

/** What stands for a readable text in base64 or as its bytes' hex digits, as in test data. */
export function encodedParts(text: string): readonly Encoded[] {
  return [...text.matchAll(RUN)].flatMap(({ index, 0: found }) => {
    const bytes = found.replace(/0x|[\s,:]/g, "");
    const isHex = /^(?:[0-9A-Fa-f]{2})+$/.test(bytes);
    const decoded = Buffer.from(isHex ? bytes : found, isHex ? "hex" : "base64").toString("latin1");
    if (!/^[\t\n\r -~]{8,}$/.test(decoded)) return [];
    return [{ start: index, end: index + found.length, decoded }];
  });
}
