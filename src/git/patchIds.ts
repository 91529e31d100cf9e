import type { Git } from "./git.ts";

/**
 * The patch ids of every file's change in printed commits or diffs, each once: they stay the same
 * when the message, the author or the place in the file changes.
 * @param args a command that prints patches, with its options: `log --patch …`, `diff …`.
 * @throws {GitError} @throws {CancelledError}
 */
export async function filePatchIds(
  git: Git,
  cwd: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const printed = await git.run(args, { cwd, signal, remote: true });
  // git patch-id begins anew at each "commit" line; patches hold bytes of any kind.
  const parts = printed
    .toString("latin1")
    .replace(/^commit [0-9a-f]+\n/gm, "")
    .replace(/^diff --git /gm, `commit ${"0".repeat(40)}\n$&`);
  const input = Buffer.from(parts, "latin1");
  const output = await git.text(["patch-id", "--stable"], { cwd, signal, input });
  // "<patch id> <commit>"
  const ids = output.split("\n").flatMap((line) => /^([0-9a-f]{40}) /.exec(line)?.[1] ?? []);
  return [...new Set(ids)];
}
