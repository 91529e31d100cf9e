import assert from "node:assert/strict";
import { builtInBranches, parseReleaseCycle } from "../../../src/ticket/releaseBranches.ts";

describe("the release branches", () => {
  it("are those that still get fixes, newest first, by number and not by letter", () => {
    const releases = parseReleaseCycle({
      "3.9": { branch: "3.9", status: "security" },
      "3.16": { branch: "main", status: "feature" },
      "3.10": { branch: "3.10", status: "security", end_of_life: "2026-10" },
      "3.8": { branch: "3.8", status: "end-of-life" },
      "3.15": { branch: "3.15", status: "prerelease", more: 1 },
      "3.17": { branch: "3.17", status: "planned" },
      "3.14": { branch: "3.14", status: "bugfix" },
    });
    assert.deepEqual(releases, {
      source: "live",
      branches: [
        { name: "3.15", status: "prerelease" },
        { name: "3.14", status: "bugfix" },
        { name: "3.10", status: "security" },
        { name: "3.9", status: "security" },
      ],
    });
  });

  it("are not read from anything else", () => {
    for (const value of [
      ...[null, "x", 7, [], {}, { "3.14": null }],
      { "3.14": { branch: "3.14", status: "end-of-life" } },
      { "3.14": { branch: "3.14/../x", status: "bugfix" } },
      { "3.14": { branch: "--upload-pack=x", status: "bugfix" } },
      { "3.16": { branch: "main", status: "feature" } },
    ]) {
      assert.equal(parseReleaseCycle(value), undefined, JSON.stringify(value));
    }
  });

  it("are known without the list, too", () => {
    assert.equal(builtInBranches.source, "built-in");
    assert.ok(builtInBranches.branches.length > 2);
  });
});
