import * as vscode from "vscode";
import { ticketRefOf } from "../editor/ticketChoice.ts";
import { markedClone } from "../steps/privateWindow.ts";
import { ticketKey, type Ticket, type TicketRef } from "../ticket/ticket.ts";
import { ticketFor, type Desk } from "./desk.ts";

/**
 * The ticket of the row, of the private clone that this window shows, or one that the person
 * chooses among those that they work on.
 *
 * @throws {HumanError} @throws {CancelledError}
 */
export async function privateTicketFor(
  desk: Desk,
  row: unknown,
  title: string,
  fits: (ticket: Ticket) => boolean = hasFork,
): Promise<Ticket> {
  const ref = ticketRefOf(row) ?? (await ticketsOfWindow())[0];
  return ticketFor(desk, ref === undefined ? row : { ticket: ref }, title, fits, "worked-on");
}

export function hasFork({ privateFork }: Ticket): boolean {
  return privateFork !== null;
}

/** Whether this window shows the ticket's private clone. */
export async function isInWindow(ref: TicketRef): Promise<boolean> {
  return (await ticketsOfWindow()).some((each) => ticketKey(each) === ticketKey(ref));
}

async function ticketsOfWindow(): Promise<readonly TicketRef[]> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(
    ({ uri }) => uri.scheme === "file",
  );
  const marked = await Promise.all(folders.map(({ uri }) => markedClone(uri.fsPath)));
  return marked.flatMap((clone) => clone?.ticket ?? []);
}
