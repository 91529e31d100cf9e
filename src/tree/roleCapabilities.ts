import type { Capability } from "../editor/contributions.ts";
import { rightsOn, type Board } from "../ticket/board.ts";
import { coordinatorsOf, hasDeclined, isCoordinatedBy } from "../ticket/coordinator.ts";
import { endedAt } from "../ticket/ended.ts";
import type { Ticket } from "../ticket/ticket.ts";

/**
 * What the signed-in person may do about a ticket's coordinator. An admin of the repository may hand
 * over others' tickets too, because members leave. Who is not of the PSRT coordinates nothing.
 */
export function roleCapabilities(ticket: Ticket, board: Board): readonly Capability[] {
  if (endedAt(ticket) !== undefined || ticket.state === "unknown") return [];
  if (isCoordinatedBy(ticket, board.login)) return ["canDelegate", "canHandBack"];
  if (coordinatorsOf(ticket).length > 0) {
    return rightsOn(board, ticket.repository).administers ? ["canDelegate"] : [];
  }
  return board.isMember && !hasDeclined(ticket, board.login) ? ["canTake"] : [];
}
