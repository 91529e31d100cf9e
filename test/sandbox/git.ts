import { spawn, type ChildProcessByStdio } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Readable, Writable } from "node:stream";

type GitProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/** What GitHub's git servers allow and refuse, as the configuration of every repository here. */
const SERVER_CONFIG = `[uploadpack]
	allowFilter = true
	allowAnySHA1InWant = true
[receive]
	hideRefs = refs/pull
	autogc = false
[gc]
	auto = 0
[core]
	fsync = none
[fastimport]
	unpackLimit = 1
[safe]
	directory = *
[advice]
	detachedHead = false
`;

/** The bare repositories of one sandbox and the only door to the git processes that serve them. */
export class GitStore {
  readonly folder: string;
  readonly #root: string;
  readonly #running = new Set<GitProcess>();
  #closed = false;

  constructor(root: string) {
    this.#root = root;
    this.folder = path.join(root, "git");
  }

  async prepare(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await writeFile(path.join(this.#root, "gitconfig"), SERVER_CONFIG, { mode: 0o600 });
  }

  /** The bare repository on disk; names are lower case there, as GitHub ignores their case. */
  path(fullName: string): string {
    return path.join(this.folder, `${fullName.toLowerCase()}.git`);
  }

  /** The member's own settings, identity and credentials stay out of the server's processes. */
  environment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
    return {
      PATH: process.env["PATH"],
      ...(process.platform === "win32" ? { SystemRoot: process.env["SystemRoot"] } : {}),
      HOME: this.#root,
      LC_ALL: "C",
      GIT_CONFIG_GLOBAL: path.join(this.#root, "gitconfig"),
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_TERMINAL_PROMPT: "0",
      ...extra,
    };
  }

  /** @throws {Error} after `close`. */
  start(args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv }): GitProcess {
    if (this.#closed) throw new Error("The sandbox is closed.");
    const child = spawn("git", args, {
      cwd: options.cwd ?? this.folder,
      env: options.env ?? this.environment(),
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#running.add(child);
    child.once("close", () => this.#running.delete(child));
    return child;
  }

  /** @throws {Error} with git's own words when it fails. */
  async run(
    cwd: string,
    args: readonly string[],
    input?: Buffer | string,
    env?: NodeJS.ProcessEnv,
  ): Promise<Buffer> {
    const child = this.start(args, { cwd, ...(env === undefined ? {} : { env }) });
    const output: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
    // A git that ends before it has read everything says so by its exit code.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    if (code !== 0) {
      throw new Error(
        `git ${args.join(" ")}: exit ${String(code)}: ${Buffer.concat(complaints).toString()}`,
      );
    }
    return Buffer.concat(output);
  }

  /** In the bare repository of that name; the answer without its final newline. */
  async text(fullName: string, args: readonly string[], input?: Buffer): Promise<string> {
    return (await this.run(this.path(fullName), args, input)).toString().replace(/\n$/, "");
  }

  /** Writes a commit that no branch has yet. @param tree anything that names one. */
  async commitTree(
    fullName: string,
    tree: string,
    parent: string | undefined,
    message: string,
    author: { readonly name: string; readonly email: string; readonly date: Date },
  ): Promise<string> {
    const id = await this.text(fullName, ["rev-parse", "--verify", tree]);
    const who = { NAME: author.name, EMAIL: author.email };
    const date = `@${Math.floor(author.date.getTime() / 1000)} +0000`;
    const env = this.environment({
      ...{ GIT_AUTHOR_NAME: who.NAME, GIT_AUTHOR_EMAIL: who.EMAIL, GIT_AUTHOR_DATE: date },
      ...{ GIT_COMMITTER_NAME: "GitHub", GIT_COMMITTER_EMAIL: "noreply@github.com" },
      GIT_COMMITTER_DATE: date,
    });
    const parents = parent === undefined ? [] : ["-p", parent];
    const args = ["commit-tree", id, ...parents, "-F", "-"];
    return (await this.run(this.path(fullName), args, message, env)).toString().trim();
  }

  /** The commit a ref or expression names, undefined when there is none. */
  async commitOf(fullName: string, revision: string): Promise<string | undefined> {
    try {
      return await this.text(fullName, [
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        `${revision}^{commit}`,
      ]);
    } catch {
      return undefined;
    }
  }

  async create(fullName: string, defaultBranch: string): Promise<void> {
    await this.run(this.folder, [
      ...["init", "--quiet", "--bare", "--template=", `--initial-branch=${defaultBranch}`],
      this.path(fullName),
    ]);
  }

  /** A copy of any repository on this machine that borrows its objects: cheap at any size. */
  async borrow(source: string, fullName: string): Promise<void> {
    await this.run(this.folder, [
      ...["clone", "--quiet", "--bare", "--shared", "--template=", source],
      this.path(fullName),
    ]);
  }

  /**
   * What `borrow` does, for a repository of the sandbox, without starting git: dozens of forks are
   * made at each start.
   *
   * @param moved branches that stand elsewhere in the fork
   */
  async fork(
    source: string,
    fullName: string,
    defaultBranch: string,
    moved: ReadonlyMap<string, string> = new Map(),
  ): Promise<void> {
    const folder = this.path(fullName);
    const refs = new Map([...(await this.refs(source)), ...moved]);
    await mkdir(path.join(folder, "objects", "info"), { recursive: true });
    await mkdir(path.join(folder, "refs"));
    const files = {
      HEAD: `ref: refs/heads/${defaultBranch}\n`,
      config: "[core]\n\trepositoryformatversion = 0\n\tbare = true\n",
      "packed-refs": [...refs].map(([ref, sha]) => `${sha} ${ref}\n`).join(""),
      "objects/info/alternates": `${path.join(this.path(source), "objects")}\n`,
    };
    for (const [name, text] of Object.entries(files)) {
      await writeFile(path.join(folder, name), text);
    }
  }

  /** Branches and tags by full ref name. */
  async refs(fullName: string): Promise<Map<string, string>> {
    const format = "--format=%(objectname) %(refname)";
    const lines = await this.text(fullName, ["for-each-ref", format, "refs/heads", "refs/tags"]);
    return new Map(
      lines.split("\n").flatMap((line) => {
        const [sha, ref] = line.split(" ");
        return sha !== undefined && ref !== undefined ? [[ref, sha] as const] : [];
      }),
    );
  }

  /** Branch names and their commits. */
  async branches(fullName: string): Promise<Map<string, string>> {
    const prefix = "refs/heads/";
    return new Map(
      [...(await this.refs(fullName))].flatMap(([ref, sha]) =>
        ref.startsWith(prefix) ? [[ref.slice(prefix.length), sha] as const] : [],
      ),
    );
  }

  /** Ends whatever still runs and waits for it. */
  async close(): Promise<void> {
    this.#closed = true;
    const ends = [...this.#running].map(
      (child) => new Promise<void>((resolve) => child.once("close", () => resolve())),
    );
    for (const child of this.#running) child.kill("SIGKILL");
    await Promise.all(ends);
  }
}
