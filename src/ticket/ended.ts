import type { Ticket, TicketState } from "./ticket.ts";

const ENDED: ReadonlySet<TicketState> = new Set(["published", "closed", "withdrawn"]);

/** When a ticket came to its end; undefined while it is open, or in a state that we do not know. */
export function endedAt({ state, closedAt, updatedAt }: Ticket): Date | undefined {
  return ENDED.has(state) ? (closedAt ?? updatedAt) : undefined;
}
