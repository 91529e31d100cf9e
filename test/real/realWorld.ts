import { rmSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLog } from "../../src/base/log.ts";
import { Git } from "../../src/git/git.ts";
import { GitHubClient } from "../../src/github/client.ts";
import { parseSite } from "../../src/github/site.ts";
import { startSandbox, type Sandbox } from "../sandbox/sandbox.ts";
import { bare } from "../sandbox/scenarios/bare.ts";
import { people } from "../sandbox/scenarios/people.ts";
import { CPythonMain } from "./cpythonMain.ts";
import { PlainGit } from "./plainGit.ts";
import type { SecurityPatch } from "./securityPatches.ts";

/** The sandbox with the real CPython, and a member's machine beside it. */
export class RealWorld {
  readonly main: CPythonMain;
  readonly sandbox: Sandbox;
  readonly client: GitHubClient;
  readonly git: Git;
  /** A clone of the member's fork, with the project as `upstream`. */
  readonly publicClone: PlainGit;
  /** What the extension keeps for itself. */
  readonly storage: string;
  /** A release branch that stays where main began. */
  readonly release = "3.11";
  /** Everything on disk. */
  readonly folder: string;

  private constructor(folder: string, main: CPythonMain, sandbox: Sandbox) {
    const token = sandbox.token(people.member);
    const site = parseSite(sandbox.apiUrl);
    if (!site.valid) throw new Error(site.reason);
    this.folder = folder;
    this.main = main;
    this.sandbox = sandbox;
    this.client = new GitHubClient({
      site: site.value,
      token: () => Promise.resolve(token),
      fetch,
      log: silentLog,
    });
    this.git = new Git({
      credentials: () => Promise.resolve([{ origin: sandbox.url, token }]),
    });
    this.publicClone = new PlainGit(join(folder, "member", "cpython"));
    this.storage = join(folder, "storage");
  }

  static async create(source: string): Promise<RealWorld> {
    const folder = await mkdtemp(join(tmpdir(), "psrt-real-"));
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
        process.exit(130);
      });
    }
    try {
      const main = await CPythonMain.create(source, join(folder, "main"));
      // It borrows main's objects, so each commit of main and of a private branch is there at once.
      const cpython = { from: main.repository.folder, forks: [people.member] };
      const sandbox = await startSandbox({
        scenario: bare({ "python/cpython": cpython }),
        root: join(folder, "sandbox"),
      });
      try {
        const world = new RealWorld(folder, main, sandbox);
        const [first = ""] = main.commits;
        const ref = `refs/heads/${world.release}`;
        await sandbox.state.git.text("python/cpython", ["update-ref", ref, first]);
        await world.#clone();
        return world;
      } catch (error) {
        await sandbox.close();
        throw error;
      }
    } catch (error) {
      await rm(folder, { recursive: true });
      throw error;
    }
  }

  /** Merges the patch into the project's main. @returns the merged commit */
  async mergeToMain(patch: SecurityPatch): Promise<string> {
    const commit = await this.main.merge(patch);
    await this.sandbox.state.git.text("python/cpython", ["update-ref", "refs/heads/main", commit]);
    return commit;
  }

  /** What landing must leave as it is in the member's clone: HEAD, index, work tree, settings. */
  async memberState(): Promise<string> {
    const clone = this.publicClone;
    const parts = [
      await clone.git(["rev-parse", "HEAD", "--symbolic-full-name", "HEAD"]),
      await clone.git(["ls-files", "--stage", "--debug"]),
      await clone.git(["status", "--porcelain=v2", "--untracked-files=all", "--ignored"]),
      await clone.git(["config", "--local", "--list"]),
    ];
    return parts.join("\n");
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    await rm(this.folder, { recursive: true });
  }

  async #clone(): Promise<void> {
    const { url } = this.sandbox;
    await mkdir(this.storage, { mode: 0o700 });
    const { folder } = this.publicClone;
    const fork = `${url}/${people.member}/cpython.git`;
    await new PlainGit(this.folder).git(["clone", "--quiet", fork, folder]);
    await this.publicClone.git(["remote", "add", "upstream", `${url}/python/cpython.git`]);
    await this.publicClone.git(["config", "user.name", "Mel Member"]);
    await this.publicClone.git(["config", "user.email", "mel@example.org"]);
  }
}
