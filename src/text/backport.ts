/** A release branch, "3.13". */
export const RELEASE_BRANCH = /^\d+\.\d+$/;

/** What names a backport: the commit it brings over, and the branch that it is for. */
export interface BackportOf {
  /** 40 hex digits. */
  readonly commit: string;
  /** "3.13". */
  readonly branch: string;
}

/** "backport-1a2b3c4-3.13", as cherry_picker and miss-islington name it. */
export function backportBranch({ commit, branch }: BackportOf): string {
  return `backport-${commit.slice(0, 7)}-${branch}`;
}

/**
 * The commit's message as cherry_picker takes it over, before the trailers: "[3.13] " in front
 * instead of what stood there, and "GH-12345" for "#12345".
 */
export function backportMessage(message: string, branch: string): string {
  const own = message
    .trim()
    .replace(/(?<![\p{L}\p{N}_])#(?=[1-9][0-9]{4,}(?![\p{L}\p{N}_]))/gu, "GH-")
    // "[3.14] [3.15] gh-150001: …"
    .replace(/^(?:\[\d+(?:\.\d+)+\] *)+/, "");
  return `[${branch}] ${own}`;
}

/** "(cherry picked from commit …)": stands before the trailers without being one. */
export function cherryPickNote(commit: string): string {
  return `(cherry picked from commit ${commit})`;
}

/**
 * Puts the note where `git interpret-trailers` was made to put it as a trailer: a colon behind it
 * goes, and so does the blank line before it.
 *
 * @param output of `git interpret-trailers --trailer <note>\n:`
 */
export function placeNote(output: string, note: string): string {
  const text = output.trim();
  const mark = `\n${note}\n:`;
  const at = text.lastIndexOf(mark);
  if (at < 0) throw new Error("The note is not among the trailers");
  const before = text.slice(0, at);
  const end = before.endsWith("\n") ? "" : "\n";
  return `${before}${end}${note}\n${text.slice(at + mark.length)}`;
}

/** The pull request's title and body, from the commit's message. */
export function backportPullRequest(message: string): {
  readonly title: string;
  readonly body: string;
} {
  const end = message.indexOf("\n");
  if (end < 0) return { title: message, body: "" };
  return { title: message.slice(0, end), body: message.slice(end).replace(/^\n+/, "") };
}
