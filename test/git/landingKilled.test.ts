import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { HumanError } from "../../src/base/errors.ts";
import { abortLanding } from "../../src/steps/landing.ts";
import type { PullRequest } from "../../src/ticket/pullRequest.ts";
import { foldersOf } from "./landing.ts";
import { fileRecords, landOn, RESOLVED } from "./landingOn.ts";
import type { Kill, Order } from "./landingProcess.ts";
import { objectsOf, refsOf, snapshot } from "./untouched.ts";
import { lines, World } from "./world.ts";

const PROCESS = fileURLToPath(new URL("landingProcess.ts", import.meta.url));

const MOMENTS: readonly Kill[] = [
  ...["fetch", "base", "build", "conflict", "prove", "gate", "publish"].map((kept) => ({ kept })),
  { command: "fetch", withGit: false },
  ...["update-ref", "read-tree", "worktree", "unpack-objects", "commit-tree"].map((command) => ({
    ...{ command, withGit: true },
  })),
];

describe("a landing whose process is killed", () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.dispose());

  for (const kill of MOMENTS) {
    const when =
      "kept" in kill
        ? `when “${kill.kept}” is next`
        : `during git ${kill.command}${kill.withGit ? ", git with it" : ""}`;
    it(`goes on, or goes away, ${when}`, async function () {
      this.timeout(120_000);
      const pull = world.pullRequest(() => {
        const spam = lines("spam", 40, { 5: "private" });
        world.commit({ "Lib/spam.py": spam, "Lib/eggs.py": "fixed\n" }, "Fix");
      });
      const main = world.moveMain({ "Lib/spam.py": lines("spam", 40, { 5: "moved" }) });
      world.git(world.publicClone, "fetch", "--quiet", "upstream");
      const before = snapshot(world.publicClone);
      const refs = refsOf(world, world.publicClone);
      const objects = objectsOf(world, world.publicClone);
      const records = fileRecords(world);

      await killed(pull, kill);
      assert.ok((await records.read(world.ticket)).landing !== undefined);
      // The process may have come further than to what it was to be killed at.
      const isMade = refsOf(world, world.publicClone)["refs/heads/gh-140001"] !== undefined;
      const { storage, ticket } = world;
      const aborted = await unlocked(() =>
        abortLanding({ git: world.door(), records, storage }, { ticket }, "main"),
      );
      assert.equal(aborted, isMade ? "removed" : "none");
      assert.deepEqual(foldersOf(world), []);
      assert.equal((await records.read(ticket)).landing, undefined);
      assert.deepEqual(refsOf(world, world.publicClone), refs);

      await killed(pull, kill);
      const { commit, stage } = await unlocked(() => landOn(world, pull));
      assert.equal(stage, "publish");
      assert.deepEqual(foldersOf(world), []);
      assert.deepEqual(snapshot(world.publicClone), before);
      const branch = { "refs/heads/gh-140001": commit };
      assert.deepEqual(refsOf(world, world.publicClone), { ...refs, ...branch });
      assert.equal(world.git(world.publicClone, "rev-parse", `${commit}^`), main);
      assert.equal(
        world.git(world.publicClone, "show", `${commit}:Lib/spam.py`),
        RESOLVED.trimEnd(),
      );
      assert.equal((await records.read(ticket)).publicBranch?.commit, commit);
      const privateOnes = [...objectsOf(world, world.fork)].filter((name) => !objects.has(name));
      const shared = world.git(world.publicClone, "rev-list", "--objects", commit).split("\n");
      const open = new Set(shared.map((line) => line.slice(0, 40)));
      const now = objectsOf(world, world.publicClone);
      assert.deepEqual(
        privateOnes.filter((name) => now.has(name) && !open.has(name)),
        [],
      );
    });
  }

  /** Does what the error says where the killed git has left its lock in the person's clone. */
  async function unlocked<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const [lock] = /\/.*\.lock$/.exec(error instanceof HumanError ? error.message : "") ?? [];
      if (lock?.startsWith(world.publicClone) !== true) throw error;
      rmSync(lock);
      return work();
    }
  }

  /** Runs a landing in a process of its own until it is killed. */
  async function killed(pull: PullRequest, kill: Kill): Promise<void> {
    const order: Order = { root: world.root, pull, kill };
    const child = spawn(process.execPath, ["--import", "tsx", PROCESS, JSON.stringify(order)], {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said: Buffer[] = [];
    for (const output of [child.stdout, child.stderr]) {
      output.on("data", (data: Buffer) => said.push(data));
    }
    const [, signal] = (await once(child, "exit")) as [number | null, string | null];
    assert.equal(signal, "SIGKILL", Buffer.concat(said).toString("utf8"));
  }
});
