import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { clonePrivateFork, type ClonePrivateForkInput } from "../../src/steps/clonePrivateFork.ts";
import { World } from "./world.ts";

function input(world: World, publicClone?: string): ClonePrivateForkInput {
  return {
    ticket: world.ticket,
    fork: world.fork,
    upstream: world.upstream,
    branch: "main",
    target: world.target,
    ...(publicClone === undefined ? {} : { publicClone }),
  };
}

describe("cloning a private fork", () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.dispose());

  for (const how of ["hard-linked", "blobless"] as const) {
    it(`makes a ${how} clone with the fork and the project as its only remotes`, async () => {
      world.git(world.publicClone, "checkout", "--quiet", "-b", "my-own-work");
      const clone = await clonePrivateFork(
        { git: world.door(), records: world.records },
        input(world, how === "hard-linked" ? world.publicClone : undefined),
      );
      assert.deepEqual(clone, { path: world.target, how });
      assert.deepEqual(world.git(world.target, "remote").split("\n"), ["origin", "upstream"]);
      assert.equal(statSync(join(world.target)).mode & 0o777, 0o700);
    });
  }
});
