import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Git, Outcome, RunOptions } from "./git.ts";
import { GitError, reasonOf } from "./gitError.ts";
import { QUIET_FETCH } from "./quietFetch.ts";
import type { PublicClone } from "./publicClone.ts";
import { APPLICABLE_DIFF, parseTreeDiff, READABLE_DIFF, type TreeDiff } from "./treeDiff.ts";

/** What it takes to make a commit. */
export interface CommitText {
  readonly message: string;
  readonly author: Identity;
  readonly committer: Identity;
}

export interface Identity {
  readonly name: string;
  readonly email: string;
  /** As git writes it, "1700000000 +0100"; now when left out. */
  readonly date?: string;
}

export type Applied =
  | { readonly applied: true }
  /** The files whose change does not fit, as far as git names them. */
  | { readonly applied: false; readonly paths: readonly string[] };

export type Picked =
  | { readonly picked: true; readonly tree: string }
  | { readonly picked: false; readonly paths: readonly string[] };

/**
 * A bare repository that reads the public clone's objects and writes its own elsewhere: what is
 * fetched or built here never enters the public clone's object store.
 */
export class ScratchRepository {
  readonly #git: Git;
  readonly #folder: string;
  readonly #options: Pick<RunOptions, "cwd" | "signal" | "remote">;

  private constructor(git: Git, folder: string, options: Pick<RunOptions, "signal" | "remote">) {
    this.#git = git;
    this.#folder = folder;
    this.#options = { cwd: folder, ...options };
  }

  /** @param folder an empty directory of its own, mode 0700. */
  static async create(
    git: Git,
    folder: string,
    clone: PublicClone,
    signal?: AbortSignal,
  ): Promise<ScratchRepository> {
    await mkdir(join(folder, "objects", "info"), { recursive: true });
    await mkdir(join(folder, "refs"));
    await Promise.all([
      writeFile(join(folder, "HEAD"), "ref: refs/heads/none\n"),
      writeFile(join(folder, "config"), scratchConfig(folder, clone)),
      writeFile(join(folder, "objects", "info", "alternates"), `${clone.objects}\n`),
    ]);
    return new ScratchRepository(git, folder, {
      signal,
      remote: clone.config.promisor !== undefined,
    });
  }

  /** Fetches into this repository only; `refspecs` name where to keep it. */
  async fetch(address: string, refspecs: readonly string[], signal?: AbortSignal): Promise<void> {
    await this.#run(["fetch", "--quiet", ...QUIET_FETCH, "--", address, ...refspecs], {
      remote: true,
      ...(signal === undefined ? {} : { signal }),
    });
  }

  async resolve(name: string): Promise<string> {
    return (await this.#run(["rev-parse", "--verify", "--end-of-options", name])).toString().trim();
  }

  /**
   * The best common ancestor of `commit` and any of the others, undefined when there is none.
   * Others that are not here are left out.
   */
  async mergeBase(commit: string, others: readonly string[]): Promise<string | undefined> {
    const outcome = await this.#attempt(["merge-base", commit, ...others]);
    if (outcome.exitCode === 0) return outcome.stdout.toString().trim();
    return others.length > 1 ? this.mergeBase(commit, others.slice(0, 1)) : undefined;
  }

  /** The files that differ and the whole change as a patch that can be applied. */
  async diff(from: string, to: string): Promise<TreeDiff> {
    return parseTreeDiff(await this.#run([...APPLICABLE_DIFF, from, to]));
  }

  /** The same with the lines of every file, to be read. */
  async readableDiff(from: string, to: string): Promise<TreeDiff> {
    return parseTreeDiff(await this.#run([...READABLE_DIFF, from, to]));
  }

  async blob(id: string): Promise<Buffer> {
    return this.#run(["cat-file", "blob", id]);
  }

  /** Starts an index of that name as the commit's tree. */
  async readTree(index: string, commit: string): Promise<void> {
    await this.#run(["read-tree", commit], this.#index(index));
  }

  /** Applies a patch to an index, merging three ways where the lines have moved on. */
  async apply(index: string, patch: Uint8Array): Promise<Applied> {
    const args = ["apply", "--cached", "--3way", "--whitespace=nowarn", "--no-ignore-whitespace"];
    const { exitCode, stderr } = await this.#attempt(args, {
      ...this.#index(index),
      input: patch,
    });
    if (exitCode === 0) return { applied: true };
    const reason = reasonOf(stderr);
    if (reason !== "unknown") throw new GitError("apply", reason, stderr);
    return { applied: false, paths: conflictingPaths(stderr) };
  }

  /**
   * The tree of `base` with the change of one commit, as `git cherry-pick` makes it, renames
   * followed.
   */
  async cherryPick(commit: string, base: string): Promise<Picked> {
    // A stand-in for the base whose only parent is the commit's, so that this is the merge's base.
    const standIn = await this.#run(["commit-tree", `${base}^{tree}`, "-p", `${commit}^`], {
      input: "",
      environment: {
        ...this.#environment(),
        ...{ GIT_AUTHOR_NAME: "x", GIT_AUTHOR_EMAIL: "x" },
        ...{ GIT_COMMITTER_NAME: "x", GIT_COMMITTER_EMAIL: "x" },
      },
    });
    const args = ["merge-tree", "--write-tree", "-z", "--name-only", "--no-messages"];
    const outcome = await this.#attempt([...args, standIn.toString().trim(), commit]);
    const [tree = "", ...paths] = outcome.stdout.toString("utf8").split("\0");
    if (outcome.exitCode === 0) return { picked: true, tree: tree.trim() };
    if (outcome.exitCode !== 1) {
      throw new GitError("merge-tree", reasonOf(outcome.stderr), outcome.stderr);
    }
    return { picked: false, paths: paths.filter((path) => path !== "") };
  }

  async writeTree(index: string): Promise<string> {
    return (await this.#run(["write-tree"], this.#index(index))).toString().trim();
  }

  async commitTree(tree: string, parent: string, text: CommitText): Promise<string> {
    const { message, author, committer } = text;
    const commit = await this.#run(["commit-tree", tree, "-p", parent], {
      input: message,
      environment: {
        ...this.#environment(),
        GIT_AUTHOR_NAME: author.name,
        GIT_AUTHOR_EMAIL: author.email,
        ...(author.date !== undefined && { GIT_AUTHOR_DATE: author.date }),
        GIT_COMMITTER_NAME: committer.name,
        GIT_COMMITTER_EMAIL: committer.email,
      },
    });
    return commit.toString().trim();
  }

  /** The objects that `commit` adds to `base`, as a pack. */
  async pack(commit: string, base: string): Promise<Buffer> {
    return this.#run(["pack-objects", "--revs", "--stdout", "--quiet"], {
      input: `${commit}\n^${base}\n`,
    });
  }

  #index(name: string): Pick<RunOptions, "environment"> {
    return {
      environment: { ...this.#environment(), GIT_INDEX_FILE: join(this.#folder, `index-${name}`) },
    };
  }

  /** Named outright, so that `safe.bareRepository` does not refuse it. */
  #environment(): Record<string, string> {
    return { GIT_DIR: this.#folder };
  }

  #run(args: readonly string[], options: Partial<RunOptions> = {}): Promise<Buffer> {
    return this.#git.run(args, { environment: this.#environment(), ...this.#options, ...options });
  }

  #attempt(args: readonly string[], options: Partial<RunOptions> = {}): Promise<Outcome> {
    return this.#git.attempt(args, {
      environment: this.#environment(),
      ...this.#options,
      ...options,
    });
  }
}

/** Own configuration counts over the person's: no hooks, filters or merge drivers run here. */
function scratchConfig(folder: string, { config, objectFormat }: PublicClone): string {
  const none = quote(join(folder, "none"));
  const { promisor } = config;
  const extensions = [
    ...(objectFormat === "sha1" ? [] : [`objectFormat = ${objectFormat}`]),
    ...(promisor === undefined ? [] : ["partialClone = promisor"]),
  ];
  return [
    "[core]",
    `repositoryFormatVersion = ${extensions.length === 0 ? 0 : 1}`,
    "bare = true",
    "autocrlf = false",
    "protectHFS = true",
    "protectNTFS = true",
    `hooksPath = ${none}`,
    `attributesFile = ${none}`,
    "[i18n]",
    "commitEncoding = UTF-8",
    ...(extensions.length === 0 ? [] : ["[extensions]", ...extensions]),
    ...(promisor === undefined
      ? []
      : [
          '[remote "promisor"]',
          `url = ${quote(promisor.fetchUrl)}`,
          "promisor = true",
          "partialCloneFilter = blob:none",
        ]),
    "",
  ].join("\n");
}

function quote(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;
}

// "error: patch failed: Lib/x.py:12", "error: Lib/x.py: does not exist in index", "U Lib/x.py"
const CONFLICT =
  /^(?:error: patch failed: (.+):\d+|error: (.+): (?:does not exist in index|already exists in index|patch does not apply|No such file or directory|wrong type)|U (.+))$/gm;

function conflictingPaths(stderr: string): readonly string[] {
  const paths = [...stderr.matchAll(CONFLICT)].map(([, a, b, c]) => a ?? b ?? c ?? "");
  return [...new Set(paths)].sort();
}
