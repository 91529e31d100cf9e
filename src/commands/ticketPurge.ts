import * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import { registerCommand } from "../editor/commands.ts";
import { longWork } from "../editor/longWork.ts";
import { ticketFor, type Desk } from "./desk.ts";
import { isInWindow } from "./privateTicket.ts";

const TITLE = "Purge Ticket from This Machine";
const COPY = "Copy List";

/** Leaves nothing of a ticket on this machine that was made by us. */
export function registerTicketPurge(desk: Desk): vscode.Disposable[] {
  return [registerCommand("psrt.purgeTicket", desk.log, (row) => run(desk, row))];
}

async function run(desk: Desk, row: unknown): Promise<void> {
  const { purgeTicket } = await import("../steps/purgeTicket.ts");
  const ticket = await ticketFor(desk, row, TITLE, () => true, "worked-on");
  if (await isInWindow(ticket)) {
    throw new HumanError(
      `This window shows the private clone of ${ticket.ghsaId}.`,
      "Close it, and purge the ticket from another window.",
    );
  }
  const gitHub = desk.gitHub();
  const { records, ask, storage, texts } = desk;
  const { privateClone } = await records.read(ticket);
  const remains = await longWork(`Purging ${ticket.ghsaId}`, (progress, signal) =>
    purgeTicket(
      {
        ...{ git: desk.git(), records, ask, storage, progress, signal },
        texts: [texts.drafts, texts.replies, texts.pulls, texts.reports, texts.mails],
      },
      { ticket, fork: ticket.privateFork && gitHub.gitUrl(ticket.privateFork) },
    ),
  );
  if (remains === undefined) throw new CancelledError();
  if (privateClone !== undefined) await forgetRecent(privateClone);
  await desk.board.recordChanged(ticket);
  const title = `${ticket.ghsaId} is purged from this machine. Out of reach:`;
  const detail = remains.map((each) => `• ${each}`).join("\n");
  const choice = await vscode.window.showInformationMessage(title, { modal: true, detail }, COPY);
  if (choice === COPY) await vscode.env.clipboard.writeText(`${title}\n${detail}\n`);
}

/** A help only; VS Code may not know the command. */
async function forgetRecent(path: string): Promise<void> {
  const uri = vscode.Uri.file(path);
  await vscode.commands
    .executeCommand("vscode.removeFromRecentlyOpened", uri)
    .then(undefined, () => undefined);
}
