import assert from "node:assert/strict";
import { minuteWords, parseSentTime } from "../../../src/ticket/sentTime.ts";
import { daysAgo, makeTicket, NOW } from "./builders.ts";

describe("when an e-mail was sent", () => {
  const ticket = makeTicket({ createdAt: daysAgo(700) });
  const read = (text: string): string => {
    const parsed = parseSentTime(text, ticket, NOW);
    return parsed.valid ? parsed.value.toISOString() : parsed.reason;
  };

  it("is read as it is shown", () => {
    const sent = daysAgo(3);
    assert.equal(read(` ${minuteWords(sent)} `).slice(0, 16), sent.toISOString().slice(0, 16));
    assert.equal(read("2026-02-28 10:00"), "2026-02-28T10:00:00.000Z");
  });

  it("is no time that the calendar does not have", () => {
    const given = ["2026-02-29", "2026-02-30", "2026-02-31", "2026-04-31", "2026-13-01"];
    for (const day of given) assert.equal(read(`${day} 10:00`), "There is no such time.", day);
    assert.equal(read("2026-02-27 24:00"), "There is no such time.");
    assert.equal(read("2026-02-27 10:60"), "There is no such time.");
  });

  it("is neither to come nor from before the report, and written in one way", () => {
    assert.equal(read("2999-01-01 00:00"), "This time is still to come.");
    assert.equal(read("2001-01-01 00:00"), "The ticket was not reported yet then.");
    for (const text of ["", "yesterday", "2026-02-28", "2026-02-28T10:00", "2026-2-28 10:00"]) {
      assert.match(read(text), /^Write the time in UTC as \d{4}-\d\d-\d\d \d\d:\d\d\.$/, text);
    }
  });
});
