import type { KeptBoard, Person } from "../ticket/keptBoard.ts";
import type { RecordChange, TicketRecord } from "../ticket/record.ts";
import type { RepositoryName } from "../ticket/repositoryName.ts";
import type { TicketRef } from "../ticket/ticket.ts";

/**
 * Who will be able to read a write: everybody; the reporter and the advisory's collaborators; the
 * collaborators of the private fork; nobody but the person.
 */
export type Audience = "PUBLIC" | "REPORTER" | "TEAM" | "YOU";

export interface PlannedWrite {
  /** Where it goes: "branch gh-140001 of member/cpython". */
  readonly target: string;
  readonly audience: Audience;
  /** The exact text that will stand there. */
  readonly text: string;
}

/** What a step would write, shown before it writes. */
export interface Plan {
  /** The question, one line: "Push gh-140001 to member/cpython?". */
  readonly title: string;
  /** What follows from a yes, where the texts do not say it. */
  readonly note?: string;
  readonly writes: readonly PlannedWrite[];
  /** The word on the button that says yes: "Push". */
  readonly yes: string;
}

/** Asks the person; anything but an explicit yes is a no, and so is a cancelled question. */
export interface Ask {
  confirm(plan: Plan, signal?: AbortSignal): Promise<boolean>;
}

/**
 * The local records of tickets, which all windows share; an update is atomic and keeps the keys it
 * does not name.
 */
export interface Records {
  read(ref: TicketRef): Promise<TicketRecord>;
  /** Fails with what the change throws, and then changes nothing. */
  update(ref: TicketRef, change: RecordChange): Promise<void>;
}

/** The records of every ticket that was ever worked on here. */
export interface AllRecords extends Records {
  /** By `ticketKey`. */
  all(): Promise<ReadonlyMap<string, TicketRecord>>;
}

/** Records that can also be done away with. */
export interface RecordStore extends Records {
  /** As if nothing had ever been known of the ticket. */
  forget(ref: TicketRef): Promise<void>;
}

/** Each person's last known tickets, kept over restarts. None of these fails. */
export interface KeptBoards {
  read(person: Person): Promise<KeptBoard | undefined>;
  keep(person: Person, board: KeptBoard): Promise<void>;
  forget(person: Person): Promise<void>;
}

/** Where the patch of a pull request comes from. */
export interface PatchSource {
  /**
   * The bytes of the pull request's `.patch`, undecoded.
   * @throws an error with the `reason` "too-large" where GitHub refuses it for its size.
   */
  patch(repository: RepositoryName, number: number, signal?: AbortSignal): Promise<Uint8Array>;
}
