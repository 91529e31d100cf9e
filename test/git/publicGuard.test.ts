import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clonePrivateFork } from "../../src/steps/clonePrivateFork.ts";
import type { Ask, Plan } from "../../src/steps/ports.ts";
import {
  guardList,
  guardPublicClone,
  isGuarded,
  unguardPublicClone,
  writeEmbargoList,
} from "../../src/steps/publicGuard.ts";
import type { Ticket } from "../../src/ticket/ticket.ts";
import { refsOf, snapshot } from "./untouched.ts";
import { lines, World } from "./world.ts";

const SPAM = lines("spam", 40, { 20: "spam, bounded" });

describe("the guard of a public clone", () => {
  let world: World;
  let clone: string;
  let list: string;
  const plans: Plan[] = [];
  const says = (yes: boolean): Ask => ({
    confirm: (plan) => {
      plans.push(plan);
      return Promise.resolve(yes);
    },
  });
  const guard = (yes = true): Promise<boolean> =>
    guardPublicClone({ git: world.door(), ask: says(yes) }, world.publicClone, list);
  const write = (ticket: Ticket = world.ticket): Promise<{ held: number; unread: number }> =>
    writeEmbargoList({ git: world.door(), records: world.records }, list, [ticket]);

  beforeEach(async () => {
    world = new World();
    plans.length = 0;
    list = guardList(world.storage);
    clone = world.target;
    await clonePrivateFork(
      { git: world.door(), records: world.records },
      {
        ...{ ticket: world.ticket, fork: world.fork, upstream: world.upstream, branch: "main" },
        ...{ target: clone, publicClone: world.publicClone },
      },
    );
    world.git(clone, "checkout", "--quiet", "-b", "advisory-fix-1");
    commit(clone, { "Lib/spam.py": SPAM, "Lib/test.py": "secret test\n" }, "Private fix");
  });
  afterEach(() => world.dispose());

  function commit(folder: string, files: Readonly<Record<string, string>>, message: string): void {
    for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content);
    world.git(folder, "add", "--all");
    world.git(folder, "commit", "--quiet", "--message", message);
  }

  /** Which refs of the member's fork moved by a push from the public clone. */
  const moved = (...args: readonly string[]): readonly string[] => {
    const before = refsOf(world, world.memberFork);
    try {
      world.git(world.publicClone, "push", "--quiet", ...args);
    } catch {
      // What counts is what has moved.
    }
    const after = refsOf(world, world.memberFork);
    return Object.keys(after).filter((ref) => after[ref] !== before[ref]);
  };
  const branch = (name: string): void => {
    world.git(world.publicClone, "checkout", "--quiet", "-b", name, "origin/main");
  };

  it("is put in on a yes with its exact text, and not on a no", async () => {
    const before = snapshot(world.publicClone);
    assert.equal(await guard(false), false);
    assert.equal(await isGuarded(world.door(), world.publicClone), false);
    assert.equal(await guard(), true);
    assert.equal(await isGuarded(world.door(), world.publicClone), true);
    const hook = readFileSync(join(world.publicClone, ".git/hooks/pre-push"), "utf8");
    assert.deepEqual(
      plans.map(({ writes }) =>
        writes.map(({ audience, text }) => [audience, text.includes(hook)]),
      ),
      [[["YOU", true]], [["YOU", true]]],
    );
    assert.deepEqual(snapshot(world.publicClone), before);
  });

  it("refuses a change of an open ticket, however it came there, and lets others pass", async () => {
    await guard();
    assert.deepEqual(await write(), { held: 2, unread: 0 });
    assert.equal(statSync(list).mode & 0o077, 0);
    branch("other-work");
    commit(world.publicClone, { "Lib/eggs.py": "other\n" }, "Other work");
    assert.deepEqual(moved("origin", "HEAD"), ["refs/heads/other-work"]);

    branch("same-words");
    commit(
      world.publicClone,
      { "Lib/spam.py": SPAM, "Misc.rst": "News\n" },
      "Another message, and an entry",
    );
    assert.deepEqual(moved("origin", "HEAD"), []);
    assert.deepEqual(moved(world.memberFork, "HEAD:refs/heads/leak"), []);
    assert.deepEqual(moved("--all", "origin"), []);

    // Below other commits, too, and fetched as it is.
    commit(world.publicClone, { "Lib/eggs.py": "more\n" }, "More work");
    assert.deepEqual(moved("origin", "HEAD"), []);
    world.git(world.publicClone, "fetch", "--quiet", clone, "advisory-fix-1:fetched");
    assert.deepEqual(moved("origin", "fetched"), []);
    world.git(world.publicClone, "remote", "add", "private", clone);
    world.git(world.publicClone, "fetch", "--quiet", "private");
    assert.deepEqual(moved("origin", "private/advisory-fix-1:refs/heads/leak"), []);
  });

  it("is told last of a release that came while the list was being written", async () => {
    await guard();
    const { records } = world;
    let told = Promise.resolve<unknown>(undefined);
    const slow = {
      update: records.update.bind(records),
      read: async (ref: Ticket): ReturnType<typeof records.read> => {
        const before = await records.read(ref);
        await records.update(ref, { releasedAt: "2026-07-01T00:00:00Z" });
        told = write();
        // Time enough for whoever does not wait.
        await new Promise((resolve) => setTimeout(resolve, 400));
        return before;
      },
    };
    await writeEmbargoList({ git: world.door(), records: slow }, list, [world.ticket]);
    await told;
    assert.equal(readFileSync(list, "utf8"), "");
  });

  it("knows the change when its commits were put together, and whatever git is told of diffs", async () => {
    commit(clone, { "Lib/spam.py": lines("spam", 40, { 20: "spam, bounded well" }) }, "Better");
    await guard();
    await write();
    world.git(world.publicClone, "config", "diff.noprefix", "true");
    world.git(world.publicClone, "config", "diff.algorithm", "histogram");
    world.git(world.publicClone, "config", "diff.context", "7");
    branch("squashed");
    const whole = lines("spam", 40, { 20: "spam, bounded well" });
    commit(world.publicClone, { "Lib/spam.py": whole }, "Squashed");
    assert.deepEqual(moved("origin", "HEAD"), []);
  });

  it("knows it put together whatever branches the project has", async () => {
    // "3.10" stands before "main", and left it long ago.
    world.git(world.publicClone, "push", "--quiet", world.upstream, "origin/main:refs/heads/3.10");
    const onMain = { 3: "changed since 3.10" };
    world.moveMain({ "Lib/spam.py": lines("spam", 40, onMain) });
    world.git(clone, "fetch", "--quiet", "upstream");
    world.git(clone, "checkout", "--quiet", "-b", "advisory-fix-2", "upstream/main");
    for (const line of ["spam, bounded", "spam, bounded well"]) {
      commit(clone, { "Lib/spam.py": lines("spam", 40, { ...onMain, 20: line }) }, line);
    }
    await guard();
    // The two files of the first branch, of which one's change is the same; the second commit; both as one.
    assert.deepEqual(await write(), { held: 4, unread: 0 });
    world.git(world.publicClone, "fetch", "--quiet", "upstream");
    world.git(world.publicClone, "checkout", "--quiet", "-b", "squashed", "upstream/main");
    const whole = lines("spam", 40, { ...onMain, 20: "spam, bounded well" });
    commit(world.publicClone, { "Lib/spam.py": whole }, "Squashed");
    assert.deepEqual(moved("origin", "HEAD"), []);
    // The hook finds it by itself, too.
    const written = readFileSync(list, "utf8").split("\n");
    writeFileSync(list, `${written.filter((line) => line.startsWith("clone ")).join("\n")}\n`);
    assert.deepEqual(moved("origin", "HEAD"), []);
  });

  it("takes the fork's copies for the project's branches that a clone does not have", async () => {
    world.git(world.publicClone, "checkout", "--quiet", "-b", "3.13");
    commit(world.publicClone, { "Lib/old.py": "old\n" }, "Public, of 3.13");
    world.git(world.publicClone, "push", "--quiet", world.fork, "3.13");
    world.git(clone, "fetch", "--quiet", "origin");
    world.git(clone, "checkout", "--quiet", "-b", "advisory-fix-3", "origin/3.13");
    commit(clone, { "Lib/eggs.py": "eggs, bounded\n" }, "For 3.13");
    for (const ref of Object.keys(refsOf(world, clone))) {
      if (ref.startsWith("refs/remotes/upstream/")) world.git(clone, "update-ref", "-d", ref);
    }
    await guard();
    assert.deepEqual(await write(), { held: 3, unread: 0 });
  });

  it("knows what came into the private clone since the list was written", async () => {
    await guard();
    await write();
    commit(clone, { "Lib/late.py": "late secret\n" }, "Late");
    const later = { "Lib/late.py": "late secret, better\n" };
    commit(clone, later, "Later");
    branch("other");
    commit(world.publicClone, { "Lib/eggs.py": "other\n" }, "Other");
    assert.deepEqual(moved("origin", "HEAD"), ["refs/heads/other"]);
    branch("late");
    commit(world.publicClone, { "Lib/late.py": "late secret\n" }, "Late");
    assert.deepEqual(moved("origin", "HEAD"), []);
    branch("squashed");
    commit(world.publicClone, later, "Squashed");
    assert.deepEqual(moved("origin", "HEAD"), []);
  });

  it("lets nothing pass beside a private clone that git can't read", async () => {
    await guard();
    await write();
    branch("other");
    commit(world.publicClone, { "Lib/eggs.py": "other\n" }, "Other");
    writeFileSync(join(clone, ".git", "HEAD"), "broken\n");
    assert.deepEqual(moved("origin", "HEAD"), []);
    // One that is gone holds back no more than what was known of it.
    rmSync(clone, { recursive: true });
    assert.deepEqual(moved("origin", "HEAD"), ["refs/heads/other"]);
    branch("fix");
    commit(world.publicClone, { "Lib/spam.py": SPAM }, "Fix");
    assert.deepEqual(moved("origin", "HEAD"), []);
  });

  it("lets it pass once the ticket is released, has ended, or the guard is gone", async () => {
    await guard();
    branch("fix");
    commit(world.publicClone, { "Lib/spam.py": SPAM }, "Fix");
    await write();
    assert.deepEqual(moved("origin", "HEAD"), []);
    await world.records.update(world.ticket, { releasedAt: "2026-11-23T09:00:00.000Z" });
    assert.deepEqual(await write(), { held: 0, unread: 0 });
    assert.deepEqual(moved("origin", "HEAD"), ["refs/heads/fix"]);
    await world.records.update(world.ticket, { releasedAt: null });
    assert.deepEqual(await write({ ...world.ticket, state: "closed" }), { held: 0, unread: 0 });
    assert.equal((await write()).held, 2);
    assert.deepEqual(moved("origin", "HEAD:refs/heads/again"), ["refs/heads/again"]);
    await unguardPublicClone(world.door(), world.publicClone);
    assert.equal(existsSync(join(world.publicClone, ".git/hooks/pre-push")), false);
  });

  it("keeps the person's own hooks running, and gives them back", async () => {
    const hook = join(world.publicClone, ".git/hooks/pre-push");
    mkdirSync(join(world.publicClone, ".git/hooks"), { recursive: true });
    const own = "#!/bin/sh\ncat > ran\ntest ! -e refuse\n";
    writeFileSync(hook, own, { mode: 0o755 });
    await guard();
    await guard();
    branch("other");
    commit(world.publicClone, { "Lib/eggs.py": "other\n" }, "Other");
    assert.deepEqual(moved("origin", "HEAD"), ["refs/heads/other"]);
    assert.match(readFileSync(join(world.publicClone, "ran"), "utf8"), /^HEAD /);
    writeFileSync(join(world.publicClone, "refuse"), "");
    assert.deepEqual(moved("origin", "HEAD:refs/heads/second"), []);
    await unguardPublicClone(world.door(), world.publicClone);
    assert.equal(readFileSync(hook, "utf8"), own);
  });

  it("stands before a hooks folder of the person's own without touching that", async () => {
    const hooks = join(world.home, "hooks");
    mkdirSync(hooks);
    writeFileSync(join(hooks, "pre-push"), '#!/bin/sh\necho > "$HOME/ran"\n', { mode: 0o755 });
    world.git(world.home, "config", "--global", "core.hooksPath", "~/hooks");
    await guard();
    await write();
    branch("fix");
    commit(world.publicClone, { "Lib/spam.py": SPAM }, "Fix");
    assert.deepEqual(moved("origin", "HEAD"), []);
    assert.equal(existsSync(join(world.home, "ran")), false);
    assert.deepEqual(moved("origin", "origin/main:refs/heads/same"), ["refs/heads/same"]);
    assert.equal(existsSync(join(world.home, "ran")), true);
    await unguardPublicClone(world.door(), world.publicClone);
    assert.deepEqual(moved("origin", "HEAD"), ["refs/heads/fix"]);
  });

  it("holds back as before what can't be read now", async () => {
    await write();
    assert.deepEqual(
      await writeEmbargoList({ git: world.door(), records: world.records }, list, []),
      { held: 2, unread: 0 },
    );
    await world.records.update(world.ticket, { privateClone: join(world.root, "gone") });
    assert.deepEqual(await write(), { held: 2, unread: 1 });
    // Purged, with what there was of the record.
    world.record.current = {};
    assert.deepEqual(await write(), { held: 2, unread: 0 });
    await world.records.update(world.ticket, { releasedAt: "2026-11-23T09:00:00.000Z" });
    assert.deepEqual(await write(), { held: 0, unread: 0 });
  });
});
