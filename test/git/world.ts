import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Git, type GitOptions } from "../../src/git/git.ts";
import type { Records } from "../../src/steps/ports.ts";
import { projects, type Project } from "../../src/ticket/project.ts";
import type { PullRequest } from "../../src/ticket/pullRequest.ts";
import { changedRecord, type TicketRecord } from "../../src/ticket/record.ts";
import type { Ticket } from "../../src/ticket/ticket.ts";

/** Files of a commit by path: content, or null to delete. */
export type Files = Readonly<Record<string, string | Uint8Array | null>>;

const FORK = "python/cpython-ghsa-2222-3333-4444.git";

/**
 * Real repositories in a temporary folder: the project, the member's fork and public clone, and a
 * private fork with pull requests. Nothing is faked but GitHub's `.patch`, which git itself makes.
 */
export class World {
  readonly root: string;
  readonly record: { current: TicketRecord } = { current: {} };
  /** Where commits are made before they are pushed. */
  readonly #desk: string;
  #pull = 0;

  /** @param root of one that another process has made; a new one when left out. */
  constructor(root = realpathSync(mkdtempSync(join(tmpdir(), "world-")))) {
    this.root = root;
    this.#desk = join(root, "desk");
    if (existsSync(this.#desk)) return;
    cpSync(template(), this.root, { recursive: true, verbatimSymlinks: true });
    for (const config of [join(this.fork, "config"), join(this.publicClone, ".git", "config")]) {
      writeFileSync(config, readFileSync(config, "utf8").replaceAll(template(), this.root));
    }
  }

  get home(): string {
    return join(this.root, "home");
  }

  get upstream(): string {
    return join(this.root, "python", "cpython.git");
  }

  get memberFork(): string {
    return join(this.root, "member", "cpython.git");
  }

  get fork(): string {
    return join(this.root, FORK);
  }

  get publicClone(): string {
    return join(this.root, "public");
  }

  get storage(): string {
    return join(this.root, "storage");
  }

  get target(): string {
    return join(this.root, "private", "cpython-ghsa-2222-3333-4444");
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  get environment(): NodeJS.ProcessEnv {
    return environmentOf(this.root);
  }

  /** Runs git as a person would, for setting up and looking. */
  git(cwd: string, ...args: readonly string[]): string {
    return this.bytes(cwd, ...args)
      .toString("utf8")
      .trimEnd();
  }

  bytes(cwd: string, ...args: readonly string[]): Buffer {
    return execFileSync("git", args, {
      cwd,
      env: this.environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  /** Runs several commands with an environment; answers what the last printed. */
  gitWith(env: NodeJS.ProcessEnv, cwd: string, commands: readonly (readonly string[])[]): string {
    const outputs = commands.map((args) => execFileSync("git", args, { cwd, env, stdio: "pipe" }));
    return outputs.at(-1)?.toString("utf8").trimEnd() ?? "";
  }

  /** The door under test. */
  door(options: GitOptions = {}): Git {
    return new Git({ environment: this.environment, ...options });
  }

  /** Commits on what the desk has checked out. */
  commit(files: Files, message: string): string {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.#desk, path);
      if (content === null) {
        rmSync(file);
      } else {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
      }
    }
    return this.commitAll(message);
  }

  commitAll(message: string): string {
    this.git(this.#desk, "add", "--all");
    this.git(this.#desk, "commit", "--quiet", "--allow-empty", "--message", message);
    return this.git(this.#desk, "rev-parse", "HEAD");
  }

  /** The project's main moves on. */
  moveMain(files: Files, message = "Other work"): string {
    this.git(this.#desk, "checkout", "--quiet", "main");
    const commit = this.commit(files, message);
    this.git(this.#desk, "push", "--quiet", this.upstream, "main");
    return commit;
  }

  /**
   * Opens a private pull request from the fork's main; `make` commits on the desk.
   */
  pullRequest(make: (desk: string) => void): PullRequest {
    this.#pull += 1;
    const number = this.#pull;
    const base = this.git(this.fork, "rev-parse", "main");
    this.git(this.#desk, "checkout", "--quiet", "-B", `advisory-fix-${number}`, base);
    make(this.#desk);
    const sha = this.git(this.#desk, "rev-parse", "HEAD");
    this.git(this.#desk, "push", "--quiet", this.fork, `HEAD:refs/pull/${number}/head`);
    this.git(this.#desk, "checkout", "--quiet", "main");
    return {
      number,
      title: "Private title",
      state: "open",
      draft: false,
      author: "dev",
      labels: [],
      mergedAt: null,
      mergeCommit: null,
      head: { ref: `advisory-fix-${number}`, sha },
      base: { ref: "main", sha: base },
      updatedAt: new Date("2026-11-01T00:00:00Z"),
      htmlUrl: "https://example.org/pull",
    };
  }

  /** The pull request as it is on the fork by now. */
  nowOf(pull: PullRequest): PullRequest {
    const sha = this.git(this.fork, "rev-parse", `refs/pull/${pull.number}/head`);
    return { ...pull, head: { ...pull.head, sha } };
  }

  /** What GitHub answers for `.patch`: a mail series without merge commits. */
  patchOf({ head, base }: PullRequest): Buffer {
    return this.bytes(
      this.fork,
      "format-patch",
      "--stdout",
      "--binary",
      `${base.sha}..${head.sha}`,
    );
  }

  readonly records: Records = {
    read: () => Promise.resolve(this.record.current),
    update: async (ref, change) => {
      this.record.current = changedRecord(await this.records.read(ref), change);
    },
  };

  get ticket(): Ticket {
    return {
      repository: this.project.repository,
      ghsaId: "GHSA-2222-3333-4444",
      title: "Overflow in spam",
      tags: [],
      description: "Long private words.",
      state: "draft",
      cveId: "CVE-2026-77777",
      severity: null,
      cvssV4: null,
      cvssV3: null,
      credits: [],
      collaborators: [],
      author: "rita-reporter",
      privateFork: { owner: "python", repo: "cpython-ghsa-2222-3333-4444" },
      createdAt: new Date("2026-10-01T00:00:00Z"),
      updatedAt: new Date("2026-11-01T00:00:00Z"),
      closedAt: null,
      htmlUrl: "https://example.org/advisory",
    };
  }

  get project(): Project {
    const [cpython] = projects;
    if (cpython === undefined) throw new Error("no project");
    return cpython;
  }
}

/** The world as it starts, made once; its paths are exchanged in each copy. */
const template = once(() => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "world-template-")));
  const [home, desk, fork] = [join(root, "home"), join(root, "desk"), join(root, FORK)];
  const [upstream, memberFork] = [
    join(root, "python/cpython.git"),
    join(root, "member/cpython.git"),
  ];
  for (const folder of [home, desk, upstream, memberFork, join(root, "storage")]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  writeFileSync(join(home, ".gitconfig"), gitconfig);
  const git = (cwd: string, ...args: readonly string[]): void => {
    execFileSync("git", args, { cwd, env: environmentOf(root), stdio: "pipe" });
  };
  for (const bare of [upstream, memberFork]) git(bare, "init", "--quiet", "--bare");
  git(desk, "init", "--quiet");
  for (const [path, content] of Object.entries(startFiles)) {
    mkdirSync(dirname(join(desk, path)), { recursive: true });
    writeFileSync(join(desk, path), content);
  }
  git(desk, "add", "--all");
  git(desk, "commit", "--quiet", "--message", "Start");
  for (const bare of [upstream, memberFork]) {
    git(desk, "push", "--quiet", bare, "main");
    git(bare, "config", "uploadpack.allowFilter", "true");
  }
  git(root, "clone", "--quiet", "--bare", upstream, fork);
  git(fork, "config", "uploadpack.allowFilter", "true");
  git(root, "clone", "--quiet", memberFork, join(root, "public"));
  git(join(root, "public"), "remote", "add", "upstream", upstream);
  process.once("exit", () => rmSync(root, { recursive: true, force: true }));
  return root;
});

function once<T>(make: () => T): () => T {
  const made: T[] = [];
  return () => {
    const [value = make()] = made;
    made[0] = value;
    return value;
  };
}

function environmentOf(root: string): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], HOME: join(root, "home"), LC_ALL: "C" };
}

const gitconfig = `[user]
	name = Mia Member
	email = mia@example.org
[init]
	defaultBranch = main
	templateDir =
[core]
	autocrlf = false
`;

const startFiles: Readonly<Record<string, string | Uint8Array>> = {
  "Lib/spam.py": lines("spam", 40),
  "Lib/eggs.py": lines("eggs", 40),
  "Lib/crlf.txt": "one\r\ntwo\r\nthree\r\n",
  "Lib/latin.txt": Buffer.from("caf\xe9\nna\xefve\n", "latin1"),
  "Lib/data.bin": Buffer.from([0, 1, 2, 3, 255, 254, 0, 10]),
  "README.rst": "Read me\n",
};

/** Numbered lines, with `changes` by number (from 1). */
export function lines(word: string, count: number, changes: Record<number, string> = {}): string {
  return Array.from(
    { length: count },
    (_, index) => `${changes[index + 1] ?? `${word} ${index + 1}`}\n`,
  ).join("");
}
