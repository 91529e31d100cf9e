import * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import { registerCommand } from "../editor/commands.ts";
import { noticeText } from "../editor/labels.ts";
import { projectOf } from "../ticket/project.ts";
import { builtInBranches, type ReleaseBranch } from "../ticket/releaseBranches.ts";
import { ticketKey, type Ticket } from "../ticket/ticket.ts";
import { isUnaffected, markedBranches } from "../ticket/unaffectedBranches.ts";
import { ticketFor, type Desk } from "./desk.ts";

const TITLE = "Mark Branches as Not Affected";

/** Which release branches get no backport, since they lack the mistake; kept on this machine. */
export function registerUnaffectedBranches(desk: Desk): vscode.Disposable[] {
  return [registerCommand("psrt.markUnaffected", desk.log, (row) => mark(desk, row))];
}

function getsBackports({ repository, state }: Ticket): boolean {
  return state === "draft" && projectOf(repository)?.backports === true;
}

async function mark(desk: Desk, row: unknown): Promise<void> {
  const ticket = await ticketFor(desk, row, TITLE, getsBackports);
  if (!getsBackports(ticket)) {
    throw new HumanError(
      `${ticket.ghsaId} gets no backports.`,
      "Choose a draft of a project with release branches, such as CPython.",
    );
  }
  const record = await desk.records.read(ticket);
  const road = desk.board.board?.facts.get(ticketKey(ticket));
  const { branches } = road?.releases ?? builtInBranches;
  const chosen = await vscode.window.showQuickPick(
    branches.map((branch) => ({
      label: branch.name,
      description: STATUSES[branch.status],
      picked: isUnaffected(record, branch.name),
      branch,
    })),
    {
      title: `${TITLE}: ${ticket.ghsaId}`,
      placeHolder: "Branches without the mistake: they need no backport (only on this machine)",
      canPickMany: true,
      ignoreFocusOut: true,
    },
  );
  if (chosen === undefined) throw new CancelledError();
  const unaffected = chosen.map(({ branch }) => branch);
  await desk.records.update(ticket, (now) => ({
    unaffectedBranches: markedBranches(now, branches, unaffected),
  }));
  await desk.board.recordChanged(ticket);
  const names = unaffected.map(({ name }) => name).join(", ");
  const words = names === "" ? "every branch is affected" : `not affected: ${names}`;
  vscode.window.setStatusBarMessage(noticeText(`${ticket.ghsaId}: ${words}`), 4000);
}

const STATUSES: Readonly<Record<ReleaseBranch["status"], string>> = {
  prerelease: "prerelease",
  bugfix: "gets bug fixes",
  security: "gets security fixes only",
};
