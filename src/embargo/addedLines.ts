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
export function addedLines(patch: string): readonly AddedLine[] {
  const added: AddedLine[] = [];
  let path = "";
  let line = 0;
  let removedLeft = 0;
  let addedLeft = 0;
  for (const text of patch.split("\n")) {
    if (removedLeft > 0 || addedLeft > 0) {
      const mark = text.charAt(0);
      if (mark === "+") added.push({ path, line, text: text.slice(1) });
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
  return added;
}
