/** How two changes compare, file by file. Paths are those after the change. */
export interface ChangeComparison {
  readonly same: readonly string[];
  /** In both, but not the same. */
  readonly different: readonly string[];
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
}

/**
 * Compares two patches of `git diff` by what they take away, add and keep around it, wherever that
 * stands in the file. Unlike `git patch-id`, blanks count: they mean something in Python.
 */
export function compareChanges(first: Uint8Array, second: Uint8Array): ChangeComparison {
  const [a, b] = [changesOf(first), changesOf(second)];
  const paths = (from: ReadonlyMap<string, string>, wanted: (path: string) => boolean) =>
    [...from.keys()].filter(wanted).sort();
  return {
    same: paths(a, (path) => a.get(path) === b.get(path)),
    different: paths(a, (path) => b.has(path) && a.get(path) !== b.get(path)),
    onlyFirst: paths(a, (path) => !b.has(path)),
    onlySecond: paths(b, (path) => !a.has(path)),
  };
}

export function isSameChange({ different, onlyFirst, onlySecond }: ChangeComparison): boolean {
  return different.length + onlyFirst.length + onlySecond.length === 0;
}

/** By path, the file's part of the patch without places and object names. */
function changesOf(patch: Uint8Array): ReadonlyMap<string, string> {
  const changes = new Map<string, string>();
  const text = Buffer.from(patch).toString("latin1");
  for (const file of text.split(/^(?=diff --git )/m)) {
    const [first = "", ...lines] = file.split("\n");
    // "diff --git a/Lib/x.py b/Lib/x.py"
    const path = / "?b\/(.*?)"?$/.exec(first)?.[1];
    if (path !== undefined) changes.set(path, [first, ...withoutPlaces(lines)].join("\n"));
  }
  return changes;
}

/** Inside of a hunk nothing is left out, whatever it looks like. */
function withoutPlaces(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let isHeader = true;
  for (const line of lines) {
    if (line.startsWith("@@ ")) {
      isHeader = false;
      kept.push("@@");
    } else if (!isHeader || !/^(?:index|similarity index|dissimilarity index) /.test(line)) {
      kept.push(line);
    }
  }
  return kept;
}
