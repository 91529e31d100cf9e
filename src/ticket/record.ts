import type { CodeSigningRecord } from "./codeSigning.ts";
import type { Landing } from "./landing.ts";
import type { LocalCheck } from "./localCheck.ts";
import type { Tag } from "./tag.ts";

/**
 * What GitHub cannot hold about a ticket, kept on this machine only. Holds no report text.
 * Absent keys mean "not yet".
 */
export interface TicketRecord {
  /**
   * Since when the person waits to be told that the private fork can be used; an ISO 8601 instant.
   * Null once they were told.
   */
  readonly forkAwaitedSince?: string | null;
  /** Absolute path of the private clone. */
  readonly privateClone?: string;
  /**
   * When the person let the ticket's change go public; an ISO 8601 instant. Null once they held it
   * back again.
   */
  readonly releasedAt?: string | null;
  /** Number of the public issue in the project's repository. */
  readonly publicIssue?: number;
  /**
   * Why the public issue does not show yet that it is about a vulnerability: it is a placeholder
   * that only reserves the number, or one that was there. Undefined once it may.
   */
  readonly quietIssue?: "placeholder" | "linked" | undefined;
  /** Number of the public pull request to the project's main branch. */
  readonly publicPullRequest?: number;
  /** When the advisory e-mail was sent. */
  readonly emailSentAt?: Date | undefined;
  /** SHA-256 of what the advisory e-mail said when it was last handed over, 64 hex digits. */
  readonly madeEmail?: string;
  /** SHA-256 of what the CVE record repeated of the advisory when it was last handed over, 64 hex digits. */
  readonly madeRecord?: string;
  /** A public issue that was sent and not heard of yet, by its title, which is public. */
  readonly openingIssue?: OpeningIssue | undefined;
  /** The order that was last written into the title; void once the title lacks its tag. */
  readonly botOrder?: BotOrder | undefined;
  /** Why it was made ready before everything was there. */
  readonly emailOverride?: Override;
  /** The first release that has the fix, where the advisory goes out with it: pip's "26.4". */
  readonly fixRelease?: string;
  /** Release branches without the mistake, which get no backport: "3.12". */
  readonly unaffectedBranches?: readonly string[];
  /** The public branch that a private pull request was brought to. */
  readonly publicBranch?: PublicBranch | undefined;
  /** How a private pull request comes to main; stays when it has reached its end. */
  readonly landing?: Landing | undefined;
  /** Backports that were begun by hand, one for each release branch at most. */
  readonly backportLandings?: readonly Landing[];
  /** What the person let pass the gate, oldest first. */
  readonly lifts?: readonly Lift[];
  /** Backports that were made by hand, one for each release branch. */
  readonly backportBranches?: readonly BackportBranch[];
  /** How far the person has read the ticket, in GitHub's time; what is later is new to them. */
  readonly seenAt?: Date;
  /** Comments that were sent from here, oldest first. */
  readonly sentComments?: readonly SentComment[];
  /** How the fix fared on the branches it was tried on here, the last try of each. */
  readonly checks?: readonly LocalCheck[];
  /** Archives that were made of the ticket, which no purge reaches; oldest first. */
  readonly exports?: readonly ExportMade[];
  /** What was done about a report of a compromised certificate; absent for every other report. */
  readonly codeSigning?: CodeSigningRecord;
}

/** Keys of a record and their new values, or how these follow from what it says at that moment. */
export type RecordChange =
  Partial<TicketRecord> | ((record: TicketRecord) => Partial<TicketRecord>);

export function changedRecord(record: TicketRecord, change: RecordChange): TicketRecord {
  return { ...record, ...(typeof change === "function" ? change(record) : change) };
}

export interface ExportMade {
  /** Absolute path of its folder. */
  readonly path: string;
  readonly at: Date;
}

/** A comment on its way or arrived; enough to know it again, without its text. */
export interface SentComment {
  /** SHA-256 of the text, 64 hex digits. */
  readonly digest: string;
  /** When it was begun to be sent. */
  readonly at: Date;
  /** The last comment's number before it, 0 when there was none. */
  readonly after: number;
  /** Its number on GitHub; absent while no answer has told that it arrived. */
  readonly comment?: number;
}

export interface OpeningIssue {
  readonly title: string;
  readonly askedAt: Date;
  /** It is a placeholder. */
  readonly quiet?: boolean;
}

/** A tag that this machine wrote into an advisory's title for the PSRT bot. */
export interface BotOrder {
  readonly tag: Tag;
  readonly askedAt: Date;
}

/** Something that stood in the way, and why the person went on. */
export interface Override {
  /** In the person's own words. */
  readonly reason: string;
  readonly at: Date;
}

/** Something that the gate holds back, and that the person let pass. */
export interface Lift {
  /** SHA-256 of what it is, what it says and where it stands; 64 hex digits. */
  readonly digest: string;
  /** In the person's own words. */
  readonly reason: string;
  readonly at: Date;
}

export interface PublicBranch {
  /** Absolute path of the member's public clone that holds the branch. */
  readonly clone: string;
  readonly name: string;
  /** 40 hex digits: the one commit on the branch. */
  readonly commit: string;
  /** The private pull request it was made from, and that one's head at the time. */
  readonly pullRequest: number;
  readonly head: string;
  /** "owner/repo" it was pushed to; absent while it is only local. */
  readonly pushedTo?: string;
}

/** A backport made by hand, as one commit on its branch. */
export interface BackportBranch {
  /** The release branch that it is for, "3.13". */
  readonly to: string;
  /** Absolute path of the member's public clone that holds it. */
  readonly clone: string;
  readonly name: string;
  /** 40 hex digits. */
  readonly commit: string;
  /** "owner/repo" it was pushed to; absent while it is only local. */
  readonly pushedTo?: string;
}
