import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { clonePrivateFork } from "../../src/steps/clonePrivateFork.ts";
import { markedClone } from "../../src/steps/cloneMark.ts";
import { CheckTree } from "../../src/steps/checkTree.ts";
import type { Plan } from "../../src/steps/ports.ts";
import { purgeTicket } from "../../src/steps/purgeTicket.ts";
import { LandingFolder } from "../../src/steps/landingFolder.ts";
import { foldersOf } from "./landing.ts";
import { World } from "./world.ts";

describe("purging a ticket", () => {
  let world: World;
  let plans: Plan[];
  let removed: string[];
  beforeEach(async () => {
    world = new World();
    plans = [];
    removed = [];
    await clonePrivateFork(
      { git: world.door(), records: world.records },
      {
        ...{ ticket: world.ticket, fork: world.fork, upstream: world.upstream, branch: "main" },
        ...{ target: world.target, publicClone: world.publicClone },
      },
    );
  });
  afterEach(() => world.dispose());

  const purge = (
    options: { yes?: boolean; yeses?: number; fork?: string | null; meanwhile?: () => void } = {},
  ): Promise<readonly string[] | undefined> => {
    const { yes = true, yeses = yes ? 9 : 0, fork = world.fork, meanwhile } = options;
    plans = [];
    const records = {
      ...world.records,
      forget: () => {
        world.record.current = {};
        return Promise.resolve();
      },
    };
    const texts = [
      {
        remove: ({ ghsaId }: { ghsaId: string }) => {
          removed.push(ghsaId);
          return Promise.resolve();
        },
      },
    ];
    const ask = {
      confirm: (plan: Plan) => {
        plans.push(plan);
        meanwhile?.();
        return Promise.resolve(plans.length <= yeses);
      },
    };
    const { storage, ticket } = world;
    const known = fork === "unknown" ? {} : { htmlUrl: ticket.htmlUrl, fork };
    return purgeTicket({ git: world.door(), records, ask, storage, texts }, { ticket, ...known });
  };
  const lost = (): string =>
    plans.at(-1)?.writes.find(({ target }) => target !== "Deleted")?.text ?? "";
  const commit = (message: string): void => {
    writeFileSync(join(world.target, "Lib/spam.py"), `${message}\n`);
    world.git(world.target, "commit", "--quiet", "--all", "--message", message);
  };

  it("removes what landings have left that no record knows of, and only this ticket's", async () => {
    const { storage, ticket } = world;
    const other = new LandingFolder(storage, { ...ticket, ghsaId: "GHSA-3333-4444-5555" }, "main");
    await other.renew();
    for (const slot of ["main", "3.13", "3.9"] as const) {
      const folder = new LandingFolder(storage, ticket, slot);
      await folder.renew();
      writeFileSync(folder.series, "private\n");
      writeFileSync(folder.lock, "{}");
    }
    await purge();
    assert.deepEqual(foldersOf(world), [other.name]);
  });

  it("removes clone, encrypted texts and record, and says what remains", async () => {
    world.record.current = {
      ...world.record.current,
      exports: [{ path: "/media/safe/x", at: new Date() }],
    };
    const remains = await purge();
    assert.deepEqual(readdirSync(dirname(world.target)), []);
    assert.deepEqual([world.record.current, removed], [{}, [world.ticket.ghsaId]]);
    assert.equal(lost(), "");
    assert.equal(plans[0]?.yes, "Purge");
    const words = remains?.join("\n") ?? "";
    assert.ok(remains?.includes(`the private fork on GitHub: ${world.fork}`));
    assert.match(words, /an export: \/media\/safe\/x/);
    world.git(world.publicClone, "fsck", "--connectivity-only");
  });

  it("touches nothing on a no", async () => {
    assert.equal(await purge({ yes: false }), undefined);
    assert.equal(existsSync(join(world.target, ".git")), true);
    assert.deepEqual(removed, []);
  });

  it("refuses while there are unpushed commits, changes or stashes, unless they are given up by name", async () => {
    commit("Stashed words");
    world.git(world.target, "reset", "--quiet", "--soft", "HEAD^");
    world.git(world.target, "stash", "--quiet");
    world.git(world.target, "checkout", "--quiet", "-b", "advisory-fix-1");
    commit("Only here");
    writeFileSync(join(world.target, "untracked.txt"), "x\n");
    for (const yeses of [0, 1]) {
      assert.equal(await purge({ yeses }), undefined);
      assert.equal(existsSync(join(world.target, ".git")), true);
      assert.match(lost(), /\n {2}\w+ Only here\n/);
    }
    assert.deepEqual(
      plans.map(({ yes }) => yes),
      ["Give This Work Up", "Purge and Lose This Work"],
    );
    assert.match(lost(), /Commits that the fork does not have:\n {2}\w+ Only here\n/);
    assert.match(lost(), /Changes that are in no commit:\n {2}\S+: untracked\.txt\n/);
    assert.match(lost(), /Stashes:\n {2}\S/);
    assert.ok(!/^ {2}\w+ Start/m.test(lost()));
    await purge();
    assert.equal(existsSync(world.target), false);
  });

  it("asks the fork itself what it has, and counts all private commits when it is gone", async () => {
    world.git(world.target, "checkout", "--quiet", "-b", "advisory-fix-1");
    commit("Pushed");
    world.git(world.target, "push", "--quiet", "origin", "advisory-fix-1");
    await purge({ yes: false });
    assert.equal(lost(), "");
    // Somebody has deleted the branch since; the clone still believes that it is there.
    world.git(world.fork, "update-ref", "-d", "refs/heads/advisory-fix-1");
    await purge({ yes: false });
    assert.match(lost(), /fork does not have:\n {2}\w+ Pushed/);
    await purge({ yes: false, fork: null });
    assert.match(lost(), /the fork is gone or did not answer\):\n {2}\w+ Pushed/);
  });

  it("needs nothing of GitHub: the clone's mark names a fork that is listed no more", async () => {
    world.git(world.target, "checkout", "--quiet", "-b", "advisory-fix-1");
    commit("Pushed");
    world.git(world.target, "push", "--quiet", "origin", "advisory-fix-1");
    commit("Only here");
    await purge({ yes: false, fork: "unknown" });
    assert.match(lost(), /^Commits that the fork does not have:\n {2}\w+ Only here$/);
    const remains = await purge({ fork: "unknown" });
    assert.deepEqual(remains?.slice(0, 2), [
      "the advisory on GitHub: python/cpython GHSA-2222-3333-4444",
      `the private fork on GitHub: ${world.fork}`,
    ]);
    assert.equal(existsSync(world.target), false);
  });

  it("deletes nothing when the clone changes while the question is open", async () => {
    const meanwhile = (): void => commit("Quick");
    await assert.rejects(purge({ meanwhile }), /Nothing was deleted/);
    assert.equal(existsSync(join(world.target, ".git")), true);
  });

  it("follows no symbolic link out of the clone", async () => {
    const outside = join(world.root, "outside");
    mkdirSync(outside);
    writeFileSync(join(outside, "precious.txt"), "x\n");
    symlinkSync(outside, join(world.target, "link"));
    symlinkSync(outside, join(world.target, ".git", "link"));
    await purge();
    assert.equal(existsSync(world.target), false);
    assert.equal(readFileSync(join(outside, "precious.txt"), "utf8"), "x\n");
  });

  it("leaves alone what is not marked as this ticket's clone, or is a link to it", async () => {
    const other = join(world.root, "other");
    world.git(world.root, "clone", "--quiet", world.fork, other);
    const link = join(world.root, "link");
    symlinkSync(world.target, link);
    for (const path of [other, link, world.publicClone]) {
      world.record.current = { privateClone: path };
      const remains = await purge();
      assert.match(remains?.join("\n") ?? "", /not marked as this ticket's clone/);
      assert.equal(existsSync(join(path, ".git")), true);
    }
    assert.equal(existsSync(join(world.target, ".git", "HEAD")), true);
  });

  it("removes the work trees of checks and leaves the person's own", async () => {
    const clone = await markedClone(world.target);
    assert.ok(clone);
    const head = world.git(world.target, "rev-parse", "HEAD");
    await new CheckTree(world.door(), clone).checkOut("3.13", head);
    const mine = join(world.root, "mine");
    world.git(world.target, "worktree", "add", "--quiet", "--detach", mine);
    writeFileSync(join(mine, "new.txt"), "x\n");
    const remains = await purge();
    assert.match(lost(), /mine: new\.txt/);
    assert.deepEqual(readdirSync(dirname(world.target)), []);
    assert.equal(existsSync(join(mine, "new.txt")), true);
    assert.ok(remains?.includes(`your own work tree of the clone: ${mine}`));
  });

  it("removes the work trees of checks also below a folder that is a symbolic link", async () => {
    const path = join(world.root, "link", basename(world.target));
    symlinkSync(dirname(world.target), dirname(path));
    world.record.current = { privateClone: path };
    const clone = await markedClone(path);
    assert.ok(clone);
    const head = world.git(path, "rev-parse", "HEAD");
    await new CheckTree(world.door(), clone).checkOut("3.13", head);
    await purge();
    assert.match(plans[0]?.writes[0]?.text ?? "", /\.checks\/3\.13\n/);
    assert.deepEqual(readdirSync(dirname(world.target)), []);
  });

  it("can be repeated at any point where it was cut short", async () => {
    const git = join(world.target, ".git");
    for (const cut of [
      () => rmSync(join(world.target, "Lib"), { recursive: true }),
      () => rmSync(join(git, "HEAD")),
      () => rmSync(join(git, "objects"), { recursive: true }),
    ]) {
      const { privateClone } = world.record.current;
      writeFileSync(join(git, "psrt-removing"), "");
      cut();
      assert.equal(privateClone, world.target);
      await purge({ yes: false });
      assert.equal(lost(), "");
    }
    await purge();
    assert.equal(existsSync(world.target), false);
    mkdirSync(git, { recursive: true });
    world.record.current = { privateClone: world.target };
    await purge();
    assert.equal(existsSync(world.target), false);
  });

  it("waits until nothing works with it any more", async () => {
    const about = { branch: "main", pullRequest: 1, head: "a".repeat(40), base: "b".repeat(40) };
    const check = { ...about, outcome: "running", count: 0, at: new Date() } as const;
    world.record.current = { ...world.record.current, checks: [check] };
    await assert.rejects(purge(), /being built and tested on main/);
    const of = { kind: "main", pullRequest: 1, head: about.head } as const;
    const place = { publicClone: world.publicClone, branch: "gh-1", message: "gh-1: Fix" };
    const landing = { of, stage: "conflict", startedAt: new Date(), ...place } as const;
    const { privateClone } = world.record.current;
    world.record.current = { ...(privateClone !== undefined && { privateClone }), landing };
    await assert.rejects(purge(), /on its way to a public branch/);
    assert.equal(plans.length, 0);
    assert.equal(existsSync(world.target), true);
  });
});
