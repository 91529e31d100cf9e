import * as vscode from "vscode";
import { runCommand } from "../editor/commands.ts";
import { isMeant } from "../editor/doubt.ts";
import { longWork } from "../editor/longWork.ts";
import { unfinishedItems, unfinishedWords } from "../ticket/completion.ts";
import type { Ticket } from "../ticket/ticket.ts";
import type { Desk } from "./desk.ts";

/**
 * Whether a ticket may be closed as completed: nothing of its checklist is open, as GitHub has it at
 * this moment, or the person has seen what is and wants it all the same. The export is offered first.
 *
 * @throws {HumanError} @throws {CancelledError}
 */
export async function mayComplete(desk: Desk, ticket: Ticket): Promise<boolean> {
  return (await isFinished(desk, ticket)) && (await exported(desk, ticket));
}

async function isFinished(desk: Desk, ticket: Ticket): Promise<boolean> {
  const facts = await longWork(`Reading ${ticket.ghsaId}`, (_, signal) =>
    desk.board.readAnew(desk.gitHub(), ticket, signal),
  );
  const unfinished = unfinishedItems(facts, desk.clock.now());
  if (unfinished.length === 0) return true;
  return isMeant({
    message: `${ticket.ghsaId} is not completed yet: nobody reminds of what is open once it is closed.`,
    detail: unfinishedWords(unfinished),
    yes: "Close It Anyway…",
    no: "Don't close it",
  });
}

/** False when the person wants to close it no more, or the export was not made. */
async function exported(desk: Desk, ticket: Ticket): Promise<boolean> {
  const first = {
    label: "$(archive) Export It First…",
    detail: "All that GitHub holds of the ticket, as one file of yours; then it is closed",
  };
  const without = { label: "$(check) Close Without an Export" };
  const choice = await vscode.window.showQuickPick([first, without], {
    title: `Close ${ticket.ghsaId} as completed`,
    placeHolder: "The private fork and its pull requests may be gone once the ticket is closed",
    ignoreFocusOut: true,
  });
  if (choice !== first) return choice === without;
  const { exports: before = [] } = await desk.records.read(ticket);
  await runCommand("psrt.exportTicket", { ticket });
  const { exports: after = [] } = await desk.records.read(ticket);
  return after.length > before.length;
}
