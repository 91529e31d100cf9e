import { access } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { HumanError } from "../base/errors.ts";
import { registerCommand } from "../editor/commands.ts";
import { longWork } from "../editor/longWork.ts";
import { clonePrivateFork, type PrivateClone } from "../steps/clonePrivateFork.ts";
import { fullName } from "../ticket/repositoryName.ts";
import { requireFork, requireProject, ticketFor, type Desk } from "./desk.ts";
import { choosePublicClone, publicCloneOf } from "./publicClone.ts";

const HOW: Readonly<Record<PrivateClone["how"], string>> = {
  "hard-linked": "cloned with the objects of your public clone",
  blobless: "cloned without file contents that are not needed yet",
  reused: "there already; its lock was checked",
};

/** The private clone of a ticket. */
export function registerPrivateClone(desk: Desk): vscode.Disposable[] {
  return [
    registerCommand("psrt.clonePrivateFork", desk.log, (row) => clone(desk, row)),
    registerCommand("psrt.openPrivateClone", desk.log, (row) => openClone(desk, row)),
    registerCommand("psrt.choosePublicClone", desk.log, () => choosePublicClone(desk)),
  ];
}

async function clone(desk: Desk, row: unknown): Promise<void> {
  const hasFork = ({ privateFork }: { privateFork: unknown }): boolean => privateFork !== null;
  const ticket = await ticketFor(desk, row, "Clone Private Fork", hasFork);
  const fork = requireFork(ticket);
  const project = requireProject(ticket.repository);
  const gitHub = desk.gitHub();
  const made = await longWork(`Cloning ${fullName(fork)}`, async (progress, signal) => {
    const publicClone = await publicCloneOf(desk, project, signal);
    return clonePrivateFork(
      { git: desk.git(), records: desk.records, progress, signal },
      {
        ticket,
        fork: gitHub.gitUrl(fork),
        upstream: gitHub.gitUrl(project.repository),
        branch: project.mainBranch,
        target: join(desk.settings.cloneFolder, fork.repo),
        ...(publicClone !== undefined && { publicClone }),
      },
    );
  });
  await desk.board.recordChanged(ticket);
  const choice = await vscode.window.showInformationMessage(
    `The private fork is ${HOW[made.how]}. It pushes to the fork and nowhere else: ${made.path}`,
    "Open in New Window",
  );
  if (choice !== undefined) await openFolder(made.path);
}

async function openClone(desk: Desk, row: unknown): Promise<void> {
  const ticket = await ticketFor(desk, row, "Open Private Clone", () => true);
  const { privateClone } = await desk.records.read(ticket);
  const there =
    privateClone !== undefined &&
    (await access(privateClone).then(
      () => true,
      () => false,
    ));
  if (!there) {
    throw new HumanError(
      `The private clone of ${ticket.ghsaId} is not on this machine.`,
      "Use “Clone Private Fork” first.",
    );
  }
  await openFolder(privateClone);
}

async function openFolder(path: string): Promise<void> {
  await vscode.commands.executeCommand("vscode.openFolder", vscode.Uri.file(path), {
    forceNewWindow: true,
  });
}
