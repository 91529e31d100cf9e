import { isCoordinatedBy } from "./coordinator.ts";
import { sameLogin } from "./login.ts";
import type { Ticket } from "./ticket.ts";

/** Whether a person was let in one by one, to help with a ticket that others coordinate. */
export function isHelpedBy(
  ticket: Pick<Ticket, "credits" | "collaborators">,
  login: string,
): boolean {
  const isInvited = ticket.collaborators.some((name) => sameLogin(name, login));
  return isInvited && !isCoordinatedBy(ticket, login);
}
