import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { HumanError } from "../../src/base/errors.ts";
import { foldersOf, land, pullsOf } from "./landing.ts";
import { objectsOf, refsOf, snapshot } from "./untouched.ts";
import { World } from "./world.ts";

/** Nothing here changes the world but its pull requests, so there is one for all. */
describe("a patch that must not land", () => {
  let world: World;
  before(() => {
    world = new World();
    world.git(world.publicClone, "fetch", "--quiet", "upstream");
  });
  after(() => world.dispose());

  const bad: readonly (readonly [string, string, RegExp])[] = [
    ["an empty patch", "", /it is empty/],
    ["a patch of blanks", " \n\n", /it is empty/],
    ["GitHub's “Not Found”", "Not Found", /Not Found/],
    ["a web page", "<!DOCTYPE html>\n<html></html>\n", /web page/],
    ["some text", "Hello\n", /not a patch/],
    [
      "a truncated mail",
      `From ${"1".repeat(40)} Mon Sep 17 00:00:00 2001\nFrom: A <a@b>\n`,
      /changes nothing/,
    ],
    [
      "a path into .git",
      newFile("a/.git/hooks/pre-push", "b/.git/hooks/pre-push"),
      /outside the tree/,
    ],
    ["a path into .GIT", newFile("a/sub/.GIT/config", "b/sub/.GIT/config"), /outside the tree/],
    ["git's short name on Windows", newFile("a/GIT~1/x", "b/GIT~1/x"), /outside the tree/],
    ["a path upwards", newFile("a/../../x", "b/../../x"), /outside the tree/],
    ["a quoted path upwards", newFile('"a/\\056\\056/x"', '"b/\\056\\056/x"'), /outside the tree/],
    ["an absolute path", newFile("/etc/passwd", "/etc/passwd"), /outside the tree/],
    ["a Windows path", newFile("a/..\\\\x", '"b/..\\\\x"'), /outside the tree/],
  ];
  for (const [what, patch, words] of bad) {
    it(`refuses ${what} and changes nothing`, async () => {
      const pull = world.pullRequest(() => {
        world.commit({ "Lib/spam.py": "fixed\n" }, "Fix");
      });
      await refused(
        land(world, pull, {}, { pulls: pullsOf(world, pull, Buffer.from(patch)) }),
        words,
      );
    });
  }

  const tricks: Readonly<Record<string, (desk: string) => void>> = {
    "a symbolic link out of the tree": (desk) => {
      symlinkSync("../../outside", join(desk, "Lib/link"));
      world.commitAll("Link");
    },
    "a symbolic link to an absolute path": (desk) => {
      symlinkSync("/etc/passwd", join(desk, "Lib/link"));
      world.commitAll("Link");
    },
    "a symbolic link into .git": (desk) => {
      symlinkSync("../.git/hooks", join(desk, "Lib/link"));
      world.commitAll("Link");
    },
    "a symbolic link out of the tree whose name git would quote": (desk) => {
      symlinkSync("../../outside", join(desk, "Lib/\u00e4"));
      world.commitAll("Link");
    },
    "a submodule": (desk) => {
      const entry = `160000,${"1".repeat(40)},Lib/sub`;
      world.git(desk, "update-index", "--add", "--cacheinfo", entry);
      world.git(desk, "commit", "--quiet", "--message", "Submodule");
    },
  };
  for (const [what, make] of Object.entries(tricks)) {
    it(`refuses ${what} and changes nothing`, async () => {
      const pull = world.pullRequest(make);
      await refused(land(world, pull), /outside the project's tree/);
    });
  }

  it("refuses a file behind a symbolic link that the same patch makes", async () => {
    const pull = world.pullRequest((desk) => {
      symlinkSync("..", join(desk, "Lib/up"));
      world.commitAll("Link");
    });
    const behind = `${world.patchOf(pull).toString()}\n${newFile("a/Lib/up/x", "b/Lib/up/x")}`;
    const pulls = pullsOf(world, pull, Buffer.from(behind));
    await refused(land(world, pull, {}, { pulls }), /outside the project's tree/);
  });

  async function refused(act: Promise<unknown>, words: RegExp): Promise<void> {
    const look = (): unknown => [
      snapshot(world.publicClone),
      Object.keys(refsOf(world, world.publicClone)).filter((name) => !name.includes("upstream")),
      [...objectsOf(world, world.publicClone)].sort(),
      world.record.current.publicBranch,
      world.record.current.landing,
      foldersOf(world),
    ];
    const before = look();
    await assert.rejects(act, (error: unknown) => {
      assert.ok(error instanceof HumanError, String(error));
      assert.match(error.message, words);
      return true;
    });
    assert.deepEqual(look(), before);
  }
});

function newFile(old: string, path: string): string {
  return [
    `diff --git ${old} ${path}`,
    "new file mode 100644",
    "--- /dev/null",
    `+++ ${path}`,
    "@@ -0,0 +1 @@",
    "+x",
    "",
  ].join("\n");
}
