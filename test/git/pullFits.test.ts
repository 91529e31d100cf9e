import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { silentLog } from "../../src/base/log.ts";
import type { Git } from "../../src/git/git.ts";
import { clonePrivateFork } from "../../src/steps/clonePrivateFork.ts";
import type { CloneWay } from "../../src/steps/cloneWay.ts";
import { PullFits } from "../../src/steps/pullFits.ts";
import type { Board } from "../../src/ticket/board.ts";
import { fitWords, type PullFit } from "../../src/ticket/pullFit.ts";
import type { PullRequest } from "../../src/ticket/pullRequest.ts";
import { ticketKey } from "../../src/ticket/ticket.ts";
import { makeBoard } from "../unit/ticket/builders.ts";
import { makePrivatePull, makeRoad } from "../unit/ticket/facts.ts";
import { refsOf } from "./untouched.ts";
import { lines, World } from "./world.ts";

describe("how private pull requests fit the project's main branch", () => {
  let world: World;
  let git: Git;
  let board: BoardOf;
  beforeEach(() => {
    world = new World();
    git = world.door();
    board = new BoardOf();
  });
  afterEach(() => world.dispose());

  /** A board that can be changed, as the product's own. */
  class BoardOf {
    board: Board | undefined;
    readonly #listeners = new Set<() => void>();
    readonly reading = false;
    onDidChange(listener: () => void): { dispose(): void } {
      this.#listeners.add(listener);
      return { dispose: () => this.#listeners.delete(listener) };
    }
    show(board: Board): void {
      this.board = board;
      for (const listener of this.#listeners) listener();
    }
    fitsFound(found: readonly PullFit[]): void {
      if (this.board === undefined) return;
      const fits = new Map([...this.board.fits, ...found.map((fit) => [fit.head, fit] as const)]);
      this.show({ ...this.board, fits });
    }
  }

  const clone = (way: CloneWay): Promise<unknown> =>
    clonePrivateFork(
      { git, records: world.records },
      {
        ...{ ticket: world.ticket, upstream: `file://${world.upstream}`, branch: "main" },
        ...{ fork: `file://${world.fork}`, target: world.target, way },
        publicClone: world.publicClone,
      },
    );
  const boardWith = (...pulls: readonly PullRequest[]): Board => {
    const key = ticketKey(world.ticket);
    return makeBoard([world.ticket], {
      records: new Map([[key, world.record.current]]),
      facts: new Map([[key, makeRoad({ pulls: pulls.map((pull) => makePrivatePull(pull)) })]]),
      fits: board.board?.fits ?? new Map(),
    });
  };
  const fits = (): PullFits => new PullFits({ git: () => git, board, log: silentLog });
  const check = async (...pulls: readonly PullRequest[]): Promise<readonly string[]> => {
    board.show(boardWith(...pulls));
    return (await fits().check(world.ticket, {})).map(fitWords);
  };

  const change = (number: number, word: string): PullRequest =>
    world.pullRequest(() =>
      world.commit({ "Lib/spam.py": lines("spam", 40, { [number]: word }) }, "Fix"),
    );

  for (const way of ["hard-linked", "blobless"] as const) {
    it(`is tried in the object store alone, in a ${way} clone`, async () => {
      await clone(way);
      const clean = change(3, "clean");
      const clashing = world.pullRequest(() =>
        world.commit(
          { "Lib/spam.py": lines("spam", 40, { 30: "ours" }), "Lib/eggs.py": null },
          "Clash",
        ),
      );
      const main = world.moveMain({
        "Lib/spam.py": lines("spam", 40, { 30: "theirs" }),
        "Lib/eggs.py": lines("eggs", 40, { 1: "changed" }),
      });
      writeFileSync(join(world.target, "Lib/spam.py"), "work under way\n");
      mkdirSync(join(world.target, "new"));
      const heads = (): unknown => ({
        status: world.git(world.target, "status", "--porcelain", "--branch"),
        head: world.git(world.target, "rev-parse", "HEAD"),
        local: Object.entries(refsOf(world, world.target)).filter(
          ([name]) => name !== "refs/remotes/upstream/main",
        ),
      });
      const before = heads();
      assert.deepEqual(await check(clean, clashing), ["applies cleanly", "conflicts in 2 files"]);
      assert.deepEqual(heads(), before);
      assert.deepEqual(board.board?.fits.get(clashing.head.sha), {
        ...{ head: clashing.head.sha, main },
        conflicts: ["Lib/eggs.py", "Lib/spam.py"],
      });
    });
  }

  it("is tried again only when one of the ends has moved", async () => {
    await clone("hard-linked");
    const pull = change(3, "clean");
    assert.deepEqual(await check(pull), ["applies cleanly"]);
    const commands: string[] = [];
    const fetches: (readonly string[])[] = [];
    const counting = new Proxy(git, {
      get: (target, name) => {
        if (name !== "attempt" && name !== "run" && name !== "text") {
          const value: unknown = Reflect.get(target, name);
          return typeof value === "function" ? (value.bind(target) as unknown) : value;
        }
        return (args: readonly string[], options: Parameters<Git["text"]>[1]) => {
          commands.push(args[0] ?? "");
          if (args[0] === "fetch") fetches.push(args);
          return target[name](args, options);
        };
      },
    });
    git = counting;
    assert.deepEqual(await check(pull), ["applies cleanly"]);
    assert.deepEqual(commands, ["ls-remote"]);
    world.moveMain({ "Lib/spam.py": lines("spam", 40, { 3: "theirs" }) });
    assert.deepEqual(await check(pull), ["conflicts in 1 file"]);
    assert.ok(commands.includes("merge-tree"));
    // The project's server is told of what it has itself, and of no private commit.
    assert.equal(fetches.length, 1);
    const tips = fetches[0]?.filter((arg) => arg.startsWith("--negotiation-tip="));
    assert.deepEqual(tips, [
      "--negotiation-tip=refs/remotes/upstream/*",
      "--negotiation-tip=refs/remotes/origin/main",
    ]);
  });

  it("is tried in the background when the tickets were read, and what fails fails silently", async () => {
    await clone("hard-linked");
    const watching = fits().watch();
    const pull = change(3, "clean");
    board.show(boardWith(pull));
    const found = async (head: string): Promise<PullFit> => {
      for (let waited = 0; waited < 20_000; waited += 20) {
        const fit = board.board?.fits.get(head);
        if (fit !== undefined) return fit;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new assert.AssertionError({ message: "It was never tried." });
    };
    assert.equal(fitWords(await found(pull.head.sha)), "applies cleanly");
    const gone = { ...change(4, "x"), number: 77, head: { ref: "x", sha: "f".repeat(40) } };
    board.show(boardWith(gone));
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(board.board?.fits.has(gone.head.sha), false);
    watching.dispose();
  });

  it("needs the private clone", async () => {
    await assert.rejects(check(change(3, "clean")), /no private clone on this machine/);
  });
});
