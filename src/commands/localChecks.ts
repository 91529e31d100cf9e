import * as vscode from "vscode";
import { CancelledError } from "../base/errors.ts";
import { asRecord } from "../base/shape.ts";
import { CheckTerminal } from "../editor/checkTerminal.ts";
import { registerCommand } from "../editor/commands.ts";
import { noticeText } from "../editor/labels.ts";
import { longWork } from "../editor/longWork.ts";
import { requirePlace } from "../steps/privatePlace.ts";
import { publishChecks } from "../steps/publishChecks.ts";
import { defaultCommands } from "../ticket/checkCommands.ts";
import { branchesToCheck, outcomeWords } from "../ticket/localCheck.ts";
import type { PullRequest } from "../ticket/pullRequest.ts";
import { builtInBranches } from "../ticket/releaseBranches.ts";
import { ticketKey } from "../ticket/ticket.ts";
import { requireFork, requireProject, type Desk } from "./desk.ts";
import { pullFor } from "./privatePull.ts";
import { privateTicketFor } from "./privateTicket.ts";

const RUN_TITLE = "Build and Test the Fix";
const PUBLISH_TITLE = "Put Results into the Private Pull Request";
const PUBLISH = "Put into Pull Request…";

/** No machine of GitHub's tries a private fork's branches, so this one does. */
export function registerLocalChecks(desk: Desk): vscode.Disposable[] {
  const ending = new AbortController();
  const ended = new Map<string, CheckTerminal>();
  return [
    new vscode.Disposable(() => ending.abort()),
    registerCommand("psrt.runChecks", desk.log, (row) => run(desk, row, ended, ending.signal)),
    registerCommand("psrt.publishChecks", desk.log, (row) => publish(desk, row)),
  ];
}

const isOpen = ({ state }: PullRequest): boolean => state === "open";

/** @param ended the terminals of runs that came to their end, by ticket; a next run takes their place. */
async function run(
  desk: Desk,
  row: unknown,
  ended: Map<string, CheckTerminal>,
  ending: AbortSignal,
): Promise<void> {
  const ticket = await privateTicketFor(desk, row, RUN_TITLE);
  const project = requireProject(ticket.repository);
  const fork = requireFork(ticket);
  const clone = await requirePlace(desk.records, ticket);
  const commands = {
    ...defaultCommands(project, process.platform),
    ...desk.settings.checkCommands(project.repository),
  };
  const pull = await pullFor(desk, row, fork, RUN_TITLE, isOpen);
  const record = await desk.records.read(ticket);
  const releases = desk.board.board?.facts.get(ticketKey(ticket))?.releases ?? builtInBranches;
  const all = branchesToCheck(project, releases, record);
  const wanted = all.filter((branch) => branch === asRecord(row)?.["branch"]);
  const branches = wanted.length > 0 ? wanted : all;
  const closed = new AbortController();
  let terminal: CheckTerminal | undefined;
  const title = `Building and testing ${ticket.ghsaId}`;
  const { runLocalChecks } = await import("../steps/localChecks.ts");
  const results = await longWork(title, (progress, cancelled) => {
    const signal = AbortSignal.any([cancelled, closed.signal, ending]);
    const { ask, records, clock } = desk;
    return runLocalChecks(
      {
        ...{ git: desk.git(), ask, records, clock, progress, signal },
        output: (text) => {
          if (terminal === undefined) {
            ended.get(ticketKey(ticket))?.dispose();
            terminal = new CheckTerminal(ticket, () => closed.abort());
          }
          terminal.print(text);
        },
        changed: () => desk.board.recordChanged(ticket),
      },
      { ticket, project, clone, pull, branches, commands },
    ).finally(() => {
      if (terminal !== undefined) ended.set(ticketKey(ticket), terminal);
    });
  });
  if (results === undefined) throw new CancelledError();
  const words = results.map((result) => `${result.branch} ${outcomeWords(result)}`).join("; ");
  const told = noticeText(`${ticket.ghsaId}: ${words}.`);
  if ((await vscode.window.showInformationMessage(told, PUBLISH)) === PUBLISH) {
    await publish(desk, { ticket, pull: pull.number });
  }
}

async function publish(desk: Desk, row: unknown): Promise<void> {
  const ticket = await privateTicketFor(desk, row, PUBLISH_TITLE);
  const fork = requireFork(ticket);
  const { number } = await pullFor(desk, row, fork, PUBLISH_TITLE, isOpen);
  const { pulls } = desk.gitHub();
  const { ask, records } = desk;
  const outcome = await longWork(`Private pull request #${number}`, (_, signal) =>
    publishChecks({ pulls, ask, records }, { ticket, fork, number }, signal),
  );
  if (outcome === undefined) throw new CancelledError();
  const words = outcome === "same" ? "stand there already" : "stand there now";
  void vscode.window.showInformationMessage(
    `Private pull request #${number}: the results ${words}.`,
  );
}
