import { setImmediate } from "node:timers/promises";
import { HumanError, isCancellation, messageOf, throwIfCancelled } from "../base/errors.ts";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { Board, RepositoryReading } from "../ticket/board.ts";
import { isCoordinatedBy } from "../ticket/coordinator.ts";
import { likelyDuplicates } from "../ticket/duplicates.ts";
import { endedAt } from "../ticket/ended.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { TicketRecord } from "../ticket/record.ts";
import type { Rights } from "../ticket/rights.ts";
import type { RoadFacts } from "../ticket/ticketFacts.ts";
import { ticketKey, type Ticket } from "../ticket/ticket.ts";
import type { Records } from "./ports.ts";

export interface ReadBoardPorts {
  readonly advisories: {
    list(repository: RepositoryName, signal?: AbortSignal): Promise<readonly Ticket[]>;
  };
  readonly rightsIn: (repository: RepositoryName, signal?: AbortSignal) => Promise<Rights>;
  /** What GitHub holds about a ticket's fix; throws nothing but a cancellation. */
  readonly facts: (
    ticket: Ticket,
    record: TicketRecord,
    signal?: AbortSignal,
  ) => Promise<RoadFacts>;
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
}

/** Whether more than the advisory is read of a ticket: of open drafts that the person coordinates. */
export function hasRoad(ticket: Ticket, login: string): boolean {
  return ticket.state === "draft" && isCoordinatedBy(ticket, login);
}

/**
 * Reads the tickets of all repositories side by side. One that can't be read has its trouble on the
 * board beside what the others answered.
 *
 * @throws {CancelledError}
 */
export async function readBoard(
  { advisories, rightsIn, facts, records, clock, log }: ReadBoardPorts,
  login: string,
  repositories: readonly RepositoryName[],
  signal?: AbortSignal,
): Promise<Board> {
  const readings = await Promise.all(
    repositories.map(async (repository): Promise<RepositoryReading> => {
      try {
        const [tickets, rights] = await Promise.all([
          advisories.list(repository, signal),
          rightsIn(repository, signal),
        ]);
        return { repository, tickets, rights };
      } catch (error) {
        if (isCancellation(error)) throw error;
        if (!(error instanceof HumanError)) {
          log.error(`Reading the advisories of ${fullName(repository)} failed`, error);
        }
        const next = error instanceof HumanError ? error.next : "The log has more.";
        return { repository, trouble: { message: messageOf(error), next } };
      }
    }),
  );
  const tickets = readings.flatMap(({ tickets }) => tickets ?? []);
  const shown = tickets.filter(
    (ticket) => endedAt(ticket) === undefined || isCoordinatedBy(ticket, login),
  );
  const entries = await Promise.all(
    shown.map(async (ticket) => [ticketKey(ticket), await records.read(ticket)] as const),
  );
  const known = new Map(entries);
  // GitHub's client asks ten things at a time at most.
  const roads = Promise.all(
    tickets
      .filter((ticket) => hasRoad(ticket, login))
      .map(async (ticket) => {
        const key = ticketKey(ticket);
        return [key, await facts(ticket, known.get(key) ?? {}, signal)] as const;
      }),
  );
  const [read, duplicates] = await Promise.all([
    roads,
    likelyDuplicates(tickets, () => setImmediate()),
  ]);
  throwIfCancelled(signal);
  return {
    login,
    readAt: clock.now(),
    readings,
    records: known,
    facts: new Map(read),
    duplicates,
  };
}
