import type { BotNews } from "./backportBot.ts";
import type { Board } from "./board.ts";
import { rightsOn } from "./board.ts";
import type { PublicIssue } from "./publicIssue.ts";
import type { PullFit } from "./pullFit.ts";
import type { PrivatePull, PublicPull } from "./pullRequest.ts";
import type { TicketRecord } from "./record.ts";
import type { ReleaseBranches } from "./releaseBranches.ts";
import type { Rights } from "./rights.ts";
import { ticketKey, type Ticket } from "./ticket.ts";

/** Something that was read, or why it was not, in words for the person. */
export type Fact<T> =
  { readonly known: true; readonly value: T } | { readonly known: false; readonly why: string };

/**
 * What GitHub holds about a ticket's fix beside the advisory. Read only of open drafts that the
 * person coordinates.
 */
export interface RoadFacts {
  /** Of the private fork; none while there is no fork. */
  readonly privatePulls: Fact<readonly PrivatePull[]>;
  /** Undefined while the ticket has none; null when the recorded one is not on GitHub. */
  readonly publicIssue: Fact<PublicIssue | undefined | null>;
  /** The one to the project's main branch. */
  readonly publicPull: Fact<PublicPull | undefined>;
  /** Those to the release branches; several to one branch where one was given up. */
  readonly backports: Fact<readonly PublicPull[]>;
  /** What bots have said of the backports; nothing before the merge. */
  readonly botNews: Fact<BotNews>;
  readonly releases: ReleaseBranches;
}

/** All that a ticket's checklist derives from. */
export interface TicketFacts {
  readonly ticket: Ticket;
  /** Who looks at it. */
  readonly login: string;
  /** Whether they are of the PSRT. */
  readonly isMember: boolean;
  readonly record: TicketRecord;
  readonly rights: Rights;
  /** Undefined where it was not read. */
  readonly road: RoadFacts | undefined;
  /** How private pull requests fit the project's main branch, by their heads; as far as tried. */
  readonly fits: ReadonlyMap<string, PullFit>;
}

/** What the board knows of a ticket. */
export function factsOf(board: Board, ticket: Ticket): TicketFacts {
  const key = ticketKey(ticket);
  return {
    ticket,
    login: board.login,
    isMember: board.isMember,
    record: board.records.get(key) ?? {},
    rights: rightsOn(board, ticket.repository),
    road: board.facts.get(key),
    fits: board.fits,
  };
}

export function known<T>(value: T): Fact<T> {
  return { known: true, value };
}

export function unknown(why: string): { readonly known: false; readonly why: string } {
  return { known: false, why };
}
