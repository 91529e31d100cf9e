import type { Span } from "./view.ts";

/** A part of a text that stands for another one. */
export interface Encoded extends Span {
  readonly decoded: string;
}

// "R0hTQS0yMjIyLTMzMzM", "47485341", "47 48 53 41", "0x47, 0x48, 0x53, 0x41"
const RUN =
  /(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/_-]{16,}|(?:(?:0x)?[0-9A-Fa-f]{2}[\s,:]+){8,}(?:0x)?[0-9A-Fa-f]{2})/g;

// Between the lines of one: '"', '"\n    b"', "\n# "
const SEAM = /["']?[ \t]*\\?\r?\n[ \t]*(?:#[ \t]*)?(?:[bB]?["'])?/;
const WRAPPED = new RegExp(
  `(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}(?:${SEAM.source}[A-Za-z0-9+/_-]{4,})+`,
  "g",
);

/** What stands for a readable text in base64 or as its bytes' hex digits, as in test data. */
export function encodedParts(text: string): readonly Encoded[] {
  const parts = (pattern: RegExp, decode: (found: string) => string): readonly Encoded[] =>
    [...text.matchAll(pattern)].flatMap(({ index, 0: found }) => {
      const decoded = decode(found);
      if (!/^(?:[\t\n\r]|[^\p{Cc}\ufffd]){8,}$/u.test(decoded)) return [];
      return [{ start: index, end: index + found.length, decoded }];
    });
  const seams = new RegExp(SEAM, "g");
  return [
    ...parts(RUN, decodeRun),
    ...parts(WRAPPED, (found) => decodeRun(found.replace(seams, ""))),
  ];
}

function decodeRun(run: string): string {
  const bytes = run.replace(/0x|[\s,:]/g, "");
  const isHex = /^(?:[0-9A-Fa-f]{2})+$/.test(bytes);
  return Buffer.from(isHex ? bytes : run, isHex ? "hex" : "base64").toString("utf8");
}
