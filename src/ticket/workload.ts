import type { Board } from "./board.ts";
import { isCoordinatedBy } from "./coordinator.ts";
import { endedAt } from "./ended.ts";
import type { Ticket } from "./ticket.ts";

/** How many open tickets of those that were read a person coordinates. */
export function workloadOf(board: Pick<Board, "readings">, login: string): number {
  return openTickets(board).filter((ticket) => isCoordinatedBy(ticket, login)).length;
}

function openTickets({ readings }: Pick<Board, "readings">): readonly Ticket[] {
  return readings
    .flatMap(({ tickets }) => tickets ?? [])
    .filter((ticket) => endedAt(ticket) === undefined);
}
