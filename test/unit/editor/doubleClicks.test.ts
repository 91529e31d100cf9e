import assert from "node:assert/strict";
import { DoubleClicks } from "../../../src/editor/doubleClicks.ts";

describe("a double click on a row", () => {
  const row = { id: "item coordinator python/cpython GHSA-2222-3333-4444" };

  it("is one click", () => {
    const clicks = new DoubleClicks();
    assert.equal(clicks.isSecond("psrt.takeTicket", row, 1000), false);
    assert.equal(clicks.isSecond("psrt.takeTicket", row, 1300), true);
    assert.equal(clicks.isSecond("psrt.takeTicket", row, 1700), true);
    assert.equal(clicks.isSecond("psrt.takeTicket", row, 2500), false);
  });

  it("is not what goes to another row, to another command, or to no row", () => {
    const clicks = new DoubleClicks();
    assert.equal(clicks.isSecond("psrt.takeTicket", row, 1000), false);
    assert.equal(clicks.isSecond("psrt.readTicket", row, 1100), false);
    assert.equal(clicks.isSecond("psrt.readTicket", { id: "other" }, 1200), false);
    assert.equal(clicks.isSecond("psrt.refresh", undefined, 1300), false);
    assert.equal(clicks.isSecond("psrt.refresh", undefined, 1300), false);
  });
});
