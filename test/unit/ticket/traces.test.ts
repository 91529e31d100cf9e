import assert from "node:assert/strict";
import { ticketKey } from "../../../src/ticket/ticket.ts";
import { ticketsWithTraces } from "../../../src/ticket/traces.ts";
import { CPYTHON, makeBoard, makeTicket } from "./builders.ts";

describe("the tickets that have left traces on this machine", () => {
  const mine = makeTicket();
  const helped = makeTicket({ ghsaId: "GHSA-2222-3333-5555", credits: [], collaborators: ["mel"] });
  const worked = makeTicket({ ghsaId: "GHSA-2222-3333-6666", credits: [] });
  const others = makeTicket({ ghsaId: "GHSA-2222-3333-7777", credits: [] });
  const gone = { repository: CPYTHON, ghsaId: "GHSA-2222-3333-8888" };
  const records = new Map([worked, gone].map((ref) => [ticketKey(ref), {}]));

  it("are those of the person, those with a record, and those of which only a record is left", () => {
    const board = makeBoard([mine, helped, worked, others]);
    const traced = ticketsWithTraces(board, records);
    assert.deepEqual(traced, { listed: [mine, helped, worked], others: [gone] });
  });

  it("are known by their records when nobody is signed in", () => {
    const { repository, ghsaId } = worked;
    const traced = ticketsWithTraces(undefined, records);
    assert.deepEqual(traced, { listed: [], others: [{ repository, ghsaId }, gone] });
  });
});
