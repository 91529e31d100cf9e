import assert from "node:assert/strict";
import { mkdirSync, readdirSync } from "node:fs";
import { CancelledError } from "../../src/base/errors.ts";
import { isSameChange } from "../../src/git/changeProof.ts";
import { makeBackport, type BackportOutcome } from "../../src/steps/makeBackport.ts";
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

  function backport(commit = fix, signal?: AbortSignal): Promise<BackportOutcome> {
    mkdirSync(world.storage, { recursive: true });
    return makeBackport(
      { git: world.door(), storage: world.storage, ...(signal !== undefined && { signal }) },
      {
        project: world.project,
        upstream: world.upstream,
        publicClone: world.publicClone,
        commit,
        branch: "3.13",
      },
    );
  }

  it("makes one commit on the release branch, proven to be the same change", async () => {
    const before = snapshot(world.publicClone);
    const outcome = await backport();
    assert.ok(outcome.made);
    const { branch, commit, base, message, proof, reused } = outcome.backport;
    assert.equal(branch, `backport-${fix.slice(0, 7)}-3.13`);
    assert.equal(base, world.git(world.upstream, "rev-parse", "3.13"));
    assert.equal(reused, false);
    assert.ok(isSameChange(proof));
    assert.deepEqual(proof.same, ["Lib/spam.py"]);
    const author = world.git(world.publicClone, "show", "-s", "--format=%an <%ae>", fix);
    assert.equal(
      message,
      [
        "[3.13] gh-140001: Fix spam (GH-140002)",
        `(cherry picked from commit ${fix})`,
        "",
        `Co-authored-by: ${author}`,
        "Co-authored-by: Dev <dev@example.org>",
        "",
      ].join("\n"),
    );
    const format = "--format=%P|%an|%ad";
    assert.equal(
      world.git(world.publicClone, "show", "-s", format, commit),
      world.git(world.publicClone, "show", "-s", format, fix).replace(/^[0-9a-f]+/, base),
    );
    assert.equal(world.git(world.publicClone, "rev-parse", branch), commit);
    assert.deepEqual(snapshot(world.publicClone), before);
    assert.deepEqual(readdirSync(world.storage), []);
  });

  it("reuses the branch that is there", async () => {
    const [first, second] = [await backport(), await backport()];
    assert.ok(first.made && second.made);
    assert.equal(second.backport.commit, first.backport.commit);
    assert.ok(second.backport.reused);
  });

  it("follows a file that was renamed since", async () => {
    world.moveMain({
      "Lib/new_eggs.py": lines("eggs", 40, { 1: "moved" }),
      "Lib/eggs.py": null,
    });
    const renamed = world.moveMain({
      "Lib/new_eggs.py": lines("eggs", 40, { 1: "moved", 30: "fixed" }),
    });
    const outcome = await backport(renamed);
    assert.ok(outcome.made);
    assert.deepEqual(
      outcome.backport.files.map(({ path, status }) => [path, status]),
      [["Lib/eggs.py", "modified"]],
    );
    assert.ok(!isSameChange(outcome.backport.proof));
  });

  it("names the files that conflict, and leaves nothing behind", async () => {
    const first = world.moveMain({ "Lib/spam.py": lines("spam", 40, { 20: "again" }) });
    assert.deepEqual(await backport(first), { made: false, conflicts: ["Lib/spam.py"] });
    assert.equal(world.git(world.publicClone, "branch", "--list", "backport-*"), "");
    assert.deepEqual(readdirSync(world.storage), []);
  });

  it("refuses a commit that the project does not have", async () => {
    const secret = world.pullRequest(() => {
      world.commit({ "Lib/spam.py": lines("spam", 40, { 5: "private" }) }, "Private");
    });
    await assert.rejects(backport(secret.head.sha), /not on a branch of CPython/);
    await assert.rejects(backport("--all"), /needs a commit/);
  });

  it("says so when the change is there already", async () => {
    const outcome = await backport();
    assert.ok(outcome.made);
    const { commit } = outcome.backport;
    world.git(world.publicClone, "push", "--quiet", world.upstream, `${commit}:refs/heads/3.13`);
    await assert.rejects(backport(), /in 3\.13 already/);
  });

  it("can be cancelled", async () => {
    await assert.rejects(backport(fix, AbortSignal.abort()), CancelledError);
  });
});
