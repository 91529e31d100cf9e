import assert from "node:assert/strict";
import { idleTime, idleWords, shortIdle } from "../../../src/ticket/idle.ts";
import { NOW } from "./builders.ts";

const HOUR = 60 * 60 * 1000;

function hoursAgo(hours: number): Date {
  return new Date(NOW.getTime() - hours * HOUR);
}

describe("the three days of a ticket that nobody coordinates", () => {
  it("are told with what is left of them, or by how much they are over", () => {
    const cases: readonly (readonly [hours: number, urgency: string, words: string])[] = [
      [0, "calm", "idle for less than an hour, coordinator due in 3 days"],
      [1, "calm", "idle for 1 hour, coordinator due in 2 days"],
      [23.9, "calm", "idle for 23 hours, coordinator due in 2 days"],
      [24, "calm", "idle for 1 day, coordinator due in 2 days"],
      [48, "calm", "idle for 2 days, coordinator due in 1 day"],
      [48.1, "soon", "idle for 2 days, coordinator due in 23 hours"],
      [71.5, "soon", "idle for 2 days, coordinator due in less than an hour"],
      [72, "soon", "idle for 3 days, coordinator due in less than an hour"],
      [72.5, "over", "idle for 3 days, coordinator overdue by less than an hour"],
      [97, "over", "idle for 4 days, coordinator overdue by 1 day"],
      [24 * 40, "over", "idle for 40 days, coordinator overdue by 37 days"],
    ];
    for (const [hours, urgency, words] of cases) {
      const idle = idleTime(hoursAgo(hours), NOW);
      assert.deepEqual([idle.urgency, idleWords(idle)], [urgency, words]);
    }
  });

  it("are told briefly in a row", () => {
    const words = [0, 30, 48.1, 71.5, 72.5, 97].map((hours) =>
      shortIdle(idleTime(hoursAgo(hours), NOW)),
    );
    assert.deepEqual(words, [
      "due in 3 d · idle <1 h",
      "due in 1 d · idle 1 d",
      "due in 23 h · idle 2 d",
      "due in <1 h · idle 2 d",
      "<1 h late · idle 3 d",
      "1 d late · idle 4 d",
    ]);
  });

  it("are 72 elapsed hours, also across a change to winter time", () => {
    const { at } = idleTime(new Date("2026-10-24T12:00:00Z"), NOW);
    assert.equal(at.toISOString(), "2026-10-27T12:00:00.000Z");
  });

  it("have just begun where GitHub's clock is ahead of this machine's", () => {
    const idle = idleTime(hoursAgo(-2), NOW);
    assert.equal(idle.elapsed, 0);
    assert.equal(idleWords(idle), "idle for less than an hour, coordinator due in 3 days");
  });
});
