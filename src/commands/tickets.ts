import * as vscode from "vscode";
import { HumanError } from "../base/errors.ts";
import { registerCommand } from "../editor/commands.ts";
import { openOnSite } from "../editor/externalPage.ts";
import { ticketRefOf } from "../editor/ticketChoice.ts";
import { ticketFor, type Desk } from "./desk.ts";
import { registerPages } from "./pages.ts";

/** Reading the tickets, and what can be done to any of them. */
export function registerTickets(desk: Desk): vscode.Disposable[] {
  const { board, log } = desk;
  return [
    ...registerPages(desk),
    registerCommand("psrt.refresh", log, async () => {
      desk.gitHub();
      await board.refresh();
    }),
    registerCommand("psrt.cancelRefresh", log, () => board.cancel()),
    registerCommand("psrt.revealTicket", log, async (row) => {
      const ref = ticketRefOf(row);
      if (ref !== undefined && (await desk.reveal(ref))) return;
      throw new HumanError(
        ref === undefined ? "That is no ticket." : `${ref.ghsaId} is in no view now.`,
        "Refresh the tickets, then look for it in My Tickets and in the Queue.",
      );
    }),
    registerCommand("psrt.openAdvisoryForm", log, async (row) => {
      desk.openForm(await ticketFor(desk, row, "Open the Advisory Form", () => true, "all"));
    }),
    registerCommand("psrt.openOnGitHub", log, async (row) => {
      const { htmlUrl } = await ticketFor(desk, row, "Open on GitHub", () => true, "all");
      await openOnSite(htmlUrl, desk.gitHub().site.webUrl);
    }),
    registerCommand("psrt.copyGhsaId", log, async (row) => {
      const { ghsaId } = await ticketFor(desk, row, "Copy the GHSA Id", () => true, "all");
      await vscode.env.clipboard.writeText(ghsaId);
      vscode.window.setStatusBarMessage(`${ghsaId} copied (embargoed)`, 4000);
    }),
    registerCommand("psrt.openSettings", log, async () => {
      await vscode.commands.executeCommand("workbench.action.openSettings", "psrt.");
    }),
    registerCommand("psrt.showLog", log, () => log.show()),
    registerCommand("psrt.acceptDocument", log, (uri) => desk.documents.accept(uri)),
    registerCommand("psrt.rejectDocument", log, (uri) => desk.documents.reject(uri)),
  ];
}
