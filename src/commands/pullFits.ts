import * as vscode from "vscode";
import { registerCommand } from "../editor/commands.ts";
import { longWork } from "../editor/longWork.ts";
import { PullFits } from "../steps/pullFits.ts";
import { fitWords } from "../ticket/pullFit.ts";
import type { Desk } from "./desk.ts";
import { privateTicketFor } from "./privateTicket.ts";

const TITLE = "Try Private Pull Requests on Today's Main";

/** Whether private pull requests still apply to the project's main branch. */
export function registerPullFits(desk: Desk): vscode.Disposable[] {
  const { board, log } = desk;
  const fits = new PullFits({ git: () => desk.git(), board, log });
  const watching = fits.watch();
  return [
    new vscode.Disposable(() => watching.dispose()),
    registerCommand("psrt.tryPrivatePulls", log, async (row) => {
      const ticket = await privateTicketFor(desk, row, TITLE);
      if (board.board === undefined) await board.refresh();
      const found = await longWork(`${TITLE}: ${ticket.ghsaId}`, (progress, signal) =>
        fits.check(ticket, { progress, signal }),
      );
      const main = found[0]?.main.slice(0, 10) ?? "";
      void vscode.window.showInformationMessage(
        `On the project's main ${main}: ${found.map(fitWords).join("; ")}.`,
      );
    }),
  ];
}
