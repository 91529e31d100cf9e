/**
 * Whether a path may stand in a public commit: relative, inside the tree, and nothing that some
 * file system would read as the `.git` folder.
 */
export function isSafeTreePath(path: string): boolean {
  // Windows and macOS read "\" as "/", drop trailing dots and blanks, streams ("::$…"), and
  // zero-width characters; "git~1" is the short name of ".git".
  const parts = path.replaceAll("\\", "/").split("/");
  return (
    path !== "" &&
    !/[\0\r\n]/.test(path) &&
    !/^[A-Za-z]:/.test(path) &&
    parts.every((part) => part !== "" && !/^\.{1,2}$/.test(part) && !isGitFolder(part))
  );
}

/**
 * Whether a symbolic link at `path` stays inside the tree. Behind a name, that may be another link,
 * ".." can lead anywhere.
 */
export function isSafeLink(path: string, target: string): boolean {
  if (/^(?:[\\/]|[A-Za-z]:)/.test(target) || target.includes("\0")) return false;
  const reached = path.split("/").slice(0, -1);
  let isNamed = false;
  for (const part of target.replaceAll("\\", "/").split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (isNamed || reached.pop() === undefined) return false;
    } else {
      isNamed = true;
      reached.push(part);
    }
  }
  return reached.length === 0 || isSafeTreePath(reached.join("/"));
}

function isGitFolder(part: string): boolean {
  const seen = part
    .replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, "")
    .replace(/:.*$/, "")
    .replace(/[. ]+$/, "")
    .toLowerCase();
  return seen === ".git" || seen === "git~1";
}
