import assert from "node:assert/strict";
import { endedAt } from "../../../src/ticket/ended.ts";
import { daysAgo, makeTicket } from "./builders.ts";

describe("the end of a ticket", () => {
  it("is when it was closed, else when it was last changed", () => {
    const closed = makeTicket({ state: "closed", closedAt: daysAgo(7), updatedAt: daysAgo(2) });
    assert.deepEqual(endedAt(closed), daysAgo(7));
    for (const state of ["published", "withdrawn", "closed"] as const) {
      assert.deepEqual(endedAt(makeTicket({ state, updatedAt: daysAgo(2) })), daysAgo(2), state);
    }
  });

  it("has not come for an open ticket, nor for a state that we do not know", () => {
    for (const state of ["triage", "draft", "unknown"] as const) {
      assert.equal(endedAt(makeTicket({ state, closedAt: daysAgo(7) })), undefined, state);
    }
  });
});
