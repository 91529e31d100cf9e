import assert from "node:assert/strict";
import { seesNothing } from "../../../src/ticket/board.ts";
import { seesAsMember, takesPart } from "../../../src/ticket/membership.ts";
import { NO_RIGHTS } from "../../../src/ticket/rights.ts";
import type { Ticket } from "../../../src/ticket/ticket.ts";
import { CPYTHON, makeBoard, makeTicket } from "./builders.ts";

function sees(given: Partial<Ticket>, administers = false): boolean {
  const tickets = [makeTicket({ credits: [], ...given })];
  return seesAsMember([{ repository: CPYTHON, tickets, rights: { administers } }], "mel");
}

describe("whether a person is of the PSRT, by what they see", () => {
  it("shows by an open ticket of others to which they were not invited", () => {
    assert.equal(sees({}), true);
    assert.equal(sees({ state: "triage" }), true);
  });

  it("does not show by their own reports, by those they help with, nor by what is public", () => {
    assert.equal(sees({ author: "Mel" }), false);
    assert.equal(sees({ collaborators: ["MEL"] }), false);
    assert.equal(sees({ state: "published" }), false);
    assert.equal(sees({ author: null }), false);
    assert.equal(seesAsMember([], "mel"), false);
  });

  it("shows by the rights on a repository", () => {
    assert.equal(sees({ author: "mel" }, true), true);
  });
});

describe("who takes part in a ticket's process", () => {
  it("is the PSRT's members, and whoever coordinates the ticket", () => {
    assert.equal(takesPart(makeTicket({ credits: [] }), true, "sam"), true);
    assert.equal(takesPart(makeTicket(), false, "mel"), true);
    assert.equal(takesPart(makeTicket(), false, "sam"), false);
  });
});

describe("a person who is shown nothing", () => {
  const readings = (tickets: readonly Ticket[]) => [
    { repository: CPYTHON, tickets, rights: NO_RIGHTS },
  ];

  it("sees at most what is public, and is not of the PSRT", () => {
    const published = [makeTicket({ state: "published" })];
    assert.equal(seesNothing(makeBoard([], { isMember: false })), true);
    assert.equal(
      seesNothing(makeBoard([], { isMember: false, readings: readings(published) })),
      true,
    );
    assert.equal(seesNothing(makeBoard([], { isMember: true })), false);
    assert.equal(seesNothing(makeBoard([makeTicket()], { isMember: false })), false);
  });

  it("is nobody of whom a repository could not be read", () => {
    const unread = [{ repository: CPYTHON, trouble: { message: "", next: "" } }];
    assert.equal(seesNothing(makeBoard([], { isMember: false, readings: unread })), false);
    assert.equal(seesNothing(makeBoard([], { isMember: false, readings: [] })), false);
  });
});
