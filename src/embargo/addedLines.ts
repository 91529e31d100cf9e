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
export function* addedLines(patch: string): Generator<AddedLine, void> {
  let path = "";
  let line = 0;
  let removedLeft = 0;
  let addedLeft = 0;
  for (const text of linesOf(patch)) {
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
    path = /^\+\+\+ "?b\/(.*?)"?\t?$/.exec(text)?.[1] ?? path;
  }
}

/** Lines of one file that follow each other. */
export function* addedBlocks(patch: string): Generator<readonly AddedLine[], void> {
  let block: AddedLine[] = [];
  for (const line of addedLines(patch)) {
    const last = block.at(-1);
    if (last !== undefined && (last.path !== line.path || last.line + 1 !== line.line)) {
      yield block;
      block = [];
    }
    block.push(line);
  }
  if (block.length > 0) yield block;
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
