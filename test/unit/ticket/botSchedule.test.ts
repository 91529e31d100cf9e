import assert from "node:assert/strict";
import { clockTime, isBotOverdue, nextBotRun } from "../../../src/ticket/botSchedule.ts";

const at = (time: string): Date => new Date(`2026-10-25T${time}Z`);

describe("the bot's schedule", () => {
  it("is the next full hour, never the present one", () => {
    assert.deepEqual(nextBotRun(at("09:00:00")), at("10:00:00"));
    assert.deepEqual(nextBotRun(at("09:59:59.999")), at("10:00:00"));
    assert.deepEqual(nextBotRun(at("23:30:00")), new Date("2026-10-26T00:00:00Z"));
    const newYear = new Date("2027-01-01T00:00:00Z");
    assert.deepEqual(nextBotRun(new Date("2026-12-31T23:30:00Z")), newYear);
  });

  it("is said as a clock on the wall shows it", () => {
    assert.equal(clockTime(new Date(2026, 10, 23, 9, 5)), "09:05");
  });

  it("leaves it two runs and ten minutes, also across a change to winter time", () => {
    const cases: readonly (readonly [string, string, boolean])[] = [
      ["09:30:00", "09:31:00", false],
      ["09:30:00", "10:30:00", false],
      ["09:30:00", "11:09:59", false],
      ["09:30:00", "11:10:00", true],
      ["09:00:00", "10:59:00", false],
      ["09:59:59", "11:10:00", true],
      ["00:30:00", "02:30:00", true],
    ];
    for (const [since, now, overdue] of cases) {
      assert.equal(isBotOverdue(at(since), at(now)), overdue, `${since} to ${now}`);
    }
  });
});
