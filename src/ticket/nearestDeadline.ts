import type { Board } from "./board.ts";
import { isCoordinatedBy } from "./coordinator.ts";
import { disclosureDeadline, type Deadline } from "./deadline.ts";
import { endedAt } from "./ended.ts";
import type { Ticket } from "./ticket.ts";

/** The open ticket of the person's whose 90 days end first; undefined when they have none. */
export function nearestDeadline(
  { readings, login }: Board,
  now: Date,
): { readonly ticket: Ticket; readonly deadline: Deadline } | undefined {
  const [ticket] = readings
    .flatMap(({ tickets }) => tickets ?? [])
    .filter((each) => isCoordinatedBy(each, login) && endedAt(each) === undefined)
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  if (ticket === undefined) return undefined;
  return { ticket, deadline: disclosureDeadline(ticket.createdAt, now) };
}
