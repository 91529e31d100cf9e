import { sameLogin } from "./login.ts";
import type { Credit, Ticket } from "./ticket.ts";

/**
 * The logins that coordinate a ticket: credits of type "coordinator" that were not declined. Other
 * credit types (finder, reporter, …) do not make a coordinator.
 */
export function coordinatorsOf({ credits }: Pick<Ticket, "credits">): readonly string[] {
  return credits.filter(isActiveCoordinator).map(({ login }) => login);
}

/** Whether `login` coordinates the ticket; GitHub's logins are the same in any letter case. */
export function isCoordinatedBy(ticket: Pick<Ticket, "credits">, login: string): boolean {
  return coordinatorsOf(ticket).some((name) => sameLogin(name, login));
}

/** Whether `login` has said no to the role, which they alone can change, and on GitHub only. */
export function hasDeclined({ credits }: Pick<Ticket, "credits">, login: string): boolean {
  return credits.some(
    (credit) =>
      credit.type === "coordinator" &&
      !isActiveCoordinator(credit) &&
      sameLogin(credit.login, login),
  );
}

function isActiveCoordinator({ type, state }: Credit): boolean {
  return type === "coordinator" && (state === "accepted" || state === "pending");
}
