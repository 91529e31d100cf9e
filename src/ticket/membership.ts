import type { RepositoryReading } from "./board.ts";
import { isCoordinatedBy } from "./coordinator.ts";
import { endedAt } from "./ended.ts";
import { sameLogin } from "./login.ts";
import type { Ticket } from "./ticket.ts";

/**
 * Whether what a person sees shows that they are of the PSRT: only who administers a repository or
 * is in its team sees others' open tickets to which they were not invited one by one. A reporter
 * sees their own alone.
 */
export function seesAsMember(readings: readonly RepositoryReading[], login: string): boolean {
  return readings.some(
    ({ tickets = [], rights }) =>
      rights?.administers === true || tickets.some((ticket) => isSeenByTeam(ticket, login)),
  );
}

function isSeenByTeam(ticket: Ticket, login: string): boolean {
  if (endedAt(ticket) !== undefined || ticket.author === null) return false;
  return ![ticket.author, ...ticket.collaborators].some((name) => sameLogin(name, login));
}

/** Whether a person takes part in a ticket's process, beside reporting or helping with it. */
export function takesPart(
  ticket: Pick<Ticket, "credits">,
  isMember: boolean,
  login: string,
): boolean {
  return isMember || isCoordinatedBy(ticket, login);
}
