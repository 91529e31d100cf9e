import assert from "node:assert/strict";
import { choiceLabel, noticeText } from "../../../src/editor/labels.ts";

describe("texts from outside in the editor's own places", () => {
  it("make no link in a notification", () => {
    const path = "Lib/[Fix it](command:workbench.action.quit).py";
    assert.equal(
      noticeText(`1 file conflicts (${path}).`),
      "1 file conflicts (Lib/[Fix it] (command:workbench.action.quit).py).",
    );
  });

  it("make no icon in a choice", () => {
    assert.equal(choiceLabel("$(pass) Approved"), "$ (pass) Approved");
  });

  it("are one line that reads in one direction", () => {
    for (const show of [choiceLabel, noticeText]) {
      assert.equal(show("a\n\u202eb\u2066c\u200b]\u2028"), "a b c ]");
    }
  });

  it("make no link of pieces that a hidden character held apart", () => {
    assert.equal(noticeText("[a]\u200b(command:b)"), "[a] (command:b)");
  });
});
