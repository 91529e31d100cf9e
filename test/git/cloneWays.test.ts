import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  clonePrivateFork,
  type ClonePrivateForkInput,
  type PrivateClone,
} from "../../src/steps/clonePrivateFork.ts";
import { cloneWays } from "../../src/steps/cloneWay.ts";
import { otherFileSystem } from "./otherFileSystem.ts";
import { refsOf } from "./untouched.ts";
import { World } from "./world.ts";

describe("the ways to a private clone", () => {
  let world: World;
  beforeEach(() => {
    world = new World();
    world.git(world.publicClone, "fetch", "--quiet", "upstream");
  });
  afterEach(() => world.dispose());

  const clone = (input: Partial<ClonePrivateForkInput>): Promise<PrivateClone> =>
    clonePrivateFork(
      { git: world.door(), records: world.records },
      {
        ticket: world.ticket,
        // "file:" makes git speak to a server, so that filters count.
        fork: `file://${world.fork}`,
        upstream: world.upstream,
        branch: "main",
        target: world.target,
        publicClone: world.publicClone,
        ...input,
      },
    );

  /** What is the same whichever way a clone was made. */
  const assertExact = (target: string, fork: string, upstream: string, hasUpstream: boolean) => {
    const start = world.git(world.fork, "rev-parse", "main");
    assert.deepEqual(refsOf(world, target), {
      "refs/heads/main": start,
      "refs/remotes/origin/main": start,
      ...(hasUpstream && { "refs/remotes/upstream/main": start }),
    });
    assert.deepEqual(world.git(target, "remote", "-v").split("\n"), [
      ...[`origin\t${fork} (fetch)`, `origin\t${fork} (push)`].map((line, index) =>
        index === 0 && world.git(target, "config", "--default=", "remote.origin.promisor") !== ""
          ? `${line} [blob:none]`
          : line,
      ),
      `upstream\t${upstream} (fetch)`,
      "upstream\tno_push (push)",
    ]);
    assert.equal(world.git(target, "status", "--porcelain", "--branch"), "## main...origin/main");
    assert.equal(world.git(target, "config", "remote.origin.tagOpt"), "--no-tags");
    world.git(target, "fsck", "--connectivity-only");
  };

  it("all end in the same clone; only a borrowing one has alternates", async () => {
    const addresses = [`file://${world.fork}`, world.upstream] as const;
    world.git(world.fork, "tag", "somebody-elses");
    for (const way of ["hard-linked", "reference", "blobless", "full"] as const) {
      const target = join(world.root, "clones", way);
      assert.deepEqual(await clone({ target, way }), { path: target, how: way });
      assertExact(target, ...addresses, way === "hard-linked" || way === "reference");
      const alternates = join(target, ".git/objects/info/alternates");
      assert.equal(existsSync(alternates), way === "reference");
      const promisor = world.git(target, "config", "--default=none", "remote.origin.promisor");
      assert.equal(promisor, way === "blobless" ? "true" : "none");
    }
    const alternates = join(world.root, "clones/reference/.git/objects/info/alternates");
    const borrowed = `${world.publicClone}/.git/objects\n`;
    assert.equal(readFileSync(alternates, "utf8"), borrowed);
  });

  it("are hard links first where they reach, and leave no trace of the trial", async () => {
    const found = await cloneWays(world.door(), world.publicClone, world.target);
    assert.deepEqual(found, {
      ways: ["hard-linked", "blobless", "reference", "full"],
      otherFileSystem: false,
    });
    assert.deepEqual(readdirSync(join(world.root, "private")), []);
  });

  it("need the fork alone where no whole public clone is at hand", async () => {
    const partial = join(world.root, "partial");
    const upstream = `file://${world.upstream}`;
    world.git(world.root, "clone", "--quiet", "--filter=blob:none", "-n", upstream, partial);
    for (const useless of [undefined, partial, join(world.root, "nowhere"), world.home]) {
      const found = await cloneWays(world.door(), useless, world.target);
      assert.deepEqual(found, { ways: ["blobless", "full"], otherFileSystem: false });
    }
  });

  it("can borrow from a linked worktree of the public clone", async () => {
    const linked = join(world.root, "linked");
    world.git(world.publicClone, "worktree", "add", "--quiet", linked);
    assert.equal((await clone({ publicClone: linked, way: "reference" })).how, "reference");
    world.git(world.target, "fsck", "--connectivity-only");
  });

  const other = otherFileSystem();
  if (other !== undefined) {
    after(() => other.dispose());

    it("are borrowing first on another file system, where unasked nothing is borrowed", async () => {
      const target = join(other.path, "private", "clone");
      const { ways, otherFileSystem } = await cloneWays(world.door(), world.publicClone, target);
      assert.deepEqual([ways, otherFileSystem], [["reference", "blobless", "full"], true]);
      assert.deepEqual(readdirSync(join(other.path, "private")), []);
      assert.equal((await clone({ target, way: "reference" })).how, "reference");
      assertExact(target, `file://${world.fork}`, world.upstream, true);

      const unasked = join(other.path, "private", "unasked");
      assert.equal((await clone({ target: unasked })).how, "blobless");
      assert.equal(existsSync(join(unasked, ".git/objects/info/alternates")), false);
    });
  }

  it("go over SSH with the person's own key, and the lock knows that address", async () => {
    // Stands for ssh and for GitHub's end of it: runs git's own server program here.
    const ssh = join(world.root, "ssh");
    const log = join(world.root, "ssh.log");
    const body = [
      `echo "$*" >> '${log}'`,
      "for command; do :; done",
      `cd '${world.root}' && eval "$command"`,
    ];
    writeFileSync(ssh, `#!/bin/sh\n${body.join("\n")}\n`, { mode: 0o755 });
    const environment = { ...world.environment, GIT_SSH_COMMAND: ssh, GIT_SSH_VARIANT: "ssh" };
    const git = world.door({
      environment,
      credentials: () => Promise.resolve([{ origin: "https://github.com", token: "secret" }]),
    });
    const fork = "git@github.com:python/cpython-ghsa-2222-3333-4444.git";
    const upstream = "git@github.com:python/cpython.git";
    mkdirSync(join(world.root, "clones"));
    for (const way of ["hard-linked", "blobless"] as const) {
      const target = join(world.root, "clones", way);
      const made = await clonePrivateFork(
        { git, records: world.records },
        {
          ...{ ticket: world.ticket, fork, upstream, branch: "main", target, way },
          publicClone: world.publicClone,
        },
      );
      assert.equal(made.how, way);
      assert.match(
        readFileSync(log, "utf8"),
        /git@github\.com git-upload-pack 'python\/cpython-gh/,
      );
      assert.equal(world.git(target, "config", "remote.origin.pushUrl"), fork);
      assert.ok(!world.git(target, "config", "--list").includes("secret"));
      const push = (...args: string[]): string =>
        world.gitWith(environment, target, [["push", ...args]]);
      push("--quiet", "origin", `HEAD:refs/heads/${way}`);
      assert.ok(`refs/heads/${way}` in refsOf(world, world.fork));
      const before = refsOf(world, world.upstream);
      assert.throws(() => push(upstream, "HEAD:refs/heads/leak"));
      assert.throws(() => push("--no-verify", upstream, "HEAD:refs/heads/leak"));
      assert.deepEqual(refsOf(world, world.upstream), before);
    }
  });
});
