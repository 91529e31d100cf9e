import * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import { registerCommand } from "../editor/commands.ts";
import {
  embargoListInUse,
  guardList,
  guardPublicClone,
  isGuarded,
  unguardPublicClone,
  writeEmbargoList,
} from "../steps/publicGuard.ts";
import type { Board } from "../ticket/board.ts";
import { projects } from "../ticket/project.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { ticketFor, type Desk } from "./desk.ts";
import { publicCloneOf } from "./publicClone.ts";

/** The guard of the member's public clones, and what it holds back. */
export function registerPublicGuard(desk: Desk): vscode.Disposable[] {
  let seen: Board | undefined;
  const following = desk.board.onDidChange(() => {
    const { board } = desk.board;
    if (board === undefined || board === seen) return;
    seen = board;
    void holdBack(desk, ticketsOf(board)).catch((error: unknown) => {
      desk.log.error("The list of embargoed changes could not be written", error);
    });
  });
  return [
    new vscode.Disposable(() => following.dispose()),
    registerCommand("psrt.guardPublicClone", desk.log, () => guard(desk)),
    registerCommand("psrt.releaseTicket", desk.log, async (row) => {
      const title = "Release to Go Public";
      await release(desk, await ticketFor(desk, row, title, () => true));
    }),
  ];
}

/**
 * Lets guarded public clones push the ticket's change from now on.
 *
 * @returns how to hold it back again, unless it had been released before.
 */
export async function releaseTicket(desk: Desk, ticket: Ticket): Promise<() => Promise<void>> {
  let wasReleased = false;
  await desk.records.update(ticket, ({ releasedAt }) => {
    wasReleased = typeof releasedAt === "string";
    return wasReleased ? {} : { releasedAt: desk.clock.now().toISOString() };
  });
  const takeBack = async (): Promise<void> => {
    if (!wasReleased) await holdAgain(desk, ticket);
  };
  await holdBack(desk, [ticket]).catch(async (error: unknown) => {
    // Else a later look at the tickets would let it pass with nothing pushed.
    await takeBack();
    throw error;
  });
  return takeBack;
}

async function holdAgain(desk: Desk, ticket: Ticket): Promise<void> {
  await desk.records.update(ticket, { releasedAt: null });
  await holdBack(desk, [ticket]);
}

/** Offers the guard of a public clone that has none; undefined when there is nothing to offer. */
export async function guardOffer(desk: Desk, publicClone: string | undefined): Promise<boolean> {
  return publicClone !== undefined && !(await isGuarded(desk.git(), publicClone));
}

async function guard(desk: Desk): Promise<void> {
  const found = await Promise.all(
    projects.map(async (project) => {
      const clone = await publicCloneOf(desk, project);
      if (clone === undefined) return [];
      return [
        { label: project.name, description: clone, guarded: await isGuarded(desk.git(), clone) },
      ];
    }),
  );
  const clones = found.flat();
  if (clones.length === 0) {
    throw new HumanError("No public clone is known.", "Choose the folder of your clone first.", {
      remedy: "choose-public-clone",
    });
  }
  const choice = await vscode.window.showQuickPick(
    clones.map((each) => ({
      ...each,
      detail: each.guarded
        ? "$(shield) Guarded: choose it to take the guard away"
        : "Not guarded: choose it to refuse pushes of embargoed changes",
    })),
    { title: "Guard Public Clone", placeHolder: "Public clone" },
  );
  if (choice === undefined) throw new CancelledError();
  const { description: clone, label } = choice;
  const list = guardList(desk.storage);
  if (choice.guarded) {
    await unguardPublicClone(desk.git(), clone);
    void vscode.window.showInformationMessage(
      `The guard of your public clone of ${label} is gone.`,
    );
    return;
  }
  if (desk.board.board === undefined) await desk.board.refresh();
  if (!(await guardPublicClone({ git: desk.git(), ask: desk.ask }, clone, list))) return;
  await writeList(desk, list, ticketsOf(desk.board.board));
  void vscode.window.showInformationMessage(
    `Your public clone of ${label} refuses pushes of embargoed changes that were not released.`,
  );
}

async function release(desk: Desk, ref: Ticket): Promise<void> {
  const { releasedAt } = await desk.records.read(ref);
  const isReleased = typeof releasedAt === "string";
  const yes = await desk.ask.confirm({
    title: isReleased ? `Hold ${ref.ghsaId} back again?` : `Release ${ref.ghsaId} to go public?`,
    writes: [
      {
        target: "the guard of your public clones",
        audience: "YOU",
        text: isReleased
          ? "Pushes from guarded public clones that bring the ticket's change are refused again."
          : "Pushes from guarded public clones may bring the ticket's change from now on. What is pushed, everybody can read.",
      },
    ],
    yes: isReleased ? "Hold Back" : "Release",
  });
  if (!yes) return;
  await (isReleased ? holdAgain(desk, ref) : releaseTicket(desk, ref));
  await desk.board.recordChanged(ref);
}

/** Brings the list up to date, where a guard reads it. */
export async function holdBack(desk: Desk, tickets: readonly Ticket[]): Promise<void> {
  const list = guardList(desk.storage);
  if (await embargoListInUse(list)) await writeList(desk, list, tickets);
}

function ticketsOf(board: Board | undefined): readonly Ticket[] {
  return board?.readings.flatMap(({ tickets }) => tickets ?? []) ?? [];
}

async function writeList(desk: Desk, list: string, tickets: readonly Ticket[]): Promise<void> {
  const { records } = desk;
  const { held, unread } = await writeEmbargoList({ git: desk.git(), records }, list, tickets);
  desk.log.info(`${held} embargoed changes are held back; ${unread} clones could not be read`);
}
