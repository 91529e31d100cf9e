import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { cleanEnvironment } from "../launch/environment.ts";

const execute = promisify(execFile);

/** git and patch as the handbook uses them, apart from the product's own door and from this person's settings. */
export class PlainGit {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Runs git; answers its output without the final newline. @throws when it fails. */
  async git(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    return (await this.run("git", args, env)).replace(/\n$/, "");
  }

  async run(
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const { stdout } = await execute(program, args, {
      cwd: this.folder,
      maxBuffer: 64 * 1024 * 1024,
      env: {
        ...cleanEnvironment(),
        LC_ALL: "C",
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_AUTHOR_NAME: "CPython",
        GIT_AUTHOR_EMAIL: "cpython@example.org",
        GIT_COMMITTER_NAME: "CPython",
        GIT_COMMITTER_EMAIL: "cpython@example.org",
        ...env,
      },
    });
    return stdout;
  }

  /** The bytes of a file; undefined when there is none. */
  async blob(name: string): Promise<Buffer | undefined> {
    try {
      const { stdout } = await execute("git", ["cat-file", "blob", name], {
        ...{ cwd: this.folder, maxBuffer: 64 * 1024 * 1024, encoding: "buffer" },
        env: cleanEnvironment(),
      });
      return stdout;
    } catch {
      return undefined;
    }
  }

  /** Every file of a tree: its mode and blob by its path. */
  async files(treeish: string): Promise<ReadonlyMap<string, string>> {
    const entries = (await this.run("git", ["ls-tree", "-r", "-z", "--full-tree", treeish]))
      .split("\0")
      .filter((entry) => entry !== "");
    return new Map(
      entries.map((entry) => {
        const [what = "", path = ""] = entry.split("\t");
        return [path, what];
      }),
    );
  }
}

/** The paths at which two trees differ. */
export function differences(
  one: ReadonlyMap<string, string>,
  other: ReadonlyMap<string, string>,
): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter((path) => one.get(path) !== other.get(path))
    .sort();
}
