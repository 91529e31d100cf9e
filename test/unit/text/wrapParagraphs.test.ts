import assert from "node:assert/strict";
import fc from "fast-check";
import { wrapParagraphs } from "../../../src/text/wrapParagraphs.ts";

describe("wrapping paragraphs", () => {
  it("breaks prose at the width, paragraph by paragraph, and joins short lines", () => {
    assert.equal(
      wrapParagraphs("One two three\nfour five six.\n\nSeven eight nine ten eleven.", 20),
      "One two three four\nfive six.\n\nSeven eight nine ten\neleven.",
    );
  });

  it("never reflows indented or fenced code", () => {
    const code =
      "    archive = tarfile.open(path)\n    archive.extractall(folder, filter='data')  # safe";
    const fenced =
      "```python\nif x:\n    y = 'a long line that would be broken in prose'\n\nz\n```";
    const tabbed = "\tmake   all";
    for (const block of [code, fenced, tabbed, `~~~\n${"word ".repeat(30)}\n~~~`]) {
      const text = `Before.\n\n${block}\n\nAfter.\n`;
      assert.equal(wrapParagraphs(text, 20), text);
    }
  });

  it("leaves a paragraph alone that code, a list, a quote or a table stands in", () => {
    for (const block of [
      "Run this in a shell of yours:\n    make all",
      "* one and one more and another\n* two",
      "1. one and one more and another\n2. two",
      "> quoted words and many more of them",
      "| name | value and another value |",
      "# A heading that is longer than that",
      "First line of an address  \nsecond line of it",
      "First line of an address\\\nsecond line of it",
    ]) {
      assert.equal(wrapParagraphs(block, 20), block);
    }
  });

  it("does not break an address, however long", () => {
    const url = `https://docs.python.org/3/library/${"x".repeat(90)}`;
    assert.equal(wrapParagraphs(`See ${url} there.`), `See\n${url}\nthere.`);
  });

  it("takes an unfinished fence for code up to the end", () => {
    const text = `\`\`\`\n${"word ".repeat(30)}\n\n${"word ".repeat(30)}`;
    assert.equal(wrapParagraphs(text), text);
  });

  it("changes no word and no blank line, and nothing the second time", () => {
    const line = fc.oneof(
      fc.constant(""),
      fc.constantFrom("```", "~~~", "    code", "* item", "> quote"),
      fc
        .array(fc.stringMatching(/^[a-zä.,(]{1,12}$/), { maxLength: 20 })
        .map((all) => all.join(" ")),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines.join("\n");
        const once = wrapParagraphs(text, 30);
        assert.equal(once.replace(/\s+/g, " ").trim(), text.replace(/\s+/g, " ").trim());
        const blanks = (given: string): number =>
          given.split("\n").filter((each) => each.trim() === "").length;
        assert.equal(blanks(once), blanks(text));
        assert.equal(wrapParagraphs(once, 30), once);
      }),
    );
  });
});
