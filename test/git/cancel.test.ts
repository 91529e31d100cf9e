import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { dirname } from "node:path";
import { CancelledError } from "../../src/base/errors.ts";
import { Git, type Outcome, type RunOptions } from "../../src/git/git.ts";
import { clonePrivateFork } from "../../src/steps/clonePrivateFork.ts";
import { foldersOf, giveUp, goOn, land, landed } from "./landing.ts";
import { refsOf, snapshot } from "./untouched.ts";
import { lines, World } from "./world.ts";

/** Real git, during whose n-th command the person cancels. */
class CancellingGit extends Git {
  readonly #stop: AbortController;
  #left: number;

  constructor(world: World, stop: AbortController, after: number) {
    super({ environment: world.environment });
    this.#stop = stop;
    this.#left = after;
  }

  override attempt(args: readonly string[], options: RunOptions): Promise<Outcome> {
    const running = super.attempt(args, options);
    this.#left -= 1;
    if (this.#left === 0) setTimeout(() => this.#stop.abort(), 2);
    return running;
  }
}

describe("cancelling", () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.dispose());

  for (const after of [1, 3, 5, 8, 12, 16]) {
    it(`a clone in command ${after} leaves nothing`, async () => {
      const stop = new AbortController();
      const done = await clonePrivateFork(
        {
          git: new CancellingGit(world, stop, after),
          records: world.records,
          signal: stop.signal,
          progress: { report: () => undefined },
        },
        {
          ticket: world.ticket,
          fork: world.fork,
          upstream: world.upstream,
          branch: "main",
          target: world.target,
          publicClone: world.publicClone,
        },
      ).then(
        () => true,
        (error: unknown) => {
          assert.ok(error instanceof CancelledError, String(error));
          return false;
        },
      );
      assert.equal(existsSync(world.target), done);
      const parent = dirname(world.target);
      const left = existsSync(parent) ? readdirSync(parent) : [];
      assert.equal(left.length, done ? 1 : 0, left.join());
    });
  }

  for (const after of [1, 4, 5, 6, 8, 10, 12, 15]) {
    it(`a landing in command ${after} leaves the whole branch or nothing`, async () => {
      const pull = world.pullRequest(() => {
        world.commit({ "Lib/spam.py": lines("spam", 40, { 5: "fixed" }) }, "Fix");
      });
      world.git(world.publicClone, "fetch", "--quiet", "upstream");
      const before = [snapshot(world.publicClone), refsOf(world, world.publicClone)] as const;
      const stop = new AbortController();
      const git = new CancellingGit(world, stop, after);
      const done = await land(world, pull, {}, { git, signal: stop.signal }).then(
        ({ commit }) => commit,
        (error: unknown) => {
          assert.ok(error instanceof CancelledError, String(error));
          return undefined;
        },
      );
      assert.deepEqual(snapshot(world.publicClone), before[0]);
      assert.deepEqual(refsOf(world, world.publicClone), {
        ...before[1],
        ...(done === undefined ? {} : { "refs/heads/gh-140001": done }),
      });
      if (done === undefined && world.record.current.landing !== undefined) {
        // Whatever was reached, it goes on or goes away.
        if (after % 2 === 0) landed(await goOn(world, pull));
        else await giveUp(world);
      }
      assert.deepEqual(foldersOf(world), []);
    });
  }
});
