import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockPushes } from "../../src/steps/pushLock.ts";
import { clonePrivateFork } from "../../src/steps/clonePrivateFork.ts";
import { refsOf } from "./untouched.ts";
import { World } from "./world.ts";

describe("the push lock of a private clone", () => {
  let world: World;
  let clone: string;
  // Pushes that are refused change nothing, so one world does, with its configuration put back.
  let config: string;
  let secrets = 0;
  before(async () => {
    world = new World();
    clone = world.target;
    await makeClone();
    config = readFileSync(join(clone, ".git/config"), "utf8");
  });
  afterEach(() => {
    clone = world.target;
    writeFileSync(join(clone, ".git/config"), config);
  });
  after(() => world.dispose());

  const makeClone = (): Promise<unknown> =>
    clonePrivateFork(
      { git: world.door(), records: world.records },
      {
        ticket: world.ticket,
        fork: world.fork,
        upstream: world.upstream,
        branch: "main",
        target: clone,
        publicClone: world.publicClone,
      },
    );

  /** Commits on a branch of its own. */
  const fix = (): void => {
    secrets += 1;
    world.git(clone, "checkout", "--quiet", "-b", `advisory-fix-${secrets}`, "origin/main");
    writeFileSync(join(clone, "secret.txt"), "secret\n");
    world.git(clone, "add", "secret.txt");
    world.git(clone, "commit", "--quiet", "--message", "Secret");
  };

  it("lets a plain push go to the fork, on the branch of the same name", () => {
    fix();
    world.git(clone, "push", "--quiet");
    assert.equal(
      refsOf(world, world.fork)[world.git(clone, "symbolic-ref", "HEAD")],
      world.git(clone, "rev-parse", "HEAD"),
    );
  });

  const ways: Readonly<Record<string, () => readonly string[]>> = {
    "to the project by name": () => ["upstream"],
    "to the project by address": () => [world.upstream, "HEAD"],
    "to the project by another spelling of its address": () => [`file://${world.upstream}`, "HEAD"],
    "to the member's fork by address": () => [world.memberFork, "HEAD"],
    "of everything as a mirror": () => ["--mirror", world.upstream],
    "of all branches": () => ["--all", world.memberFork],
    "by a remote added later": () => {
      world.git(clone, "remote", "add", "mine", world.memberFork);
      return ["mine", "HEAD"];
    },
    "by a renamed remote with its push address taken away": () => {
      world.git(clone, "remote", "rename", "upstream", "cpython");
      world.git(clone, "config", "--unset", "remote.cpython.pushUrl");
      return ["cpython", "HEAD"];
    },
    "by a remote.pushDefault set later": () => {
      world.git(clone, "remote", "add", "mine", world.memberFork);
      world.git(clone, "config", "remote.pushDefault", "mine");
      return [];
    },
    "by an insteadOf rule that points the fork's address elsewhere": () => {
      world.git(clone, "config", `url.${world.memberFork}.insteadOf`, world.fork);
      return ["origin", "HEAD"];
    },
    "by a short name that insteadOf makes an address": () => {
      world.git(clone, "config", `url.${world.root}/member/.insteadOf`, "me:");
      return ["me:cpython.git", "HEAD"];
    },
    "by an address that has the fork's in a user name": () => [
      `file://x@${world.memberFork}`,
      "HEAD",
    ],
  };
  for (const [way, args] of Object.entries(ways)) {
    it(`refuses a push ${way}`, () => {
      fix();
      const publics = [world.upstream, world.memberFork];
      const before = publics.map((repository) => refsOf(world, repository));
      assert.throws(() => world.git(clone, "push", ...args()));
      assert.deepEqual(
        publics.map((repository) => refsOf(world, repository)),
        before,
      );
    });
  }

  it("refuses a push from a linked worktree", () => {
    const linked = join(world.root, "linked");
    world.git(clone, "worktree", "add", "--quiet", linked);
    const before = refsOf(world, world.memberFork);
    assert.throws(() => world.git(linked, "push", world.memberFork, "HEAD"));
    assert.deepEqual(refsOf(world, world.memberFork), before);
    world.git(linked, "push", "--quiet", "origin", "HEAD");
  });

  it("runs a hook that was there before, and that one may still refuse", async () => {
    const hook = join(clone, ".git/hooks/pre-push");
    writeFileSync(hook, '#!/bin/sh\necho "$1" > ran\ncat >> ran\ntest ! -e refuse\n');
    chmodSync(hook, 0o755);
    await makeClone();
    await makeClone();
    fix();
    world.git(clone, "push", "--quiet");
    assert.match(
      readFileSync(join(clone, "ran"), "utf8"),
      /^origin\nrefs\/heads\/advisory-fix-\d+ /,
    );
    writeFileSync(join(clone, "refuse"), "");
    assert.throws(() => world.git(clone, "push", "origin", "HEAD:refs/heads/other"));
    assert.throws(() => world.git(clone, "push", world.memberFork, "HEAD"));
  });

  it("stands before hooks in a folder of the member's own, which keep running", async () => {
    const hooks = join(world.home, "hooks");
    mkdirSync(hooks);
    for (const name of ["pre-push", "pre-commit"]) {
      writeFileSync(join(hooks, name), `#!/bin/sh\necho > "$HOME/${name}-ran"\n`, { mode: 0o755 });
    }
    world.git(world.home, "config", "--global", "core.hooksPath", "~/hooks");
    const second = join(world.root, "second");
    clone = second;
    await makeClone();
    fix();
    assert.equal(existsSync(join(world.home, "pre-commit-ran")), true);
    assert.throws(() => world.git(second, "push", world.memberFork, "HEAD"));
    assert.equal(existsSync(join(world.home, "pre-push-ran")), false);
    world.git(second, "push", "--quiet");
    assert.equal(existsSync(join(world.home, "pre-push-ran")), true);
  });

  it("changes nothing when it is there already", async () => {
    await lockPushes(world.door(), clone, {
      fork: world.fork,
      upstream: world.upstream,
      finalPath: clone,
    });
    assert.equal(readFileSync(join(clone, ".git/config"), "utf8"), config);
  });
});
