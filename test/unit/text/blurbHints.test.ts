import assert from "node:assert/strict";
import { blurbHints } from "../../../src/text/blurbHints.ts";

describe("Hints for a blurb", () => {
  it("are none for a good entry", () => {
    for (const body of [
      "Fix :func:`json.loads` for ``NaN``. Patch by `Ada <https://example.org>`_.",
      "Say::\n\n    code",
      "Fix:\n\n* one\n* two",
    ]) {
      assert.deepEqual(blurbHints(body), []);
    }
  });

  for (const [body, hint] of [
    ["Fix it. \nMore.", /line's end/],
    ["Fix\tit.", /Tabs/],
    ["Fix\x1b[0m it.", /control/],
    ["Fix gh-140001 and #140002.", /number/],
    ["Fix `name` there.", /``name``/],
    ["Fix it", /full stop/],
  ] as const) {
    it(`name what is unusual in ${JSON.stringify(body)}`, () => {
      assert.equal(blurbHints(body).length, 1);
      assert.match(blurbHints(body)[0] ?? "", hint);
    });
  }
});
