import assert from "node:assert/strict";
import { chmodSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { land, news, pullsOf } from "./landing.ts";
import { lines, World } from "./world.ts";

describe("landing patches of every kind", () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.dispose());

  const kinds: Readonly<Record<string, (desk: string) => void>> = {
    "several commits that change the same lines": () => {
      for (const word of ["first", "second", "third"]) {
        world.commit({ "Lib/spam.py": lines("spam", 40, { 5: word, 30: word }) }, word);
      }
    },
    "a file that is added, renamed and changed commit by commit": (desk) => {
      world.commit({ "Lib/new.py": lines("new", 10) }, "Add");
      renameSync(join(desk, "Lib/new.py"), join(desk, "Lib/newer.py"));
      world.commitAll("Rename");
      world.commit({ "Lib/newer.py": lines("new", 10, { 3: "changed" }) }, "Change");
    },
    "a rename with a change": (desk) => {
      rmSync(join(desk, "Lib/spam.py"));
      world.commit({ "Lib/ham.py": lines("spam", 40, { 9: "ham" }) }, "Rename");
    },
    "new and deleted files, names with blanks and accents": () => {
      world.commit(
        { "Lib/eggs.py": null, "Lib/a b.py": "x\n", 'Lib/\u00e4 "q".py': "y\n" },
        "Files",
      );
    },
    "a change of mode": (desk) => {
      chmodSync(join(desk, "Lib/spam.py"), 0o755);
      world.commitAll("Mode");
    },
    "a symbolic link inside the tree": (desk) => {
      symlinkSync("../README.rst", join(desk, "Lib/link.rst"));
      world.commitAll("Link");
    },
    "a file that becomes a symbolic link": (desk) => {
      rmSync(join(desk, "Lib/eggs.py"));
      symlinkSync("spam.py", join(desk, "Lib/eggs.py"));
      world.commitAll("Type");
    },
    "binary content": () => {
      world.commit({ "Lib/data.bin": Buffer.from([9, 0, 8, 255, 0, 7, 10, 13]) }, "Binary");
    },
    "bytes that are not UTF-8": () => {
      world.commit(
        { "Lib/latin.txt": Buffer.from("caf\xe9\nna\xefve\n\xfcber\n", "latin1") },
        "Latin",
      );
    },
    "CRLF line ends, blanks at line ends and no final newline": () => {
      const crlf = "one\r\ntwo  \r\nTHREE\r\n\t \nfour";
      world.commit({ "Lib/crlf.txt": crlf, "Lib/more.txt": "a \n\r\n" }, "Lines");
    },
    "a message that looks like a diff": () => {
      const message = "Fix\n\n---\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";
      world.commit({ "Lib/spam.py": lines("spam", 40, { 5: "fixed" }) }, message);
    },
    "lines that look like a mail of the series": () => {
      const mail = `From ${"0".repeat(40)} Mon Sep 17 00:00:00 2001\nFrom: A <a@b>\n---\ndiff --git a/x b/x\n`;
      world.commit({ "Lib/mail.txt": mail }, "Mail");
    },
    "an empty commit among others": () => {
      world.commit({}, "Empty");
      world.commit({ "Lib/spam.py": lines("spam", 40, { 5: "fixed" }) }, "Full");
    },
  };

  for (const [kind, make] of Object.entries(kinds)) {
    it(`brings over ${kind} when other lines have moved on`, async () => {
      const pull = world.pullRequest(make);
      world.moveMain({ "README.rst": "Read me\nAnd more\n", "Lib/other.py": "other\n" });
      const { commit } = await land(world, pull);
      const merged = world.git(world.fork, "fetch", "--quiet", world.upstream, "main:refs/public");
      assert.equal(merged, "");
      const expected = world.git(
        world.fork,
        "merge-tree",
        "--write-tree",
        "refs/public",
        pull.head.sha,
      );
      assert.equal(treeWithoutNews(commit), expected);
    });
  }

  it("proves the change where main has moved on in the same file", async () => {
    const pull = world.pullRequest(() => {
      world.commit({ "Lib/spam.py": lines("spam", 40, { 5: "one" }) }, "One");
      world.commit({ "Lib/spam.py": lines("spam", 40, { 5: "two" }) }, "Two");
    });
    world.moveMain({ "Lib/spam.py": `# moved\n${lines("spam", 40, { 35: "moved" })}` });
    const { route, commit } = await land(world, pull);
    assert.deepEqual(route, { from: "patch" });
    const expected = `# moved\n${lines("spam", 40, { 5: "two", 35: "moved" })}`.trimEnd();
    assert.equal(world.git(world.publicClone, "show", `${commit}:Lib/spam.py`), expected);
  });

  it("takes the fetched head where GitHub refuses the patch for its size", async () => {
    const pull = world.pullRequest(() => {
      world.commit({ "Lib/data.bin": Buffer.from([9, 0, 8, 255]) }, "Binary");
    });
    const tooLarge = Object.assign(new Error("406"), { reason: "too-large" });
    const pulls = { ...pullsOf(world, pull), patch: () => Promise.reject(tooLarge) };
    const { route, commit } = await land(world, pull, {}, { pulls });
    assert.deepEqual(route, { from: "head", because: "too-large" });
    assert.equal(
      treeWithoutNews(commit),
      world.git(world.fork, "rev-parse", `${pull.head.sha}^{tree}`),
    );
  });

  it("takes the fetched head where the branch contains a merge with conflicts", async () => {
    const pull = world.pullRequest((desk) => {
      world.commit({ "Lib/spam.py": lines("spam", 40, { 5: "private" }) }, "Private");
      world.git(desk, "checkout", "--quiet", "main");
      world.moveMain({ "Lib/spam.py": lines("spam", 40, { 5: "public" }) });
      world.git(desk, "checkout", "--quiet", "advisory-fix-1");
      try {
        world.git(desk, "merge", "--quiet", "main");
      } catch {
        // The conflict is resolved below.
      }
      world.commit({ "Lib/spam.py": lines("spam", 40, { 5: "both" }) }, "Merge");
      world.commit({ "Lib/eggs.py": lines("eggs", 40, { 7: "after" }) }, "After");
    });
    const { route, commit } = await land(world, pull);
    assert.equal(route.from, "head");
    assert.equal(
      world.git(world.publicClone, "show", "--name-only", "--format=", commit),
      ["Lib/eggs.py", "Lib/spam.py", news.path].join("\n"),
    );
    assert.equal(
      treeWithoutNews(commit),
      world.git(world.fork, "rev-parse", `${pull.head.sha}^{tree}`),
    );
  });

  it("lands what the pull request shows when the patch says something else", async () => {
    const pull = world.pullRequest(() => {
      world.commit({ "Lib/spam.py": lines("spam", 40, { 5: "reviewed" }) }, "Fix");
    });
    const other = world.patchOf(pull).toString().replace("+reviewed", "+tampered");
    const { route, commit } = await land(
      world,
      pull,
      {},
      { pulls: pullsOf(world, pull, Buffer.from(other)) },
    );
    assert.deepEqual(route, { from: "head", because: "differs" });
    assert.match(world.git(world.publicClone, "show", `${commit}:Lib/spam.py`), /reviewed/);
  });

  function treeWithoutNews(commit: string): string {
    const index = join(world.root, "index-without-news");
    const environment = { ...world.environment, GIT_INDEX_FILE: index };
    return world.gitWith(environment, world.publicClone, [
      ["read-tree", commit],
      ["rm", "--quiet", "--cached", news.path],
      ["write-tree"],
    ]);
  }
});
