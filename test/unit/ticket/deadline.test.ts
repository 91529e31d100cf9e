import assert from "node:assert/strict";
import { DAY_MS } from "../../../src/base/clock.ts";
import { deadlineWords, disclosureDeadline } from "../../../src/ticket/deadline.ts";

const REPORTED = new Date("2026-08-01T12:00:00Z");

/** The deadline as seen some days (fractions allowed) after the report. */
function after(days: number): ReturnType<typeof disclosureDeadline> {
  return disclosureDeadline(REPORTED, new Date(REPORTED.getTime() + days * DAY_MS));
}

describe("the 90 days", () => {
  it("count whole spans of 24 hours down to the last one and on beyond it", () => {
    for (const [days, left, words] of [
      [0, 90, "90 days left"],
      [0.01, 89, "89 days left"],
      [49, 41, "41 days left"],
      [88.5, 1, "1 day left"],
      [89, 1, "1 day left"],
      [89.5, 0, "less than a day left"],
      [90, 0, "less than a day left"],
      [90.001, -1, "1 day over"],
      [91, -1, "1 day over"],
      [93, -3, "3 days over"],
    ] as const) {
      const deadline = after(days);
      assert.deepEqual([deadline.daysLeft, deadlineWords(deadline)], [left, words], String(days));
    }
  });

  it("turn amber under 14 days and red when they are over", () => {
    assert.deepEqual(
      [76, 76.001, 90, 90.001].map((days) => after(days).urgency),
      ["calm", "soon", "soon", "over"],
    );
  });

  it("are the same across a change to winter time, in every time zone", () => {
    const zone = process.env["TZ"];
    try {
      for (const name of ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland"]) {
        process.env["TZ"] = name;
        // Berlin's clocks went back on 25 October, New York's on 1 November.
        const reported = new Date("2026-10-24T23:30:00Z");
        const { at, daysLeft } = disclosureDeadline(reported, new Date("2026-11-03T23:30:00Z"));
        assert.equal(at.toISOString(), "2027-01-22T23:30:00.000Z", name);
        assert.equal(daysLeft, 80, name);
      }
    } finally {
      if (zone === undefined) delete process.env["TZ"];
      else process.env["TZ"] = zone;
    }
  });
});
