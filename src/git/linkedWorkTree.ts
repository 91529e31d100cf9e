import { readFile, realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { systemCode } from "../base/errors.ts";
import type { Git } from "./git.ts";
import { GitError } from "./gitError.ts";
import {
  parseUnmerged,
  SIDES,
  type IndexEntry,
  type Merged,
  type ScratchRepository,
  type Unmerged,
} from "./scratchRepository.ts";
import { isSafeTreePath } from "./treePath.ts";

/** A file of the work tree that is still in conflict. */
export interface OpenConflict {
  readonly path: string;
  /** Lines conflict and markers show where; else the whole file has to be chosen. */
  readonly hasMarkers: boolean;
}

const NO_OBJECT = "0".repeat(40);

function isRegular(entry: IndexEntry | undefined): boolean {
  return entry?.mode.startsWith("100") === true;
}

/**
 * A work tree of a scratch repository in which a person resolves conflicts. Its index says what is
 * resolved, as git's own commands leave it, so that those can be used in it, too.
 */
export class LinkedWorkTree {
  readonly path: string;
  readonly #git: Git;

  constructor(git: Git, path: string) {
    this.#git = git;
    this.path = path;
  }

  /**
   * Makes the work tree anew: all files as the merge left them, the conflicting ones with markers.
   * @param path absolute; what stands there is removed.
   * @param base the commit that it is compared with, "HEAD" in it.
   */
  static async create(
    git: Git,
    scratch: ScratchRepository,
    path: string,
    base: string,
    { tree, conflicts }: Merged,
  ): Promise<LinkedWorkTree> {
    await rm(path, { recursive: true, force: true });
    const environment = { GIT_DIR: scratch.folder };
    const inRepository = { cwd: scratch.folder, environment };
    await git.run(["worktree", "prune", "--expire=now"], inRepository);
    // Twice: also where a git that was killed had locked what it was making.
    const add = ["worktree", "add", "--force", "--force", "--detach", "--no-checkout", "--quiet"];
    await git.run([...add, "--", path, base], inRepository);
    const made = new LinkedWorkTree(git, path);
    await made.#run(["read-tree", "-u", "--reset", tree], { remote: true });
    // What both sides have deleted or moved away leaves nothing to choose.
    const chosen = conflicts.filter(({ project, reviewed }) => project ?? reviewed);
    const stages = chosen.flatMap((each) => [
      [each.path, each.base, 1] as const,
      [each.path, each.project, 2] as const,
      [each.path, each.reviewed, 3] as const,
    ]);
    const input = [
      ...conflicts.map((each) => `0 ${NO_OBJECT}\t${each.path}\0`),
      ...stages.flatMap(([name, entry, stage]) =>
        entry === undefined ? [] : [`${entry.mode} ${entry.blob} ${stage}\t${name}\0`],
      ),
    ].join("");
    await made.#run(["update-index", "-z", "--index-info"], { input });
    return made;
  }

  /**
   * Whether it is there, and a work tree of that repository: git takes a folder without its `.git`
   * for a part of whatever repository is around it.
   * @param repository absolute path of the git directory.
   */
  async isOf(repository: string): Promise<boolean> {
    try {
      const where = ["rev-parse", "--path-format=absolute", "--git-common-dir", "--show-toplevel"];
      const { exitCode, stdout } = await this.#git.attempt(where, { cwd: this.path });
      if (exitCode !== 0) return false;
      const found = stdout.toString("utf8").trimEnd().split(/\r?\n/);
      const [common, top] = await Promise.all(found.map((path) => realpath(path)));
      return common === (await realpath(repository)) && top === (await realpath(this.path));
    } catch (error) {
      if (error instanceof GitError && error.reason === "no-folder") return false;
      if (systemCode(error) === "ENOENT") return false;
      throw error;
    }
  }

  /** What the index still has in several versions; files whose markers are gone are none. */
  async openConflicts(): Promise<readonly OpenConflict[]> {
    const unmerged = await this.#unmerged();
    const found = await Promise.all(
      unmerged.map(async ({ path, base, project, reviewed }) => {
        const mergesLines =
          isRegular(project) && isRegular(reviewed) && (base === undefined || isRegular(base));
        const content = await this.read(path);
        if (content === undefined || !mergesLines) return { path, hasMarkers: false };
        if (hasMarkers(content)) return { path, hasMarkers: true };
        // A binary file never has markers: what stands there was not chosen by anybody.
        return content.includes(0) ? { path, hasMarkers: false } : undefined;
      }),
    );
    return found.flatMap((each) => each ?? []);
  }

  /** Takes one version of a file whole; `null` removes it. */
  async take(path: string, entry: IndexEntry | null): Promise<void> {
    requireInside(path);
    const line = entry === null ? `0 ${NO_OBJECT}` : `${entry.mode} ${entry.blob}`;
    await this.#run(["update-index", "-z", "--index-info"], { input: `${line}\t${path}\0` });
    if (entry === null) await rm(join(this.path, path), { force: true });
    else await this.#run(["checkout-index", "--force", "-z", "--stdin"], { input: `${path}\0` });
  }

  /**
   * The tree of everything that is resolved and of every change to a file that git knows. To be
   * called when no conflict is open.
   */
  async writeTree(): Promise<string> {
    await this.#run(["add", "--update", "--", ":/"]);
    return (await this.#run(["write-tree"])).toString().trim();
  }

  /** Files that somebody made in it and git does not know: no tree of it has them. */
  async unknownFiles(): Promise<readonly string[]> {
    const list = await this.#run(["ls-files", "-z", "--others", "--exclude-standard"]);
    return list
      .toString("utf8")
      .split("\0")
      .filter((path) => path !== "");
  }

  /** Undefined when there is no such file, or when it is none. */
  async read(path: string): Promise<Buffer | undefined> {
    requireInside(path);
    try {
      return await readFile(join(this.path, path));
    } catch (error) {
      if (["ENOENT", "EISDIR", "ENOTDIR"].includes(systemCode(error) ?? "")) return undefined;
      throw error;
    }
  }

  /** The versions of a file that the index still has side by side. */
  async versions(path: string): Promise<Unmerged> {
    const found = (await this.#unmerged()).find((each) => each.path === path);
    return found ?? { path };
  }

  async #unmerged(): Promise<readonly Unmerged[]> {
    return parseUnmerged((await this.#run(["ls-files", "-z", "--unmerged"])).toString("utf8"));
  }

  #run(
    args: readonly string[],
    options: { readonly input?: string; readonly remote?: boolean } = {},
  ): Promise<Buffer> {
    return this.#git.run(args, { cwd: this.path, ...options });
  }
}

// "<<<<<<< project", ">>>>>>> reviewed", "<<<<<<< project:Lib/x.py" where a side was renamed
const MARKER = new RegExp(`^(?:<{7} ${SIDES.project}|>{7} ${SIDES.reviewed})(?:\\r?$|:)`, "m");

/** Whether one of git's own markers is left, as this work tree's files have them. */
export function hasMarkers(content: Buffer): boolean {
  return MARKER.test(content.toString("latin1"));
}

function requireInside(path: string): void {
  if (!isSafeTreePath(path)) throw new Error("A path leads out of the work tree");
}
