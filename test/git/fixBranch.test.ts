import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HumanError } from "../../src/base/errors.ts";
import { clonePrivateFork } from "../../src/steps/clonePrivateFork.ts";
import type { MarkedClone } from "../../src/steps/cloneMark.ts";
import { startFixBranch } from "../../src/steps/fixBranch.ts";
import { listFixBranches, lookAtFix, type FixChange } from "../../src/steps/fixBranches.ts";
import { knownPlace, requirePlace } from "../../src/steps/privatePlace.ts";
import { refsOf } from "./untouched.ts";
import { lines, World } from "./world.ts";

describe("a fix branch of a private clone", () => {
  let world: World;
  let place: MarkedClone;
  beforeEach(async () => {
    world = new World();
    await clonePrivateFork(
      { git: world.door(), records: world.records },
      {
        ...{ ticket: world.ticket, fork: world.fork, upstream: world.upstream, branch: "main" },
        ...{ target: world.target, publicClone: world.publicClone },
      },
    );
    place = await requirePlace(world.records, world.ticket);
  });
  afterEach(() => world.dispose());

  const start = (checkOut = true, used: readonly string[] = []): Promise<string> =>
    startFixBranch({ git: world.door() }, { place, mainBranch: "main", used, checkOut });
  const commit = (name: string, message: string): string => {
    writeFileSync(join(place.path, name), `${message}\n`);
    world.git(place.path, "add", name);
    world.git(place.path, "commit", "--quiet", "--message", message);
    return world.git(place.path, "rev-parse", "HEAD");
  };
  const look = async (wanted: string): Promise<FixChange> => {
    const branches = await listFixBranches({ git: world.door() }, place);
    const branch = branches.find(({ name }) => name === wanted);
    assert.ok(branch, `There is no ${wanted}`);
    return lookAtFix({ git: world.door() }, place, "main", branch);
  };

  it("is the next free one, begun at the fork's main of this moment and checked out", async () => {
    // The fork has moved on, and somebody else has begun and pushed a fix.
    const pull = world.pullRequest(() => world.commit({ "Lib/a.py": "a\n" }, "Theirs"));
    world.git(world.fork, "update-ref", "refs/heads/advisory-fix-4", pull.head.sha);
    const main = world.git(
      world.fork,
      ...["-c", "user.name=x", "-c", "user.email=x@y", "commit-tree", "-p", "main", "-m", "New"],
      "main^{tree}",
    );
    world.git(world.fork, "update-ref", "refs/heads/main", main);
    assert.equal(await start(), "advisory-fix-5");
    assert.equal(world.git(place.path, "symbolic-ref", "--short", "HEAD"), "advisory-fix-5");
    assert.equal(world.git(place.path, "rev-parse", "HEAD"), main);
    assert.equal(await start(), "advisory-fix-6");
    assert.equal(await start(true, ["advisory-fix-9", "advisory-fix-x"]), "advisory-fix-10");
    // Nothing is pushed by it, and a plain push goes to the fork, to the branch of that name.
    assert.ok(!("refs/heads/advisory-fix-5" in refsOf(world, world.fork)));
    world.git(place.path, "push", "--quiet");
    assert.equal(refsOf(world, world.fork)["refs/heads/advisory-fix-10"], main);
  });

  it("takes changes along that are in no commit, and makes none where they stand in its way", async () => {
    writeFileSync(join(place.path, "Lib/spam.py"), lines("spam", 40, { 3: "changed" }));
    assert.equal(await start(), "advisory-fix-1");
    assert.match(world.git(place.path, "status", "--porcelain"), /M Lib\/spam\.py/);
    world.moveMain({ "Lib/spam.py": lines("spam", 40, { 3: "other" }) });
    world.git(world.fork, "fetch", "--quiet", world.upstream, "+main:main");
    const before = refsOf(world, place.path);
    await assert.rejects(start(), (error) => {
      assert.ok(error instanceof HumanError);
      assert.match(error.message, /your changes in the private clone stand in its way/);
      return true;
    });
    const after = refsOf(world, place.path);
    assert.deepEqual(Object.keys(after), Object.keys(before));
    assert.equal(world.git(place.path, "symbolic-ref", "--short", "HEAD"), "advisory-fix-1");
  });

  it("can be made without touching the work tree", async () => {
    assert.equal(await start(false), "advisory-fix-1");
    assert.equal(world.git(place.path, "symbolic-ref", "--short", "HEAD"), "main");
    assert.ok("refs/heads/advisory-fix-1" in refsOf(world, place.path));
  });

  it("is listed with those of the fork, what is checked out first, and no branch of the project", async () => {
    world.git(world.upstream, "branch", "3.14", "main");
    world.git(world.fork, "branch", "3.14", "main");
    world.git(world.fork, "branch", "advisory-fix-2", "main");
    world.git(world.fork, "branch", "advisory-fix-10", "main");
    world.git(place.path, "switch", "--quiet", "--create", "my-idea");
    const branches = await listFixBranches({ git: world.door() }, place);
    const main = world.git(world.fork, "rev-parse", "main");
    assert.deepEqual(branches, [
      { name: "my-idea", local: main, fork: undefined, checkedOut: true },
      { name: "advisory-fix-10", local: undefined, fork: main, checkedOut: false },
      { name: "advisory-fix-2", local: undefined, fork: main, checkedOut: false },
    ]);
  });

  it("brings its commits, of which those are told that the fork lacks", async () => {
    const name = await start();
    const first = commit("one.txt", "First\n\nWhy.");
    world.git(place.path, "push", "--quiet");
    const second = commit("two.txt", "Second");
    writeFileSync(join(place.path, "two.txt"), "more\n");
    const change = await look(name);
    assert.equal(change.tip, second);
    assert.deepEqual(
      change.commits.map(({ sha, author, message }) => [sha, author, message]),
      [
        [first, "Mia Member", "First\n\nWhy."],
        [second, "Mia Member", "Second"],
      ],
    );
    assert.deepEqual(
      change.unpushed.map(({ sha }) => sha),
      [second],
    );
    assert.match(change.stat, /one\.txt \| 2 \+|one\.txt \| 3 \+/);
    assert.equal(change.dirty, true);
  });

  it("is the fork's where somebody else has gone on", async () => {
    const name = await start();
    commit("one.txt", "First");
    world.git(place.path, "push", "--quiet");
    const theirs = commit("two.txt", "Theirs");
    world.git(place.path, "push", "--quiet");
    world.git(place.path, "reset", "--quiet", "--hard", "HEAD~1");
    const change = await look(name);
    assert.deepEqual([change.tip, change.unpushed], [theirs, []]);
  });

  it("says so when clone and fork have gone different ways, or when it brings nothing", async () => {
    const name = await start();
    await assert.rejects(look(name), /advisory-fix-1 has no commit that the fork's main lacks/);
    writeFileSync(join(place.path, "README.rst"), "changed\n");
    await assert.rejects(look(name), /no commit yet; your changes are not committed/);
    commit("one.txt", "First");
    world.git(place.path, "push", "--quiet");
    world.git(place.path, "commit", "--quiet", "--amend", "--message", "Otherwise");
    await assert.rejects(look(name), /has other commits in the fork than here/);
  });

  it("is of the ticket's own clone alone", async () => {
    const other = { ...world.ticket, ghsaId: "GHSA-5555-6666-7777" } as const;
    assert.equal(await knownPlace(world.record.current, other), undefined);
    await assert.rejects(requirePlace(world.records, other), HumanError);
    world.record.current = { privateClone: join(world.root, "nowhere") };
    await assert.rejects(requirePlace(world.records, world.ticket), HumanError);
    assert.ok(existsSync(place.path));
  });
});
