import { createHash } from "node:crypto";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Git, Outcome, RunOptions } from "./git.ts";
import { GitError, reasonOf } from "./gitError.ts";
import { dropLocks } from "./dropLocks.ts";
import { QUIET_FETCH } from "./quietFetch.ts";
import type { PublicClone } from "./publicClone.ts";
import { scratchConfig } from "./scratchConfig.ts";
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

/** What a merge comes to: a tree, with markers in it where lines conflict. */
export interface Merged {
  readonly tree: string;
  readonly conflicts: readonly Unmerged[];
}

/** The versions of a file that can't be merged by itself. */
export interface Unmerged {
  readonly path: string;
  readonly base?: IndexEntry;
  /** Of the branch that is merged into. */
  readonly project?: IndexEntry;
  readonly reviewed?: IndexEntry;
}

/** What an index has of a file. */
export interface IndexEntry {
  readonly mode: string;
  readonly blob: string;
}

/** How conflict markers name the two sides; branches of the scratch repository. */
export const SIDES = { project: "project", reviewed: "reviewed" } as const;

/**
 * A bare repository that reads the public clone's objects and writes its own elsewhere: what is
 * fetched or built here never enters the public clone's object store.
 */
export class ScratchRepository {
  /** Absolute path of the git directory. */
  readonly folder: string;
  readonly #git: Git;
  readonly #options: Pick<RunOptions, "cwd" | "signal" | "remote">;
  /** By the ids of what is compared, which never change. */
  readonly #diffs = new Map<string, Promise<TreeDiff>>();
  /** The index that a tree was written from last. */
  readonly #indexes = new Map<string, string>();

  private constructor(git: Git, folder: string, options: Pick<RunOptions, "signal" | "remote">) {
    this.#git = git;
    this.folder = folder;
    this.#options = { cwd: folder, ...options };
  }

  /** @param folder an empty directory of its own, mode 0700. */
  static async create(
    git: Git,
    folder: string,
    clone: PublicClone,
    signal?: AbortSignal,
  ): Promise<ScratchRepository> {
    await Promise.all([
      mkdir(join(folder, "objects", "info"), { recursive: true }),
      mkdir(join(folder, "info"), { recursive: true }),
      mkdir(join(folder, "refs"), { recursive: true }),
    ]);
    await Promise.all([
      writeFile(join(folder, "HEAD"), "ref: refs/heads/none\n"),
      writeFile(join(folder, "config"), scratchConfig(folder, clone)),
      writeFile(join(folder, "info", "attributes"), PLAIN_FILES),
      writeFile(join(folder, "objects", "info", "alternates"), `${clone.objects}\n`),
    ]);
    return ScratchRepository.open(git, folder, clone, signal);
  }

  /** One that was created before. */
  static open(
    git: Git,
    folder: string,
    clone: PublicClone,
    signal?: AbortSignal,
  ): ScratchRepository {
    const remote = clone.config.promisor !== undefined;
    return new ScratchRepository(git, folder, { signal, remote });
  }

  /**
   * One that an earlier process may have been killed in; undefined when there is none. To be called
   * while nothing else works in it.
   */
  static async reopen(
    git: Git,
    folder: string,
    clone: PublicClone,
    signal?: AbortSignal,
  ): Promise<ScratchRepository | undefined> {
    const places = ["", "refs/heads", "refs/private", "worktrees/tree"];
    const isThere = await Promise.all(places.map((place) => dropLocks(join(folder, place))));
    return isThere[0] === true ? ScratchRepository.open(git, folder, clone, signal) : undefined;
  }

  /** Whether it has all of these objects. What a partial clone lacks of their files is no matter. */
  async has(objects: readonly string[]): Promise<boolean> {
    const look = ["cat-file", "--batch-check=%(objecttype)"];
    const input = objects.map((id) => `${id}\n`).join("");
    const { exitCode, stdout } = await this.#attempt(look, { ...this.#alone(), input });
    return exitCode === 0 && !/ missing$/m.test(stdout.toString("utf8"));
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
    const outcome = await this.#attempt(["merge-base", commit, ...others], this.#alone());
    if (outcome.exitCode === 0) return outcome.stdout.toString().trim();
    return others.length > 1 ? this.mergeBase(commit, others.slice(0, 1)) : undefined;
  }

  /** The files that differ and the whole change as a patch that can be applied. */
  async diff(from: string, to: string): Promise<TreeDiff> {
    const make = async (): Promise<TreeDiff> =>
      parseTreeDiff(await this.#run([...APPLICABLE_DIFF, from, to]));
    if (![from, to].every((name) => OBJECT.test(name))) return make();
    const key = `${from} ${to}`;
    const diff = this.#diffs.get(key) ?? make();
    this.#diffs.set(key, diff);
    diff.catch(() => this.#diffs.delete(key));
    return diff;
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
    this.#forget(index);
    await this.#run(["read-tree", commit], this.#index(index));
  }

  /**
   * Applies a patch to an index, merging three ways where the lines have moved on.
   * @returns whether all of it fits.
   */
  async apply(index: string, patch: Uint8Array): Promise<boolean> {
    this.#forget(index);
    const args = ["apply", "--cached", "--3way", "--whitespace=nowarn", "--no-ignore-whitespace"];
    const { exitCode, stderr } = await this.#attempt(args, {
      ...this.#index(index),
      input: patch,
    });
    if (exitCode === 0) return true;
    const reason = reasonOf(stderr);
    if (reason !== "unknown") throw new GitError("apply", reason, stderr);
    return false;
  }

  /**
   * Brings the change from `start` to `end` over to `onto`, merging three ways and following
   * renames, as `git cherry-pick` does.
   */
  async merge(start: string, end: string, onto: string): Promise<Merged> {
    // Stand-ins whose only parent is the start, so that this is the merge's base.
    await Promise.all([
      this.#standIn(SIDES.project, onto, start),
      this.#standIn(SIDES.reviewed, end, start),
    ]);
    const args = ["merge-tree", "--write-tree", "-z", "--no-messages"];
    const outcome = await this.#attempt([...args, SIDES.project, SIDES.reviewed]);
    if (outcome.exitCode !== 0 && outcome.exitCode !== 1) {
      throw new GitError("merge-tree", reasonOf(outcome.stderr), outcome.stderr);
    }
    return parseMerge(outcome.stdout.toString("utf8"));
  }

  async #standIn(branch: string, tree: string, parent: string): Promise<void> {
    const nobody = { name: "x", email: "x" };
    const text = { message: "", author: nobody, committer: nobody };
    await this.keep(`refs/heads/${branch}`, await this.commitTree(`${tree}^{tree}`, parent, text));
  }

  /** Lets a ref say where a commit is, wherever it was before. */
  async keep(ref: string, commit: string): Promise<void> {
    await this.#run(["update-ref", ref, commit]);
  }

  /** The identities of the commits that `head` has and the others lack, the oldest first. */
  async authors(head: string, others: readonly string[]): Promise<readonly Identity[]> {
    const trailers = "%(trailers:key=Co-authored-by,valueonly,unfold)";
    const format = `--format=%an <%ae>%n${trailers}`;
    const args = ["log", "--reverse", "--topo-order", "--no-merges", "--no-show-signature", format];
    const output = await this.#run([...args, head, "--not", ...others]);
    return output
      .toString("utf8")
      .split("\n")
      .flatMap((line) => parseIdentity(line) ?? []);
  }

  /** The tree with some files put in, or taken out. */
  async edit(
    tree: string,
    puts: readonly { readonly path: string; readonly content: string }[],
    removes: readonly string[],
  ): Promise<string> {
    const index = "edit";
    const before = this.#indexes.get(tree);
    if (before === undefined) await this.readTree(index, tree);
    else await copyFile(this.#indexFile(before), this.#indexFile(index));
    this.#forget(index);
    const input = [
      ...removes.map((path) => `0 ${NO_OBJECT}\t${path}\0`),
      ...puts.map(({ path, content }) => `100644 ${blobId(content, tree)}\t${path}\0`),
    ].join("");
    await Promise.all([
      ...puts.map(({ content: input }) => this.#run(["hash-object", "-w", "--stdin"], { input })),
      this.#run(["update-index", "-z", "--index-info"], { ...this.#index(index), input }),
    ]);
    return this.writeTree(index);
  }

  /**
   * How two changes differ, line by line, to be read. Both are given the same text, so that only
   * what they change is compared.
   */
  async rangeDiff(
    reviewed: readonly [start: string, end: string],
    made: readonly [start: string, end: string],
  ): Promise<string> {
    const nobody = { name: "x", email: "x", date: "1700000000 +0000" };
    const text = { message: "The change", author: nobody, committer: nobody };
    const ranges = await Promise.all(
      [reviewed, made].map(async ([start, end]) => {
        const commit = await this.commitTree(`${end}^{tree}`, start, text);
        return `${start}..${commit}`;
      }),
    );
    // However little they have in common, they are the two to compare.
    const args = ["range-diff", "--no-color", "--no-notes", "--creation-factor=999"];
    return (await this.#run([...args, ...ranges, "--"])).toString("utf8");
  }

  async writeTree(index: string): Promise<string> {
    const tree = (await this.#run(["write-tree"], this.#index(index))).toString().trim();
    this.#forget(index);
    this.#indexes.set(tree, index);
    return tree;
  }

  /** To be called before an index becomes another tree. */
  #forget(index: string): void {
    for (const [tree, name] of this.#indexes) if (name === index) this.#indexes.delete(tree);
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
      environment: { ...this.#environment(), GIT_INDEX_FILE: this.#indexFile(name) },
    };
  }

  #indexFile(name: string): string {
    return join(this.folder, `index-${name}`);
  }

  /** Named outright, so that `safe.bareRepository` does not refuse it. */
  #environment(): Record<string, string> {
    return { GIT_DIR: this.folder };
  }

  /** Without asking a server for what is missing. */
  #alone(): Pick<RunOptions, "environment"> {
    return { environment: { ...this.#environment(), ...NO_SERVER } };
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

const NO_OBJECT = "0".repeat(40);

const OBJECT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** The name that git gives to a file's content, in a repository that has `other`. */
function blobId(content: string, other: string): string {
  const hash = createHash(other.length === 64 ? "sha256" : "sha1");
  return hash
    .update(`blob ${Buffer.byteLength(content)}\0`)
    .update(content)
    .digest("hex");
}

/** Where objects are looked for that may be missing: their names may be private. */
const NO_SERVER = { GIT_ALLOW_PROTOCOL: "none", GIT_NO_LAZY_FETCH: "1" };

/** A work tree of the repository has the files byte for byte, whatever the project says of them. */
const PLAIN_FILES = "* -text -filter -ident -working-tree-encoding !conflict-marker-size\n";

/** "Ann Author <ann@example.org>"; what stands for the address may be "ann at example.org". */
function parseIdentity(line: string): Identity | undefined {
  const [, name = "", email = ""] = /^([^<>]*)<([^<>]*)>\s*$/.exec(line) ?? [];
  return email.trim() === "" ? undefined : { name: name.trim(), email: email.trim() };
}

/** Reads `git merge-tree -z`: "<tree>\0", then what `ls-files --unmerged` prints. */
function parseMerge(output: string): Merged {
  const end = output.indexOf("\0");
  return {
    tree: output.slice(0, end).trim(),
    conflicts: parseUnmerged(output.slice(end + 1)),
  };
}

/** Reads "<mode> <blob> <stage>\t<path>\0" for each version of each file. */
export function parseUnmerged(output: string): readonly Unmerged[] {
  const files = new Map<string, Unmerged>();
  for (const entry of output.split("\0")) {
    const found = /^(\d{6}) ([0-9a-f]{40,64}) ([123])\t(.+)$/s.exec(entry);
    const [, mode, blob, stage, path] = found ?? [];
    if (mode === undefined || blob === undefined || path === undefined) continue;
    const side = stage === "1" ? "base" : stage === "2" ? "project" : "reviewed";
    files.set(path, { ...(files.get(path) ?? { path }), [side]: { mode, blob } });
  }
  return [...files.values()];
}
