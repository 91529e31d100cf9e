import type { Git, RunOptions } from "./git.ts";
import { sameAddress } from "./address.ts";
import { Config, type Remote } from "./config.ts";
import { QUIET_FETCH } from "./quietFetch.ts";
import { remoteBranch } from "./remoteBranch.ts";
import { parseTreeDiff, READABLE_DIFF, type TreeDiff } from "./treeDiff.ts";
import type { Progress } from "../base/progress.ts";

export interface Branch {
  readonly name: string;
  readonly commit: string;
}

/** The commit that a branch adds to its parent, for comparing. */
export interface BranchCommit {
  readonly parent: string;
  readonly author: string;
  readonly message: string;
}

/** All that a push of one commit makes public. */
export interface ShownCommit {
  readonly author: string;
  readonly committer: string;
  readonly message: string;
  /** Which files, and how many lines each. */
  readonly stat: string;
  /** With every file's lines; not to be applied. */
  readonly diff: TreeDiff;
}

const ZERO = "0".repeat(40);

/** The member's public clone. Its work tree, index, HEAD and configuration are only read. */
export class PublicClone {
  readonly path: string;
  /** Absolute path of the object store. */
  readonly objects: string;
  readonly objectFormat: string;
  readonly isShallow: boolean;
  readonly config: Config;
  readonly #git: Git;

  private constructor(git: Git, path: string, facts: readonly string[], config: Config) {
    const [objects = "", shallow = "", objectFormat = "sha1"] = facts;
    this.#git = git;
    this.path = path;
    this.objects = objects;
    this.isShallow = shallow === "true";
    this.objectFormat = objectFormat;
    this.config = config;
  }

  /** @throws {GitError} "no-folder", "not-a-repository", "foreign-owner", … */
  static async open(git: Git, path: string, signal?: AbortSignal): Promise<PublicClone> {
    const [facts, config] = await Promise.all([
      git.text(
        [
          "rev-parse",
          "--path-format=absolute",
          "--git-path",
          "objects",
          "--is-shallow-repository",
          "--show-object-format",
        ],
        { cwd: path, signal },
      ),
      Config.read(git, path, signal),
    ]);
    return new PublicClone(git, path, facts.split(/\r?\n/), config);
  }

  /** The remote that points at the project, whatever its name. */
  remoteOf(address: string): Remote | undefined {
    return this.config.remotes().find(({ fetchUrl }) => sameAddress(fetchUrl, address));
  }

  /** Whether a remote is the project, or a repository of the same name: somebody's fork of it. */
  isOf(address: string, repo: string): boolean {
    const named = new RegExp(`(?:^|[/:\\\\])${repo}(?:\\.git)?/*$`, "i");
    return this.config
      .remotes()
      .some(({ fetchUrl }) => sameAddress(fetchUrl, address) || named.test(fetchUrl));
  }

  /** The ref that holds the project's branch, once it was fetched. */
  baseRef(address: string, branch: string): string {
    const remote = this.remoteOf(address);
    return remote === undefined
      ? `refs/psrt/upstream/${branch}`
      : `refs/remotes/${remote.name}/${branch}`;
  }

  /**
   * Fetches the project's branch.
   * @returns the ref that holds it.
   */
  async fetchBase(
    address: string,
    branch: string,
    watch: { readonly signal?: AbortSignal | undefined; readonly progress?: Progress | undefined },
  ): Promise<string> {
    const ref = this.baseRef(address, branch);
    const from = this.remoteOf(address)?.name ?? address;
    await this.#run(["fetch", ...QUIET_FETCH, "--", from, `+refs/heads/${branch}:${ref}`], {
      ...watch,
      remote: true,
    });
    return ref;
  }

  /** The commit of `ref` and all local branches, in one look. */
  async look(ref: string): Promise<{ readonly tip: string; readonly branches: readonly Branch[] }> {
    const format = "--format=%(objectname) %(refname)";
    const text = (await this.#run(["for-each-ref", format, "refs/heads/", ref])).toString("utf8");
    const refs = text.split("\n").flatMap((line) => {
      const [commit = "", ...name] = line.split(" ");
      return commit === "" ? [] : [{ commit, name: name.join(" ") }];
    });
    return {
      tip: refs.find(({ name }) => name === ref)?.commit ?? ZERO,
      branches: refs
        .filter(({ name }) => name.startsWith("refs/heads/"))
        .map(({ name, commit }) => ({ name: name.slice("refs/heads/".length), commit })),
    };
  }

  async commit(commit: string): Promise<BranchCommit> {
    const format = "--format=%P%x00%an <%ae>%x00%B";
    const output = await this.#run(["show", "--no-patch", "--no-show-signature", format, commit]);
    const [parent = "", author = "", message = ""] = output.toString("utf8").split("\0");
    return { parent, author, message };
  }

  /** Whether a push of `commit` adds this one commit and nothing else to what `base` has. */
  async addsOnly(commit: string, base: string): Promise<boolean> {
    const args = ["rev-list", "--max-count=2", "--end-of-options", commit, `^${base}`];
    const { exitCode, stdout } = await this.#git.attempt(args, { cwd: this.path });
    return exitCode === 0 && stdout.toString("utf8").trim() === commit;
  }

  /** Takes in a pack's objects, loose. */
  async takeIn(pack: Uint8Array): Promise<void> {
    await this.#run(["unpack-objects", "-q"], { input: pack });
  }

  /** @throws {GitError} "lock-held" when the branch exists by now. */
  async createBranch(name: string, commit: string, origin: string): Promise<void> {
    const note = `branch: Created from ${origin}`;
    await this.#run(["update-ref", "-m", note, `refs/heads/${name}`, commit, ZERO]);
  }

  /** The commit of a local branch; undefined when there is none. */
  async branchTip(name: string): Promise<string | undefined> {
    const ref = `refs/heads/${name}`;
    const { branches } = await this.look(ref);
    return branches.find((each) => each.name === name)?.commit;
  }

  /** Deletes a branch that is at that commit; false when a work tree has it checked out. */
  async deleteBranch(name: string, commit: string): Promise<boolean> {
    const ref = `refs/heads/${name}`;
    const format = "--format=%(worktreepath)";
    const where = (await this.#run(["for-each-ref", format, ref])).toString("utf8").trim();
    if (where !== "") return false;
    await this.#run(["update-ref", "-d", ref, commit]);
    return true;
  }

  /** The commit of a branch on a server; undefined when there is no such branch. */
  remoteTip(place: string, branch: string, signal?: AbortSignal): Promise<string | undefined> {
    return remoteBranch(this.#git, this.path, place, branch, signal);
  }

  /** All that a push of this one commit makes public. */
  async show(commit: string, signal?: AbortSignal): Promise<ShownCommit> {
    const header = "--format=%an <%ae>%x00%cn <%ce>%x00%B";
    const plain = ["--no-show-signature", "--no-color", "--no-ext-diff", "--no-textconv"];
    const [head, stat, diff] = await Promise.all([
      this.#run(["show", "--no-patch", ...plain, header, commit, "--"], { signal }),
      this.#run(["show", "--stat=60", ...plain, "--format=", commit, "--"], { signal }),
      this.#run([...READABLE_DIFF, `${commit}^`, commit], { signal, remote: true }),
    ]);
    const [author = "", committer = "", message = ""] = head.toString("utf8").split("\0");
    return {
      author,
      committer,
      message,
      stat: stat.toString("utf8").trimEnd(),
      diff: parseTreeDiff(diff),
    };
  }

  /** Pushes one commit to a new branch; never over other commits, and no tags with it. */
  async push(
    place: string,
    commit: string,
    branch: string,
    watch: { readonly signal?: AbortSignal | undefined; readonly progress?: Progress | undefined },
  ): Promise<void> {
    const exactly = ["--no-follow-tags", "--recurse-submodules=no", "--no-force"];
    const refspec = `${commit}:refs/heads/${branch}`;
    await this.#run(["push", "--porcelain", ...exactly, "--", place, refspec], {
      ...watch,
      remote: true,
    });
  }

  #run(args: readonly string[], options: Partial<RunOptions> = {}): Promise<Buffer> {
    return this.#git.run(args, { cwd: this.path, ...options });
  }
}
