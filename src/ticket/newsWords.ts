import { eventWords } from "./events.ts";
import type { TicketEvent } from "./memory.ts";
import { ticketKey, type TicketRef } from "./ticket.ts";

/** Of which tickets the person wants to be told. */
export type NotificationChoice = "off" | "mine" | "all";

/** So many tickets are named in one notification. */
const NAMED = 3;

/**
 * One notification for all that a reading has brought, by ids alone: titles are embargoed, and a
 * notification shows on any screen that is shared. Undefined when there is nothing to tell.
 */
export function newsWords(
  events: readonly TicketEvent[],
  choice: NotificationChoice,
): { readonly text: string; readonly first: TicketRef; readonly tickets: number } | undefined {
  const told = events.filter(({ mine }) => choice === "all" || (choice === "mine" && mine));
  const byTicket = new Map<string, TicketEvent[]>();
  // The person's own come first.
  for (const event of [...told].sort((a, b) => Number(b.mine) - Number(a.mine))) {
    const key = ticketKey(event.ticket);
    byTicket.set(key, [...(byTicket.get(key) ?? []), event]);
  }
  const tickets = [...byTicket.values()];
  const first = tickets[0]?.[0]?.ticket;
  if (first === undefined) return undefined;
  const lines = tickets.slice(0, NAMED).map((ofOne) => {
    const words = ofOne.map(({ kind }) => eventWords(kind)).join(", ");
    return `${ofOne[0]?.ticket.ghsaId ?? ""}: ${words}`;
  });
  const others = tickets.length - lines.length;
  const more = others === 0 ? [] : [`and ${others} more`];
  return { text: `PSRT: ${[...lines, ...more].join("; ")}.`, first, tickets: tickets.length };
}
