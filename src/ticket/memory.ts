import type { Board } from "./board.ts";
import { isCoordinatedBy } from "./coordinator.ts";
import { milestonesOf, type EventKind, type EventSource } from "./events.ts";
import { fullName } from "./repositoryName.ts";
import { ticketKey, type Ticket, type TicketRef } from "./ticket.ts";

/** What this machine remembers of the tickets, so that nothing is told twice. No report text. */
export interface Memory {
  /** Repositories that were read before, lower case: what was there at first is no news. */
  readonly repositories: readonly string[];
  /** By `ticketKey`. */
  readonly tickets: ReadonlyMap<string, TicketMemory>;
}

export interface TicketMemory {
  /** The ticket's last update when the person last looked at it; absent before the first look. */
  readonly seenAt?: Date;
  /** Keys of the milestones that were told or were there before. */
  readonly told: readonly string[];
  /** Where was looked before: what shows there at first is no news. */
  readonly sources: readonly EventSource[];
}

/** Something new on a ticket. */
export interface TicketEvent {
  readonly ticket: TicketRef;
  readonly kind: EventKind;
  /** Whether the person coordinates the ticket. */
  readonly mine: boolean;
}

export interface Aside {
  readonly now: Date;
  /** Whether the person has changed the ticket themselves by an update at that time. */
  readonly isOwnChange: (updatedAt: Date) => boolean;
}

const NOTHING: Memory = { repositories: [], tickets: new Map() };

/**
 * Compares what is remembered with the board: what to remember now, and what to tell. Only what was
 * just read counts; what could not be read is remembered as it was.
 */
export function takeUp(
  before: Memory | undefined,
  board: Board,
  aside: Aside,
): { readonly memory: Memory; readonly events: readonly TicketEvent[] } {
  const known = before ?? NOTHING;
  const tickets = new Map(known.tickets);
  const repositories = new Set(known.repositories);
  const events: TicketEvent[] = [];
  for (const { repository, tickets: read, stale } of board.readings) {
    if (read === undefined || stale !== undefined) continue;
    const name = fullName(repository).toLowerCase();
    const isFirst = !repositories.has(name);
    repositories.add(name);
    const present = new Set(read.map(ticketKey));
    for (const key of known.tickets.keys()) {
      if (key.startsWith(`${name} `) && !present.has(key)) tickets.delete(key);
    }
    for (const ticket of read) {
      const key = ticketKey(ticket);
      const found = ofTicket(known.tickets.get(key), ticket, board, aside, isFirst);
      tickets.set(key, found.memory);
      const mine = isCoordinatedBy(ticket, board.login);
      const { ghsaId } = ticket;
      events.push(...found.kinds.map((kind) => ({ ticket: { repository, ghsaId }, kind, mine })));
    }
  }
  return { memory: { repositories: [...repositories], tickets }, events };
}

function ofTicket(
  before: TicketMemory | undefined,
  ticket: Ticket,
  board: Board,
  { now, isOwnChange }: Aside,
  isFirst: boolean,
): { readonly memory: TicketMemory; readonly kinds: readonly EventKind[] } {
  const key = ticketKey(ticket);
  // Who waits for the fork is told by what waits.
  const isAwaited = board.records.get(key)?.forkAwaitedSince !== undefined;
  const told = new Set(before?.told);
  const sources = new Set(before?.sources);
  const kinds = new Set<EventKind>();
  const found = milestonesOf(
    ticket,
    board.records.get(key) ?? {},
    board.facts.get(key),
    board.answers.get(key),
    now,
  );
  for (const [source, milestones] of found) {
    for (const milestone of milestones) {
      const isTold = told.has(milestone.key) || (milestone.kind === "fork" && isAwaited);
      if (sources.has(source) && !isTold) kinds.add(milestone.kind);
      told.add(milestone.key);
    }
    sources.add(source);
  }
  const isOwn = ticket.author?.toLowerCase() === board.login.toLowerCase();
  if (before === undefined && !isFirst && found.size > 0 && !isOwn) kinds.add("reported");
  const wasSeen = isFirst || (before !== undefined && !isUnseen(before, ticket, isOwnChange));
  const seenAt = wasSeen ? ticket.updatedAt : before?.seenAt;
  return {
    memory: {
      ...(seenAt !== undefined && { seenAt }),
      ...{ told: [...told], sources: [...sources] },
    },
    kinds: [...kinds],
  };
}

function isUnseen(
  { seenAt }: TicketMemory,
  { updatedAt }: Ticket,
  isOwnChange: Aside["isOwnChange"],
): boolean {
  if (seenAt === undefined) return true;
  return updatedAt > seenAt && !isOwnChange(updatedAt);
}

/** Whether something has happened on the ticket since the person last looked. */
export function isNew({ tickets }: Memory, ticket: Ticket): boolean {
  const known = tickets.get(ticketKey(ticket));
  return known !== undefined && (known.seenAt === undefined || ticket.updatedAt > known.seenAt);
}

/** The person looks at the ticket. */
export function look(memory: Memory, ticket: Ticket): Memory {
  const key = ticketKey(ticket);
  const known = memory.tickets.get(key);
  if (known === undefined || !isNew(memory, ticket)) return memory;
  const tickets = new Map(memory.tickets).set(key, { ...known, seenAt: ticket.updatedAt });
  return { ...memory, tickets };
}
