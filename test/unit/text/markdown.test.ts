import assert from "node:assert/strict";
import { inertMarkdown, markdownTable } from "../../../src/text/markdown.ts";

describe("Markdown of texts from outside", () => {
  it("shows what they are and does nothing", () => {
    for (const [text, shown] of [
      ["Łukasz Langa", "Łukasz Langa"],
      ["[x](command:run)", "\\[x\\]\\(command\u200b:run\\)"],
      ["![p](https://x.example/p.png)", "\\!\\[p\\]\\(https\u200b://x.example/p.png\\)"],
      ["<img src=x>", "\\<img src=x\\>"],
      ["a | b `c` *d* _e_", "a \\| b \\`c\\` \\*d\\* \\_e\\_"],
      ["one\ntwo\u202e", "one two"],
      ["&lt;b&gt;", "\\&lt;b\\&gt;"],
    ] as const) {
      assert.equal(inertMarkdown(text), shown);
    }
  });
});

describe("a Markdown table", () => {
  it("has columns that stand in line", () => {
    assert.equal(
      markdownTable(["Name", "N"], [["Łukasz", "1"], ["Bo"]]),
      "| Name   | N   |\n| ------ | --- |\n| Łukasz | 1   |\n| Bo     |     |",
    );
  });
});
