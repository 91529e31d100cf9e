import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PlainGit } from "./plainGit.ts";

/** A backport as plain git makes it. */
export interface PlainBackport {
  readonly tree: string;
  /** Files that conflict, by what they were resolved to. */
  readonly conflicts: ReadonlyMap<string, Buffer | undefined>;
}

/**
 * A release branch with a work tree, on which plain `git cherry-pick` makes each backport anew: what
 * ours are compared with. Nothing is ever merged into it, so it lacks the earlier patches.
 */
export class PlainBackports {
  readonly tip: string;
  readonly #tree: PlainGit;

  private constructor(tree: PlainGit, tip: string) {
    this.#tree = tree;
    this.tip = tip;
  }

  static async create(main: PlainGit, tip: string, folder: string): Promise<PlainBackports> {
    await main.git(["worktree", "add", "--quiet", "--detach", folder, tip]);
    return new PlainBackports(new PlainGit(folder), tip);
  }

  /**
   * Picks a commit, and resolves what conflicts as a person in a hurry would: with the fix's own lines
   * wherever two versions stand against each other.
   */
  async pick(commit: string): Promise<PlainBackport> {
    const tree = this.#tree;
    await tree.git(["reset", "--quiet", "--hard", this.tip]);
    await tree.git(["clean", "--quiet", "-d", "--force", "-x"]);
    const conflicts = new Map<string, Buffer | undefined>();
    try {
      await tree.git(["cherry-pick", "--no-commit", "--strategy=ort", commit]);
    } catch {
      const unmerged = await tree.git(["diff", "--name-only", "-z", "--diff-filter=U"]);
      for (const path of unmerged.split("\0").filter((each) => each !== "")) {
        conflicts.set(path, await this.#resolve(path));
      }
    }
    await tree.git(["add", "--all", "--force"]);
    return { tree: await tree.git(["write-tree"]), conflicts };
  }

  async #resolve(path: string): Promise<Buffer | undefined> {
    const file = join(this.#tree.folder, path);
    const [ours, theirs] = await Promise.all([this.#stage(2, path), this.#stage(3, path)]);
    if (theirs === undefined) {
      await rm(file, { force: true });
      return undefined;
    }
    if (ours !== undefined) {
      const merged = withTheirs(await readFile(file));
      await writeFile(file, merged);
      return merged;
    }
    await writeFile(file, theirs);
    return theirs;
  }

  async #stage(stage: number, path: string): Promise<Buffer | undefined> {
    try {
      const { folder } = this.#tree;
      const out = join(folder, "..", "stage");
      await this.#tree.run("sh", ["-c", `git show ":${stage}:$1" > "$2"`, "sh", path, out]);
      return await readFile(out);
    } catch {
      return undefined;
    }
  }
}

/** The file with the second version wherever git has put two between markers. */
function withTheirs(content: Buffer): Buffer {
  const text = content.toString("latin1");
  const both = /^<{7} .*\n[^]*?^={7}\r?\n([^]*?)^>{7} .*\n/gm;
  return Buffer.from(text.replace(both, "$1"), "latin1");
}
