import type { Board, RepositoryReading, Stale } from "./board.ts";
import type { RepositoryName } from "./repositoryName.ts";
import type { Rights } from "./rights.ts";
import type { Ticket } from "./ticket.ts";
import type { RoadFacts } from "./ticketFacts.ts";

/** What is kept of a board, for the time in which GitHub can't be reached. */
export interface KeptBoard {
  readonly readings: readonly KeptReading[];
  readonly isMember: boolean;
  /** By `ticketKey`. */
  readonly facts: ReadonlyMap<string, RoadFacts>;
}

export interface KeptReading {
  readonly repository: RepositoryName;
  readonly tickets: readonly Ticket[];
  readonly rights: Rights;
  readonly asOf: Date;
}

/** Whose tickets they are: what one account sees is never shown to another. */
export interface Person {
  readonly login: string;
  readonly apiUrl: string;
}

/** A repository that the person may not see any more has nothing to keep. */
export function toKept({ readings, readAt, facts, isMember }: Board): KeptBoard {
  return {
    readings: readings.flatMap(({ repository, tickets, rights, stale }): KeptReading[] =>
      tickets === undefined ? [] : [{ repository, tickets, rights, asOf: stale?.asOf ?? readAt }],
    ),
    ...{ facts, isMember },
  };
}

/** @param trouble why there is nothing newer. */
export function fromKept(
  { repository, tickets, rights, asOf }: KeptReading,
  trouble?: Stale["trouble"],
): RepositoryReading {
  const stale = { asOf, ...(trouble !== undefined && { trouble }) };
  return { repository, tickets, rights, stale };
}
