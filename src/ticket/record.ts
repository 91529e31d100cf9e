/**
 * What GitHub cannot hold about a ticket, kept on this machine only. Holds no report text.
 * Absent keys mean "not yet".
 */
export interface TicketRecord {
  /** Absolute path of the private clone. */
  readonly privateClone?: string;
  /** Number of the public issue in the project's repository. */
  readonly publicIssue?: number;
  /** The public branch that a private pull request was brought to. */
  readonly publicBranch?: PublicBranch;
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
