import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Records } from "../../src/steps/ports.ts";
import type { PullRequest } from "../../src/ticket/pullRequest.ts";
import type { TicketRecord } from "../../src/ticket/record.ts";
import type { Ticket } from "../../src/ticket/ticket.ts";
import { git } from "./git.ts";
import { pathOf, type Size } from "./largeRepository.ts";

/** The repositories of one run, beside the large one so that hard links reach. */
export interface Place {
  readonly root: string;
  /** Addresses that git fetches from by its transport, as over a network. */
  readonly upstream: string;
  readonly fork: string;
  /** Clone of the project, some weeks behind it. */
  readonly publicClone: string;
  /** A private pull request that changes a few lines, and one of 1 MB. */
  readonly small: BenchPull;
  readonly large: BenchPull;
}

export interface BenchPull {
  readonly pull: PullRequest;
  readonly patch: Buffer;
}

export const ticket: Ticket = {
  ...{ repository: { owner: "python", repo: "cpython" }, ghsaId: "GHSA-2222-3333-4444" },
  ...{
    title: "Overflow in part one",
    tags: [],
    collaborators: [],
    description: "Long private words.".repeat(40),
  },
  ...{ state: "draft", cveId: "CVE-2026-77777", severity: null, cvssV4: null, cvssV3: null },
  ...{ credits: [], author: "rita-reporter", closedAt: null, htmlUrl: "https://example.org" },
  privateFork: { owner: "python", repo: "cpython-ghsa-2222-3333-4444" },
  createdAt: new Date("2026-10-01T00:00:00Z"),
  updatedAt: new Date("2026-11-01T00:00:00Z"),
};

export function memoryRecords(): Records {
  let record: TicketRecord = {};
  return {
    read: () => Promise.resolve(record),
    update: (_ref, change) => {
      record = { ...record, ...change };
      return Promise.resolve();
    },
  };
}

export async function withPlace(
  upstream: string,
  size: Size,
  work: (place: Place) => Promise<void>,
): Promise<void> {
  const root = await mkdtemp(join(dirname(dirname(upstream)), "run-"));
  try {
    await work(await makePlace(root, upstream, size));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function makePlace(root: string, upstream: string, size: Size): Promise<Place> {
  const fork = join(root, "python", "cpython-ghsa-2222-3333-4444.git");
  const publicClone = join(root, "public");
  await mkdir(dirname(fork));
  await git(root, "clone", "--quiet", "--bare", "--local", upstream, fork);
  await git(root, "clone", "--quiet", "--local", "--no-checkout", upstream, publicClone);
  const behind = `main~${String(Math.min(2000, Math.floor(size.commits / 2)))}`;
  await git(publicClone, "remote", "set-url", "origin", `file://${upstream}`);
  await git(publicClone, "config", "user.name", "Mia Member");
  await git(publicClone, "config", "user.email", "mia@example.org");
  await git(
    publicClone,
    "checkout",
    "--quiet",
    "-B",
    "main",
    behind.replace("main", "origin/main"),
  );
  const desk = join(root, "desk");
  await git(root, "clone", "--quiet", "--local", upstream, desk);
  const small = await makePull(desk, fork, 1, [[pathOf(7), "fixed = True\n"]]);
  const files = Array.from({ length: 40 }, (_, file): [string, string] => [
    pathOf(file),
    Array.from(
      { length: 500 },
      (_, at) => `value_${String(at)} = compute(${String(at)})  # a plain comment`,
    ).join("\n") + "\n",
  ]);
  const large = await makePull(desk, fork, 2, files);
  return {
    ...{ root, publicClone, small, large },
    upstream: `file://${upstream}`,
    fork: `file://${fork}`,
  };
}

async function makePull(
  desk: string,
  fork: string,
  number: number,
  files: readonly (readonly [path: string, text: string])[],
): Promise<BenchPull> {
  const sha = await git(desk, "rev-parse", "origin/main");
  await git(desk, "checkout", "--quiet", "-B", "fix", sha);
  for (const [path, text] of files) {
    await writeFile(join(desk, path), text, { flag: "a" });
  }
  await git(desk, "commit", "--quiet", "--all", "--message", "Bound it");
  const head = await git(desk, "rev-parse", "HEAD");
  await git(desk, "push", "--quiet", fork, `HEAD:refs/pull/${String(number)}/head`);
  const patch = await git(desk, "format-patch", "--stdout", "--binary", `${sha}..HEAD`);
  return {
    patch: Buffer.from(`${patch}\n`),
    pull: {
      ...{ number, title: "Private title", state: "open", draft: false, author: "dev", labels: [] },
      ...{ mergedAt: null, mergeCommit: null, htmlUrl: "https://example.org/pull" },
      head: { ref: "fix", sha: head },
      base: { ref: "main", sha },
      updatedAt: new Date("2026-11-01T00:00:00Z"),
    },
  };
}
