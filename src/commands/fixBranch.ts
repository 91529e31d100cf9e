import * as vscode from "vscode";
import { CancelledError } from "../base/errors.ts";
import { registerCommand, runCommand } from "../editor/commands.ts";
import { noticeText } from "../editor/labels.ts";
import { longWork } from "../editor/longWork.ts";
import { startFixBranch } from "../steps/fixBranch.ts";
import { requirePlace } from "../steps/privatePlace.ts";
import { ticketKey, type Ticket } from "../ticket/ticket.ts";
import { requireFork, requireProject, type Desk } from "./desk.ts";
import { isInWindow, privateTicketFor } from "./privateTicket.ts";

const TITLE = "Start Fix Branch";
const OPEN = "Open Private Clone";

/** The branch in a private clone that a fix is made on. */
export function registerFixBranch(desk: Desk): vscode.Disposable[] {
  return [
    registerCommand("psrt.startFixBranch", desk.log, async (row) => {
      await startFix(desk, await privateTicketFor(desk, row, TITLE));
    }),
  ];
}

/** Makes the next `advisory-fix-N`. @throws {HumanError} @throws {CancelledError} */
export async function startFix(desk: Desk, ticket: Ticket): Promise<void> {
  requireFork(ticket);
  const { mainBranch } = requireProject(ticket.repository);
  const place = await requirePlace(desk.records, ticket);
  const way = await vscode.window.showQuickPick(
    [
      {
        label: "$(git-branch) Make it and check it out",
        detail: "Changes in the private clone that are in no commit come along.",
        checkOut: true,
      },
      {
        label: "$(git-branch) Only make it",
        detail: "The private clone's files stay as they are.",
        checkOut: false,
      },
    ],
    {
      title: `${TITLE}: ${ticket.ghsaId}`,
      placeHolder: "The next free advisory-fix-N, at the fork's main branch of this moment",
    },
  );
  if (way === undefined) throw new CancelledError();
  const road = desk.board.board?.facts.get(ticketKey(ticket));
  const pulls = road?.privatePulls.known === true ? road.privatePulls.value : [];
  const name = await longWork(`${TITLE} of ${ticket.ghsaId}`, (progress, signal) =>
    startFixBranch(
      { git: desk.git(), progress, signal },
      { place, mainBranch, used: pulls.map(({ head }) => head.ref), checkOut: way.checkOut },
    ),
  );
  const here = await isInWindow(ticket);
  const words = way.checkOut
    ? `${name} is checked out in the private clone. Commit the fix there; “Open Private Pull Request” does the rest.`
    : `${name} is in the private clone.`;
  const choice = await vscode.window.showInformationMessage(
    noticeText(words),
    ...(here ? [] : [OPEN]),
  );
  if (choice === OPEN) await runCommand("psrt.openPrivateClone", { ticket });
}
