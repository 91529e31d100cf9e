import { rmSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { TicketRef } from "../../src/ticket/ticket.ts";
import { passingFolder, sweep } from "../launch/piece.ts";
import { PlainGit } from "../real/plainGit.ts";
import { startSandbox, type Sandbox } from "../sandbox/sandbox.ts";
import { fullNameOf } from "../sandbox/model.ts";
import { bare } from "../sandbox/scenarios/bare.ts";
import { people } from "../sandbox/scenarios/people.ts";
import { repositoryOf, type Size } from "./history.ts";
import { Product } from "./product.ts";

const PROJECT = "python/cpython";

/** Files that the fix touches: not changed since it was made, so that it applies. */
const FIXED = 2;

/**
 * A sandbox GitHub with a generated repository, a ticket with a fix in its private fork, and a
 * member's machine.
 */
export class BenchWorld {
  readonly size: Size;
  readonly sandbox: Sandbox;
  readonly product: Product;
  readonly ticket: TicketRef;
  /** Full name of the private fork. */
  readonly fork: string;
  readonly folder: string;
  /** Two clones of the member's fork with the project as `upstream`: for the product, for a person. */
  readonly publicClone: PlainGit;
  readonly ownClone: PlainGit;
  readonly storage: string;
  #merges = 0;

  private constructor(
    size: Size,
    folder: string,
    sandbox: Sandbox,
    product: Product,
    ticket: TicketRef,
    fork: string,
  ) {
    this.size = size;
    this.folder = folder;
    this.sandbox = sandbox;
    this.product = product;
    this.ticket = ticket;
    this.fork = fork;
    this.publicClone = new PlainGit(join(folder, "public"));
    this.ownClone = new PlainGit(join(folder, "own"));
    this.storage = join(folder, "storage");
  }

  static async create(size: Size): Promise<BenchWorld> {
    const source = await repositoryOf(size);
    // Beside the kept repository, so that hard links reach; swept when a run was killed.
    await sweep();
    const folder = passingFolder(`bench-${size.commits}`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
    const closers = [() => rm(folder, { recursive: true, force: true, maxRetries: 3 })];
    try {
      const sandbox = await startSandbox({
        scenario: bare({ [PROJECT]: { from: source, forks: [people.member] } }),
        root: join(folder, "sandbox"),
        validate: false,
      });
      closers.unshift(() => sandbox.close());
      const { ticket, fork } = await openTicket(sandbox, size);
      const product = await Product.start({
        ...{ apiUrl: sandbox.apiUrl, url: sandbox.url, login: people.member },
        token: sandbox.token(people.member),
      });
      closers.unshift(() => product.end());
      const world = new BenchWorld(size, folder, sandbox, product, ticket, fork);
      await mkdir(world.storage, { mode: 0o700 });
      await world.#clone(source, world.publicClone);
      await world.#clone(source, world.ownClone);
      return world;
    } catch (error) {
      for (const close of closers) await close();
      throw error;
    }
  }

  get token(): string {
    return this.sandbox.token(people.member);
  }

  /** Address of the private fork for git. */
  get forkUrl(): string {
    return `${this.sandbox.url}/${this.fork}.git`;
  }

  /** git's configuration that signs in, by environment. */
  get credentials(): Readonly<Record<string, string>> {
    const basic = Buffer.from(`x-access-token:${this.token}`).toString("base64");
    return {
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: `http.${this.sandbox.url}/.extraheader`,
      GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
    };
  }

  /** Somebody else's work is merged into the project's main branch. */
  async mergeSomething(): Promise<void> {
    this.#merges += 1;
    const path = `Doc/whatsnew/merged_${this.#merges}.rst`;
    await importCommit(this.sandbox, PROJECT, "main", "main", { [path]: "News\n" });
  }

  async close(): Promise<void> {
    await this.product.end();
    await this.sandbox.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Objects by hard links from the kept repository; branches and configuration as by `git clone`. */
  async #clone(source: string, clone: PlainGit): Promise<void> {
    const { url } = this.sandbox;
    const local = new PlainGit(this.folder);
    const upstream = ["--local", "--quiet", "--origin=upstream"];
    await local.git(["clone", ...upstream, source, clone.folder]);
    await clone.git(["remote", "set-url", "upstream", `${url}/${PROJECT}.git`]);
    await clone.git(["remote", "add", "origin", `${url}/${people.member}/cpython.git`]);
    await clone.git(["config", "user.name", "Mel Member"]);
    await clone.git(["config", "user.email", "mel@example.org"]);
  }
}

/** A draft advisory with its fork, and a pull request in it that fixes some files and adds a test. */
async function openTicket(
  sandbox: Sandbox,
  size: Size,
): Promise<{ ticket: TicketRef; fork: string }> {
  const { state } = sandbox;
  const { ghsaId } = state.addAdvisory({
    repository: PROJECT,
    summary: "Reading beyond the end of the parts",
    description: "Somebody can make the parts be read beyond their end.",
    state: "draft",
    author: people.reporter,
    credits: [{ login: people.member, type: "coordinator" }],
    collaborators: [people.member],
  });
  const base = "main~5";
  const fork = fullNameOf(await state.createPrivateFork(ghsaId, { at: base }));
  const list = async (args: readonly string[]): Promise<readonly string[]> =>
    (await state.git.text(PROJECT, args)).split("\n");
  const paths = await list(["ls-tree", "-r", "--name-only", "main"]);
  const moved = new Set(await list(["diff", "--name-only", base, "main"]));
  const code = paths
    .filter((path) => /^Lib\/(?!test\/).*\.py$/.test(path) && !moved.has(path))
    .slice(-FIXED);
  const files: Record<string, string> = {
    "Lib/test/test_fixed_parts.py":
      "import unittest\n\n\nclass Fixed(unittest.TestCase):\n    pass\n",
  };
  for (const path of code) {
    const lines = (await state.git.text(fork, ["show", `main:${path}`])).split("\n");
    lines.splice(lines.length >> 1, 1, "if the_end_is_reached:", "    return None");
    files[path] = lines.join("\n");
  }
  await importCommit(sandbox, fork, "main", "fix", files);
  await state.openPull({ repository: fork, branch: "fix", title: "Fix", author: people.member });
  if (code.length < FIXED) throw new Error(`${size.files} files are too few.`);
  return { ticket: { repository: { owner: "python", repo: "cpython" }, ghsaId }, fork };
}

/** Adds one commit to a branch of a repository of the sandbox. */
async function importCommit(
  sandbox: Sandbox,
  repository: string,
  from: string,
  branch: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const who = `Core Developer <core@example.org> ${Math.floor(Date.now() / 1000)} +0000`;
  const changes = Object.entries(files).map(
    ([path, text]) => `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
  );
  const commit =
    `commit refs/heads/${branch}\nauthor ${who}\ncommitter ${who}\ndata 7\nChange\n` +
    `from refs/heads/${from}^0\n${changes.join("")}\ndone\n`;
  const args = ["fast-import", "--quiet", "--done"];
  await sandbox.state.git.run(sandbox.repositoryPath(repository), args, commit);
}
