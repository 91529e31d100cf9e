import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { HumanError } from "../../src/base/errors.ts";
import {
  clonePrivateFork,
  type ClonePrivateForkInput,
  type PrivateClone,
} from "../../src/steps/clonePrivateFork.ts";
import type { Git } from "../../src/git/git.ts";
import { refsOf, snapshot } from "./untouched.ts";
import { World } from "./world.ts";

describe("cloning a private fork", () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.dispose());

  const clone = (input: Partial<ClonePrivateForkInput> = {}, git?: Git): Promise<PrivateClone> =>
    clonePrivateFork(
      { git: git ?? world.door(), records: world.records },
      {
        ticket: world.ticket,
        fork: world.fork,
        upstream: world.upstream,
        branch: "main",
        target: world.target,
        publicClone: world.publicClone,
        ...input,
      },
    );

  const inode = (repository: string, name: string): number =>
    statSync(join(repository, ".git/objects", name.slice(0, 2), name.slice(2))).ino;

  it("hard-links the objects of a dirty public clone and takes over none of its refs", async () => {
    const { publicClone, target, fork, upstream } = world;
    world.git(publicClone, "tag", "mine");
    world.git(publicClone, "checkout", "--quiet", "-b", "my-own-work");
    writeFileSync(join(publicClone, "mine.txt"), "mine\n");
    world.git(publicClone, "add", "mine.txt");
    world.git(publicClone, "commit", "--quiet", "--message", "Mine");
    writeFileSync(join(publicClone, "mine.txt"), "dirty\n");
    const upstreamMain = world.moveMain({ "Lib/eggs.py": "moved\n" });
    world.git(publicClone, "fetch", "--quiet", "upstream");
    const before = [snapshot(publicClone), refsOf(world, publicClone)];

    assert.deepEqual(await clone(), { path: target, how: "hard-linked" });
    const start = world.git(fork, "rev-parse", "main");
    assert.deepEqual(refsOf(world, target), {
      "refs/heads/main": start,
      "refs/remotes/origin/main": start,
      "refs/remotes/upstream/main": upstreamMain,
    });
    assert.deepEqual(world.git(target, "remote", "-v").split("\n"), [
      `origin\t${fork} (fetch)`,
      `origin\t${fork} (push)`,
      `upstream\t${upstream} (fetch)`,
      "upstream\tno_push (push)",
    ]);
    assert.equal(world.git(target, "status", "--porcelain", "--branch"), "## main...origin/main");
    const mine = world.git(publicClone, "rev-parse", "my-own-work");
    assert.equal(inode(target, mine), inode(publicClone, mine));
    assert.equal(existsSync(join(target, ".git/objects/info/alternates")), false);
    assert.equal(statSync(target).mode & 0o777, 0o700);
    assert.deepEqual([snapshot(publicClone), refsOf(world, publicClone)], before);
    assert.equal(world.record.current.privateClone, target);
    assert.deepEqual(readdirSync(dirname(target)), ["cpython-ghsa-2222-3333-4444"]);
    for (const file of ["config", "logs/HEAD"]) {
      assert.ok(!readFileSync(join(target, ".git", file), "utf8").includes(publicClone));
    }
    world.git(target, "fsck", "--connectivity-only");
  });

  it("refuses the project in the place of the private fork", async () => {
    await assert.rejects(clone({ fork: `${world.upstream}/` }), /names the project itself/);
    assert.equal(existsSync(world.target), false);
  });

  it("clones without blobs when there is no public clone, and when it is partial or not one", async () => {
    const fork = `file://${world.fork}`;
    const upstream = `file://${world.upstream}`;
    const partial = join(world.root, "partial");
    world.git(world.root, "clone", "--quiet", "--filter=blob:none", "-n", upstream, partial);
    const useless = [partial, join(world.root, "nowhere"), world.home];
    for (const [index, publicClone] of useless.entries()) {
      const target = join(world.root, "clones", String(index));
      const { how } = await clone({ fork, upstream, target, publicClone });
      assert.equal(how, "blobless");
      assert.equal(world.git(target, "config", "remote.origin.partialCloneFilter"), "blob:none");
      assert.equal(world.git(target, "status", "--porcelain"), "");
      assert.equal(world.git(target, "config", "remote.upstream.pushUrl"), "no_push");
    }
  });

  it("does not borrow the objects that the public clone borrows itself", async () => {
    const borrowing = join(world.root, "borrowing");
    const reference = `--reference=${world.publicClone}`;
    world.git(world.root, "clone", "--quiet", reference, world.upstream, borrowing);
    assert.equal((await clone({ publicClone: borrowing })).how, "hard-linked");
    assert.equal(existsSync(join(world.target, ".git/objects/info/alternates")), false);
    world.git(world.target, "fsck", "--connectivity-only");
  });

  it("uses a finished clone again and repairs its lock", async () => {
    await clone();
    writeFileSync(join(world.target, "work.txt"), "work\n");
    world.git(world.target, "remote", "set-url", "--push", "upstream", world.upstream);
    world.git(world.target, "config", "--unset", "remote.pushDefault");
    writeFileSync(join(world.target, ".git/hooks/pre-push"), "#!/bin/sh\nexit 0\n");
    assert.deepEqual(await clone(), { path: world.target, how: "reused" });
    assert.equal(readFileSync(join(world.target, "work.txt"), "utf8"), "work\n");
    assert.equal(world.git(world.target, "config", "remote.upstream.pushUrl"), "no_push");
    assert.equal(world.git(world.target, "config", "remote.pushDefault"), "origin");
    assert.throws(() => world.git(world.target, "push", world.memberFork, "HEAD:refs/heads/x"));
  });

  it("refuses to touch something else that is in the way", async () => {
    mkdirSync(world.target, { recursive: true });
    writeFileSync(join(world.target, "thesis.txt"), "mine\n");
    await refused(clone(), /something else in the way/);
    await refused(clone({ target: world.publicClone }), /something else in the way/);
    await refused(clone({ target: join(world.target, "thesis.txt") }), /something else in the way/);
    assert.deepEqual(readdirSync(world.target), ["thesis.txt"]);
  });

  it("takes an empty folder", async () => {
    mkdirSync(world.target, { recursive: true });
    assert.equal((await clone()).how, "hard-linked");
  });

  it("makes one clone when it is asked for twice at once", async () => {
    const both = await Promise.all([clone(), clone()]);
    assert.deepEqual(
      both.map(({ path }) => path),
      [world.target, world.target],
    );
    assert.deepEqual(readdirSync(dirname(world.target)), ["cpython-ghsa-2222-3333-4444"]);
    world.git(world.target, "fsck");
  });

  it("removes the half clone of a crashed run and leaves a running one alone", async () => {
    const parent = dirname(world.target);
    mkdirSync(join(parent, ".psrt-clone-999999-abcdef", "half"), { recursive: true });
    mkdirSync(join(parent, `.psrt-clone-${process.pid}-abcdef`));
    await clone();
    assert.deepEqual(readdirSync(parent).sort(), [
      `.psrt-clone-${process.pid}-abcdef`,
      "cpython-ghsa-2222-3333-4444",
    ]);
  });

  it("says so when the fork is not there, and leaves nothing", async () => {
    await refused(clone({ fork: `${world.fork}.gone` }), /private fork was not found/);
    assert.deepEqual(readdirSync(dirname(world.target)), []);
  });

  it("says so when the disk is full, and leaves nothing", async () => {
    // No process may write a file over 64 blocks: receiving the objects fails.
    const full = script(world, "full-disk-git", 'ulimit -f 64; trap "" XFSZ; exec git "$@"');
    world.moveMain({ "Lib/big.bin": randomBytes(300_000) });
    world.git(world.fork, "fetch", "--quiet", world.upstream, "+main:main");
    await refused(clone({}, world.door({ binary: full })), /disk is full/);
    assert.deepEqual(readdirSync(dirname(world.target)), []);
    const words =
      'case $1 in fetch) echo "fatal: write error: No space left on device" >&2; exit 128;; esac; exec git "$@"';
    const wordy = world.door({ binary: script(world, "wordy-git", words) });
    await refused(clone({}, wordy), /disk is full/);
    assert.deepEqual(readdirSync(dirname(world.target)), []);
  });

  it("says so when git is missing or too old", async () => {
    await refused(
      clone({}, world.door({ binary: join(world.root, "no-git") })),
      /git was not found/,
    );
    const old = script(world, "old-git", 'echo "git version 2.37.9"');
    await refused(clone({}, world.door({ binary: old })), /older than 2\.38/);
    assert.equal(existsSync(dirname(world.target)), false);
  });

  async function refused(act: Promise<unknown>, words: RegExp): Promise<void> {
    await assert.rejects(act, (error: unknown) => {
      assert.ok(error instanceof HumanError, String(error));
      assert.match(error.message, words);
      return true;
    });
  }
});

function script(world: World, name: string, body: string): string {
  const path = join(world.root, name);
  writeFileSync(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return path;
}
