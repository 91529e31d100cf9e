import assert from "node:assert/strict";
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RecordFiles } from "../../../src/editor/recordFiles.ts";
import type { TicketRecord } from "../../../src/ticket/record.ts";
import { ticketKey } from "../../../src/ticket/ticket.ts";
import { CPYTHON, PIP } from "../ticket/builders.ts";
import { useFolder } from "./folder.ts";

const REF = { repository: CPYTHON, ghsaId: "GHSA-2222-3333-4444" };
const FILE = "python+cpython+GHSA-2222-3333-4444.json";

const WHOLE: TicketRecord = {
  forkAwaitedSince: "2026-11-23T09:00:00.000Z",
  privateClone: "/home/mel/psrt-private/x",
  releasedAt: "2026-11-23T10:00:00.000Z",
  publicIssue: 140001,
  quietIssue: "placeholder",
  publicPullRequest: 140002,
  emailSentAt: new Date("2026-11-21T10:00:00Z"),
  openingIssue: { title: "Crash", askedAt: new Date("2026-11-23T08:10:00.000Z"), quiet: true },
  botOrder: { tag: "ACCEPT", askedAt: new Date("2026-11-23T08:20:00.000Z") },
  emailOverride: { reason: "It is merged in all but name.", at: new Date("2026-11-21T09:00:00Z") },
  fixRelease: "26.4",
  unaffectedBranches: ["3.11", "3.13"],
  publicBranch: {
    clone: "/home/mel/cpython",
    name: "gh-140001",
    commit: "a".repeat(40),
    pullRequest: 1,
    head: "b".repeat(40),
    pushedTo: "mel/cpython",
  },
  landing: {
    of: { kind: "main", pullRequest: 1, head: "b".repeat(40) },
    stage: "publish",
    startedAt: new Date("2026-11-20T10:00:00Z"),
    publicClone: "/home/mel/cpython",
    branch: "gh-140001",
    message: "gh-140001: Fix spam",
    issue: 140001,
    authorship: {
      author: { name: "Ann Author", email: "ann@example.org" },
      coAuthors: [{ name: "Bob", email: "bob@example.org" }],
    },
    news: { kind: "entry", path: "Misc/x.rst", content: "Fix.\n", replaces: ["Misc/y.rst"] },
    base: "c".repeat(40),
    route: { from: "head", because: "differs" },
    conflicts: [
      { path: "Lib/a.py", base: "d".repeat(40), project: "e".repeat(40), hasMarkers: true },
    ],
    tree: "f".repeat(40),
    proof: {
      ...{ same: ["Lib/a.py"], different: ["Lib/b.py"], onlyReviewed: [], onlyPublic: [] },
      ...{ digest: "a".repeat(64), acceptedAt: new Date("2026-11-20T11:00:00Z") },
    },
    commit: "1".repeat(40),
    pushedTo: "mel/cpython",
  },
  backportLandings: [
    {
      of: { kind: "backport", branch: "3.13", commit: "2".repeat(40) },
      stage: "conflict",
      startedAt: new Date("2026-11-20T10:00:00Z"),
      publicClone: "/home/mel/cpython",
      branch: "backport-2222222-3.13",
      message: "[3.13] gh-140001: Fix spam",
    },
  ],
  seenAt: new Date("2026-11-20T10:00:00.123Z"),
  sentComments: [
    { digest: "c".repeat(64), at: new Date("2026-11-19T10:00:00Z"), after: 0, comment: 12 },
    { digest: "d".repeat(64), at: new Date("2026-11-20T10:00:00Z"), after: 12 },
  ],
  checks: [
    {
      ...{ branch: "3.13", pullRequest: 1, head: "a".repeat(40), base: "b".repeat(40) },
      ...{ outcome: "failed-test", count: 2, at: new Date("2026-11-22T09:00:00Z") },
    },
  ],
  exports: [{ path: "/media/safe/x", at: new Date("2026-11-22T10:00:00Z") }],
  codeSigning: {
    ask: { at: new Date("2026-11-20T10:00:00Z") },
    signatures: { at: new Date("2026-11-21T10:00:00Z"), verdict: "no-sign" },
  },
};

describe("the records of tickets", () => {
  const folder = useFolder();
  const records = (): RecordFiles => new RecordFiles(join(folder(), "records"));
  const lay = async (text: string): Promise<void> => {
    await mkdir(join(folder(), "records"), { recursive: true });
    await writeFile(join(folder(), "records", FILE), text);
  };

  it("are one private file for each ticket, found by another window too", async () => {
    await records().update(REF, WHOLE);
    await records().update({ ...REF, repository: PIP }, { publicIssue: 2 });
    assert.deepEqual(await records().read(REF), WHOLE);
    assert.deepEqual(await records().read({ ...REF, repository: PIP }), { publicIssue: 2 });
    assert.deepEqual((await readdir(join(folder(), "records"))).sort(), [
      "pypa+pip+GHSA-2222-3333-4444.json",
      FILE,
    ]);
    const modes = ["records", `records/${FILE}`].map(
      async (name) => (await stat(join(folder(), name))).mode & 0o777,
    );
    assert.deepEqual(await Promise.all(modes), [0o700, 0o600]);
  });

  it("are found all together, whatever else lies there", async () => {
    assert.deepEqual(await records().all(), new Map());
    await records().update(REF, { publicIssue: 1 });
    await records().update({ ...REF, repository: PIP }, { publicIssue: 2 });
    await writeFile(join(folder(), "records", "notes.txt"), "");
    assert.deepEqual(
      await records().all(),
      new Map([
        [ticketKey(REF), { publicIssue: 1 }],
        [ticketKey({ ...REF, repository: PIP }), { publicIssue: 2 }],
      ]),
    );
  });

  it("are the same ticket's in any letter case of the repository", async () => {
    await records().update(REF, { publicIssue: 1 });
    const shouted = { ...REF, repository: { owner: "Python", repo: "CPython" } };
    assert.deepEqual(await records().read(shouted), { publicIssue: 1 });
  });

  it("keep what an update does not name", async () => {
    const one = records();
    await one.update(REF, { privateClone: "/x" });
    await one.update(REF, { publicIssue: 3 });
    assert.deepEqual(await one.read(REF), { privateClone: "/x", publicIssue: 3 });
  });

  it("forget what an update names as gone", async () => {
    await records().update(REF, WHOLE);
    await records().update(REF, { botOrder: undefined });
    assert.deepEqual(Object.keys(await records().read(REF)), [
      ...Object.keys(WHOLE).filter((key) => key !== "botOrder"),
    ]);
  });

  it("take updates at once one after another", async () => {
    const one = records();
    await Promise.all([
      one.update(REF, { privateClone: "/x" }),
      one.update(REF, { publicIssue: 3 }),
      one.update(REF, { publicIssue: 4 }),
    ]);
    assert.deepEqual(await one.read(REF), { privateClone: "/x", publicIssue: 4 });
  });

  it("lose no update of another window's, and no part of a list", async () => {
    const windows = [records(), records(), records()];
    const numbers = Array.from({ length: 10 }, (_, index) => index);
    await Promise.all([
      ...windows.flatMap((one, window) =>
        numbers.map((index) =>
          one.update(REF, ({ lifts = [] }) => {
            const at = new Date("2026-11-23T08:20:00.000Z");
            const digest = `${window}${index}`.padStart(64, "0");
            return { lifts: [...lifts, { digest, reason: "Known.", at }] };
          }),
        ),
      ),
      records().update(REF, { publicIssue: 140001 }),
    ]);
    const { lifts = [], publicIssue } = await records().read(REF);
    assert.deepEqual([new Set(lifts.map(({ digest }) => digest)).size, publicIssue], [30, 140001]);
    assert.deepEqual(await readdir(join(folder(), "records")), [FILE]);
  });

  it("change nothing where the change itself fails", async () => {
    const one = records();
    await one.update(REF, { publicIssue: 1 });
    const refused = one.update(REF, () => {
      throw new Error("Taken");
    });
    await assert.rejects(refused, /Taken/);
    assert.deepEqual(await one.read(REF), { publicIssue: 1 });
  });

  it("go on after an update that failed", async () => {
    const one = records();
    await writeFile(join(folder(), "records"), "in the way");
    await assert.rejects(one.update(REF, { publicIssue: 1 }));
    await rm(join(folder(), "records"));
    await one.update(REF, { publicIssue: 2 });
    assert.deepEqual(await one.read(REF), { publicIssue: 2 });
  });

  it("read as nothing known when there is no file or none that is understood", async () => {
    assert.deepEqual(await records().read(REF), {});
    for (const text of ["", "{", "null", "[]", "7", '"text"', "\u0000\u0000"]) {
      await lay(text);
      assert.deepEqual(await records().read(REF), {}, text);
    }
  });

  it("pass over values that git or a path must never get", async () => {
    const { publicBranch, landing } = WHOLE;
    for (const hostile of [
      { privateClone: "relative/path", publicIssue: -1 },
      { privateClone: 7, publicIssue: "140001", forkAwaitedSince: "yesterday", releasedAt: true },
      { unaffectedBranches: ["main", "3", "--all", "3.13\n", " 3.13", "../3.13", 3.13, null] },
      { unaffectedBranches: "3.13" },
      { landing: { ...landing, publicClone: "cpython" } },
      { landing: { ...landing, branch: "--force" } },
      { landing: { ...landing, stage: "pushed" } },
      { landing: { ...landing, of: { kind: "main", pullRequest: 1, head: "HEAD" } } },
      {
        landing: {
          ...landing,
          of: { kind: "backport", branch: "../3.13", commit: "a".repeat(40) },
        },
      },
      { backportLandings: [7, null, {}, "x"] },
      { publicIssue: 1.5, publicBranch: [publicBranch] },
      { publicBranch: { ...publicBranch, commit: "--output=/tmp/x" } },
      { publicBranch: { ...publicBranch, commit: "HEAD" } },
      { publicBranch: { ...publicBranch, head: "main" } },
      { publicBranch: { ...publicBranch, clone: "../cpython" } },
      { publicBranch: { ...publicBranch, pullRequest: 0 } },
      { seenAt: "yesterday", sentComments: "all" },
      { codeSigning: { checksums: { at: "2026-11-20T10:00:00Z" }, revoke: true, other: {} } },
      { seenAt: 1_700_000_000, sentComments: [null, { digest: "c", at: "2026-11-20T10:00:00Z" }] },
      { botOrder: { tag: "MERGE", askedAt: "2026-11-23T08:20:00.000Z" } },
      { botOrder: { tag: "ACCEPT", askedAt: "yesterday" } },
    ]) {
      await lay(JSON.stringify(hostile));
      assert.deepEqual(await records().read(REF), {}, JSON.stringify(hostile));
    }
  });
});
