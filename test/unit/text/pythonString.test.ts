import assert from "node:assert/strict";
import { codePoints, expandTabs, rstrip, strip } from "../../../src/text/pythonString.ts";

describe("Python's str in JavaScript", () => {
  it("strips U+001C to U+001F, U+0085 and NBSP, as Python does", () => {
    assert.equal(strip("\x1c\x85\xa0 a b \x1f\u3000\r\n"), "a b");
    assert.equal(rstrip(" a\x1d\t"), " a");
  });

  it("keeps U+FEFF, U+180E and U+200B, which only JavaScript or nobody strips", () => {
    for (const kept of ["\ufeff", "\u180e", "\u200b"]) {
      assert.equal(strip(`${kept}a${kept}`), `${kept}a${kept}`);
    }
  });

  it("expands tabs to the next eighth column of the line, counting code points", () => {
    assert.equal(expandTabs("\ta"), `${" ".repeat(8)}a`);
    assert.equal(expandTabs("12345678\ta"), `12345678${" ".repeat(8)}a`);
    assert.equal(expandTabs("😀\ta"), `😀${" ".repeat(7)}a`);
    assert.equal(expandTabs("123\n\ta\r1\tb"), `123\n${" ".repeat(8)}a\r1${" ".repeat(7)}b`);
  });

  it("measures code points", () => {
    assert.equal(codePoints("e\u0301😀"), 3);
  });
});
