import assert from "node:assert/strict";
import { applyPatch, type ApplyPatchInput } from "../../src/steps/applyPatch.ts";
import type { PullRequest } from "../../src/ticket/pullRequest.ts";
import { lines, World } from "./world.ts";

const news = {
  path: "Misc/NEWS.d/next/Security/2026-11-23-10-00-00.gh-issue-140001.abcDEF.rst",
  content: "Fix :mod:`spam`.\n",
};

function input(world: World, pullRequest: PullRequest): ApplyPatchInput {
  return {
    ticket: world.ticket,
    project: world.project,
    pullRequest,
    fork: {
      name: { owner: "python", repo: "cpython-ghsa-2222-3333-4444" },
      address: world.fork,
    },
    upstream: world.upstream,
    publicClone: world.publicClone,
    branch: "gh-140001",
    message: "gh-140001: Fix spam",
    news,
  };
}

describe("applying a private patch", () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.dispose());

  it("makes one public commit on the newest main, with the news entry", async () => {
    const pull = world.pullRequest(() => {
      world.commit({ "Lib/spam.py": lines("spam", 40, { 5: "fixed" }) }, "Secret words");
    });
    const main = world.moveMain({ "Lib/eggs.py": lines("eggs", 40, { 1: "moved" }) });
    const result = await applyPatch(
      {
        git: world.door(),
        source: world.source(pull),
        records: world.records,
        storage: world.storage,
      },
      input(world, pull),
    );
    assert.equal(result.base, main);
    assert.deepEqual(result.route, { from: "patch" });
    assert.equal(world.git(world.publicClone, "rev-parse", "gh-140001^"), main);
    assert.equal(
      world.git(world.publicClone, "show", "--name-status", "--format=%an|%s", "gh-140001"),
      `Mia Member|gh-140001: Fix spam\n\nM\tLib/spam.py\nA\t${news.path}`,
    );
  });
});
