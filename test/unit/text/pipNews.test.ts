import assert from "node:assert/strict";
import { makePipNews } from "../../../src/text/pipNews.ts";

describe("A pip news fragment", () => {
  it("is a bugfix of one line", () => {
    assert.deepEqual(makePipNews({ number: 13550, text: " Check paths in tar archives. " }), {
      valid: true,
      value: { path: "news/13550.bugfix.rst", content: "Check paths in tar archives.\n" },
    });
  });

  it("may begin with code and have 79 characters", () => {
    assert.ok(makePipNews({ number: 1, text: "``pip`` does it." }).valid);
    assert.ok(makePipNews({ number: 1, text: `É${"é".repeat(78)}` }).valid);
  });

  for (const [text, reason] of [
    [" \n", /empty/],
    ["Fix\nit.", /one line/],
    ["Fix\tit.", /one line/],
    [`F${"x".repeat(79)}`, /80 characters/],
    ["fix it.", /capital/],
    ["Fix CVE-2026-12345.", /CVE-2026-12345/],
  ] as const) {
    it(`is refused for ${JSON.stringify(text)}`, () => {
      const parsed = makePipNews({ number: 13550, text });
      assert.ok(!parsed.valid);
      assert.match(parsed.reason, reason);
    });
  }

  it("is refused for what is no number", () => {
    for (const number of [0, -1, 1.5, Number.NaN]) {
      assert.ok(!makePipNews({ number, text: "Fix it." }).valid);
    }
  });
});
