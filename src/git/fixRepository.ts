import { Config } from "./config.ts";
import type { Git, RunOptions } from "./git.ts";
import type { Branch } from "./publicClone.ts";
import { QUIET_FETCH } from "./quietFetch.ts";
import type { Progress } from "../base/progress.ts";

/** A commit in a list. */
export interface ListedCommit {
  /** 40 hex digits. */
  readonly sha: string;
  readonly author: string;
  /** Whole, without the line end. */
  readonly message: string;
}

interface Watch {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: Progress | undefined;
}

const ZERO = "0".repeat(40);

/** No list of commits is longer: GitHub shows no more of a pull request either. */
const MAX_COMMITS = 250;

/**
 * A private clone as the work on a fix sees it. Its work tree and HEAD are only read, but for
 * `checkOutNew`.
 */
export class FixRepository {
  readonly path: string;
  readonly #git: Git;

  /** @param path absolute path of the main work tree. */
  constructor(git: Git, path: string) {
    this.#git = git;
    this.path = path;
  }

  /** All local branches, and which is checked out in the main work tree: none when detached. */
  async look(
    signal?: AbortSignal,
  ): Promise<{ readonly head: string | undefined; readonly branches: readonly Branch[] }> {
    const [head, refs] = await Promise.all([
      this.#git.attempt(["symbolic-ref", "--quiet", "--short", "HEAD"], { cwd: this.path, signal }),
      this.#text(["for-each-ref", "--format=%(objectname) %(refname)", "refs/heads/"], { signal }),
    ]);
    const branches = refs.split("\n").flatMap((line): Branch[] => {
      const [, commit = "", name = ""] = /^([0-9a-f]+) refs\/heads\/(.+)$/.exec(line) ?? [];
      return name === "" ? [] : [{ name, commit }];
    });
    const name = head.stdout.toString("utf8").trim();
    return { head: head.exitCode === 0 && name !== "" ? name : undefined, branches };
  }

  /** Whether files that git knows have changes that are in no commit. */
  async isDirty(signal?: AbortSignal): Promise<boolean> {
    const status = ["status", "--porcelain", "--untracked-files=no", "--ignore-submodules=all"];
    return (await this.#text(status, { signal, remote: true })) !== "";
  }

  /** Fetches branches of the fork to where they are kept. */
  async fetch(branches: readonly string[], watch: Watch): Promise<void> {
    await this.#fetch("origin", branches, [], watch);
  }

  /** Fetches a branch of the project, and tells its server of no commit that only the fork has. */
  async fetchProject(branch: string, watch: Watch): Promise<void> {
    const known = ["refs/remotes/upstream/*", `refs/remotes/origin/${branch}`];
    const tips = known.map((name) => `--negotiation-tip=${name}`);
    await this.#fetch("upstream", [branch], tips, watch);
  }

  async #fetch(
    remote: "origin" | "upstream",
    branches: readonly string[],
    options: readonly string[],
    watch: Watch,
  ): Promise<void> {
    const specs = branches.map((name) => `+refs/heads/${name}:refs/remotes/${remote}/${name}`);
    const args = ["fetch", ...QUIET_FETCH, ...options, "--", remote, ...specs];
    await this.#git.run(args, { cwd: this.path, remote: true, ...watch });
  }

  /** Fetches the head of a pull request of the fork; it is kept by no ref. */
  async fetchPull(number: number, watch: Watch): Promise<void> {
    const args = ["fetch", ...QUIET_FETCH, "--", "origin", `refs/pull/${number}/head`];
    await this.#git.run(args, { cwd: this.path, remote: true, ...watch });
  }

  /** The commit of a ref or of an object's name; undefined when it is not here. */
  async commitOf(name: string, signal?: AbortSignal): Promise<string | undefined> {
    const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`];
    const { exitCode, stdout } = await this.#git.attempt(args, { cwd: this.path, signal });
    return exitCode === 0 ? stdout.toString("utf8").trim() : undefined;
  }

  /** Whether a commit is here; a clone without file contents doesn't ask its server. */
  async has(commit: string, signal?: AbortSignal): Promise<boolean> {
    const environment = { GIT_NO_LAZY_FETCH: "1" };
    const args = ["cat-file", "-e", `${commit}^{commit}`];
    const { exitCode } = await this.#git.attempt(args, { cwd: this.path, signal, environment });
    return exitCode === 0;
  }

  async isAncestor(older: string, newer: string, signal?: AbortSignal): Promise<boolean> {
    const args = ["merge-base", "--is-ancestor", older, newer];
    const { exitCode } = await this.#git.attempt(args, { cwd: this.path, signal, remote: true });
    return exitCode === 0;
  }

  /** What `tip` has beyond `base`, oldest first. */
  async commits(base: string, tip: string, signal?: AbortSignal): Promise<readonly ListedCommit[]> {
    const format = ["-z", "--reverse", "--no-show-signature", "--format=%H%n%an%n%B"];
    const args = ["log", ...format, `--max-count=${MAX_COMMITS}`, `${base}..${tip}`, "--"];
    const output = await this.#text(args, { signal });
    return output.split("\0").flatMap((record) => {
      const [sha = "", author = "", ...message] = record.split("\n");
      return sha === "" ? [] : [{ sha, author, message: message.join("\n").trimEnd() }];
    });
  }

  /** Which files the change touches, and how many lines of each. */
  async stat(base: string, tip: string, signal?: AbortSignal): Promise<string> {
    const plain = ["--stat=80", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames"];
    return this.#text(["diff", ...plain, `${base}...${tip}`, "--"], { signal, remote: true });
  }

  /** @throws {GitError} "lock-held" when there is such a branch by now. */
  async createBranch(name: string, commit: string, origin: string): Promise<void> {
    const note = `branch: Created from ${origin}`;
    await this.#text(["update-ref", "-m", note, `refs/heads/${name}`, commit, ZERO]);
  }

  /**
   * Creates a branch and checks it out; changes that are in no commit come along. There is no new
   * branch when git can't do that.
   */
  async checkOutNew(name: string, commit: string, watch: Watch): Promise<void> {
    const args = ["switch", "--no-track", "--create", name, commit];
    await this.#git.run(args, { cwd: this.path, remote: true, ...watch });
  }

  /** Where a push to `origin` really goes, after all rewriting. */
  async pushUrls(signal?: AbortSignal): Promise<readonly string[]> {
    const config = await Config.read(this.#git, this.path, signal);
    return config.remotes().find(({ name }) => name === "origin")?.pushUrls ?? [];
  }

  /**
   * Pushes one commit to a branch of `origin`, with all hooks, and only while the branch there
   * still is what it was.
   *
   * @param expected undefined for a branch that is not there.
   * @throws {GitError} "rejected" when it has moved.
   */
  async push(
    commit: string,
    branch: string,
    expected: string | undefined,
    watch: Watch,
  ): Promise<void> {
    const ref = `refs/heads/${branch}`;
    const exactly = ["--no-follow-tags", "--recurse-submodules=no"];
    const lease = `--force-with-lease=${ref}:${expected ?? ""}`;
    const args = ["push", "--porcelain", ...exactly, lease, "--", "origin", `${commit}:${ref}`];
    await this.#git.run(args, { cwd: this.path, remote: true, ...watch });
  }

  #text(args: readonly string[], options: Partial<RunOptions> = {}): Promise<string> {
    return this.#git.text(args, { cwd: this.path, ...options });
  }
}
