import * as vscode from "vscode";
import { registerCommand, report, runCommand } from "../editor/commands.ts";
import { noticeText } from "../editor/labels.ts";
import { longWork } from "../editor/longWork.ts";
import { createPrivateFork, type ForkMaker } from "../steps/createPrivateFork.ts";
import { forkReadiness } from "../steps/forkReadiness.ts";
import { ForkWatch } from "../steps/forkWatch.ts";
import { clockTime } from "../ticket/botSchedule.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { Ticket, TicketRef } from "../ticket/ticket.ts";
import { parseTicketKey } from "../ticket/ticketRef.ts";
import { adminWords, copyRequest } from "./admins.ts";
import { ticketFor, type Desk } from "./desk.ts";

const TRY = "Try It Anyway";
const COPY = "Copy Message to Admins";
const CLONE = "Clone Private Fork";

/** The private fork of a ticket on GitHub: asking for it, and telling when it is there. */
export function registerPrivateFork(desk: Desk): vscode.Disposable[] {
  const { records, clock, log } = desk;
  const watch = new ForkWatch({
    ...{ records, clock, log },
    look: (ref, signal) => {
      const gitHub = desk.gitHub();
      const { advisories, repositories } = gitHub;
      const gitUrl = (name: RepositoryName): string => gitHub.gitUrl(name);
      return forkReadiness({ advisories, repositories, git: desk.git(), gitUrl }, ref, signal);
    },
    tell: (ref, fork) => {
      void desk.board.refresh().catch((error: unknown) => report(error, log, "Refresh"));
      void tellReady(ref, fork);
    },
  });
  const watching = watch.watch(desk.board);
  // After a restart, whatever view is on show and whether or not the tickets are read.
  const resume = async (): Promise<void> => {
    const all = [...(await records.all()).keys()];
    await watch.resume(all.flatMap((key) => parseTicketKey(key) ?? []));
  };
  const signedIn = desk.session.onDidChange(() => {
    if (desk.session.current === undefined) return;
    resume().catch((error: unknown) => log.error("Awaited forks could not be followed", error));
  });
  return [
    new vscode.Disposable(() => watching.dispose()),
    signedIn,
    registerCommand("psrt.createFork", log, async (row) => {
      const fits = ({ state, privateFork }: Ticket): boolean =>
        privateFork === null && (state === "draft" || state === "triage");
      await create(
        desk,
        watch,
        await ticketFor(desk, row, "Create Private Fork", fits, "worked-on"),
      );
    }),
  ];
}

async function create(desk: Desk, watch: ForkWatch, ticket: Ticket, anyway = false): Promise<void> {
  const { advisories, repositories } = desk.gitHub();
  const { records, ask, clock } = desk;
  const rightsIn = repositories.rights.bind(repositories);
  const outcome = await longWork(`Private fork of ${ticket.ghsaId}`, async (progress, signal) => {
    const ports = { advisories, rightsIn, records, ask, clock, progress, signal };
    const maker = await createPrivateFork(ports, ticket, anyway);
    return maker.kind === "asked" ? watch.wait(ticket, { progress, signal }) : maker;
  }).then(undefined, async (error: unknown) => {
    await desk.board.recordChanged(ticket);
    throw error;
  });
  if (!("kind" in outcome)) {
    await desk.board.refresh();
    await tellReady(ticket, outcome);
    return;
  }
  await desk.board.recordChanged(ticket);
  if (outcome.kind === "declined") return;
  void watch.follow(ticket);
  const isLate = outcome.kind === "bot" && outcome.overdue;
  const buttons = [...(isLate ? [COPY] : []), ...(outcome.tried ? [] : [TRY])];
  const whom = isLate ? [await adminWords(desk, ticket)] : [];
  const words = [makerWords(outcome, ticket), ...whom, "You are told when it is there."].join(" ");
  const tell = isLate ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const choice = await tell(noticeText(words), ...buttons);
  if (choice === TRY) await create(desk, watch, ticket, true);
  if (choice === COPY) {
    const wish = "Please start the temporary private fork of this advisory: the PSRT bot has not.";
    await copyRequest(ticket, wish);
  }
}

function makerWords(
  maker: Extract<ForkMaker, { kind: "bot" | "admin" }>,
  { ghsaId, repository }: TicketRef,
): string {
  const who = maker.tried
    ? `GitHub lets you not create the private fork of ${ghsaId}.`
    : `Creating the private fork of ${ghsaId} takes an admin or security manager of ${fullName(repository)}.`;
  if (maker.kind === "bot") {
    return maker.overdue
      ? `${who} The PSRT bot is overdue to do it.`
      : `${who} The PSRT bot does it at ${clockTime(maker.at)}; an admin can at any time.`;
  }
  return `${who} An admin can at any time; the PSRT bot does it once the ticket is accepted.`;
}

async function tellReady(ref: TicketRef, fork: RepositoryName): Promise<void> {
  const words = noticeText(`The private fork of ${ref.ghsaId} is ready: ${fullName(fork)}.`);
  if ((await vscode.window.showInformationMessage(words, CLONE)) === CLONE) {
    await runCommand("psrt.clonePrivateFork", { ticket: ref });
  }
}
