import assert from "node:assert/strict";
import { firstPullText, parsePullDocument, pullDocument } from "../../../src/text/pullText.ts";

describe("the text of a private pull request", () => {
  it("is a title behind a sharp and a body, and comes back as it was", () => {
    for (const text of [
      { title: "Refuse it", body: "Why.\n\nHow.\n" },
      { title: "Only a title", body: "" },
    ]) {
      assert.deepEqual(parsePullDocument(pullDocument(text)), { valid: true, value: text });
    }
    const windows = parsePullDocument("# Title\r\n\r\nBody\r\n");
    assert.deepEqual(windows, { valid: true, value: { title: "Title", body: "Body\n" } });
  });

  it("is refused without a title, and where GitHub would refuse it", () => {
    for (const text of ["", "Title", "#Title", "# ", "\n# Title", `# ${"x".repeat(257)}`]) {
      assert.equal(parsePullDocument(text).valid, false, text);
    }
    assert.equal(parsePullDocument(`# Title\n\n${"x".repeat(65_537)}`).valid, false);
  });

  it("begins with what the commits say", () => {
    assert.deepEqual(firstPullText(["Refuse it\n\nWhy."]), { title: "Refuse it", body: "Why." });
    assert.deepEqual(firstPullText(["Refuse it\n\nWhy.", "Test it"]), {
      title: "Refuse it",
      body: "- Refuse it\n- Test it",
    });
    assert.deepEqual(firstPullText([]), { title: "", body: "" });
  });
});
