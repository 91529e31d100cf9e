import type { Board } from "./board.ts";
import { isCoordinatedBy } from "./coordinator.ts";
import { isHelpedBy } from "./helper.ts";
import type { TicketRecord } from "./record.ts";
import { ticketKey, type Ticket, type TicketRef } from "./ticket.ts";
import { parseTicketKey } from "./ticketRef.ts";

/** The tickets that have left traces on this machine, or may have. */
export interface Traced {
  readonly listed: readonly Ticket[];
  /** Of these only records are left: GitHub does not list them, or was not asked. */
  readonly others: readonly TicketRef[];
}

/**
 * @param board undefined when nobody is signed in.
 * @param records by `ticketKey`.
 */
export function ticketsWithTraces(
  board: Board | undefined,
  records: ReadonlyMap<string, TicketRecord>,
): Traced {
  const tickets = board?.readings.flatMap(({ tickets }) => tickets ?? []) ?? [];
  const login = board?.login ?? "";
  const keys = new Set(tickets.map(ticketKey));
  return {
    listed: tickets.filter(
      (ticket) =>
        records.has(ticketKey(ticket)) ||
        isCoordinatedBy(ticket, login) ||
        isHelpedBy(ticket, login),
    ),
    others: [...records.keys()].flatMap((key) =>
      keys.has(key) ? [] : (parseTicketKey(key) ?? []),
    ),
  };
}
