import assert from "node:assert/strict";
import { roleCapabilities } from "../../../src/tree/roleCapabilities.ts";
import type { Ticket } from "../../../src/ticket/ticket.ts";
import { CPYTHON, makeBoard, makeTicket } from "../ticket/builders.ts";

function capabilities(given: Partial<Ticket>, administers = false): readonly string[] {
  const ticket = makeTicket(given);
  const readings = [{ repository: CPYTHON, tickets: [ticket], rights: { administers } }];
  return roleCapabilities(ticket, makeBoard([], { readings }));
}

const SAM = { login: "sam", type: "coordinator", state: "accepted" } as const;
const DECLINED = { login: "Mel", type: "coordinator", state: "declined" } as const;
const FINDER = { login: "mel", type: "finder", state: "accepted" } as const;

describe("what a person may do about a ticket's coordinator", () => {
  it("is to hand on what they coordinate", () => {
    assert.deepEqual(capabilities({}), ["canDelegate", "canHandBack"]);
    assert.deepEqual(capabilities({ state: "triage" }), ["canDelegate", "canHandBack"]);
  });

  it("is to take what nobody coordinates, unless they have declined it", () => {
    assert.deepEqual(capabilities({ credits: [] }), ["canTake"]);
    assert.deepEqual(capabilities({ credits: [FINDER] }), ["canTake"]);
    assert.deepEqual(capabilities({ credits: [{ ...SAM, state: "declined" }] }), ["canTake"]);
    assert.deepEqual(capabilities({ credits: [DECLINED] }), []);
  });

  it("is nothing about what others coordinate, except for the repository's admins", () => {
    assert.deepEqual(capabilities({ credits: [SAM] }), []);
    assert.deepEqual(capabilities({ credits: [SAM] }, true), ["canDelegate"]);
  });

  it("is nothing for who is not of the PSRT, but to hand on what they coordinate all the same", () => {
    const guest = (given: Partial<Ticket>): readonly string[] =>
      roleCapabilities(makeTicket(given), makeBoard([], { isMember: false }));
    assert.deepEqual(guest({ credits: [], author: "mel" }), []);
    assert.deepEqual(guest({}), ["canDelegate", "canHandBack"]);
  });

  it("is nothing when the ticket has ended", () => {
    for (const state of ["closed", "published", "withdrawn", "unknown"] as const) {
      assert.deepEqual(capabilities({ state }, true), []);
      assert.deepEqual(capabilities({ state, credits: [] }, true), []);
    }
  });
});
