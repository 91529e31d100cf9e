import assert from "node:assert/strict";
import { clockTime, nextBotRun } from "../../../src/ticket/botHour.ts";

describe("the bot's next run", () => {
  it("is at the next full hour, also just before and at one, and over the turn of clocks", () => {
    const cases = [
      ["2026-11-23T09:17:30Z", "2026-11-23T10:00:00Z"],
      ["2026-11-23T09:59:59.999Z", "2026-11-23T10:00:00Z"],
      ["2026-11-23T10:00:00Z", "2026-11-23T11:00:00Z"],
      ["2026-12-31T23:30:00Z", "2027-01-01T00:00:00Z"],
      ["2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z"],
    ];
    for (const [now = "", at = ""] of cases) {
      assert.deepEqual(nextBotRun(new Date(now)), new Date(at), now);
    }
  });

  it("is said as a clock on the wall shows it", () => {
    assert.equal(clockTime(new Date(2026, 10, 23, 9, 5)), "09:05");
  });
});
