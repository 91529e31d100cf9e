import type { Git } from "./git.ts";

/**
 * The commit of a branch on a server; undefined when there is no such branch.
 * @param cwd any folder; it need not be a repository.
 * @throws {GitError} "not-found" for a repository that is not there or may not be seen.
 */
export async function remoteBranch(
  git: Git,
  cwd: string,
  address: string,
  branch: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const ref = `refs/heads/${branch}`;
  const lines = await git.text(["ls-remote", "--", address, ref], { cwd, remote: true, signal });
  const line = lines.split("\n").find((each) => each.endsWith(`\t${ref}`));
  return line?.split("\t")[0];
}
