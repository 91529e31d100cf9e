import { sameLogin } from "../ticket/login.ts";
import { fullName } from "../ticket/repositoryName.ts";
import type { Ticket } from "../ticket/ticket.ts";

/** A person who must not be named. Absent keys are not known. */
export interface Person {
  readonly login: string;
  readonly name?: string;
  readonly email?: string;
}

/** What must not leave before a ticket's time. */
export interface Secrets {
  readonly ghsaId: string;
  /** Null while there is none, or when its record is public. */
  readonly cveId: string | null;
  /** "owner/repo". */
  readonly privateFork: string | null;
  /** The reporter, unless they coordinate the ticket or have been credited. */
  readonly people: readonly Person[];
  /** Private texts, of which no eight words in a row may leave: description, comments. */
  readonly texts: readonly string[];
  /** Titles of private pull requests and of the ticket. */
  readonly titles: readonly string[];
  /** Branches of the private fork that are not the project's. */
  readonly branches: readonly string[];
  /** Absolute paths on this machine: the private clone, the home folder. */
  readonly paths: readonly string[];
}

/** The secrets that the advisory itself tells; `more` adds what else is known. */
export function secretsOf(ticket: Ticket, more: Partial<Secrets> = {}): Secrets {
  const { ghsaId, cveId, privateFork, description, title } = ticket;
  const login = hiddenReporter(ticket);
  return {
    ghsaId,
    cveId: more.cveId === undefined ? cveId : more.cveId,
    privateFork: privateFork === null ? null : fullName(privateFork),
    people: more.people ?? (login === undefined ? [] : [{ login }]),
    texts: [description, ...(more.texts ?? [])],
    titles: [title, ...(more.titles ?? [])],
    branches: more.branches ?? [],
    paths: more.paths ?? [],
  };
}

/**
 * The reporter's login while they must not be named: they don't coordinate the ticket, and have not
 * accepted a credit. Undefined also where GitHub does not tell who reported it.
 */
export function hiddenReporter({
  author,
  credits,
}: Pick<Ticket, "author" | "credits">): string | undefined {
  if (author === null) return undefined;
  const named = credits.some(
    ({ login, type, state }) =>
      sameLogin(login, author) &&
      (state === "accepted" || (type === "coordinator" && state === "pending")),
  );
  return named ? undefined : author;
}
