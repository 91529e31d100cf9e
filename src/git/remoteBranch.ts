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

/**
 * All branches on a server with their commits.
 * @param cwd any folder; it need not be a repository.
 * @throws {GitError} "not-found" for a repository that is not there or may not be seen.
 */
export async function remoteBranches(
  git: Git,
  cwd: string,
  address: string,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const args = ["ls-remote", "--heads", "--", address];
  const lines = await git.text(args, { cwd, remote: true, signal });
  return new Map(
    lines.split("\n").flatMap((line) => {
      // "0123…\trefs/heads/main"
      const [, commit = "", name = ""] = /^([0-9a-f]{40})\trefs\/heads\/(.+)$/.exec(line) ?? [];
      // A server can name what git would never let a branch be called.
      return /^[^\s\p{Cc}~^:?*[\\]+$/u.test(name) ? [[name, commit] as const] : [];
    }),
  );
}
