import * as vscode from "vscode";
import { CancelledError } from "../base/errors.ts";
import { registerCommand, report, runCommand } from "../editor/commands.ts";
import { noticeText } from "../editor/labels.ts";
import { longWork } from "../editor/longWork.ts";
import { choosePeople } from "../editor/peopleChoice.ts";
import { addExperts } from "../steps/addExperts.ts";
import { changeState, type ChangeStatePorts, type StateOutcome } from "../steps/changeState.ts";
import {
  issueRemarks,
  issueSkeleton,
  isPlaceholder,
  knownIssue,
  openIssue,
  type PublicIssuePorts,
} from "../steps/publicIssue.ts";
import { reopenTicket } from "../steps/reopenTicket.ts";
import { undoBotOrder } from "../steps/undoBotOrder.ts";
import { rightsOn } from "../ticket/board.ts";
import { botWait, botWaitWords, pendingOrder, tagWords, type BotWait } from "../ticket/botOrder.ts";
import type { ClosingReason, StateChange } from "../ticket/stateChange.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { adminWords, copyRequest } from "./admins.ts";
import { mayComplete } from "./completion.ts";
import { isPartOf, requireProject, ticketFor, type Desk } from "./desk.ts";
import { liftingFor } from "./lifting.ts";
import { leakGateFor } from "./publicSide.ts";
import { askPublicText } from "./publicText.ts";
import { secretsFor } from "./secrets.ts";

const UNDO = "Undo";
const COPY = "Copy Message to Admins";
const PAGE = "Open on GitHub";
const REPLY = "Reply to Reporter…";

/** Deciding what a report is: accepting, closing, asking experts, and what the bot makes of it. */
export function registerDetermination(desk: Desk): vscode.Disposable[] {
  const { log } = desk;
  return [
    registerCommand("psrt.decideTicket", log, async (row) => {
      const ticket = await ticketToDecide(desk, row, "Decide on a Ticket", isNew);
      const reasons = REASONS.filter(([id]) => id !== "completed");
      await decide(desk, ticket, `Decide on ${ticket.ghsaId}`, [ACCEPTED, ...reasons]);
    }),
    registerCommand("psrt.acceptTicket", log, async (row) => {
      await change(desk, await ticketToDecide(desk, row, "Accept a Ticket", isNew), "accept");
    }),
    registerCommand("psrt.closeTicket", log, (row) => close(desk, row)),
    registerCommand("psrt.reopenTicket", log, async (row) => {
      const mayReopen = (each: Ticket): boolean =>
        each.state === "closed" && administers(desk, each);
      await reopen(desk, await ticketFor(desk, row, "Reopen a Ticket", mayReopen, "all"));
    }),
    registerCommand("psrt.completeTicket", log, async (row) => {
      const ticket = await ticketToDecide(desk, row, "Close a Ticket as Completed", isDraft);
      await complete(desk, ticket);
    }),
    registerCommand("psrt.undoBotOrder", log, async (row) => {
      await undo(desk, await ticketToDecide(desk, row, "Undo an Order to the Bot", isOrdered));
    }),
    registerCommand("psrt.checkBotOrder", log, (row) => checkOrder(desk, row)),
    registerCommand("psrt.addExperts", log, (row) => letIn(desk, row)),
  ];
}

const REASONS: readonly (readonly [ClosingReason, label: string, detail: string])[] = [
  [
    "ordinary-bug",
    "An ordinary bug",
    "You write a public issue, which is opened first; then the ticket is closed",
  ],
  ["invalid", "Not an issue, or invalid", "No bug, spam, or it can't be reproduced"],
  ["duplicate", "A duplicate", "Another ticket or public issue has it already"],
  ["not-planned", "Not planned", "It is known and stays as it is"],
  ["completed", "Completed", "The fix is merged and the advisory is out"],
];

const ACCEPTED: readonly [StateChange, label: string, detail: string] = [
  "accept",
  "A vulnerability",
  "The ticket becomes a draft: it gets its private fork and, for CPython, a CVE id",
];

/** Every member may decide on a ticket, whoever coordinates it; who reports or helps may not. */
function ticketToDecide(
  desk: Desk,
  row: unknown,
  title: string,
  fits: (ticket: Ticket) => boolean,
): Promise<Ticket> {
  return ticketFor(desk, row, title, (each) => fits(each) && isPartOf(desk, each), "all");
}

async function close(desk: Desk, row: unknown): Promise<void> {
  const ticket = await ticketToDecide(desk, row, "Close a Ticket", isOpen);
  const reasons = REASONS.filter(([id]) => id !== "completed" || ticket.state === "draft");
  await decide(desk, ticket, `Close ${ticket.ghsaId}`, reasons);
}

/** Asks what a report is, and changes its ticket accordingly. @throws {CancelledError} */
async function decide(
  desk: Desk,
  ticket: Ticket,
  title: string,
  kinds: readonly (readonly [StateChange, label: string, detail: string])[],
): Promise<void> {
  const choice = await vscode.window.showQuickPick(
    kinds.map(([id, label, detail]) => ({ id, label, detail })),
    { title, placeHolder: "What the report is" },
  );
  if (choice === undefined) throw new CancelledError();
  if (choice.id === "completed") {
    await complete(desk, ticket);
    return;
  }
  if (choice.id === "ordinary-bug" && !(await publish(desk, ticket))) return;
  await change(desk, ticket, choice.id);
}

/** The end of the road; what can't be completed is told by the change itself. */
async function complete(desk: Desk, ticket: Ticket): Promise<void> {
  if (isDraft(ticket) && !(await mayComplete(desk, ticket))) return;
  await change(desk, ticket, "completed");
}

async function change(desk: Desk, ticket: Ticket, what: StateChange): Promise<void> {
  const outcome = await longWork(`Changing ${ticket.ghsaId}`, (_, signal) =>
    changeState(portsOf(desk), ticket, what, signal),
  );
  if (outcome.kind === "declined") return;
  await desk.board.recordChanged(ticket);
  readAgain(desk);
  if (outcome.kind === "ordered") await tellWait(desk, ticket, outcome.wait);
  else await tellDone(desk, ticket, outcome);
}

/** Closing ends with a word to the reporter, and can be taken back as far as GitHub goes. */
async function tellDone(
  desk: Desk,
  ticket: Ticket,
  outcome: Extract<StateOutcome, { kind: "done" }>,
): Promise<void> {
  const buttons = outcome.state === "closed" ? [REPLY] : [];
  if (outcome.state === "closed" && outcome.by === "you") buttons.push(UNDO);
  const choice = await vscode.window.showInformationMessage(doneWords(ticket, outcome), ...buttons);
  if (choice === REPLY) await runCommand("psrt.reply", { ticket });
  if (choice === UNDO) await reopen(desk, ticket);
}

async function reopen(desk: Desk, ticket: Ticket): Promise<void> {
  const outcome = await longWork(`Reopening ${ticket.ghsaId}`, (_, signal) =>
    reopenTicket(portsOf(desk), ticket, signal),
  );
  if (outcome.kind === "declined") return;
  readAgain(desk);
  void vscode.window.showInformationMessage(
    outcome.kind === "reopened"
      ? `${ticket.ghsaId} is open again: it is a draft now.`
      : `${ticket.ghsaId} is open already: it is in ${outcome.state}.`,
  );
}

function administers({ board }: Desk, { repository }: Ticket): boolean {
  return board.board !== undefined && rightsOn(board.board, repository).administers;
}

function doneWords(
  { ghsaId }: Ticket,
  { state, by }: Extract<StateOutcome, { kind: "done" }>,
): string {
  const words = state === "draft" ? "is accepted: it is a draft now" : `is ${state}`;
  return by === "nobody" ? `${ghsaId} was ${state} already.` : `${ghsaId} ${words}.`;
}

async function undo(desk: Desk, ticket: Ticket): Promise<void> {
  const outcome = await longWork(`Changing ${ticket.ghsaId}`, (_, signal) =>
    undoBotOrder(portsOf(desk), ticket, signal),
  );
  if (outcome.kind === "declined") return;
  await desk.board.recordChanged(ticket);
  readAgain(desk);
  void vscode.window.showInformationMessage(
    outcome.kind === "undone"
      ? `${tagWords(outcome.tags)} is out of the title of ${ticket.ghsaId} again.`
      : `It is too late to undo: ${ticket.ghsaId} is ${outcome.state} already.`,
  );
}

/** Whether the bot has acted, read anew. */
async function checkOrder(desk: Desk, row: unknown): Promise<void> {
  const known = await ticketToDecide(desk, row, "Check an Order to the Bot", isOrdered);
  const ticket = await longWork(`Looking at ${known.ghsaId}`, (_, signal) =>
    desk.gitHub().advisories.get(known, signal),
  );
  const wait = botWait(ticket, await desk.records.read(ticket), desk.clock.now());
  readAgain(desk);
  if (wait !== undefined) {
    await tellWait(desk, ticket, wait);
    return;
  }
  void vscode.window.showInformationMessage(
    `No order to the bot waits: ${ticket.ghsaId} is ${ticket.state}.`,
  );
}

async function tellWait(desk: Desk, ticket: Ticket, wait: BotWait): Promise<void> {
  const words = `${ticket.ghsaId}: ${botWaitWords(wait)}.`;
  const does = wait.order.target === "draft" ? "accept" : "close";
  const choice = wait.overdue
    ? await vscode.window.showWarningMessage(
        noticeText(`${words} ${await adminWords(desk, ticket)}`),
        ...[COPY, PAGE, UNDO],
      )
    : await vscode.window.showInformationMessage(
        `${words} It acts on ${tagWords(wait.order.tags)} in the title.`,
        ...(wait.order.target === "closed" ? [UNDO, REPLY] : [UNDO]),
      );
  if (choice === UNDO) await undo(desk, ticket);
  if (choice === REPLY) await runCommand("psrt.reply", { ticket });
  if (choice === PAGE) await runCommand("psrt.openOnGitHub", { ticket });
  if (choice === COPY) {
    await copyRequest(
      ticket,
      `Please ${does} this advisory: the PSRT bot has not acted on ${tagWords(wait.order.tags)}.`,
    );
  }
}

/** Opens the public issue of an ordinary bug; false when the person left it. */
async function publish(desk: Desk, ticket: Ticket): Promise<boolean> {
  const project = requireProject(ticket.repository);
  const { issues, login } = desk.gitHub();
  const { records, ask, clock } = desk;
  const ports: PublicIssuePorts = { issues, records, ask, clock, login, secrets: secretsFor(desk) };
  const known = await longWork(`Looking for the public issue of ${ticket.ghsaId}`, (_, signal) =>
    knownIssue(ports, ticket, signal),
  );
  const isSilent = known !== undefined && (await isPlaceholder(records, ticket));
  if (known !== undefined && !isSilent) {
    void vscode.window.showInformationMessage(
      `The public issue is there already: #${known.number}. Only the ticket is left to close.`,
    );
    return true;
  }
  const shown =
    known === undefined ? undefined : await issues.text(project.repository, known.number);
  const gate = await leakGateFor(desk, ticket);
  const id = isSilent ? "description" : "issue";
  const text = await askPublicText(desk, ticket, id, {
    name: "Public issue.md",
    text: issueSkeleton(project),
    caret: "# ".length,
    editable: true,
    yes: isSilent ? "Describe This Issue…" : "Open This Issue…",
    no: "Cancel",
    hint: isSilent
      ? `PUBLIC: the bug in your own words, for the placeholder #${known.number}; the title behind “# ”`
      : "PUBLIC: the bug in your own words; the title behind “# ”",
    check: (text) => issueRemarks(text, gate),
    lift: liftingFor(desk, ticket, gate),
  });
  if (text === undefined) return false;
  const opened = await longWork("Opening the public issue", (_, signal) =>
    openIssue(ports, ticket, project, { kind: "ordinary", text, shown }, signal),
  );
  await desk.board.recordChanged(ticket);
  if (opened === undefined) return false;
  await desk.texts.publicTexts.drop(ticket, id);
  if (opened.missingLabels.length > 0) {
    void vscode.window.showWarningMessage(
      `#${opened.issue.number} is open, but GitHub did not let you label it ${opened.missingLabels.join(", ")}. Ask somebody who triages issues.`,
    );
  }
  return true;
}

async function letIn(desk: Desk, row: unknown): Promise<void> {
  const ticket = await ticketToDecide(desk, row, "Add Experts", isOpen);
  const { users } = desk.gitHub();
  const logins = await choosePeople(
    `Add Experts to ${ticket.ghsaId}`,
    (words, signal) => users.search(words, signal),
    (error) => report(error, desk.log, "Searching people"),
  );
  const outcome = await longWork(`Adding experts to ${ticket.ghsaId}`, (_, signal) =>
    addExperts(portsOf(desk), ticket, logins, signal),
  );
  switch (outcome.kind) {
    case "declined":
      return;
    case "there":
      void vscode.window.showInformationMessage("They can read the ticket already.");
      return;
    case "added":
      readAgain(desk);
      void vscode.window.showInformationMessage(
        `${outcome.logins.join(", ")} can read ${ticket.ghsaId} now.`,
      );
      return;
    case "admin": {
      const words = `You can't add collaborators to ${ticket.ghsaId}. ${await adminWords(desk, ticket)}`;
      const choice = await vscode.window.showInformationMessage(noticeText(words), COPY);
      if (choice === COPY) {
        const names = outcome.logins.map((login) => `@${login}`).join(", ");
        await copyRequest(ticket, `Please add ${names} as collaborators of this advisory.`);
      }
    }
  }
}

function portsOf(desk: Desk): ChangeStatePorts {
  const { records, ask, clock } = desk;
  const { advisories, repositories } = desk.gitHub();
  return { advisories, rightsIn: repositories.rights.bind(repositories), records, ask, clock };
}

function readAgain({ board, log }: Desk): void {
  void board.refresh().catch((error: unknown) => report(error, log, "Refresh"));
}

function isNew({ state }: Ticket): boolean {
  return state === "triage";
}

function isOrdered(ticket: Ticket): boolean {
  return pendingOrder(ticket) !== undefined;
}

function isDraft({ state }: Ticket): boolean {
  return state === "draft";
}

function isOpen({ state }: Ticket): boolean {
  return state === "triage" || state === "draft";
}
