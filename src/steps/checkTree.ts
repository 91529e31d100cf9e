import { lstat, mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { HumanError, systemCode } from "../base/errors.ts";
import { dropLocks } from "../git/dropLocks.ts";
import type { Git, RunOptions } from "../git/git.ts";
import { QUIET_FETCH } from "../git/quietFetch.ts";
import type { Progress } from "../base/progress.ts";
import type { MarkedClone } from "./cloneMark.ts";

/** A fix brought to one branch, in the private clone's object store only. */
export type BroughtFix =
  | { readonly brought: true; readonly commit: string; readonly base: string }
  | { readonly brought: false; readonly conflicts: readonly string[]; readonly base: string };

interface Watch {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: Progress | undefined;
}

/** Nobody's: the commit is for a work tree that is thrown away. */
const NOBODY = {
  ...{ GIT_AUTHOR_NAME: "check", GIT_AUTHOR_EMAIL: "check", GIT_AUTHOR_DATE: "1700000000 +0000" },
  ...{ GIT_COMMITTER_NAME: "check", GIT_COMMITTER_EMAIL: "check" },
  GIT_COMMITTER_DATE: "1700000000 +0000",
};

/** The private clone as the place where a fix is tried on other branches. */
export class CheckTree {
  readonly #git: Git;
  readonly #clone: MarkedClone;
  readonly #watch: Watch;

  constructor(git: Git, clone: MarkedClone, watch: Watch = {}) {
    this.#git = git;
    this.#clone = clone;
    this.#watch = watch;
  }

  /** Fetches the pull request from the fork and the branches from the project. */
  async fetch(pull: number, branches: readonly string[]): Promise<string> {
    const { fork, upstream } = this.#clone;
    const head = `refs/psrt/pull/${pull}`;
    const ours = branches.map((name) => `+refs/heads/${name}:refs/remotes/upstream/${name}`);
    await this.#run(["fetch", ...QUIET_FETCH, "--", fork, `+refs/pull/${pull}/head:${head}`]);
    await this.#run(["fetch", ...QUIET_FETCH, "--", upstream, ...ours]);
    return this.#text(["rev-parse", "--verify", `${head}^{commit}`]);
  }

  /** Where the fix left the project. @throws {HumanError} when it has no history in common with it. */
  async start(head: string, mainBranch: string): Promise<string> {
    const { exitCode, stdout } = await this.#git.attempt(
      ["merge-base", head, `refs/remotes/upstream/${mainBranch}`],
      this.#options,
    );
    if (exitCode === 0) return stdout.toString("utf8").trim();
    throw new HumanError(
      "The private pull request has no history in common with the project.",
      "Make its branch from the private fork's main branch.",
    );
  }

  async changedPaths(start: string, head: string): Promise<readonly string[]> {
    const args = ["diff-tree", "-r", "-z", "--no-renames", "--name-only", start, head];
    return split(await this.#run(args));
  }

  async pathsIn(commit: string, folder: string): Promise<readonly string[]> {
    return split(await this.#run(["ls-tree", "-r", "-z", "--name-only", commit, "--", folder]));
  }

  /** Brings everything between two commits to a branch, as one commit on top of it. */
  async bring(start: string, head: string, branch: string): Promise<BroughtFix> {
    const base = await this.#text(["rev-parse", "--verify", `refs/remotes/upstream/${branch}`]);
    // Stand-ins that both come from `start`, so that it is what the merge is counted from.
    const theirs = await this.#commit(`${head}^{tree}`, start);
    const ours = await this.#commit(`${base}^{tree}`, start);
    const args = ["merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", ours, theirs];
    const outcome = await this.#git.attempt(args, this.#options);
    const [tree = "", ...paths] = outcome.stdout.toString("utf8").split("\0");
    if (outcome.exitCode === 1) {
      return { brought: false, conflicts: paths.filter((path) => path !== ""), base };
    }
    if (outcome.exitCode !== 0) throw new Error("git merge-tree failed");
    return { brought: true, commit: await this.#commit(tree.trim(), base), base };
  }

  /** Absolute path of a branch's linked work tree. */
  folderOf(branch: string): string {
    return join(checksFolder(this.#clone.path), branch);
  }

  /** Puts a commit into the branch's work tree; what was built there before stays. */
  async checkOut(branch: string, commit: string): Promise<string> {
    const folder = this.folderOf(branch);
    await mkdir(checksFolder(this.#clone.path), { recursive: true, mode: 0o700 });
    await this.#run(["worktree", "prune"]);
    if (await this.#isOurs(folder)) {
      const at = { ...this.#options, cwd: folder };
      // Nobody else works here: a lock is what a git left that was killed.
      await dropLocks(await this.#git.text(["rev-parse", "--absolute-git-dir"], at));
      await this.#git.run(["checkout", "--quiet", "--force", "--detach", commit], at);
      await this.#git.run(["clean", "--quiet", "-ffd"], at);
    } else if (await isThere(folder)) {
      throw new HumanError(
        `There is something else in the way: ${folder}`,
        "Move it away, then try again.",
      );
    } else {
      // Twice: also where a git that was killed had locked what it was making.
      const add = ["worktree", "add", "--force", "--force", "--quiet", "--detach"];
      await this.#run([...add, folder, commit]);
    }
    return folder;
  }

  async #isOurs(folder: string): Promise<boolean> {
    if (!(await isThere(folder)) || !(await lstat(folder)).isDirectory()) return false;
    const trees = await linkedTrees(this.#git, this.#clone.path);
    const path = await realpath(folder);
    return trees.includes(path);
  }

  async #commit(tree: string, parent: string): Promise<string> {
    return this.#text(["commit-tree", tree, "-p", parent, "-m", "check"], NOBODY);
  }

  get #options(): RunOptions {
    // Hooks of the person's would run in a work tree that they did not make.
    const config = [["core.hooksPath", join(this.#clone.path, ".git", "no-hooks")]] as const;
    return { cwd: this.#clone.path, remote: true, config, ...this.#watch };
  }

  async #run(args: readonly string[], environment = {}): Promise<Buffer> {
    return this.#git.run(args, { ...this.#options, environment });
  }

  async #text(args: readonly string[], environment = {}): Promise<string> {
    return (await this.#run(args, environment)).toString("utf8").trim();
  }
}

/** Beside the clone, since what is built does not like the blanks of VS Code's own folders. */
export function checksFolder(clone: string): string {
  return `${clone}.checks`;
}

/** Absolute paths of a clone's linked work trees, without symbolic links. */
export async function linkedTrees(git: Git, clone: string): Promise<readonly string[]> {
  const list = await git.text(["worktree", "list", "--porcelain", "-z"], { cwd: clone });
  const paths = list
    .split("\0")
    .filter((line) => line.startsWith("worktree "))
    .map((line) => line.slice("worktree ".length));
  return Promise.all(paths.slice(1).map((path) => realpath(path).catch(() => path)));
}

function split(output: Buffer): readonly string[] {
  return output
    .toString("utf8")
    .split("\0")
    .filter((path) => path !== "");
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return false;
    throw error;
  }
}
