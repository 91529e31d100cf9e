import assert from "node:assert/strict";
import { visibleLine, visibleText } from "../../../src/base/visibleText.ts";

describe("a text from outside, made visible", () => {
  for (const [what, text, shown] of [
    ["plain text", "naïve café 🐍\n\tif x:\n", "naïve café 🐍\n\tif x:\n"],
    ["line ends of any system", "a\r\nb\rc", "a\nb\nc"],
    ["an override of the direction", "\u202Egnp.exe", "⟨U+202E⟩gnp.exe"],
    ["an isolate", "a\u2066b\u2069", "a⟨U+2066⟩b⟨U+2069⟩"],
    ["a terminal's colours", "\u001b[31mred\u001b[0m", "⟨U+001B⟩[31mred⟨U+001B⟩[0m"],
    ["control characters", "\0\b\x7f\x9b", "⟨U+0000⟩⟨U+0008⟩⟨U+007F⟩⟨U+009B⟩"],
    ["line ends that only some know", "a\u2028b\u0085c\fd", "a⟨U+2028⟩b⟨U+0085⟩c⟨U+000C⟩d"],
    ["what has no width", "pass\u200bword\ufeff\u00ad", "pass⟨U+200B⟩word⟨U+FEFF⟩⟨U+00AD⟩"],
    ["what draws nothing", "\u3164\u2800\uffa0", "⟨U+3164⟩⟨U+2800⟩⟨U+FFA0⟩"],
    ["text hidden in tags", "\u{e0041}", "⟨U+E0041⟩"],
    ["bytes hidden in selectors", "a\u{e0101}b\ufe01", "a⟨U+E0101⟩b⟨U+FE01⟩"],
    ["half a character", "a\ud800b", "a⟨U+D800⟩b"],
    ["a picture of several", "👩‍💻 and ❤️", "👩‍💻 and ❤️"],
    ["a joiner that joins no picture", "a\u200db ❤\u200d", "a⟨U+200D⟩b ❤⟨U+200D⟩"],
    ["combining marks", "e\u0301", "e\u0301"],
  ] as const) {
    it(`shows ${what}`, () => assert.equal(visibleText(text), shown));
  }

  it("stays on its line where it has one", () => {
    assert.equal(visibleLine("a\r\nb\tc"), "a⟨U+000A⟩b⟨U+0009⟩c");
  });

  it("does not take long for the longest text", () => {
    const start = performance.now();
    visibleText("\u202e".repeat(65_535));
    visibleText(`❤\ufe0f\u200d`.repeat(20_000));
    assert.ok(performance.now() - start < 1000);
  });
});
