import { isUtf8 } from "node:buffer";
import { unquotedPath } from "../base/quotedPath.ts";

export interface AddedLine {
  readonly path: string;
  /** In the new file, counted from 1. */
  readonly line: number;
  readonly text: string;
}

/**
 * The lines that a git patch adds. Lines inside a hunk are told from headers by the hunk's own
 * counts.
 */
export function* addedLines(patch: Buffer): Generator<AddedLine, void> {
  for (const line of addedBytes(patch)) yield { ...line, text: utf8(line.text) };
}

/** The same, with the bytes of each as characters of Latin-1. */
function* addedBytes(patch: Buffer): Generator<AddedLine, void> {
  let path = "";
  let line = 0;
  let removedLeft = 0;
  let addedLeft = 0;
  for (const text of linesOf(patch.toString("latin1"))) {
    if (removedLeft > 0 || addedLeft > 0) {
      const mark = text.charAt(0);
      if (mark === "+") yield { path, line, text: text.slice(1) };
      if (mark !== "+" && mark !== "\\") removedLeft -= 1;
      if (mark !== "-" && mark !== "\\") {
        addedLeft -= 1;
        line += 1;
      }
      continue;
    }
    // "@@ -10,6 +10,8 @@ class C:"
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(text);
    if (hunk !== null) {
      removedLeft = Number(hunk[1] ?? 1);
      line = Number(hunk[2]);
      addedLeft = Number(hunk[3] ?? 1);
      continue;
    }
    // "+++ b/Lib/x.py"; the file comes before its hunks
    const written = /^\+\+\+ ("b\/(?:[^"\\]|\\.)*"|b\/[^\t\r]*)/.exec(text)?.[1];
    if (written !== undefined) path = unquotedPath(written).slice("b/".length);
  }
}

/** Lines of one file that follow each other, in each way in which their bytes may be meant. */
export function* addedBlocks(patch: Buffer): Generator<readonly AddedBlock[], void> {
  for (const block of byteBlocks(patch)) yield readings(block);
}

/** None is empty. */
export type AddedBlock = readonly AddedLine[];

function* byteBlocks(patch: Buffer): Generator<AddedBlock, void> {
  let block: AddedLine[] = [];
  for (const line of addedBytes(patch)) {
    const last = block.at(-1);
    if (last !== undefined && (last.path !== line.path || last.line + 1 !== line.line)) {
      yield block;
      block = [];
    }
    block.push(line);
  }
  if (block.length > 0) yield block;
}

const NOT_ASCII = /[\u0080-\u00ff]/;

function utf8(text: string): string {
  return NOT_ASCII.test(text) ? Buffer.from(text, "latin1").toString("utf8") : text;
}

/** As UTF-8; where that makes no sense, as Latin-1; with NUL bytes, without them and as UTF-16. */
function readings(block: AddedBlock): readonly AddedBlock[] {
  const text = block.map((each) => each.text).join("\n");
  if (!text.includes("\0") && !NOT_ASCII.test(text)) return [block];
  const bytes = Buffer.from(text, "latin1");
  const said = Buffer.from(bytes.filter((byte) => byte !== 0));
  const nuls = bytes.length - said.length;
  // With one beside each other byte it has no letter that is not there without them.
  const isUtf16 = nuls * 100 >= bytes.length && nuls * 2 + 1 < bytes.length;
  return [
    said.toString("utf8"),
    ...(isUtf8(said) ? [] : [said.toString("latin1")]),
    ...(isUtf16 ? utf16(bytes) : []),
  ].map((read) => withLines(block, read));
}

/** Little end first, where the block may begin with the second byte of a line's end, and big end first. */
function utf16(bytes: Buffer): readonly string[] {
  const little = bytes[0] === 0 ? bytes.subarray(1) : bytes;
  const big = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16();
  return [little.toString("utf16le"), big.toString("utf16le")];
}

function withLines(block: AddedBlock, text: string): AddedBlock {
  const last = block.length - 1;
  return text.split("\n").flatMap((read, at) => {
    const line = block[Math.min(at, last)];
    return line === undefined ? [] : { ...line, text: read };
  });
}

/** One after the other: a patch can be too long to be split at once. */
function* linesOf(text: string): Generator<string, void> {
  let start = 0;
  while (start <= text.length) {
    const end = text.indexOf("\n", start);
    yield text.slice(start, end < 0 ? undefined : end);
    if (end < 0) return;
    start = end + 1;
  }
}
