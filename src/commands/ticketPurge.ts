import * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import { CheckTerminal } from "../editor/checkTerminal.ts";
import { registerCommand } from "../editor/commands.ts";
import { longWork } from "../editor/longWork.ts";
import { chooseTraced, ticketRefOf } from "../editor/ticketChoice.ts";
import type { PurgeTicketInput } from "../steps/purgeTicket.ts";
import type { Ticket, TicketRef } from "../ticket/ticket.ts";
import { ticketsWithTraces } from "../ticket/traces.ts";
import type { Desk } from "./desk.ts";
import { isInWindow } from "./privateTicket.ts";
import { holdBack } from "./publicGuard.ts";

const TITLE = "Purge Ticket from This Machine";
const COPY = "Copy List";

/** Leaves nothing of a ticket on this machine that was made by us. */
export function registerTicketPurge(desk: Desk): vscode.Disposable[] {
  return [registerCommand("psrt.purgeTicket", desk.log, (row) => run(desk, row))];
}

async function run(desk: Desk, row: unknown): Promise<void> {
  const { purgeTicket } = await import("../steps/purgeTicket.ts");
  const ref = ticketRefOf(row) ?? (await choose(desk));
  if (await isInWindow(ref)) {
    throw new HumanError(
      `This window shows the private clone of ${ref.ghsaId}.`,
      "Close it, and purge the ticket from another window.",
    );
  }
  const listed = desk.board.ticket(ref);
  // What the clone held stays held back.
  if (listed !== undefined) await holdBack(desk, [listed]);
  const { records, ask, storage, texts } = desk;
  const { privateClone } = await records.read(ref);
  const remains = await longWork(`Purging ${ref.ghsaId}`, (progress, signal) =>
    purgeTicket(
      {
        ...{ git: desk.git(), records, ask, storage, progress, signal },
        texts: [
          texts.drafts,
          texts.replies,
          texts.publicTexts,
          texts.pulls,
          texts.reports,
          texts.mails,
        ],
      },
      { ticket: ref, ...(listed !== undefined && onGitHub(desk, listed)) },
    ),
  );
  if (remains === undefined) throw new CancelledError();
  CheckTerminal.closeAll(ref);
  if (privateClone !== undefined) await forgetRecent(privateClone);
  await desk.board.recordChanged(ref);
  const title = `${ref.ghsaId} is purged from this machine. Out of reach:`;
  const detail = remains.map((each) => `• ${each}`).join("\n");
  const choice = await vscode.window.showInformationMessage(title, { modal: true, detail }, COPY);
  if (choice === COPY) await vscode.env.clipboard.writeText(`${title}\n${detail}\n`);
}

/** Among what there are traces of, also where GitHub lists it no more or nobody is signed in. */
async function choose({ board, records }: Desk): Promise<TicketRef> {
  if (board.board === undefined) await board.refresh();
  return chooseTraced(ticketsWithTraces(board.board, await records.all()), TITLE);
}

function onGitHub(desk: Desk, { htmlUrl, privateFork }: Ticket): Partial<PurgeTicketInput> {
  return { htmlUrl, fork: privateFork && desk.gitHub().gitUrl(privateFork) };
}

/** A help only; VS Code may not know the command. */
async function forgetRecent(path: string): Promise<void> {
  const uri = vscode.Uri.file(path);
  await vscode.commands
    .executeCommand("vscode.removeFromRecentlyOpened", uri)
    .then(undefined, () => undefined);
}
