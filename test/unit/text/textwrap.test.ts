import assert from "node:assert/strict";
import { wrap } from "../../../src/text/textwrap.ts";

describe("Wrapping a paragraph", () => {
  it("breaks at ASCII white space only", () => {
    assert.deepEqual(wrap("aaaa bbbb\tcccc", 9), ["aaaa bbbb", "cccc"]);
    assert.deepEqual(wrap("aaaa\xa0bbbb cccc", 9), ["aaaa\xa0bbbb", "cccc"]);
    assert.deepEqual(wrap("aaaa\u2003bbbb-cccc d", 5), ["aaaa\u2003bbbb-cccc", "d"]);
  });

  it("lets a long word stand alone", () => {
    assert.deepEqual(wrap("a 1234567890 b", 5), ["a", "1234567890", "b"]);
  });

  it("keeps several blanks inside a line and drops them where it breaks", () => {
    assert.deepEqual(wrap("a   b    c", 5), ["a   b", "c"]);
  });

  it("drops one chunk of NBSP alone at a line's end, as Python does", () => {
    assert.deepEqual(wrap("aaaa \xa0 bbbb", 6), ["aaaa ", "bbbb"]);
  });

  it("counts code points, not columns or UTF-16 units", () => {
    assert.deepEqual(wrap("😀😀 漢字 x", 5), ["😀😀 漢字", "x"]);
  });

  it("has no line for a paragraph of blanks", () => {
    assert.deepEqual(wrap("", 5), []);
  });
});
