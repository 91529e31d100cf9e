import { homedir } from "node:os";
import * as vscode from "vscode";
import { CancelledError } from "../base/errors.ts";
import { registerCommand } from "../editor/commands.ts";
import { noticeText } from "../editor/labels.ts";
import { longWork } from "../editor/longWork.ts";
import { ticketFor, requireProject, type Desk } from "./desk.ts";
import { publicCloneOf } from "./publicClone.ts";

const TITLE = "Export Ticket";
const SHOW = "Show Folder";

/** An archive of a ticket, before GitHub or this machine forgets it. */
export function registerTicketExport(desk: Desk): vscode.Disposable[] {
  return [registerCommand("psrt.exportTicket", desk.log, (row) => run(desk, row))];
}

async function run(desk: Desk, row: unknown): Promise<void> {
  const { exportTicket } = await import("../steps/exportTicket.ts");
  const ticket = await ticketFor(desk, row, TITLE, () => true, "all");
  const project = requireProject(ticket.repository);
  const gitHub = desk.gitHub();
  const folders = await vscode.window.showOpenDialog({
    title: `${TITLE} ${ticket.ghsaId}: choose a folder that is neither shared nor synced`,
    openLabel: "Export Here",
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: vscode.Uri.file(homedir()),
  });
  const parent = folders?.[0]?.fsPath;
  if (parent === undefined) throw new CancelledError();
  const yes = await desk.ask.confirm({
    title: `Export ${ticket.ghsaId} to this machine?`,
    note: "EMBARGOED text, in the clear. Whoever can read that folder, its back-ups and its cloud copies can read the vulnerability.",
    writes: [
      {
        target: `a new folder in ${parent}`,
        audience: "YOU",
        text: "The advisory, its comments, the private fork's pull requests with what was said on them, and the fork with all branches as a git bundle.",
      },
    ],
    yes: "Export",
  });
  if (!yes) throw new CancelledError();
  const made = await longWork(`Exporting ${ticket.ghsaId}`, async (progress, signal) => {
    const publicClone = await publicCloneOf(desk, project, signal);
    const { records, clock } = desk;
    const { originals } = gitHub;
    return exportTicket(
      {
        git: desk.git(),
        originals,
        gitUrl: (name) => gitHub.gitUrl(name),
        records,
        clock,
        progress,
        signal,
      },
      {
        ticket,
        parent,
        branch: project.mainBranch,
        ...(publicClone !== undefined && { publicClone }),
      },
    );
  });
  await desk.board.recordChanged(ticket);
  const whole = made.missing.length === 0 ? "" : ` Not in it: ${made.missing.join("; ")}.`;
  const words = noticeText(`${ticket.ghsaId} is exported to ${made.path}, and verified.${whole}`);
  // Whoever called the command goes on with what the export was made for.
  void vscode.window.showInformationMessage(words, SHOW).then((choice) => {
    if (choice === SHOW) {
      void vscode.commands.executeCommand("revealFileInOS", vscode.Uri.file(made.path));
    }
  });
}
