import { endedAt } from "./ended.ts";
import type { Likeness } from "./duplicates.ts";
import type { PullFit } from "./pullFit.ts";
import type { TicketRecord } from "./record.ts";
import { sameRepository, type RepositoryName } from "./repositoryName.ts";
import { NO_RIGHTS, type Rights } from "./rights.ts";
import { ticketKey, type Ticket, type TicketRef } from "./ticket.ts";
import type { RoadFacts } from "./ticketFacts.ts";

/** Why a repository could not be read, and what to do. */
export interface Trouble {
  readonly message: string;
  readonly next: string;
  /** Whether GitHub gave no answer at all. */
  readonly offline?: boolean;
  /** Whether signing in again helps. */
  readonly signIn?: boolean;
}

/** What is known of a repository from an earlier reading. */
export interface Stale {
  readonly asOf: Date;
  /** Why there is nothing newer; undefined until the first reading since has ended. */
  readonly trouble?: Trouble;
}

/** What was read of one repository: its advisories, or why they could not be read. */
export type RepositoryReading =
  | {
      readonly repository: RepositoryName;
      readonly tickets: readonly Ticket[];
      readonly rights: Rights;
      /** Undefined when it is as of the board's own reading. */
      readonly stale?: Stale;
      readonly trouble?: undefined;
    }
  | {
      readonly repository: RepositoryName;
      readonly tickets?: undefined;
      readonly rights?: undefined;
      readonly stale?: undefined;
      readonly trouble: Trouble;
    };

/** All tickets at one moment, as the signed-in person may see them. */
export interface Board {
  readonly login: string;
  readonly readAt: Date;
  readonly readings: readonly RepositoryReading[];
  /** Whether the person is of the PSRT; who is not reports tickets, or helps with some. */
  readonly isMember: boolean;
  /** Local records by `ticketKey`. */
  readonly records: ReadonlyMap<string, TicketRecord>;
  /** What was read of a ticket's fix, by `ticketKey`; of open drafts that the person coordinates. */
  readonly facts: ReadonlyMap<string, RoadFacts>;
  /** Tickets that a new one may repeat, by the new one's `ticketKey`. */
  readonly duplicates: ReadonlyMap<string, readonly Likeness[]>;
  /** Numbers of the reporter's comments, by `ticketKey`; of open tickets that are the person's. */
  readonly answers: ReadonlyMap<string, readonly number[]>;
  /** How private pull requests fit the project's main branch, by their heads; as far as tried. */
  readonly fits: ReadonlyMap<string, PullFit>;
}

/** The ticket on the board, if it was read. */
export function findTicket(board: Board, ref: TicketRef): Ticket | undefined {
  const key = ticketKey(ref);
  return board.readings
    .flatMap(({ tickets }) => tickets ?? [])
    .find((ticket) => ticketKey(ticket) === key);
}

/** All tickets on the board but that one. */
export function otherTickets(board: Board | undefined, ref: TicketRef): readonly Ticket[] {
  const key = ticketKey(ref);
  return (board?.readings ?? [])
    .flatMap(({ tickets }) => tickets ?? [])
    .filter((ticket) => ticketKey(ticket) !== key);
}

/** What the signed-in person may do in a repository; nothing special where it was not read. */
export function rightsOn(board: Board, repository: RepositoryName): Rights {
  const reading = board.readings.find((each) => sameRepository(each.repository, repository));
  return reading?.rights ?? NO_RIGHTS;
}

/** What the last reading has read of a ticket's fix; undefined for what is known from earlier alone. */
export function freshFacts(board: Board, ref: TicketRef): RoadFacts | undefined {
  const { repository } = ref;
  const reading = board.readings.find((each) => sameRepository(each.repository, repository));
  return reading?.stale === undefined ? board.facts.get(ticketKey(ref)) : undefined;
}

/** Whether the last reading got no answer for any repository. */
export function isOffline({ readings }: Board): boolean {
  return (
    readings.length > 0 &&
    readings.every(({ trouble, stale }) => (trouble ?? stale?.trouble)?.offline === true)
  );
}

/** Whether everything was read, and the person is shown no open ticket and is not of the PSRT. */
export function seesNothing({ readings, isMember }: Board): boolean {
  const isEmpty = ({ tickets }: RepositoryReading): boolean =>
    tickets?.every((ticket) => endedAt(ticket) !== undefined) === true;
  return !isMember && readings.length > 0 && readings.every(isEmpty);
}

/** When the oldest of what the board shows was read. */
export function shownAsOf({ readings, readAt }: Board): Date {
  const instants = readings.map(({ stale }) => stale?.asOf ?? readAt);
  return instants.reduce((oldest, instant) => (instant < oldest ? instant : oldest), readAt);
}

/** Where the board is found and heard of. */
export interface BoardSource {
  /** Undefined until the first reading has ended. */
  readonly board: Board | undefined;
  readonly reading: boolean;
  onDidChange(listener: () => void): { dispose(): void };
}
