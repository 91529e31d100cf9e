import * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import type { Board } from "../ticket/board.ts";
import { isCoordinatedBy } from "../ticket/coordinator.ts";
import { isHelpedBy } from "../ticket/helper.ts";
import { fullName } from "../ticket/repositoryName.ts";
import { ticketKey, type Ticket, type TicketRef } from "../ticket/ticket.ts";
import { parseTicketRef } from "../ticket/ticketRef.ts";
import { asRecord } from "../base/shape.ts";
import { choiceLabel } from "./labels.ts";
import { ticketOfPage } from "./pageAddress.ts";

/** The ticket of the row or of the page that a command was called on, if it was called on one. */
export function ticketRefOf(row: unknown): TicketRef | undefined {
  if (row instanceof vscode.Uri) return ticketOfPage(row);
  return parseTicketRef(asRecord(row)?.["ticket"]);
}

export type Whose = "mine" | "worked-on" | "all";

/**
 * Lets the person choose among the tickets that fit: those that they coordinate; these and those
 * that they help with or have a private clone of; or all.
 *
 * @throws {CancelledError}
 * @throws {HumanError} when none fits.
 */
export async function chooseTicket(
  board: Board,
  title: string,
  fits: (ticket: Ticket) => boolean,
  whose: Whose = "mine",
): Promise<Ticket> {
  const tickets = board.readings
    .flatMap(({ tickets }) => tickets ?? [])
    .filter((ticket) => isOf(board, ticket, whose) && fits(ticket));
  if (tickets.length === 0) {
    throw new HumanError(
      whose === "mine"
        ? "None of the tickets that you coordinate can do that now."
        : "None of the tickets that you see can do that now.",
      "Look at the next step of each in My Tickets.",
    );
  }
  const choice = await vscode.window.showQuickPick(
    tickets.map((ticket) => ({
      label: choiceLabel(ticket.title) || ticket.ghsaId,
      description: ticket.ghsaId,
      detail: `${fullName(ticket.repository)} · ${ticket.state}`,
      ticket,
    })),
    { title, placeHolder: "Ticket", matchOnDescription: true },
  );
  if (choice === undefined) throw new CancelledError();
  return choice.ticket;
}

function isOf({ login, records }: Board, ticket: Ticket, whose: Whose): boolean {
  if (whose === "all" || isCoordinatedBy(ticket, login)) return true;
  const hasClone = records.get(ticketKey(ticket))?.privateClone !== undefined;
  return whose === "worked-on" && (hasClone || isHelpedBy(ticket, login));
}
