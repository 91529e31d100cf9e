import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { HumanError } from "../../src/base/errors.ts";
import { findPublicClone } from "../../src/steps/findPublicClone.ts";
import { projects } from "../../src/ticket/project.ts";
import { World } from "./world.ts";

const UPSTREAM = "https://github.com/python/cpython.git";

describe("finding the member's public clone", () => {
  let world: World;
  beforeEach(() => (world = new World()));
  afterEach(() => world.dispose());

  async function find(folders: readonly string[], binary = "git"): Promise<string | undefined> {
    const project = projects.find(({ name }) => name === "CPython");
    assert.ok(project);
    return findPublicClone(world.door({ binary }), project, UPSTREAM, folders);
  }

  /** An empty clone with one remote. */
  function clone(name: string, remote: string): string {
    const folder = join(world.root, name);
    mkdirSync(folder);
    world.git(folder, "init", "--quiet");
    world.git(folder, "remote", "add", "upstream", remote);
    return folder;
  }

  it("takes the first folder that is a clone of the project or of somebody's fork", async () => {
    const other = clone("other", "https://github.com/pypa/pip.git");
    const fork = clone("fork", "git@github.com:mel/cpython.git");
    const main = clone("main", UPSTREAM);
    const missing = join(world.root, "missing");
    mkdirSync(join(world.root, "plain"));
    const plain = join(world.root, "plain");
    assert.equal(await find([missing, plain, other, fork, main]), fork);
    assert.equal(await find([main, fork]), main);
    assert.equal(await find([missing, plain, other]), undefined);
    assert.equal(await find([]), undefined);
  });

  it("never takes a private clone, although it fetches from the project too", async () => {
    const folder = clone("private", UPSTREAM);
    const fork = "https://github.com/python/cpython-ghsa-9q23-4r5v-6w7x.git";
    world.git(folder, "remote", "add", "origin", fork);
    assert.equal(await find([folder]), undefined);
  });

  it("says that git is missing, not that there is no clone", async () => {
    const main = clone("main", UPSTREAM);
    await assert.rejects(find([main], join(world.root, "no-git")), (error: unknown) => {
      assert.ok(error instanceof HumanError);
      assert.match(error.message, /git was not found/);
      return true;
    });
  });
});
