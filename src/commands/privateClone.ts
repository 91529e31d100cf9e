import { access } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import { registerCommand, runCommand } from "../editor/commands.ts";
import { longWork } from "../editor/longWork.ts";
import { clonePrivateFork, type PrivateClone } from "../steps/clonePrivateFork.ts";
import { cloneWays, type CloneWay } from "../steps/cloneWay.ts";
import { fullName } from "../ticket/repositoryName.ts";
import { requireFork, requireProject, ticketFor, type Desk } from "./desk.ts";
import { guardOffer } from "./publicGuard.ts";
import { hasFork } from "./privateTicket.ts";
import { choosePublicClone, publicCloneOf } from "./publicClone.ts";

const HOW: Readonly<Record<PrivateClone["how"], string>> = {
  "hard-linked": "cloned with the objects of your public clone",
  reference: "cloned; it borrows the objects of your public clone, which must stay where it is",
  blobless: "cloned without file contents that are not needed yet",
  full: "cloned in full",
  reused: "there already; its lock was checked",
};

const OPEN = "Open in New Window";
const GUARD = "Guard Public Clone…";

const WAYS: Readonly<Record<CloneWay, readonly [label: string, detail: string]>> = {
  "hard-linked": [
    "$(link) Hard links",
    "The objects of your public clone, at no cost; independent of it from then on.",
  ],
  reference: [
    "$(references) Borrow the objects of your public clone",
    "Quick and small, but breaks when that clone is moved or removed.",
  ],
  blobless: [
    "$(cloud-download) Without file contents",
    "Independent; git fetches contents from the fork when they are needed.",
  ],
  full: ["$(database) In full", "Everything from GitHub at once; for CPython that takes minutes."],
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
  const ticket = await ticketFor(desk, row, "Clone Private Fork", hasFork, "worked-on");
  const fork = requireFork(ticket);
  const project = requireProject(ticket.repository);
  const gitHub = desk.gitHub();
  const target = join(desk.settings.cloneFolder, fork.repo);
  const made = await longWork(`Cloning ${fullName(fork)}`, async (progress, signal) => {
    const publicClone = await publicCloneOf(desk, project, signal);
    const way = await chooseWay(desk, publicClone, target, signal);
    const clone = await clonePrivateFork(
      { git: desk.git(), records: desk.records, progress, signal },
      {
        ticket,
        fork: gitHub.gitUrl(fork),
        upstream: gitHub.gitUrl(project.repository),
        branch: project.mainBranch,
        target,
        ...(way !== undefined && { way }),
        ...(publicClone !== undefined && { publicClone }),
      },
    );
    return { ...clone, offersGuard: await guardOffer(desk, publicClone) };
  });
  await desk.board.recordChanged(ticket);
  const choice = await vscode.window.showInformationMessage(
    `The private fork is ${HOW[made.how]}. It pushes to the fork and nowhere else: ${made.path}`,
    OPEN,
    ...(made.offersGuard ? [GUARD] : []),
  );
  if (choice === OPEN) await openFolder(made.path);
  if (choice === GUARD) await runCommand("psrt.guardPublicClone");
}

/**
 * The best way, unless hard links can't reach or the person wants to be asked. Undefined for a clone
 * that is there.
 * @throws {CancelledError}
 */
async function chooseWay(
  desk: Desk,
  publicClone: string | undefined,
  target: string,
  signal: AbortSignal,
): Promise<CloneWay | undefined> {
  if (await isThere(target)) return undefined;
  const { ways, otherFileSystem } = await cloneWays(desk.git(), publicClone, target, signal);
  const [best] = ways;
  if (!otherFileSystem && !desk.settings.asksCloneWay) return best;
  const choice = await vscode.window.showQuickPick(
    ways.map((way) => {
      const [label, detail] = WAYS[way];
      return { label, detail, description: way === best ? "recommended" : "", way };
    }),
    {
      title: "Clone Private Fork",
      placeHolder: otherFileSystem
        ? "Your public clone is on another file system, where hard links can't reach"
        : "How the clone gets its objects",
    },
  );
  if (choice === undefined) throw new CancelledError();
  return choice.way;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function openClone(desk: Desk, row: unknown): Promise<void> {
  const ticket = await ticketFor(desk, row, "Open Private Clone", () => true, "worked-on");
  const { privateClone } = await desk.records.read(ticket);
  if (privateClone === undefined || !(await isThere(privateClone))) {
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
