import assert from "node:assert/strict";
import { linkedPulls } from "../../../src/ticket/publicIssue.ts";

describe("an issue's linked pull requests", () => {
  it("are those of bedevere's list", () => {
    const body =
      "# Bug\nSee gh-1.\n* gh-2\n\n<!-- gh-linked-prs -->\n### Linked PRs\n* gh-140401\n* gh-140405\n<!-- /gh-linked-prs -->\n* gh-3\n";
    assert.deepEqual(linkedPulls(body), [140_401, 140_405]);
    assert.deepEqual(linkedPulls(body.replaceAll("\n", "\r\n")), [140_401, 140_405]);
  });

  it("are none without the list, and never too many to ask for", () => {
    for (const body of ["", "* gh-140401", "<!-- gh-linked-prs -->\n* gh-1"]) {
      assert.deepEqual(linkedPulls(body), []);
    }
    const list = (lines: readonly string[]): string =>
      `<!-- gh-linked-prs -->\n${lines.join("\n")}\n<!-- /gh-linked-prs -->`;
    assert.deepEqual(linkedPulls(list(["* gh-1", "* gh-1", "* gh-0", "* gh-12345678901"])), [1]);
    const many = list(Array.from({ length: 500 }, (_, index) => `* gh-${index + 1}`));
    assert.equal(linkedPulls(many).length, 40);
  });
});
