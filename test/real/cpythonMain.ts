import { dirname } from "node:path";
import { PlainGit } from "./plainGit.ts";
import type { SecurityPatch } from "./securityPatches.ts";

/**
 * CPython's main branch with a work tree, moved on by the handbook's own commands: what ours is
 * compared with.
 */
export class CPythonMain {
  readonly repository: PlainGit;
  /** Main's commits, the newest last. */
  readonly commits: string[];

  private constructor(repository: PlainGit, first: string) {
    this.repository = repository;
    this.commits = [first];
  }

  get tip(): string {
    return this.commits.at(-1) ?? "";
  }

  /** The source becomes the first commit, in a folder that does not exist yet. */
  static async create(source: string, folder: string): Promise<CPythonMain> {
    await new PlainGit(dirname(folder)).run("cp", ["-R", source, folder]);
    const repository = new PlainGit(folder);
    await repository.git(["init", "--quiet", "--initial-branch=main"]);
    await repository.git(["add", "--all", "--force"]);
    await repository.git(["commit", "--quiet", "--message=CPython 3.11.2"]);
    return new CPythonMain(repository, await repository.git(["rev-parse", "HEAD"]));
  }

  /**
   * Merges a patch into main as `git apply` applies it to the work tree, or `patch -p1` where
   * git finds it too far off.
   * @returns the merged commit.
   */
  async merge({ path, name }: SecurityPatch): Promise<string> {
    const { repository } = this;
    try {
      await repository.git(["apply", path]);
    } catch {
      const options = ["--strip=1", "--force", "--no-backup-if-mismatch", `--input=${path}`];
      await repository.run("patch", options);
    }
    await repository.git(["add", "--all", "--force"]);
    await repository.git(["commit", "--quiet", `--message=${name}`]);
    const commit = await repository.git(["rev-parse", "HEAD"]);
    this.commits.push(commit);
    return commit;
  }

  /**
   * A commit with the patch on the oldest of main's last commits that takes it, for a private
   * branch: public work goes on while a private one waits.
   *
   * @param options.behind how many merges of the past are tried
   * @param options.index path of a scratch index
   */
  async privateCommit(
    { path, author }: SecurityPatch,
    { behind, index }: { readonly behind: number; readonly index: string },
  ): Promise<string> {
    const { repository } = this;
    const env = { GIT_INDEX_FILE: index };
    for (const base of this.commits.slice(-1 - behind)) {
      try {
        await repository.git(["read-tree", base], env);
        await repository.git(["apply", "--cached", path], env);
      } catch {
        continue;
      }
      const tree = await repository.git(["write-tree"], env);
      return repository.git(["commit-tree", tree, "-p", base, "-m", "Fix"], {
        ...(author === undefined
          ? {}
          : { GIT_AUTHOR_NAME: author.name, GIT_AUTHOR_EMAIL: author.email }),
      });
    }
    throw new Error(`${path} does not apply to main.`);
  }
}
