import * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import type { Board } from "../ticket/board.ts";
import { coordinatorsOf, isCoordinatedBy } from "../ticket/coordinator.ts";
import { isHelpedBy } from "../ticket/helper.ts";
import { fullName } from "../ticket/repositoryName.ts";
import { ticketKey, type Ticket, type TicketRef } from "../ticket/ticket.ts";
import { parseTicketRef } from "../ticket/ticketRef.ts";
import type { Traced } from "../ticket/traces.ts";
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
 * that they help with or have a private clone of; or all, their own first.
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
  const found = board.readings
    .flatMap(({ tickets }) => tickets ?? [])
    .filter((ticket) => isOf(board, ticket, whose) && fits(ticket));
  const isOwn = (ticket: Ticket): boolean => isCoordinatedBy(ticket, board.login);
  const tickets = [...found.filter(isOwn), ...found.filter((ticket) => !isOwn(ticket))];
  if (tickets.length === 0) {
    throw new HumanError(
      whose === "mine"
        ? "None of the tickets that you coordinate can do that now."
        : "None of the tickets that you see can do that now.",
      "Look at the next step of each in My Tickets.",
    );
  }
  return pick(title, tickets.map(itemOf));
}

/**
 * Lets the person choose among the tickets that have left traces on this machine, or may have.
 *
 * @throws {CancelledError}
 * @throws {HumanError} when there is none.
 */
export async function chooseTraced({ listed, others }: Traced, title: string): Promise<TicketRef> {
  const items = [
    ...listed.map(itemOf),
    ...others.map((ticket) => ({
      label: ticket.ghsaId,
      description: fullName(ticket.repository),
      detail: "Known from this machine's records",
      ticket,
    })),
  ];
  if (items.length === 0) {
    throw new HumanError(
      "Nothing is known of any ticket on this machine.",
      "Sign in first to also see the tickets that you were only shown.",
    );
  }
  return pick(title, items);
}

interface Choice<T> extends vscode.QuickPickItem {
  readonly ticket: T;
}

function itemOf(ticket: Ticket): Choice<Ticket> {
  return {
    label: choiceLabel(ticket.title) || ticket.ghsaId,
    description: ticket.ghsaId,
    detail: [fullName(ticket.repository), ticket.state, coordinatorsOf(ticket).join(", ")]
      .filter((part) => part !== "")
      .map(choiceLabel)
      .join(" · "),
    ticket,
  };
}

async function pick<T>(title: string, items: readonly Choice<T>[]): Promise<T> {
  const options = { title, placeHolder: "Ticket", matchOnDescription: true };
  const choice = await vscode.window.showQuickPick(items, options);
  if (choice === undefined) throw new CancelledError();
  return choice.ticket;
}

function isOf({ login, records }: Board, ticket: Ticket, whose: Whose): boolean {
  if (whose === "all" || isCoordinatedBy(ticket, login)) return true;
  const hasClone = records.get(ticketKey(ticket))?.privateClone !== undefined;
  return whose === "worked-on" && (hasClone || isHelpedBy(ticket, login));
}
