import * as vscode from "vscode";
import { asRecord, asString } from "../base/shape.ts";
import { CancelledError, HumanError } from "../base/errors.ts";
import { registerCommand } from "../editor/commands.ts";
import { openOnSite } from "../editor/externalPage.ts";
import { choiceLabel } from "../editor/labels.ts";
import { roadPages } from "../ticket/roadPages.ts";
import { ticketKey, type Ticket } from "../ticket/ticket.ts";
import { ticketFor, type Desk } from "./desk.ts";

/** The issue and the pull requests of a ticket, in the browser. */
export function registerPages(desk: Desk): vscode.Disposable[] {
  return [
    registerCommand("psrt.openPage", desk.log, async (row) => {
      const address = asString(asRecord(row)?.["page"]);
      const page = address ?? (await choosePage(desk, row));
      await openOnSite(page, desk.gitHub().site.webUrl);
    }),
  ];
}

/** @throws {CancelledError} @throws {HumanError} when there is none. */
async function choosePage(desk: Desk, row: unknown): Promise<string> {
  const title = "Open Issue or Pull Request";
  const pagesOf = (ticket: Ticket): ReturnType<typeof roadPages> => {
    const road = desk.board.board?.facts.get(ticketKey(ticket));
    return road === undefined ? [] : roadPages(road);
  };
  const ticket = await ticketFor(desk, row, title, (each) => pagesOf(each).length > 0);
  const pages = pagesOf(ticket);
  if (pages.length === 0) {
    throw new HumanError(
      `${ticket.ghsaId} has no issue and no pull request.`,
      "Look at its next step in My Tickets.",
    );
  }
  const choice = await vscode.window.showQuickPick(
    pages.map((page) => ({ label: page.name, description: choiceLabel(page.title), page })),
    { title },
  );
  if (choice === undefined) throw new CancelledError();
  return choice.page.address;
}
