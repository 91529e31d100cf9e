import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CancelledError } from "../../src/base/errors.ts";
import { backportWish } from "../../src/steps/backportLanding.ts";
import { startLanding, type LandingOutcome } from "../../src/steps/landing.ts";
import type { LandingQuestions } from "../../src/steps/landingPorts.ts";
import { isSameProof } from "../../src/ticket/landing.ts";
import { answers, foldersOf, giveUp, goOn, landed, portsOf } from "./landing.ts";
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
    const { commit, proof } = landed(await backport(renamed));
    assert.equal(
      world.git(world.publicClone, "show", "--name-status", "--format=", commit),
      "M\tLib/eggs.py",
    );
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

  it("goes on with what was resolved, once the person accepts the difference", async () => {
    const again = world.moveMain({ "Lib/spam.py": lines("spam", 40, { 20: "again" }) });
    const stopped = await backport(again);
    assert.ok(stopped.at === "conflict");
    const resolved = lines("spam", 40, { 20: "again here" });
    writeFileSync(join(stopped.workTree, "Lib/spam.py"), resolved);
    const seen: string[] = [];
    const accept: LandingQuestions["accept"] = ({ text, reviewed }) => {
      seen.push(reviewed, text);
      return Promise.resolve(true);
    };
    const ports = { questions: { ...answers, accept } };
    const { branch, commit, message, proof } = landed(await goOn(world, undefined, ports, "3.13"));
    assert.equal(branch, `backport-${again.slice(0, 7)}-3.13`);
    assert.deepEqual([proof?.same, proof?.different], [[], ["Lib/spam.py"]]);
    assert.equal(seen[0], `the project's commit ${again.slice(0, 10)}`);
    assert.match(seen[1] ?? "", /^.*\+.*again here$/m);
    assert.match(message, new RegExp(`^\\[3\\.13\\] .*\n\\(cherry picked from commit ${again}\\)`));
    assert.equal(world.git(world.publicClone, "show", `${commit}:Lib/spam.py`), resolved.trimEnd());
  });

  it("forgets the branch that it made when it is aborted", async () => {
    const { commit, branch, publicClone: clone } = landed(await backport());
    const made = { to: "3.13", clone, name: branch, commit };
    const other = { ...made, to: "3.12", commit: fix };
    world.record.current = { ...world.record.current, backportBranches: [other, made] };
    assert.equal(await giveUp(world, "3.13"), "removed");
    assert.deepEqual(world.record.current.backportBranches, [other]);
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
