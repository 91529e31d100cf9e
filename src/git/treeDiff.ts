/** One changed file between two trees. */
export interface ChangedFile {
  readonly path: string;
  /** Where a renamed or copied file was. */
  readonly oldPath?: string;
  readonly status: "added" | "modified" | "deleted" | "renamed" | "copied" | "type-changed";
  readonly oldMode: string;
  readonly newMode: string;
  readonly oldBlob: string;
  readonly newBlob: string;
}

export interface TreeDiff {
  readonly files: readonly ChangedFile[];
  /** The same change as a patch. */
  readonly patch: Buffer;
}

const statuses: Readonly<Record<string, ChangedFile["status"]>> = {
  A: "added",
  C: "copied",
  D: "deleted",
  M: "modified",
  R: "renamed",
  T: "type-changed",
};

/** Two trees side by side, whatever the person's configuration says about diffs. */
const DIFF_TREE = [
  "diff-tree",
  "-r",
  "-z",
  "-M",
  "--full-index",
  "--no-ext-diff",
  "--no-textconv",
  "--no-color",
  "--src-prefix=a/",
  "--dst-prefix=b/",
] as const;

/** Applies with `git apply`, binary content included. */
export const APPLICABLE_DIFF = [...DIFF_TREE, "--raw", "-p", "--binary"] as const;

/**
 * Shows the lines of every file. Otherwise an attribute ("*.py -diff") or a NUL byte would leave a
 * file's content out.
 */
export const READABLE_DIFF = [...DIFF_TREE, "--raw", "-p", "--text"] as const;

/** Reads `git diff-tree -r -z --raw -p`: NUL-ended records, an empty one, then the patch. */
export function parseTreeDiff(output: Buffer): TreeDiff {
  const files: ChangedFile[] = [];
  let at = 0;
  const next = (): string => {
    const end = output.indexOf(0, at);
    const field = output.subarray(at, end).toString("utf8");
    at = end + 1;
    return field;
  };
  // ":100644 100755 <40 hex> <40 hex> R086"
  while (output[at] === 0x3a) {
    const [oldMode = "", newMode = "", oldBlob = "", newBlob = "", code = ""] = next()
      .slice(1)
      .split(" ");
    const path = next();
    const status = statuses[code.charAt(0)] ?? "modified";
    const moved = status === "renamed" || status === "copied";
    files.push({
      ...(moved ? { oldPath: path, path: next() } : { path }),
      status,
      oldMode,
      newMode,
      oldBlob,
      newBlob,
    });
  }
  return { files, patch: output.subarray(output[at] === 0 ? at + 1 : at) };
}

/** Whether two diffs change the same files from the same content to the same content. */
export function sameChange(a: readonly ChangedFile[], b: readonly ChangedFile[]): boolean {
  const lines = (files: readonly ChangedFile[]): string =>
    files
      .map(({ path, oldPath, oldMode, newMode, oldBlob, newBlob }) =>
        [path, oldPath ?? "", oldMode, newMode, oldBlob, newBlob].join("\0"),
      )
      .sort()
      .join("\n");
  return lines(a) === lines(b);
}
