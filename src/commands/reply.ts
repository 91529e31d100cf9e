import * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import { asRecord, asString } from "../base/shape.ts";
import type { BegunText } from "../editor/begunTexts.ts";
import { registerCommand, runCommand } from "../editor/commands.ts";
import { EMBARGOED_ENDING } from "../editor/contributions.ts";
import { choiceLabel } from "../editor/labels.ts";
import { longWork } from "../editor/longWork.ts";
import type { GitHub } from "../steps/gitHub.ts";
import { replyRemarks, replyTemplates } from "../steps/replyTexts.ts";
import { sendComment } from "../steps/sendComment.ts";
import { otherTickets } from "../ticket/board.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { ticketFor, type Desk } from "./desk.ts";

const TITLE = "Reply to the Reporter";

/** Milliseconds without typing after which a begun reply is kept. */
const PAUSE = 500;

/**
 * Replies that the reporter gets a mail of. A row or another command may say which template:
 * `{"ticket": …, "reply": "reject"}`.
 */
export function registerReply(desk: Desk): vscode.Disposable[] {
  return [registerCommand("psrt.reply", desk.log, (row) => reply(desk, row))];
}

async function reply(desk: Desk, row: unknown): Promise<void> {
  const ticket = await ticketFor(desk, row, TITLE, mayBeAnswered, "all");
  if (!mayBeAnswered(ticket)) {
    throw new HumanError(
      `${ticket.ghsaId} is ${ticket.state}: nobody waits for a reply there.`,
      "Answer on its page if you must.",
    );
  }
  // Who begins it is who sends it.
  const gitHub = desk.gitHub();
  const begun = await chooseReply(desk, ticket, asString(asRecord(row)?.["reply"]));
  const text = await write(desk, ticket, begun);
  if (text === undefined) throw new CancelledError();
  await send(desk, gitHub, ticket, { ...begun, text });
}

function mayBeAnswered({ state }: Ticket): boolean {
  return state === "triage" || state === "draft" || state === "closed";
}

/**
 * A new reply by a template, or one that was begun before: those stay until they are sent.
 *
 * @param given The template that is asked for, if one is.
 * @throws {CancelledError}
 */
async function chooseReply(
  { texts, clock }: Desk,
  ticket: Ticket,
  given: string | undefined,
): Promise<BegunText> {
  const id = clock.now().toISOString();
  const all = replyTemplates(ticket.repository);
  const wanted = all.filter((each) => each.id === given);
  const templates = wanted.length > 0 ? wanted : all;
  const begun = await texts.replies.of(ticket);
  const [only] = wanted;
  if (only !== undefined && begun.length === 0) return { id, text: only.text };
  const choice = await vscode.window.showQuickPick(
    [
      ...begun.map((reply) => ({
        label: "Go On with What You Wrote",
        description: "not sent yet",
        detail: choiceLabel(reply.text).slice(0, 100),
        reply,
      })),
      ...templates.map(({ name, detail, text }) => ({
        label: name,
        description: detail,
        reply: { id, text },
      })),
    ],
    { title: `${TITLE} of ${ticket.ghsaId}`, placeHolder: "Begin with", matchOnDescription: true },
  );
  if (choice === undefined) throw new CancelledError();
  return choice.reply;
}

/** The text at the yes; what was written before a no is kept for the next time. */
async function write(
  desk: Desk,
  ticket: Ticket,
  { id, text: begin }: BegunText,
): Promise<string | undefined> {
  const { replies } = desk.texts;
  let latest: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  const keep = async (): Promise<void> => {
    clearTimeout(timer);
    if (latest !== undefined) await replies.keep(ticket, { id, text: latest });
  };
  const keepSoon = (text: string): void => {
    latest = text;
    clearTimeout(timer);
    timer = setTimeout(() => {
      keep().catch((error: unknown) => {
        desk.log.error(`A reply to ${ticket.ghsaId} could not be kept`, error);
      });
    }, PAUSE);
  };
  const others = otherTickets(desk.board.board, ticket);
  try {
    return await desk.documents.ask({
      name: `Reply to ${ticket.ghsaId}${EMBARGOED_ENDING}`,
      text: begin,
      editable: true,
      yes: "Send…",
      no: "Not Now",
      hint: "The reporter will see this and get a mail",
      check: (text) => replyRemarks(text, ticket, others),
      onChange: keepSoon,
    });
  } finally {
    await keep();
  }
}

async function send(
  desk: Desk,
  { comments, login }: GitHub,
  ticket: Ticket,
  { id, text }: BegunText,
): Promise<void> {
  const { records, ask, clock, board } = desk;
  const order = { ticket, others: otherTickets(board.board, ticket), text };
  const outcome = await longWork(`Replying on ${ticket.ghsaId}`, (_, signal) =>
    sendComment({ comments, login, records, ask, clock }, order, signal),
  );
  if (outcome === undefined) {
    void vscode.window.showInformationMessage(
      "Nothing was sent. What you wrote is kept for the next time.",
    );
    return;
  }
  if (outcome.kind === "unavailable") {
    await copy(desk, ticket, text);
    return;
  }
  await desk.texts.replies.drop(ticket, id);
  void vscode.window.showInformationMessage(
    outcome.kind === "sent"
      ? `Your reply is on ${ticket.ghsaId}; the reporter gets a mail.`
      : `Your reply was on ${ticket.ghsaId} already: it had arrived although its answer was lost. Nothing was sent again.`,
  );
  if (desk.texts.pages.isOpen(ticket)) await runCommand("psrt.readTicket", { ticket });
}

/** Where GitHub takes no comments by its API. */
async function copy({ ask, log }: Desk, ticket: Ticket, text: string): Promise<void> {
  const yes = await ask.confirm({
    title: "GitHub takes no comments by its API here. Copy the reply and open the ticket's page?",
    writes: [{ target: "The clipboard, for you to paste on the page", audience: "YOU", text }],
    yes: "Copy and Open",
  });
  if (!yes) return;
  await vscode.env.clipboard.writeText(text);
  log.info(`A reply to ${ticket.ghsaId} was copied`);
  vscode.window.setStatusBarMessage("Reply copied (embargoed)", 4000);
  await runCommand("psrt.openOnGitHub", { ticket });
}
