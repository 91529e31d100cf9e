import assert from "node:assert/strict";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HumanError } from "../../src/base/errors.ts";
import { requireUnchanged, startLanding } from "../../src/steps/landing.ts";
import { readFileAt } from "../../src/steps/publicCommit.ts";
import { projects } from "../../src/ticket/project.ts";
import {
  foldersOf,
  giveUp,
  land,
  landed,
  news,
  placeOf,
  portsOf,
  pullsOf,
  wishOf,
} from "./landing.ts";
import { objectsOf, refsOf, snapshot } from "./untouched.ts";
import { lines, World } from "./world.ts";

describe("applying a private patch", () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.dispose());

  const fixSpam = (line = "fixed"): ReturnType<World["pullRequest"]> =>
    world.pullRequest(() => {
      world.commit(
        { "Lib/spam.py": lines("spam", 40, { 5: line }) },
        "Words of the private commit",
      );
    });

  it("makes one public commit on the newest main, with the news entry", async () => {
    const pull = fixSpam();
    const main = world.moveMain({ "Lib/eggs.py": lines("eggs", 40, { 1: "moved" }) });
    const result = await land(world, pull);
    assert.equal(result.base, main);
    assert.deepEqual(result.route, { from: "patch" });
    assert.equal(world.git(world.publicClone, "rev-parse", "gh-140001"), result.commit);
    assert.equal(world.git(world.publicClone, "rev-parse", "gh-140001^"), main);
    assert.equal(
      world.git(world.publicClone, "show", "--name-status", "--format=%an|%ae|%cn|%B", "gh-140001"),
      `Mia Member|mia@example.org|Mia Member|gh-140001: Fix spam\n\n\nM\tLib/spam.py\nA\t${news.path}`,
    );
    const file = await readFileAt(world.door(), world.publicClone, result.commit, news.path);
    assert.equal(Buffer.from(file).toString(), news.content);
    assert.deepEqual(world.record.current.publicBranch, {
      clone: world.publicClone,
      name: "gh-140001",
      commit: result.commit,
      pullRequest: pull.number,
      head: pull.head.sha,
    });
  });

  it("leaves work tree, index, HEAD, FETCH_HEAD and configuration as they are, dirty or not", async () => {
    writeFileSync(join(world.publicClone, "Lib/spam.py"), "half done\n");
    writeFileSync(join(world.publicClone, "new.txt"), "untracked\n");
    world.git(world.publicClone, "add", "new.txt");
    world.git(world.publicClone, "fetch", "--quiet", "origin");
    const before = snapshot(world.publicClone);
    const refs = refsOf(world, world.publicClone);
    const pull = fixSpam();
    const main = world.moveMain({ "Lib/eggs.py": "moved\n" });
    const { commit } = await land(world, pull);
    assert.deepEqual(snapshot(world.publicClone), before);
    assert.deepEqual(refsOf(world, world.publicClone), {
      ...refs,
      "refs/heads/gh-140001": commit,
      "refs/remotes/upstream/main": main,
    });
  });

  it("brings no private object into the public clone", async () => {
    const pull = world.pullRequest(() => {
      world.commit({ "Lib/spam.py": lines("spam", 40, { 5: "first try" }) }, "Private one");
      world.commit({ "Lib/spam.py": lines("spam", 40, { 5: "fixed" }) }, "Private two");
    });
    const main = world.moveMain({ "Lib/eggs.py": "moved\n" });
    world.git(world.publicClone, "fetch", "--quiet", "upstream");
    const before = objectsOf(world, world.publicClone);
    const { commit } = await land(world, pull);
    const added = [...objectsOf(world, world.publicClone)].filter((name) => !before.has(name));
    const made = world
      .git(world.publicClone, "rev-list", "--objects", commit, `^${main}`)
      .split("\n")
      .map((line) => line.slice(0, 40));
    assert.deepEqual(added.sort(), made.sort());
    assert.deepEqual(foldersOf(world), []);
    assert.equal(statSync(world.storage).mode & 0o777, 0o700);
  });

  it("says that nothing is left to do when the same is asked again", async () => {
    const pull = fixSpam();
    const first = await land(world, pull);
    const refs = refsOf(world, world.publicClone);
    const again = await land(world, pull);
    assert.equal(again.commit, first.commit);
    assert.equal(again.branch, first.branch);
    assert.deepEqual(refsOf(world, world.publicClone), refs);
  });

  it("finds its branch again after main has moved on elsewhere", async () => {
    const pull = fixSpam();
    const first = await land(world, pull);
    world.moveMain({ "Lib/eggs.py": "moved\n" });
    const again = await land(world, pull);
    assert.equal(again.reused, true);
    assert.equal(again.commit, first.commit);
    assert.equal(again.base, first.base);
  });

  it("leaves a branch alone that has the change on top of unpublished work", async () => {
    const { publicClone } = world;
    const pull = fixSpam();
    const { commit } = await land(world, pull);
    world.git(publicClone, "checkout", "--quiet", "-B", "mine", "main");
    writeFileSync(join(publicClone, "README.rst"), "Nobody has seen this\n");
    world.git(publicClone, "commit", "--quiet", "--all", "--message", "Unpublished");
    world.git(publicClone, "cherry-pick", commit);
    world.git(publicClone, "branch", "--force", "gh-140001", "mine");
    world.git(publicClone, "checkout", "--quiet", "main");
    const again = await land(world, pull);
    assert.equal(again.branch, "gh-140001-2");
    assert.equal(again.base, world.git(world.upstream, "rev-parse", "main"));
  });

  it("takes the next free name when other work has the branch, even if it is checked out", async () => {
    const { publicClone } = world;
    world.git(publicClone, "branch", "gh-140001");
    world.git(publicClone, "checkout", "--quiet", "-b", "GH-140001-2");
    const before = refsOf(world, publicClone);
    const { branch, commit } = await land(world, fixSpam());
    assert.equal(branch, "gh-140001-3");
    assert.deepEqual(refsOf(world, publicClone), {
      ...before,
      "refs/heads/gh-140001-3": commit,
      "refs/remotes/upstream/main": world.git(world.upstream, "rev-parse", "main"),
    });
  });

  it("steps aside for a folder of branches of that name", async () => {
    world.git(world.publicClone, "branch", "gh-140001/old");
    assert.equal((await land(world, fixSpam())).branch, "gh-140001-2");
  });

  it("finds the project's remote by its address, and fetches by address without one", async () => {
    world.git(world.publicClone, "remote", "rename", "upstream", "python");
    const pull = fixSpam();
    const { base } = await land(world, pull);
    assert.equal(world.git(world.publicClone, "rev-parse", "refs/remotes/python/main"), base);
    world.git(world.publicClone, "remote", "remove", "python");
    const without = await land(world, pull, { branch: "gh-2", message: "gh-2: Fix" });
    const ref = "refs/psrt/upstream/main";
    assert.equal(world.git(world.publicClone, "rev-parse", ref), without.base);
  });

  it("works from a linked worktree and a clone without the blobs", async () => {
    const pull = fixSpam();
    const linked = join(world.root, "linked");
    world.git(world.publicClone, "worktree", "add", "--quiet", linked);
    const before = snapshot(world.publicClone);
    await land(world, pull, { publicClone: linked });
    assert.deepEqual(snapshot(world.publicClone), before);
    const partial = join(world.root, "partial");
    const from = `file://${world.upstream}`;
    world.git(world.root, "clone", "--quiet", "--no-checkout", "--filter=blob:none", from, partial);
    const { commit } = await land(world, pull, { publicClone: partial, upstream: from });
    assert.equal(
      world.git(partial, "show", "--name-only", "--format=", commit),
      `Lib/spam.py\n${news.path}`,
    );
    assert.equal(
      world.git(partial, "show", `${commit}:Lib/spam.py`),
      lines("spam", 40, { 5: "fixed" }).trimEnd(),
    );
    // What the change did not need was not fetched.
    const eggs = world.git(world.upstream, "rev-parse", "main:Lib/eggs.py");
    assert.equal(objectsOf(world, partial).has(eggs), false);
  });

  it("refuses a private pull request that has changed since it was shown", async () => {
    const pull = fixSpam();
    const stale = { ...pull, head: { ...pull.head, sha: "1".repeat(40) } };
    await refused(
      () => land(world, stale, {}, { pulls: pullsOf(world, pull) }),
      /has changed since/,
    );
  });

  it("refuses what is public already", async () => {
    const pull = fixSpam();
    world.moveMain({ "Lib/spam.py": lines("spam", 40, { 5: "fixed" }) });
    await refused(() => land(world, pull), /already/);
  });

  it("says so when there is nothing in the private pull request but a news entry", async () => {
    const path = "Misc/NEWS.d/next/Security/2026-11-20-10-00-00.gh-issue-140001.abcdef.rst";
    const pull = world.pullRequest(() => {
      world.commit({ [path]: "Fix :mod:`spam`.\n" }, "News");
    });
    await refused(() => land(world, pull, { news: { kind: "keep" } }), /nothing but the news/);
  });

  it("refuses a private pull request that was closed since it was chosen", async () => {
    const pull = fixSpam();
    const closed = { ...world.nowOf(pull), state: "closed" as const };
    const pulls = { ...pullsOf(world, pull), get: () => Promise.resolve(closed) };
    const ports = portsOf(world, pull, { pulls });
    await assert.rejects(
      requireUnchanged(ports, placeOf(world), wishOf(world, pull).of),
      /was closed since it was chosen/,
    );
  });

  describe("the gate", () => {
    const leaks: readonly (readonly [string, string])[] = [
      ["a GHSA id", "see ghsa-2222-3333-4444"],
      ["the CVE id", "# CVE-2026-77777"],
      ["the private fork", "python/cpython-GHSA-2222-3333-4444"],
      ["the reporter", "thanks to Rita-Reporter"],
    ];
    for (const [what, text] of leaks) {
      it(`stops ${what} in an added line, in the message and in the news entry`, async () => {
        const pull = world.pullRequest(() => {
          world.commit({ "Lib/spam.py": lines("spam", 40, { 5: text }) }, "Fix");
        });
        const inLine = await refused(() => land(world, pull), /in Lib\/spam\.py:5/);
        assert.ok(inLine.message.includes(what));
        assert.ok(!inLine.message.includes(text));
        const innocent = fixSpam();
        await refused(
          () => land(world, innocent, { message: text }),
          /in the commit message, line 1/,
        );
        const leaking = { ...news, content: `Fix.\n${text}\n` };
        await refused(() => land(world, innocent, { news: leaking }), /in the news entry, line 2/);
      });
    }

    const hidden: readonly (readonly [string, string, string | Uint8Array, RegExp])[] = [
      ["the name of an empty file", "Lib/GHSA-2222-3333-4444.txt", "", /id in the name of a file/],
      [
        "the name of a binary file",
        "Lib/test/cve-2026-77777.tar",
        Buffer.from([0, 1]),
        /the CVE id in the name of a file/,
      ],
      ["binary content", "Lib/a.bin", "\0 CVE-2026-77777\n", /the CVE id in Lib\/a\.bin:1/],
    ];
    for (const [what, path, content, words] of hidden) {
      it(`looks into ${what}`, async () => {
        const pull = world.pullRequest(() => {
          world.commit({ [path]: content }, "Fix");
        });
        await refused(() => land(world, pull), words);
      });
    }

    it("lets a line go that only takes a secret away", async () => {
      world.moveMain({ "Lib/spam.py": lines("spam", 40, { 5: "CVE-2026-77777" }) });
      world.git(world.fork, "fetch", "--quiet", world.upstream, "+main:main");
      const pull = fixSpam();
      assert.equal((await land(world, pull)).branch, "gh-140001");
    });
  });

  describe("the news entry", () => {
    it("is the pull request's own when that is to be kept", async () => {
      const pull = world.pullRequest(() => {
        world.commit({ "Lib/spam.py": "fixed\n", [news.path]: "Own words.\n" }, "Fix");
      });
      await refused(() => land(world, pull), /news entry of its own/);
      const { commit } = await land(world, pull, { news: { kind: "keep" } });
      assert.equal(world.git(world.publicClone, "show", `${commit}:${news.path}`), "Own words.");
    });

    it("must be there", async () => {
      await refused(
        () => land(world, fixSpam(), { news: { kind: "keep" } }),
        /brings no news entry/,
      );
    });
  });

  describe("trouble around it", () => {
    it("says so when there is no public clone, no git clone, or a clone of something else", async () => {
      const pull = fixSpam();
      const nowhere = join(world.root, "nowhere");
      await refused(() => land(world, pull, { publicClone: nowhere }), /folder .* is not there/);
      const plain = join(world.root, "plain");
      mkdirSync(plain);
      await refused(() => land(world, pull, { publicClone: plain }), /not a git clone/);
      world.git(plain, "init", "--quiet");
      world.git(plain, "remote", "add", "origin", "https://github.com/pypa/pip.git");
      await refused(() => land(world, pull, { publicClone: plain }), /not a clone of CPython/);
    });

    it("says so when the clone is shallow, or git does not know the member", async () => {
      const pull = fixSpam();
      const shallow = join(world.root, "shallow");
      world.moveMain({ "Lib/eggs.py": "moved\n" });
      const from = `file://${world.upstream}`;
      world.git(world.root, "clone", "--quiet", "--depth=1", from, shallow);
      await refused(() => land(world, pull, { publicClone: shallow, upstream: from }), /shallow/);
      writeFileSync(join(world.home, ".gitconfig"), "");
      await refused(() => land(world, pull), /does not know your name/);
    });

    it("refuses a branch name that isn't one", async () => {
      const pull = fixSpam();
      for (const branch of ["", "-x", "a b", "a..b", "x.lock", "refs/heads/x", "a~1"]) {
        await refused(() => land(world, pull, { branch }), /not a branch name/);
      }
    });
  });

  it("replaces the pull request's own news entries, in whichever section they are", async () => {
    const own = "Misc/NEWS.d/next/Library/2026-11-01-10-00-00.gh-issue-1.aaaaaa.rst";
    const pull = world.pullRequest(() => {
      world.commit({ "Lib/eggs.py": "fixed\n", [own]: "Private words.\n" }, "Fix");
    });
    const { commit } = await land(world, pull, { news: { ...news, replaces: [own] } });
    const listed = world.git(world.publicClone, "ls-tree", "-r", "--name-only", commit, "Misc");
    assert.equal(listed, news.path);
  });

  it("lands on pip with its kind of news entry", async () => {
    const pip = projects.find(({ news }) => news === "towncrier");
    assert.ok(pip !== undefined);
    const pull = world.pullRequest(() => {
      world.commit({ "Lib/eggs.py": "fixed\n" }, "Fix");
    });
    const pipNews = { ...news, path: "news/140001.bugfix.rst" };
    const upstream = world.upstream.replace("python/cpython.git", "pypa/pip.git");
    const project = { ...pip, repository: { owner: "pypa", repo: "pip" } };
    world.git(world.root, "clone", "--quiet", "--bare", world.upstream, upstream);
    world.git(world.publicClone, "remote", "set-url", "upstream", upstream);
    const outcome = await startLanding(
      portsOf(world, pull),
      placeOf(world, { project, upstream }),
      wishOf(world, pull, { news: pipNews, message: "Fix spam" }),
    );
    const { commit } = landed(outcome);
    const entry = world.git(world.publicClone, "show", `${commit}:${pipNews.path}`);
    assert.equal(entry, news.content.trimEnd());
  });

  /**
   * Expects a clear refusal after which the public clone is as before, apart from the base, and
   * that nothing is left once the landing is given up.
   */
  async function refused(act: () => Promise<unknown>, words: RegExp): Promise<HumanError> {
    const look = (): unknown => {
      const refs = Object.entries(refsOf(world, world.publicClone));
      return [
        snapshot(world.publicClone),
        refs.filter(([name]) => !name.startsWith("refs/remotes/upstream/")),
      ];
    };
    const before = look();
    const record = JSON.stringify(world.record.current);
    const error: unknown = await act().then(
      () => assert.fail("It went through."),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof HumanError, String(error));
    assert.match(error.message, words);
    assert.ok(error.next.length > 10);
    assert.deepEqual(look(), before);
    if (world.record.current.landing !== undefined) assert.equal(await giveUp(world), "none");
    assert.equal(JSON.stringify(world.record.current), record);
    assert.deepEqual(foldersOf(world), []);
    return error;
  }
});
