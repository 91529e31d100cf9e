import assert from "node:assert/strict";
import {
  backportBranch,
  backportMessage,
  backportPullRequest,
  placeNote,
} from "../../../src/text/backport.ts";

describe("a backport's texts", () => {
  it("name the branch by the commit's first seven digits", () => {
    const commit = "0123456789abcdef0123456789abcdef01234567";
    assert.equal(backportBranch({ commit, branch: "3.13" }), "backport-0123456-3.13");
  });

  for (const [message, expected] of [
    ["gh-1: Fix (#12345)", "[3.13] gh-1: Fix (GH-12345)"],
    ["[3.14] [3.15]gh-1: Fix", "[3.13] gh-1: Fix"],
    [
      "see #1234, a#12345, ä#12345, #012345, #123456x and #98765.",
      "see #1234, a#12345, ä#12345, #012345, #123456x and GH-98765.",
    ],
  ] as const) {
    it(`make “${expected}” of “${message}”`, () => {
      assert.equal(backportMessage(message, "3.13"), expected.replace(/^(?!\[)/, "[3.13] "));
    });
  }

  it("put the note before the trailers, and nowhere else", () => {
    assert.equal(placeNote("Title\n\nnote\n:\nA: b\n", "note"), "Title\nnote\n\nA: b");
    assert.throws(() => placeNote("Title", "note"));
  });

  it("make the pull request of the message", () => {
    assert.deepEqual(backportPullRequest("Title\n\nBody\n\nmore"), {
      title: "Title",
      body: "Body\n\nmore",
    });
    assert.deepEqual(backportPullRequest("Title"), { title: "Title", body: "" });
  });
});
