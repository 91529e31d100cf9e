import assert from "node:assert/strict";
import { toPullRequest } from "../../../src/github/pulls.ts";

const SHA = "0123456789abcdef0123456789abcdef01234567";
const BARE = {
  number: 1,
  head: { ref: "advisory-fix-1", sha: SHA },
  base: { ref: "main", sha: SHA },
  updated_at: "2026-11-01T00:00:00Z",
};

describe("a pull request of GitHub", () => {
  it("is understood with the least that makes one", () => {
    assert.deepEqual(toPullRequest({ ...BARE, user: null, state: "open", more: 1 }), {
      number: 1,
      title: "",
      state: "open",
      draft: false,
      author: null,
      labels: [],
      head: { ref: "advisory-fix-1", sha: SHA },
      base: { ref: "main", sha: SHA },
      mergedAt: null,
      mergeCommit: null,
      updatedAt: new Date("2026-11-01T00:00:00Z"),
      htmlUrl: "",
    });
  });

  it("is merged when GitHub says when, and closed in any state but open", () => {
    const stateOf = (given: object): unknown => toPullRequest({ ...BARE, ...given })?.state;
    assert.equal(stateOf({ state: "closed", merged_at: "2026-11-01T00:00:00Z" }), "merged");
    assert.equal(stateOf({ state: "closed", merged_at: null }), "closed");
    assert.equal(stateOf({ state: "locked" }), "closed");
  });

  it("has the labels that have names, and its commit on the base only once it is merged", () => {
    const given = { ...BARE, merge_commit_sha: SHA, labels: [{ name: "type-security" }, "x", 7] };
    const open = toPullRequest(given);
    assert.deepEqual([open?.labels, open?.mergeCommit], [["type-security", "x"], null]);
    const merged = toPullRequest({ ...given, merged_at: "2026-11-01T00:00:00Z" });
    assert.deepEqual(
      [merged?.mergedAt, merged?.mergeCommit],
      [new Date("2026-11-01T00:00:00Z"), SHA],
    );
  });

  it("is none when a commit is not a commit's name", () => {
    for (const sha of ["", "main", "--upload-pack=x", SHA.toUpperCase(), `${SHA}0`, null]) {
      assert.equal(toPullRequest({ ...BARE, head: { ref: "x", sha } }), undefined, String(sha));
    }
    for (const value of [null, "x", [], {}, { ...BARE, number: "1" }, { ...BARE, base: null }]) {
      assert.equal(toPullRequest(value), undefined);
    }
  });
});
