import type { GhsaId } from "./ghsaId.ts";
import { fullName, type RepositoryName } from "./repositoryName.ts";
import type { Tag } from "./tag.ts";

/** Names one advisory on GitHub. */
export interface TicketRef {
  readonly repository: RepositoryName;
  readonly ghsaId: GhsaId;
}

/** The advisory's state on GitHub; a state that we do not know is kept as "unknown". */
export type TicketState = "triage" | "draft" | "published" | "closed" | "withdrawn" | "unknown";

export type Severity = "low" | "medium" | "high" | "critical";

export type CreditState = "accepted" | "pending" | "declined" | "unknown";

export interface Credit {
  readonly login: string;
  /** GitHub's credit type, "coordinator" among them; kept as given. */
  readonly type: string;
  readonly state: CreditState;
}

/** A vulnerability report on its way, as the advisory tells it. */
export interface Ticket extends TicketRef {
  /** Without the bot's tags. */
  readonly title: string;
  readonly tags: readonly Tag[];
  readonly description: string;
  readonly state: TicketState;
  readonly cveId: string | null;
  readonly severity: Severity | null;
  readonly cvssV4: string | null;
  readonly cvssV3: string | null;
  readonly credits: readonly Credit[];
  /** Logins of the people who were let in one by one, without teams. */
  readonly collaborators: readonly string[];
  /** Login of the reporter; null when GitHub does not tell. */
  readonly author: string | null;
  /** The temporary private fork, spelled as GitHub spells it (lower case). */
  readonly privateFork: RepositoryName | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly closedAt: Date | null;
  readonly htmlUrl: string;
}

/** A stable key for a ticket: "python/cpython GHSA-…", lower case repository. */
export function ticketKey({ repository, ghsaId }: TicketRef): string {
  return `${fullName(repository).toLowerCase()} ${ghsaId}`;
}
