import assert from "node:assert/strict";
import { CancelledError } from "../../src/base/errors.ts";
import { backportWish } from "../../src/steps/backportLanding.ts";
import { startLanding, type LandingOutcome } from "../../src/steps/landing.ts";
import { isSameProof } from "../../src/ticket/landing.ts";
import { foldersOf, giveUp, landed, portsOf } from "./landing.ts";
import { snapshot } from "./untouched.ts";
import { lines, World } from "./world.ts";

describe("making a backport", () => {
  let world: World;
  /** The fix on main. */
  let fix: string;

  beforeEach(() => {
    world = new World();
    world.git(world.upstream, "branch", "3.13", "main");
    world.moveMain({ "Lib/eggs.py": lines("eggs", 40, { 1: "moved" }) });
    fix = world.moveMain(
      { "Lib/spam.py": lines("spam", 40, { 20: "fixed" }) },
      "gh-140001: Fix spam (#140002)\n\nCo-authored-by: Dev <dev@example.org>",
    );
  });
  afterEach(() => world.dispose());

  function backport(commit = fix, signal?: AbortSignal): Promise<LandingOutcome> {
    const { ticket, project, upstream, publicClone } = world;
    return startLanding(
      { ...portsOf(world), ...(signal !== undefined && { signal }) },
      { ticket, project, upstream },
      { ...backportWish({ commit, branch: "3.13" }), publicClone },
    );
  }

  it("makes one commit on the release branch, proven to be the same change", async () => {
    const before = snapshot(world.publicClone);
    const { branch, commit, base, message, proof, route } = landed(await backport());
    assert.equal(branch, `backport-${fix.slice(0, 7)}-3.13`);
    assert.equal(base, world.git(world.upstream, "rev-parse", "3.13"));
    assert.ok(proof !== undefined && isSameProof(proof));
    assert.deepEqual(proof.same, ["Lib/spam.py"]);
    assert.deepEqual(route, { from: "pick" });
    const author = world.git(world.publicClone, "show", "-s", "--format=%an <%ae>", fix);
    const expected = [
      "[3.13] gh-140001: Fix spam (GH-140002)",
      `(cherry picked from commit ${fix})`,
      "",
      `Co-authored-by: ${author}`,
      "Co-authored-by: Dev <dev@example.org>",
      "",
    ].join("\n");
    assert.equal(message, expected);
    assert.equal(
      `${world.git(world.publicClone, "show", "-s", "--format=%B", commit)}\n`,
      expected,
    );
    const format = "--format=%P|%an|%ad";
    assert.equal(
      world.git(world.publicClone, "show", "-s", format, commit),
      world.git(world.publicClone, "show", "-s", format, fix).replace(/^[0-9a-f]+/, base),
    );
    assert.equal(world.git(world.publicClone, "rev-parse", branch), commit);
    assert.deepEqual(snapshot(world.publicClone), before);
    assert.deepEqual(foldersOf(world), []);
  });

  it("reuses the branch that is there", async () => {
    const first = landed(await backport());
    world.record.current = {};
    assert.equal(landed(await backport()).commit, first.commit);
  });

  it("follows a file that was renamed since, and has the person accept that", async () => {
    world.moveMain({
      "Lib/new_eggs.py": lines("eggs", 40, { 1: "moved" }),
      "Lib/eggs.py": null,
    });
    const renamed = world.moveMain({
      "Lib/new_eggs.py": lines("eggs", 40, { 1: "moved", 30: "fixed" }),
    });
    const { files, proof } = landed(await backport(renamed));
    assert.deepEqual(files, [{ path: "Lib/eggs.py", status: "modified" }]);
    assert.deepEqual(proof?.onlyPublic, ["Lib/eggs.py"]);
    assert.ok(proof.acceptedAt !== undefined);
  });

  it("stops where files conflict, beside a landing on main", async () => {
    const again = world.moveMain({ "Lib/spam.py": lines("spam", 40, { 20: "again" }) });
    const outcome = await backport(again);
    assert.ok(outcome.at === "conflict");
    assert.deepEqual(outcome.open, [{ path: "Lib/spam.py", hasMarkers: true }]);
    assert.equal(world.git(world.publicClone, "branch", "--list", "backport-*"), "");
    assert.equal(await giveUp(world, "3.13"), "none");
    assert.deepEqual(foldersOf(world), []);
    assert.deepEqual(world.record.current.backportLandings, []);
  });

  it("refuses a commit that the project does not have", async () => {
    const secret = world.pullRequest(() => {
      world.commit({ "Lib/spam.py": lines("spam", 40, { 5: "private" }) }, "Private");
    });
    await assert.rejects(backport(secret.head.sha), /not on a branch of CPython/);
    assert.throws(() => backportWish({ commit: "--all", branch: "3.13" }), /needs a commit/);
    assert.throws(() => backportWish({ commit: fix, branch: "../x" }), /needs a commit/);
  });

  it("says so when the change is there already, and leaves nothing", async () => {
    const { commit } = landed(await backport());
    world.git(world.publicClone, "push", "--quiet", world.upstream, `${commit}:refs/heads/3.13`);
    world.record.current = {};
    await assert.rejects(backport(), /in the project's 3\.13 already/);
    assert.deepEqual(world.record.current.backportLandings, []);
    assert.deepEqual(foldersOf(world), []);
  });

  it("can be cancelled", async () => {
    await assert.rejects(backport(fix, AbortSignal.abort()), CancelledError);
  });
});
