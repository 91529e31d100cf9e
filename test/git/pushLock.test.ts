import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockGaps, lockPushes, type LockGap } from "../../src/steps/pushLock.ts";
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
    personal = readFileSync(join(world.home, ".gitconfig"), "utf8");
  });
  let personal: string;
  afterEach(() => {
    clone = world.target;
    writeFileSync(join(world.home, ".gitconfig"), personal);
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

  /** Which refs of which repository changed while something was done: "upstream refs/heads/x". */
  const moved = (act: () => unknown): readonly string[] => {
    const { upstream, memberFork, fork } = world;
    const places = Object.entries({ upstream, memberFork, fork });
    const look = (): Map<string, string> =>
      new Map(
        places.flatMap(([name, path]) =>
          Object.entries(refsOf(world, path)).map(([ref, tip]) => [`${name} ${ref}`, tip] as const),
        ),
      );
    const before = look();
    act();
    const after = look();
    const all = new Set([...before.keys(), ...after.keys()]);
    return [...all].filter((ref) => before.get(ref) !== after.get(ref)).sort();
  };

  const push = (...args: readonly string[]): void => {
    world.git(clone, "push", ...args);
  };
  const branch = (): string => world.git(clone, "symbolic-ref", "HEAD");

  it("lets a push go to the fork: a plain one, by name, by address, of a worktree", () => {
    fix();
    assert.deepEqual(
      moved(() => push("--quiet")),
      [`fork ${branch()}`],
    );
    fix();
    assert.deepEqual(
      moved(() => push("--quiet", "origin", "HEAD")),
      [`fork ${branch()}`],
    );
    fix();
    const address = moved(() => push("--quiet", world.fork, "HEAD:refs/heads/by-address"));
    assert.deepEqual(address, ["fork refs/heads/by-address"]);
    world.git(clone, "worktree", "add", "--quiet", "-b", "of-a-worktree", join(world.root, "tree"));
    const tree = moved(() => world.git(join(world.root, "tree"), "push", "--quiet"));
    assert.deepEqual(tree, ["fork refs/heads/of-a-worktree"]);
  });

  interface Way {
    /** What is pushed how; may change the configuration before. */
    readonly args: () => readonly string[];
    /** Only the hook can stop it: the remote has a push address of its own. */
    readonly hookOnly?: boolean;
  }
  const ways: Readonly<Record<string, Way>> = {
    "to the project by name": { args: () => ["upstream", "HEAD"] },
    "to the project by address": { args: () => [world.upstream, "HEAD"] },
    "to the project by another spelling of its address": {
      args: () => [`file://${world.upstream}`, "HEAD"],
    },
    "to the project by a relative path": { args: () => ["../../python/cpython.git", "HEAD"] },
    "to the member's fork by address": { args: () => [world.memberFork, "HEAD"] },
    "of everything as a mirror": { args: () => ["--mirror", world.upstream] },
    "of everything as a mirror, by name": { args: () => ["--mirror", "upstream"] },
    "of all branches": { args: () => ["--all", world.memberFork] },
    "by a remote added later": {
      args: () => {
        world.git(clone, "remote", "add", "mine", world.memberFork);
        return ["mine", "HEAD"];
      },
    },
    "by a remote added later with a push address of its own": {
      args: () => {
        world.git(clone, "remote", "add", "mine", world.memberFork);
        world.git(clone, "config", "remote.mine.pushUrl", world.memberFork);
        return ["mine", "HEAD"];
      },
      hookOnly: true,
    },
    "by a second push address of origin": {
      args: () => {
        world.git(clone, "remote", "set-url", "--push", "origin", world.memberFork);
        return ["origin", "HEAD"];
      },
      hookOnly: true,
    },
    "by a renamed remote": {
      args: () => {
        world.git(clone, "remote", "rename", "upstream", "cpython");
        return ["cpython", "HEAD"];
      },
    },
    "by a renamed remote with its push address taken away": {
      args: () => {
        world.git(clone, "remote", "rename", "upstream", "cpython");
        world.git(clone, "config", "--unset", "remote.cpython.pushUrl");
        return ["cpython", "HEAD"];
      },
    },
    "by a remote.pushDefault set later": {
      args: () => {
        world.git(clone, "remote", "add", "mine", world.memberFork);
        world.git(clone, "config", "remote.pushDefault", "mine");
        return [];
      },
    },
    "by a branch's own push remote": {
      args: () => {
        world.git(clone, "remote", "add", "mine", world.memberFork);
        world.git(clone, "config", `branch.${branch().slice(11)}.pushRemote`, "mine");
        return [];
      },
    },
    "by an insteadOf rule that points the fork's address elsewhere": {
      args: () => {
        world.git(clone, "config", `url.${world.memberFork}.insteadOf`, world.fork);
        return ["origin", "HEAD"];
      },
      hookOnly: true,
    },
    "by a short name that insteadOf makes an address": {
      args: () => {
        world.git(clone, "config", `url.${world.root}/member/.insteadOf`, "me:");
        return ["me:cpython.git", "HEAD"];
      },
    },
    "by a pushInsteadOf rule of the person's own for the project": {
      args: () => {
        world.git(world.home, "config", "--global", "url.file:///.pushInsteadOf", "/");
        return [world.upstream, "HEAD"];
      },
    },
    "by an address that has the fork's in a user name": {
      args: () => [`file://x@${world.memberFork}`, "HEAD"],
    },
  };
  for (const [way, { args, hookOnly = false }] of Object.entries(ways)) {
    const refuses = (...options: readonly string[]): void => {
      const given = args();
      // By git itself: one that a signal ends looks like success to VS Code's git extension.
      assert.deepEqual(
        moved(() => assert.throws(() => push(...options, ...given), { signal: null })),
        [],
      );
    };
    it(`refuses a push ${way}`, () => {
      fix();
      refuses();
    });
    it(`refuses a push ${way} by the hook alone`, () => {
      fix();
      world.git(clone, "config", "--unset", "include.path");
      refuses();
    });
    if (!hookOnly) {
      it(`refuses a push ${way} that asks no hook`, () => {
        fix();
        refuses("--no-verify");
      });
    }
  }

  it("holds without its hook where a remote has no push address of its own, not further", () => {
    fix();
    world.git(clone, "config", "remote.mine.url", world.memberFork);
    world.git(clone, "config", "remote.mine.pushUrl", world.memberFork);
    const leaked = moved(() => push("--quiet", "--no-verify", "mine", "HEAD:refs/heads/leaked"));
    assert.deepEqual(leaked, ["memberFork refs/heads/leaked"]);
  });

  it("refuses a push from a linked worktree", () => {
    const linked = join(world.root, "linked");
    world.git(clone, "worktree", "add", "--quiet", linked);
    for (const options of [[], ["--no-verify"]]) {
      const refused = moved(() =>
        assert.throws(() => world.git(linked, "push", ...options, world.memberFork, "HEAD")),
      );
      assert.deepEqual(refused, []);
    }
  });

  it("holds when the clone was moved, and says that its hook must be put right", async () => {
    fix();
    const place = join(world.root, "elsewhere");
    renameSync(clone, place);
    clone = place;
    try {
      for (const args of [["upstream"], [world.upstream, "HEAD"], ["--mirror", world.memberFork]]) {
        assert.deepEqual(
          moved(() => assert.throws(() => push(...args))),
          [],
        );
      }
      const lock = { fork: world.fork, upstream: world.upstream, finalPath: place };
      assert.deepEqual(await lockGaps(world.door(), place, lock), ["hooks-folder"]);
      await lockPushes(world.door(), place, lock);
      assert.deepEqual(await lockGaps(world.door(), place, lock), []);
      world.git(clone, "config", "--unset", "include.path");
      assert.deepEqual(
        moved(() => assert.throws(() => push(world.upstream, "HEAD"))),
        [],
      );
    } finally {
      renameSync(place, world.target);
    }
  });

  it("tells what of it does not hold", async () => {
    const lock = { fork: world.fork, upstream: world.upstream, finalPath: clone };
    const gaps = (): Promise<readonly LockGap[]> => lockGaps(world.door(), clone, lock);
    assert.deepEqual(await gaps(), []);
    world.git(clone, "remote", "set-url", "--push", "upstream", world.upstream);
    assert.deepEqual(await gaps(), ["configuration"]);
    world.git(clone, "config", "--unset", "include.path");
    world.git(clone, "config", "core.hooksPath", ".husky");
    chmodSync(join(clone, ".git/hooks/pre-push"), 0o644);
    assert.deepEqual(await gaps(), ["configuration", "rewriting", "hooks-folder", "hook"]);
    await lockPushes(world.door(), clone, lock);
    assert.deepEqual(await gaps(), []);
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
