import type { TicketRecord } from "../../../src/ticket/record.ts";
import { ticketKey, type Ticket } from "../../../src/ticket/ticket.ts";
import type { RoadFacts } from "../../../src/ticket/ticketFacts.ts";
import type { Row } from "../../../src/tree/row.ts";
import { rowOfTicket } from "../../../src/tree/ticketRow.ts";
import { makeBoard, makeTicket, NOW } from "../ticket/builders.ts";
import { makeRoad } from "../ticket/facts.ts";

/** The row of a ticket made from its defaults and what is given; null for facts that were not read. */
export function rowOf(
  ticket: Partial<Ticket>,
  record: TicketRecord = {},
  road: RoadFacts | null = makeRoad(),
): Row {
  const made = makeTicket(ticket);
  const key = ticketKey(made);
  const board = makeBoard([made], {
    records: new Map([[key, record]]),
    facts: new Map(road === null ? [] : [[key, road]]),
  });
  return rowOfTicket(made, board, NOW);
}
