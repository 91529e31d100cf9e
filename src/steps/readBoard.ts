import { setImmediate } from "node:timers/promises";
import { HumanError, isCancellation, messageOf, throwIfCancelled } from "../base/errors.ts";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { GitHubError, type GitHubReason } from "../github/gitHubError.ts";
import type { Board, RepositoryReading, Trouble } from "../ticket/board.ts";
import { isCoordinatedBy } from "../ticket/coordinator.ts";
import { likelyDuplicates } from "../ticket/duplicates.ts";
import { endedAt } from "../ticket/ended.ts";
import { isHelpedBy } from "../ticket/helper.ts";
import { seesAsMember } from "../ticket/membership.ts";
import { fromKept, toKept, type KeptBoard } from "../ticket/keptBoard.ts";
import { fullName, sameRepository, type RepositoryName } from "../ticket/repositoryName.ts";
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
  /** Numbers of the reporter's comments; undefined where GitHub has none to give. */
  readonly answers?: (
    ticket: Ticket,
    signal?: AbortSignal,
  ) => Promise<readonly number[] | undefined>;
  /** Whether the PSRT's list of members has the person; throws nothing but a cancellation. */
  readonly isListed: (login: string, signal?: AbortSignal) => Promise<boolean>;
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Whether more than the advisory is read of a ticket: of open drafts that the person coordinates or
 * works on.
 */
export function hasRoad(ticket: Ticket, login: string, record: TicketRecord): boolean {
  const isTheirs = isCoordinatedBy(ticket, login) || isHelpedBy(ticket, login);
  return ticket.state === "draft" && (isTheirs || record.privateClone !== undefined);
}

/**
 * Reads the tickets of all repositories side by side. One that can't be read has its trouble on the
 * board beside what the others answered; its tickets stay as they were when the trouble will pass.
 *
 * @param before the same person's board from earlier.
 * @throws {CancelledError}
 */
export async function readBoard(
  ports: ReadBoardPorts,
  login: string,
  repositories: readonly RepositoryName[],
  before?: Board,
  signal?: AbortSignal,
): Promise<Board> {
  const known = before === undefined ? undefined : toKept(before);
  const readings = await Promise.all(
    repositories.map(async (repository): Promise<RepositoryReading> => {
      try {
        const [tickets, rights] = await Promise.all([
          ports.advisories.list(repository, signal),
          ports.rightsIn(repository, signal),
        ]);
        return { repository, tickets, rights };
      } catch (error) {
        const trouble = toTrouble(error, repository, ports.log);
        const last = known?.readings.find((each) => sameRepository(each.repository, repository));
        return last !== undefined && willPass(error)
          ? fromKept(last, trouble)
          : { repository, trouble };
      }
    }),
  );
  const [board, answers, isMember] = await Promise.all([
    boardOf(ports, login, { facts: new Map(), isMember: true, ...known, readings }, signal),
    readAnswers(ports, login, readings, before, signal),
    seesAsMember(readings, login) || ports.isListed(login, signal),
  ]);
  return { ...board, answers, isMember, fits: before?.fits ?? board.fits };
}

/** A ticket that has not changed has no new comment, so its are not read again. */
async function readAnswers(
  { answers }: ReadBoardPorts,
  login: string,
  readings: readonly RepositoryReading[],
  before: Board | undefined,
  signal: AbortSignal | undefined,
): Promise<Board["answers"]> {
  const lastRead = new Map(
    (before?.readings ?? [])
      .flatMap(({ tickets, stale }) => (stale === undefined ? (tickets ?? []) : []))
      .map((ticket) => [ticketKey(ticket), ticket.updatedAt.getTime()]),
  );
  const entries = readings.flatMap(({ tickets = [], stale }) =>
    tickets
      .filter((ticket) => endedAt(ticket) === undefined && isCoordinatedBy(ticket, login))
      .map(async (ticket) => {
        const key = ticketKey(ticket);
        const isKnown = lastRead.get(key) === ticket.updatedAt.getTime();
        const ids =
          isKnown || stale !== undefined
            ? before?.answers.get(key)
            : await answers?.(ticket, signal);
        return [key, ids] as const;
      }),
  );
  const read = await Promise.all(entries);
  return new Map(read.flatMap(([key, ids]) => (ids === undefined ? [] : [[key, ids] as const])));
}

/** A board of what was known before, while nothing is newer. */
export function takeUpBoard(
  ports: ReadBoardPorts,
  login: string,
  { readings, ...kept }: KeptBoard,
  signal?: AbortSignal,
): Promise<Board> {
  const known = readings.map((reading) => fromKept(reading));
  return boardOf(ports, login, { ...kept, readings: known }, signal);
}

/** @param known with the facts that are taken for the tickets that could not be read anew. */
async function boardOf(
  { records, clock, facts }: ReadBoardPorts,
  login: string,
  known: Pick<Board, "readings" | "facts" | "isMember">,
  signal: AbortSignal | undefined,
): Promise<Board> {
  const { readings, isMember } = known;
  const tickets = readings.flatMap(({ tickets }) => tickets ?? []);
  const shown = tickets.filter(
    (ticket) => endedAt(ticket) === undefined || isCoordinatedBy(ticket, login),
  );
  const entries = await Promise.all(
    shown.map(async (ticket) => [ticketKey(ticket), await records.read(ticket)] as const),
  );
  const kept = new Map(entries);
  const roadOf = async (ticket: Ticket, isStale: boolean): Promise<RoadFacts | undefined> => {
    const key = ticketKey(ticket);
    return isStale ? known.facts.get(key) : facts(ticket, kept.get(key) ?? {}, signal);
  };
  // GitHub's client asks ten things at a time at most.
  const roads = Promise.all(
    readings.flatMap(({ tickets = [], stale }) =>
      tickets
        .filter((ticket) => hasRoad(ticket, login, kept.get(ticketKey(ticket)) ?? {}))
        .map(async (ticket) => {
          const road = await roadOf(ticket, stale !== undefined);
          return road === undefined ? [] : [[ticketKey(ticket), road] as const];
        }),
    ),
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
    isMember,
    records: kept,
    facts: new Map(read.flat()),
    duplicates,
    answers: new Map(),
    fits: new Map(),
  };
}

/** @throws {CancelledError} when it is a cancellation. */
function toTrouble(error: unknown, repository: RepositoryName, log: Log): Trouble {
  if (isCancellation(error)) throw error;
  if (!(error instanceof HumanError)) {
    log.error(`Reading the advisories of ${fullName(repository)} failed`, error);
  }
  const next = error instanceof HumanError ? error.next : "The log has more.";
  const offline = error instanceof GitHubError && error.reason === "offline";
  const signIn = error instanceof HumanError && error.remedy === "sign-in";
  return { message: messageOf(error), next, offline, ...(signIn && { signIn }) };
}

/** Troubles that say nothing about what the person may see. */
const PASSING: ReadonlySet<GitHubReason> = new Set([
  ...(["offline", "unavailable", "rate-limited", "malformed"] as const),
]);

function willPass(error: unknown): boolean {
  return error instanceof GitHubError ? PASSING.has(error.reason) : !(error instanceof HumanError);
}
