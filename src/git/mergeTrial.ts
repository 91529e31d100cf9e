import type { Git } from "./git.ts";
import { GitError, reasonOf } from "./gitError.ts";

/**
 * Merges two commits in the object store alone: no ref, index or work tree is touched.
 * https://git-scm.com/docs/git-merge-tree
 *
 * @param cwd a repository that has both.
 * @returns the paths in conflict, each once; none when they merge cleanly.
 * @throws {GitError} @throws {CancelledError}
 */
export async function tryMerge(
  git: Git,
  cwd: string,
  ours: string,
  theirs: string,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const args = ["merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", ours, theirs];
  // A clone without file contents fetches those that it needs.
  const { exitCode, stdout, stderr } = await git.attempt(args, { cwd, signal, remote: true });
  if (exitCode > 1) throw new GitError("merge-tree", reasonOf(stderr), stderr);
  // "<tree>\0path\0path\0"
  const [, ...paths] = stdout.toString("utf8").split("\0");
  return [...new Set(paths.filter((path) => path !== ""))];
}
