import assert from "node:assert/strict";
import { readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { HumanError } from "../../src/base/errors.ts";
import {
  chooseVersion,
  continueLanding,
  requireUnchanged,
  rewordLanding,
  startLanding,
  type LandingOutcome,
  type LandingPorts,
  type LandingWish,
} from "../../src/steps/landing.ts";
import { LandingFolder } from "../../src/steps/landingFolder.ts";
import type { LandingDifference } from "../../src/steps/landingPorts.ts";
import { ChangedPullRequestError } from "../../src/steps/unlandable.ts";
import type { PullRequest } from "../../src/ticket/pullRequest.ts";
import { changedRecord } from "../../src/ticket/record.ts";
import { answers, foldersOf, giveUp, goOn, landed, placeOf, portsOf, wishOf } from "./landing.ts";
import { fileInConflict } from "./landingOn.ts";
import { refsOf, snapshot } from "./untouched.ts";
import { lines, World, type Files } from "./world.ts";

describe("a landing that conflicts", () => {
  let world: World;
  let shown: LandingDifference[];
  beforeEach(() => {
    world = new World();
    shown = [];
  });
  afterEach(() => world.dispose());

  const accepting = (isAccepted: boolean): Partial<LandingPorts> => ({
    questions: {
      ...answers,
      accept: (difference) => {
        shown.push(difference);
        return Promise.resolve(isAccepted);
      },
    },
  });
  const start = (pull: PullRequest, wish: Partial<LandingWish> = {}): Promise<LandingOutcome> =>
    startLanding(portsOf(world, pull, accepting(true)), placeOf(world), wishOf(world, pull, wish));
  /** The private change of spam's line 5 and of eggs; the project has changed spam otherwise. */
  const conflict = (project: Files = { "Lib/spam.py": spam("moved") }): PullRequest => {
    const pull = world.pullRequest(() => {
      world.commit({ "Lib/spam.py": spam("private"), "Lib/eggs.py": "fixed\n" }, "Fix");
    });
    world.moveMain(project);
    return pull;
  };
  const spam = (line: string): string => lines("spam", 40, { 5: line });
  const inTree = (path: string): string => readFileSync(fileInConflict(world, path), "utf8");
  const resolve = (content: string | Buffer): void =>
    writeFileSync(fileInConflict(world, "Lib/spam.py"), content);
  const publicFile = (commit: string, path: string): string =>
    world.git(world.publicClone, "show", `${commit}:${path}`);

  it("waits with markers where lines conflict, and with the other files applied", async () => {
    const pull = conflict();
    const before = snapshot(world.publicClone);
    const outcome = await start(pull);
    assert.ok(outcome.at === "conflict");
    assert.deepEqual(outcome.open, [{ path: "Lib/spam.py", hasMarkers: true }]);
    assert.match(inTree("Lib/spam.py"), /^<{7} project\nmoved\n={7}\nprivate\n>{7} reviewed$/m);
    assert.equal(inTree("Lib/eggs.py"), "fixed\n");
    assert.deepEqual(snapshot(world.publicClone), before);
    assert.equal(refsOf(world, world.publicClone)["refs/heads/gh-140001"], undefined);
  });

  it("asks nothing about the old name of a file that both sides have moved elsewhere", async () => {
    const pull = world.pullRequest((desk) => {
      renameSync(join(desk, "Lib/spam.py"), join(desk, "Lib/private.py"));
      world.commitAll("Move");
    });
    world.moveMain({ "Lib/spam.py": null, "Lib/project.py": lines("spam", 40) });
    const outcome = await start(pull);
    assert.ok(outcome.at === "conflict");
    assert.deepEqual(
      outcome.open.map(({ path }) => path),
      ["Lib/private.py", "Lib/project.py"],
    );
  });

  it("goes on when it is resolved and the difference is accepted, not before", async () => {
    const pull = conflict();
    await start(pull);
    assert.equal((await goOn(world, pull, accepting(true))).at, "conflict");
    resolve(spam("both"));
    const declined = await goOn(world, pull, accepting(false));
    assert.equal(declined.at, "prove");
    assert.equal(refsOf(world, world.publicClone)["refs/heads/gh-140001"], undefined);
    // What is resolved otherwise after a no is what is asked about next.
    resolve(spam("better"));
    const { commit, proof } = landed(await goOn(world, pull, accepting(true)));
    assert.deepEqual(
      shown.map(({ proof }) => [proof.same, proof.different]),
      [
        [["Lib/eggs.py"], ["Lib/spam.py"]],
        [["Lib/eggs.py"], ["Lib/spam.py"]],
      ],
    );
    assert.match(shown[1]?.text ?? "", /better/);
    assert.notEqual(shown[0]?.proof.digest, shown[1]?.proof.digest);
    assert.ok(proof?.acceptedAt !== undefined);
    assert.equal(publicFile(commit, "Lib/spam.py"), spam("better").trimEnd());
    assert.equal(publicFile(commit, "Lib/eggs.py"), "fixed");
    assert.deepEqual(foldersOf(world), []);
  });

  it("stops where neither side of a conflict was taken, unless that is meant", async () => {
    const two = (first: string, second: string): string =>
      lines("spam", 40, { 5: first, 30: second });
    const pull = world.pullRequest(() => {
      world.commit({ "Lib/spam.py": two("private", "private, too") }, "Fix");
    });
    world.moveMain({ "Lib/spam.py": two("moved", "moved, too") });
    await start(pull);
    resolve(two("both", "spam 30"));
    const stopped = await goOn(world, pull, accepting(false));
    assert.ok(stopped.at === "conflict");
    assert.deepEqual(
      [stopped.open, stopped.isUntouched],
      [[{ path: "Lib/spam.py", hasMarkers: true }], true],
    );
    const keeping = { ...accepting(false), keepsUntouched: true };
    assert.equal((await goOn(world, pull, keeping)).at, "prove");
    assert.deepEqual(shown.at(-1)?.untouched, ["Lib/spam.py"]);
    for (const [first, second] of [
      ["both", "both, too"],
      ["moved", "private, too"],
    ] as const) {
      resolve(two(first, second));
      assert.equal((await goOn(world, pull, accepting(false))).at, "prove");
      assert.deepEqual(shown.at(-1)?.untouched, [], first);
    }
  });

  it("leaves out no file that somebody made in its work tree", async () => {
    const pull = conflict();
    await start(pull);
    resolve(spam("both"));
    const made = fileInConflict(world, "Lib/new.py");
    writeFileSync(made, "new = True\n");
    await assert.rejects(goOn(world, pull), /The fix has no Lib\/new\.py, and the work tree has/);
    rmSync(made);
    landed(await goOn(world, pull, accepting(true)));
  });

  it("says that its branch may be left where the public clone has gone, and fails where it can't look", async () => {
    const pull = conflict();
    await start(pull);
    resolve(spam("both"));
    const { commit } = landed(await goOn(world, pull, accepting(true)));
    const config = join(world.publicClone, ".git", "config");
    const before = readFileSync(config);
    writeFileSync(config, "[core\n");
    await assert.rejects(giveUp(world));
    writeFileSync(config, before);
    assert.equal(world.record.current.publicBranch?.commit, commit);
    renameSync(world.publicClone, `${world.publicClone}-moved`);
    assert.equal(await giveUp(world), "unreachable");
  });

  it("does not ask again for what was accepted, when only the words change", async () => {
    const pull = conflict();
    await start(pull);
    resolve(spam("GHSA-2222-3333-4444"));
    await assert.rejects(goOn(world, pull, accepting(true)), HumanError);
    assert.equal(shown.length, 1);
    const { records, storage, ticket } = world;
    await rewordLanding({ records, storage }, { ticket }, "main", { message: "gh-140001: Other" });
    await assert.rejects(goOn(world, pull, accepting(true)), HumanError);
    assert.equal(shown.length, 1);
    assert.equal(await giveUp(world), "none");
    assert.deepEqual(foldersOf(world), []);
  });

  it("lets a whole file be chosen where one side has deleted it", async () => {
    for (const side of ["project", "reviewed"] as const) {
      const pull = conflict({ "Lib/spam.py": null });
      const outcome = await start(pull, { branch: `gh-${side}` });
      assert.ok(outcome.at === "conflict");
      assert.deepEqual(outcome.open, [{ path: "Lib/spam.py", hasMarkers: false }]);
      assert.equal((await goOn(world, pull, accepting(true))).at, "conflict");
      const folder = new LandingFolder(world.storage, world.ticket, "main");
      await chooseVersion(world.door(), folder, "Lib/spam.py", side);
      const { commit } = landed(await goOn(world, pull, accepting(true)));
      const paths = world.git(world.publicClone, "show", "--name-only", "--format=", commit);
      assert.equal(paths.includes("Lib/spam.py"), side === "reviewed");
      if (side === "reviewed") {
        assert.equal(publicFile(commit, "Lib/spam.py"), spam("private").trimEnd());
      }
      world.record.current = {};
      world.dispose();
      world = new World();
    }
  });

  it("notices a file that was saved in another encoding than it has", async () => {
    const word = (text: string): Buffer => Buffer.from(`caf\xe9\n${text}\n`, "latin1");
    const pull = world.pullRequest(() => {
      world.commit({ "Lib/latin.txt": word("private") }, "Fix");
    });
    world.moveMain({ "Lib/latin.txt": word("moved") });
    await start(pull);
    const file = fileInConflict(world, "Lib/latin.txt");
    writeFileSync(file, "caf\ufffd\nboth\n");
    await assert.rejects(goOn(world, pull, accepting(true)), /another encoding/);
    writeFileSync(file, word("both"));
    const { commit } = landed(await goOn(world, pull, accepting(true)));
    const bytes = world.bytes(world.publicClone, "show", `${commit}:Lib/latin.txt`);
    assert.deepEqual(bytes, word("both"));
  });

  it("builds anew what is gone or damaged of its folder, and asks for the conflict again", async () => {
    const pull = conflict();
    const folder = new LandingFolder(world.storage, world.ticket, "main");
    const damages = [
      () => rmSync(folder.path, { recursive: true }),
      () => rmSync(folder.workTree, { recursive: true }),
      // Git would take the folder for a part of whatever repository is around it.
      () => rmSync(join(folder.workTree, ".git")),
      () => writeFileSync(join(folder.workTree, ".git"), `gitdir: ${world.publicClone}/.git\n`),
      () => rmSync(join(folder.repository, "objects"), { recursive: true }),
    ];
    await start(pull);
    const before = snapshot(world.publicClone);
    for (const damage of damages) {
      resolve(spam("both"));
      damage();
      const outcome = await goOn(world, pull, accepting(true));
      assert.ok(outcome.at === "conflict");
      assert.match(inTree("Lib/spam.py"), /^<{7} project$/m);
      assert.deepEqual(snapshot(world.publicClone), before);
    }
    resolve(spam("both"));
    landed(await goOn(world, pull, accepting(true)));
  });

  it("makes its work tree although a git that was killed has locked it", async () => {
    const pull = conflict();
    const { repository, workTree } = new LandingFolder(world.storage, world.ticket, "main");
    await start(pull);
    await world.records.update(world.ticket, ({ landing }) => {
      assert.ok(landing);
      return { landing: { ...landing, stage: "build" } };
    });
    rmSync(workTree, { recursive: true });
    writeFileSync(join(repository, "worktrees/tree/locked"), "initializing");
    assert.equal((await goOn(world, pull, accepting(true))).at, "conflict");
    assert.match(inTree("Lib/spam.py"), /^<{7} project$/m);
  });

  it("keeps what was resolved beside a public clone without the blobs", async () => {
    const pull = conflict();
    const publicClone = join(world.root, "partial");
    const from = `file://${world.upstream}`;
    world.git(
      world.root,
      "clone",
      "--quiet",
      "--no-checkout",
      "--filter=blob:none",
      from,
      publicClone,
    );
    const place = placeOf(world, { upstream: from });
    await startLanding(portsOf(world, pull), place, wishOf(world, pull, { publicClone }));
    resolve(spam("both"));
    const { commit } = landed(await continueLanding(portsOf(world, pull), place, "main"));
    assert.equal(world.git(publicClone, "show", `${commit}:Lib/spam.py`), spam("both").trimEnd());
  });

  it("goes no further once the private pull request has changed", async () => {
    const pull = conflict();
    await start(pull);
    resolve(spam("both"));
    world.git(world.fork, "update-ref", `refs/pull/${pull.number}/head`, "main");
    await assert.rejects(goOn(world, pull, accepting(true)), /has changed since it was chosen/);
    assert.equal(await giveUp(world), "none");
    assert.deepEqual(foldersOf(world), []);
  });

  it("is not pushed either once the private pull request has changed", async () => {
    const pull = world.pullRequest(() => {
      world.commit({ "Lib/eggs.py": "fixed\n" }, "Fix");
    });
    const { of } = landed(await start(pull));
    const ports = portsOf(world, pull);
    await requireUnchanged(ports, placeOf(world), of);
    world.git(world.fork, "update-ref", `refs/pull/${pull.number}/head`, "main");
    await assert.rejects(requireUnchanged(ports, placeOf(world), of), ChangedPullRequestError);
    assert.equal(await giveUp(world), "removed");
    assert.equal(world.record.current.publicBranch, undefined);
  });

  it("removes its branch when it is aborted, by whichever name that has, however far it came", async () => {
    const pull = world.pullRequest(() => {
      world.commit({ "Lib/eggs.py": "fixed\n" }, "Fix");
    });
    world.git(world.publicClone, "branch", "gh-140001");
    const refs = refsOf(world, world.publicClone);
    const { records } = world;
    let last = "";
    // As if the process had been killed before it could say that the branch is there.
    const dying: LandingPorts["records"] = {
      ...records,
      update: async (ref, change) => {
        const { landing } = changedRecord(await records.read(ref), change);
        if (landing?.reused !== undefined) throw new Error("Killed");
        last = landing?.branch ?? last;
        await records.update(ref, change);
      },
    };
    await assert.rejects(
      startLanding(portsOf(world, pull, { records: dying }), placeOf(world), wishOf(world, pull)),
      /Killed/,
    );
    assert.equal(last, "gh-140001-2");
    assert.ok(refsOf(world, world.publicClone)[`refs/heads/${last}`] !== undefined);
    assert.equal(await giveUp(world), "removed");
    const left = refsOf(world, world.publicClone);
    assert.deepEqual(
      { ...left, "refs/remotes/upstream/main": "" },
      { ...refs, "refs/remotes/upstream/main": "" },
    );
  });

  it("is worked on in one window only, and taken over from a process that is gone", async () => {
    const pull = conflict();
    await start(pull);
    resolve(spam("both"));
    let second: unknown;
    const questions = {
      ...answers,
      accept: async () => {
        second = await goOn(world, pull).catch((error: unknown) => error);
        return false;
      },
    };
    await goOn(world, pull, { questions });
    assert.ok(second instanceof HumanError);
    assert.match(second.message, /worked on already/);
    const { lock } = new LandingFolder(world.storage, world.ticket, "main");
    // Another machine, or one whose processes are numbered anew.
    writeFileSync(lock, JSON.stringify({ token: "x", pid: 1, host: "another" }));
    const silent = new Date(Date.now() - 20_000);
    utimesSync(lock, silent, silent);
    await assert.rejects(goOn(world, pull), (error: unknown) => {
      assert.ok(error instanceof HumanError);
      assert.match(error.next, /can be taken over in (?:9|10) seconds/);
      return true;
    });
    // No process can have that number.
    writeFileSync(lock, JSON.stringify({ token: "x", pid: 2 ** 30, host: hostname() }));
    landed(await goOn(world, pull, accepting(true)));
    assert.deepEqual(foldersOf(world), []);
  });
});
