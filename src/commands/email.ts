import * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import { registerCommand, runCommand } from "../editor/commands.ts";
import { EMBARGOED_ENDING } from "../editor/contributions.ts";
import { isMeant } from "../editor/doubt.ts";
import type { Decision } from "../editor/decisionDocuments.ts";
import { noticeText } from "../editor/labels.ts";
import { longWork } from "../editor/longWork.ts";
import type { EmailDraft } from "../steps/emailDraft.ts";
import type { Project } from "../ticket/project.ts";
import { parseVersion } from "../ticket/pythonVersion.ts";
import { minuteWords, parseSentTime } from "../ticket/sentTime.ts";
import type { Ticket } from "../ticket/ticket.ts";
import type { TicketFacts } from "../ticket/ticketFacts.ts";
import { requireProject, ticketFor, type Desk } from "./desk.ts";
import { askReason, chooseTrouble, isTrouble } from "./emailTroubles.ts";
import { sendEmail } from "./emailWays.ts";

const TITLE = "Compose Advisory E-Mail";

/** The advisory e-mail, from the first draft to the note that it was sent. */
export function registerEmail(desk: Desk): vscode.Disposable[] {
  return [
    registerCommand("psrt.composeEmail", desk.log, (row) => compose(desk, row)),
    registerCommand("psrt.markEmailSent", desk.log, (row) => markSent(desk, row)),
  ];
}

function isDraft({ state }: Ticket): boolean {
  return state === "draft";
}

async function compose(desk: Desk, row: unknown): Promise<void> {
  const { ghsaId, repository } = await ticketFor(desk, row, TITLE, isDraft);
  const project = requireProject(repository);
  const gitHub = desk.gitHub();
  const ref = { ghsaId, repository };
  const read = await longWork(`Reading ${ghsaId}`, (_, signal) =>
    desk.board.readAnew(gitHub, ref, signal),
  );
  const facts = await withRelease(desk, project, read);
  const letters = await import("../steps/letters.ts");
  const draft = letters.draftEmail(project, facts);
  const isDue = !draft.troubles.some(isTrouble);
  const reasons = isDue ? [] : [await chooseTrouble(desk, ref, draft.troubles)];
  if (!isDue) await keepReasons(desk, facts, reasons);
  const document = await edit(desk, facts, draft, letters.wrapEmailLines, reasons);
  const email = letters.readEmail(document);
  if (!email.valid) throw new HumanError("The text is no e-mail any more.", email.reason);
  const { cveId } = facts.ticket;
  const now = desk.clock.now();
  const keep = (name: string, content: Uint8Array): Promise<string> =>
    desk.texts.mails.write(ref, name, content);
  await sendEmail({ letters, email: email.value, name: cveId ?? ghsaId, keep, now });
  await desk.records.update(ref, { madeEmail: letters.emailDigest(email.value) });
  await desk.board.recordChanged(ref);
  const mark = "Mark as Sent…";
  void vscode.window
    .showInformationMessage(
      "Nothing is sent until you send it. When the e-mail has gone out, mark it as sent.",
      mark,
    )
    .then((choice) => {
      if (choice === mark) void runCommand("psrt.markEmailSent", { ticket: ref });
    });
}

/** Asks for the release that has the fix, where the advisory goes out with it. */
async function withRelease(desk: Desk, project: Project, facts: TicketFacts): Promise<TicketFacts> {
  const { ticket, record } = facts;
  if (project.advisoryWith === "merge" || record.fixRelease !== undefined) return facts;
  const text = await vscode.window.showInputBox({
    title: TITLE,
    prompt: `Which release of ${project.name} has the fix? Leave it empty while there is none.`,
    placeHolder: "26.4",
    ignoreFocusOut: true,
    validateInput: (given) => {
      const version = parseVersion(given);
      return given.trim() === "" || version.valid ? undefined : version.reason;
    },
  });
  if (text === undefined) throw new CancelledError();
  const fixRelease = text.trim();
  if (fixRelease === "") return facts;
  await desk.records.update(ticket, { fixRelease });
  await desk.board.recordChanged(ticket);
  return { ...facts, record: { ...record, fixRelease } };
}

async function keepReasons(
  desk: Desk,
  { ticket }: TicketFacts,
  reasons: readonly string[],
): Promise<void> {
  const reason = reasons.join("; ");
  await desk.records.update(ticket, { emailOverride: { reason, at: desk.clock.now() } });
}

/**
 * Lets the coordinator change the e-mail until it has no errors, or has them for a reason.
 *
 * @param reasons that were given before, to write it at all.
 */
async function edit(
  desk: Desk,
  facts: TicketFacts,
  draft: EmailDraft,
  format: NonNullable<Decision["format"]>,
  reasons: readonly string[],
): Promise<string> {
  let text = draft.document;
  for (;;) {
    const answer = await desk.documents.ask({
      name: `Advisory e-mail ${facts.ticket.cveId ?? facts.ticket.ghsaId}${EMBARGOED_ENDING}`,
      text,
      editable: true,
      yes: "Use This E-Mail",
      no: "Cancel",
      hint: "PUBLIC once you send it. Format Selection wraps paragraphs, code stays.",
      check: draft.check,
      advises: true,
      format,
    });
    if (answer === undefined) throw new CancelledError();
    text = answer;
    const errors = draft.check(text).filter(isTrouble);
    if (errors.length === 0) return text;
    const isWanted = await isMeant({
      message: "The e-mail says what is not so.",
      detail: errors.map((error) => `• Line ${error.line + 1}: ${error.text}`).join("\n"),
      yes: "Use It Anyway…",
      no: "Edit Again",
    });
    if (!isWanted) continue;
    await keepReasons(desk, facts, [...reasons, await askReason()]);
    return text;
  }
}

async function markSent(desk: Desk, row: unknown): Promise<void> {
  const ticket = await ticketFor(desk, row, "Mark Advisory E-Mail as Sent", isDraft);
  const now = desk.clock.now();
  const { emailSentAt: before } = await desk.records.read(ticket);
  const text = await vscode.window.showInputBox({
    title: `When was the e-mail about ${ticket.ghsaId} sent?`,
    prompt:
      before === undefined
        ? "In UTC. Look at the list's archive first: only what is there was sent."
        : "In UTC. Leave it empty when it was not sent after all.",
    value: minuteWords(before ?? now),
    ignoreFocusOut: true,
    validateInput: (given) => {
      if (given.trim() === "" && before !== undefined) return undefined;
      const parsed = parseSentTime(given, ticket, desk.clock.now());
      return parsed.valid ? undefined : parsed.reason;
    },
  });
  if (text === undefined) throw new CancelledError();
  const parsed = text.trim() === "" ? undefined : parseSentTime(text, ticket, desk.clock.now());
  if (parsed?.valid === false) throw new CancelledError();
  const sent = parsed?.value;
  await desk.records.update(ticket, { emailSentAt: sent });
  await desk.board.recordChanged(ticket);
  if (sent === undefined) return;
  await desk.texts.mails.remove(ticket);
  vscode.window.setStatusBarMessage(noticeText(`${ticket.ghsaId}: the e-mail is sent`), 4000);
}
