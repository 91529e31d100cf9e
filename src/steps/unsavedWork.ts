import { realpath } from "node:fs/promises";
import { throwIfCancelled } from "../base/errors.ts";
import { plainLine } from "../base/plainLine.ts";
import type { Git } from "../git/git.ts";
import { GitError } from "../git/gitError.ts";
import { linkedTrees } from "./checkTree.ts";
import { ownTrees } from "./removeClone.ts";

/** What would be lost with a private clone. */
export interface UnsavedWork {
  /** "abc1234 Title": commits that neither the fork nor the project has. */
  readonly commits: readonly string[];
  /** Work trees' changes that are in no commit, by path. */
  readonly changes: readonly string[];
  readonly stashes: readonly string[];
  /** False when the fork could not be asked, or is gone: then all private commits count. */
  readonly askedFork: boolean;
  /** Linked work trees that the person has made. */
  readonly trees: readonly string[];
}

/** So many of each are listed. */
const SHOWN = 30;

/** @param fork address of the fork; null when GitHub has none any more. */
export async function unsavedWork(
  git: Git,
  clone: string,
  fork: string | null,
  signal?: AbortSignal,
): Promise<UnsavedWork> {
  const at = { cwd: clone, signal };
  const known = fork === null ? undefined : await forkCommits(git, clone, fork, signal);
  const own = await Promise.all((await ownTrees(clone)).map((tree) => realpath(tree)));
  const trees = (await linkedTrees(git, clone)).filter((tree) => !own.includes(tree));
  const heads = ["HEAD"];
  const changes: string[] = [];
  for (const tree of [clone, ...trees]) {
    try {
      if (tree !== clone) heads.push(await git.text(["rev-parse", "HEAD"], { cwd: tree, signal }));
      changes.push(...(await changesIn(git, tree, signal)));
    } catch (error) {
      if (!(error instanceof GitError) || tree === clone) throw error;
    }
  }
  throwIfCancelled(signal);
  const excluded = (known ?? []).map((commit) => `^${commit}\n`).join("");
  const log = ["log", "--format=%h %s", "--ignore-missing", `--max-count=${SHOWN + 1}`];
  const range = ["--branches", "--tags", ...heads, "--not", "--remotes=upstream"];
  const commits = await git.text([...log, "--stdin", ...range], { ...at, input: excluded });
  const stashes = await git.text(["stash", "list", "--format=%gs"], at);
  return {
    commits: listed(commits.split("\n")),
    changes: listed(changes),
    stashes: listed(stashes.split("\n")),
    askedFork: known !== undefined,
    trees,
  };
}

export function isNothing({ commits, changes, stashes }: UnsavedWork): boolean {
  return commits.length + changes.length + stashes.length === 0;
}

/** The tips that the fork has; undefined when it can't be asked. */
async function forkCommits(
  git: Git,
  clone: string,
  fork: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[] | undefined> {
  try {
    const refs = await git.text(["ls-remote", "--", fork], { cwd: clone, remote: true, signal });
    return refs.split("\n").flatMap((line) => /^[0-9a-f]{40}(?=\t)/.exec(line)?.[0] ?? []);
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

async function changesIn(
  git: Git,
  tree: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const args = ["status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames"];
  const entries = (await git.text(args, { cwd: tree, signal })).split("\0");
  return entries.filter((entry) => entry !== "").map((entry) => `${tree}: ${entry.slice(3)}`);
}

function listed(lines: readonly string[]): readonly string[] {
  const all = lines.map(plainLine).filter((line) => line !== "");
  return all.length <= SHOWN ? all : [...all.slice(0, SHOWN), "and more"];
}
