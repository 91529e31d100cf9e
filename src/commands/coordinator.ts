import * as vscode from "vscode";
import { CancelledError } from "../base/errors.ts";
import { registerCommand, report } from "../editor/commands.ts";
import { choiceLabel, noticeText } from "../editor/labels.ts";
import { longWork } from "../editor/longWork.ts";
import { creditsAccess } from "../steps/advisoryAccess.ts";
import {
  delegateTicket,
  handBackTicket,
  handoverNote,
  takeTicket,
  undoCoordinator,
} from "../steps/changeCoordinator.ts";
import { returnCredits, type CreditPorts, type CreditsOutcome } from "../steps/changeCredits.ts";
import type { GitHub } from "../steps/gitHub.ts";
import type { Ask, Plan } from "../steps/ports.ts";
import { replyRemarks } from "../steps/replyTexts.ts";
import { sendComment } from "../steps/sendComment.ts";
import { otherTickets, rightsOn } from "../ticket/board.ts";
import { coordinatorsOf, hasDeclined, isCoordinatedBy } from "../ticket/coordinator.ts";
import { creditOf, creditWords, lostWords } from "../ticket/credits.ts";
import { endedAt } from "../ticket/ended.ts";
import { sameLogin } from "../ticket/login.ts";
import {
  isAdmin,
  isReleaseManager,
  isSteeringCouncil,
  type RosterMember,
  type RosterReading,
} from "../ticket/roster.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { workloadOf } from "../ticket/workload.ts";
import { ticketFor, type Desk } from "./desk.ts";

/** Taking a ticket, handing it over and handing it back. */
export function registerCoordinator(desk: Desk): vscode.Disposable[] {
  const { log } = desk;
  return [
    registerCommand("psrt.takeTicket", log, (row) => take(desk, row)),
    registerCommand("psrt.delegateTicket", log, (row) => delegate(desk, row)),
    registerCommand("psrt.handBackTicket", log, (row) => handBack(desk, row)),
  ];
}

async function take(desk: Desk, row: unknown): Promise<void> {
  const { login } = desk.gitHub();
  const isFree = (each: Ticket): boolean =>
    isOpen(each) &&
    coordinatorsOf(each).length === 0 &&
    !hasDeclined(each, login) &&
    desk.board.board?.isMember === true;
  const ticket = await ticketFor(desk, row, "Take a Ticket", isFree, "all");
  const outcome = await longWork(`Taking ${ticket.ghsaId}`, (_, signal) =>
    takeTicket(portsOf(desk), ticket, login, signal),
  );
  if (outcome === undefined) return;
  const words = outcome.changed
    ? `You coordinate ${ticket.ghsaId} now. GitHub asks you for your consent on the ticket's page.`
    : `You coordinate ${ticket.ghsaId} already.`;
  await finish(desk, ticket, outcome, words);
}

async function handBack(desk: Desk, row: unknown): Promise<void> {
  const ticket = await ticketFor(desk, row, "Hand a Ticket Back", isOpen);
  const { login } = desk.gitHub();
  const outcome = await longWork(`Handing ${ticket.ghsaId} back`, (_, signal) =>
    handBackTicket(portsOf(desk), ticket, login, signal),
  );
  if (outcome === undefined) return;
  await finish(desk, ticket, outcome, `You no longer coordinate ${ticket.ghsaId}.`);
}

async function delegate(desk: Desk, row: unknown): Promise<void> {
  // Who begins it is who does it.
  const gitHub = desk.gitHub();
  const { login } = gitHub;
  const mayDelegate = (each: Ticket): boolean => {
    const { board } = desk.board;
    const administers = board !== undefined && rightsOn(board, each.repository).administers;
    const own = isCoordinatedBy(each, login);
    return isOpen(each) && (own || (administers && coordinatorsOf(each).length > 0));
  };
  const ticket = await ticketFor(desk, row, TITLE, mayDelegate, "all");
  const from = await chooseCoordinator(ticket, login);
  const roster = await longWork("Reading the PSRT's members", (_, signal) =>
    desk.members.roster.read(signal),
  );
  const to = await chooseMember(desk, ticket, roster, from);
  const note = await writeNote(desk, ticket, to);
  const also = note === undefined ? [] : [handoverNote(ticket, note)];
  // Until it is sent: neither a no nor a failure costs the text.
  if (note !== undefined) await desk.texts.replies.keep(ticket, { id: NOTE, text: note });
  const outcome = await longWork(`Handing ${ticket.ghsaId} to ${to}`, (_, signal) =>
    delegateTicket(portsOf(desk, gitHub), ticket, from, to, also, signal),
  );
  if (outcome === undefined) {
    if (note !== undefined) {
      void vscode.window.showInformationMessage(
        "Nothing was changed. Your note is kept for the next time.",
      );
    }
    return;
  }
  const sent = note === undefined ? "" : await sendNote(desk, gitHub, ticket, note);
  const words = `${to} coordinates ${ticket.ghsaId} now. GitHub asks for their consent.${sent}`;
  await finish(desk, ticket, outcome, words);
}

/** Which of a ticket's begun replies is its handover note. */
const NOTE = "handover";

const KEPT = "The note was not sent; it is kept: “Reply to Reporter” goes on with it.";

function isOpen(ticket: Ticket): boolean {
  return endedAt(ticket) === undefined;
}

function portsOf(desk: Desk, gitHub: GitHub = desk.gitHub()): CreditPorts {
  return { credits: creditsAccess(gitHub), ask: desk.ask };
}

/** Says what was done, what became of others' credits, and offers to undo it. */
async function finish(
  desk: Desk,
  ticket: Ticket,
  outcome: CreditsOutcome,
  words: string,
): Promise<void> {
  await desk.board.refresh();
  if (outcome.lost.length > 0) {
    void tellLost(desk, ticket, outcome).catch((error: unknown) =>
      report(error, desk.log, "Putting credits back"),
    );
  }
  const buttons = outcome.changed ? ["Undo"] : [];
  const choice = await vscode.window.showInformationMessage(noticeText(words), ...buttons);
  if (choice === undefined) return;
  const undone = await longWork(`Undoing the change of ${ticket.ghsaId}`, (_, signal) =>
    undoCoordinator(portsOf(desk), ticket, outcome, signal),
  );
  if (undone === undefined) return;
  await finish(desk, ticket, undone, `The change of ${ticket.ghsaId} is undone.`);
}

async function tellLost(desk: Desk, ticket: Ticket, outcome: CreditsOutcome): Promise<void> {
  const { lost } = outcome;
  // A consent alone can't be put back.
  const canReturn = lost.some(({ before, now }) => before.type !== now?.type);
  const choice = await vscode.window.showWarningMessage(
    noticeText(
      `While the credits of ${ticket.ghsaId} were changed, somebody else changed these: ${lostWords(lost)}. Look at them on GitHub.`,
    ),
    ...(canReturn ? ["Put Back…"] : []),
  );
  if (choice === undefined) return;
  const returned = await longWork(`Putting credits of ${ticket.ghsaId} back`, (_, signal) =>
    returnCredits(portsOf(desk), ticket, outcome, signal),
  );
  if (returned === undefined) return;
  await finish(desk, ticket, returned, `The credits of ${ticket.ghsaId} are as they were.`);
}

/** The one who gives the role up: the person, or whom an admin relieves. @throws {CancelledError} */
async function chooseCoordinator(ticket: Ticket, login: string): Promise<string> {
  const all = coordinatorsOf(ticket);
  const own = all.find((each) => sameLogin(each, login));
  const [only] = all;
  if (own !== undefined) return own;
  if (only !== undefined && all.length === 1) return only;
  const choice = await vscode.window.showQuickPick(all.map(choiceLabel), {
    title: TITLE,
    placeHolder: "Who gives the role up?",
  });
  if (choice === undefined) throw new CancelledError();
  return choice;
}

const TITLE = "Delegate a Ticket";

interface MemberChoice extends vscode.QuickPickItem {
  readonly login?: string;
}

/** @throws {CancelledError} */
async function chooseMember(
  desk: Desk,
  ticket: Ticket,
  { members, origin, at }: RosterReading,
  from: string,
): Promise<string> {
  const council = desk.settings.steeringCouncil;
  const others = members.filter(({ login }) => !sameLogin(login, from));
  const isBusy = (member: RosterMember): boolean =>
    isReleaseManager(member) || isSteeringCouncil(member, council);
  const choices = others
    .map((member) => ({ member, load: loadOf(desk, member.login) }))
    .sort((a, b) => a.load - b.load || a.member.name.localeCompare(b.member.name));
  const items = (busy: boolean): readonly MemberChoice[] =>
    choices
      .filter(({ member }) => isBusy(member) === busy)
      .map(({ member, load }) => memberItem(ticket, member, load, council));
  const picks: readonly MemberChoice[] = [
    ...items(false),
    {
      label: "The bot never assigns these: ask them first",
      kind: vscode.QuickPickItemKind.Separator,
    },
    ...items(true),
  ];
  const day = at.toISOString().slice(0, 10);
  const choice = await vscode.window.showQuickPick(picks, {
    title: TITLE,
    placeHolder:
      origin === "live"
        ? "Who coordinates it from now on?"
        : `Who coordinates it from now on? (list of ${day}: the live one can't be read)`,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (choice?.login === undefined) throw new CancelledError();
  return choice.login;
}

function loadOf({ board }: Desk, login: string): number {
  return board.board === undefined ? 0 : workloadOf(board.board, login);
}

function memberItem(
  ticket: Ticket,
  member: RosterMember,
  load: number,
  council: readonly string[],
): MemberChoice {
  const { name, login } = member;
  const credit = creditOf(ticket, login);
  const notes = [
    ...(isAdmin(member) ? ["admin"] : []),
    ...(isReleaseManager(member) ? ["release manager"] : []),
    ...(isSteeringCouncil(member, council) ? ["Steering Council"] : []),
    ...(credit === undefined
      ? []
      : [`${creditWords(credit.type)} of this ticket (${credit.state})`]),
  ];
  return {
    label: choiceLabel(name),
    description: `@${login}`,
    detail: [`${load} open ${load === 1 ? "ticket" : "tickets"}`, ...notes].join(" · "),
    login,
  };
}

/** The first line of a note that was begun for whomever. */
const OPENING = /^@\S+ coordinates this report from now on\.\n/;

/** Undefined for no note. @throws {CancelledError} */
async function writeNote(desk: Desk, ticket: Ticket, to: string): Promise<string | undefined> {
  const without = "Hand over without a note";
  const choice = await vscode.window.showQuickPick(
    [
      { label: without },
      {
        label: "Write a handover note…",
        detail: "It is sent as a comment: the reporter reads it and gets a mail.",
      },
    ],
    { title: TITLE, placeHolder: `Handing ${ticket.ghsaId} to ${to}` },
  );
  if (choice === undefined) throw new CancelledError();
  if (choice.label === without) return undefined;
  const others = otherTickets(desk.board.board, ticket);
  const begun = (await desk.texts.replies.of(ticket)).find(({ id }) => id === NOTE);
  const start = `@${to} coordinates this report from now on.\n${begun?.text.replace(OPENING, "") ?? ""}`;
  const note = await desk.documents.ask({
    name: `Handover of ${ticket.ghsaId}.embargoed`,
    text: start,
    caret: start.length,
    editable: true,
    yes: "Use This Note",
    no: "Don't hand over",
    hint: "The reporter reads this and gets a mail. Nothing is sent yet.",
    check: (text) => replyRemarks(text, ticket, others),
  });
  if (note === undefined || note.trim() === "") throw new CancelledError();
  return note;
}

/** Sends the note that the yes was given to; answers what the message adds about it. */
async function sendNote(
  desk: Desk,
  { comments, login }: GitHub,
  ticket: Ticket,
  note: string,
): Promise<string> {
  const { records, clock } = desk;
  const given = handoverNote(ticket, note);
  const ask: Ask = {
    confirm: (plan: Plan, signal) =>
      plan.yes === "Send" && plan.writes.every(({ text }) => text === given.text)
        ? Promise.resolve(true)
        : desk.ask.confirm(plan, signal),
  };
  const order = { ticket, others: otherTickets(desk.board.board, ticket), text: note };
  try {
    const sent = await sendComment({ comments, login, records, ask, clock }, order);
    if (sent?.kind === "unavailable") {
      await vscode.env.clipboard.writeText(given.text);
      return " The note was not sent, since GitHub takes no comments here: it is in the clipboard, paste it on the ticket's page.";
    }
    if (sent === undefined) return ` ${KEPT}`;
    await desk.texts.replies.drop(ticket, NOTE);
    return " The note is sent.";
  } catch (error) {
    // The role is handed over: what happened to the note must not hide that.
    report(error, desk.log, "Sending the handover note");
    return ` ${KEPT}`;
  }
}
