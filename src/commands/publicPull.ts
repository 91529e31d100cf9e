import * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import { registerCommand, report } from "../editor/commands.ts";
import { openOnSite } from "../editor/externalPage.ts";
import { choiceLabel, noticeText } from "../editor/labels.ts";
import { longWork } from "../editor/longWork.ts";
import { addLabels } from "../steps/labels.ts";
import { requireSameHead } from "../steps/openPull.ts";
import { readPublicCommit } from "../steps/publicCommit.ts";
import {
  knownPull,
  openPublicPull,
  pullDocument,
  pullPlace,
  pullRemarks,
  pullTextOf,
  type PublicPullPorts,
} from "../steps/publicPull.ts";
import { lackedLabels } from "../ticket/backports.ts";
import type { PublicPull } from "../ticket/pullRequest.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { requireProject, ticketFor, type Desk } from "./desk.ts";
import { liftingFor } from "./lifting.ts";
import { orReview } from "./orReview.ts";
import { leakGateFor, tellMissing } from "./publicSide.ts";
import { askPublicText } from "./publicText.ts";
import { secretsFor } from "./secrets.ts";

const OPEN = "Open in Browser";

/** The pull request by which a ticket's fix comes into the project. */
export function registerPublicPull(desk: Desk): vscode.Disposable[] {
  return [
    registerCommand("psrt.openPublicPull", desk.log, async (row) => {
      const ticket = await ticketFor(desk, row, "Open Public Pull Request", isDraft);
      await openPublicPullFor(desk, ticket);
    }),
    registerCommand("psrt.mendPublicPull", desk.log, (row) => mend(desk, row)),
  ];
}

/**
 * Writes, shows and opens the ticket's public pull request; tells of the one that there is.
 *
 * @throws {HumanError} @throws {CancelledError}
 */
export async function openPublicPullFor(desk: Desk, ticket: Ticket): Promise<void> {
  const project = requireProject(ticket.repository);
  const ports = portsOf(desk);
  const { clone, commit, issue } = await pullPlace(desk.records, ticket);
  const known = await knownPull(ports, ticket, project);
  if (known !== undefined) {
    await desk.board.recordChanged(ticket);
    offerPage(desk, `The public pull request is there: #${known.number}.`, known.htmlUrl);
    return;
  }
  const [{ message }, gate] = await Promise.all([
    readPublicCommit(desk.git(), { clone, commit }),
    leakGateFor(desk, ticket),
  ]);
  const text = await askPublicText(desk, ticket, "pull", {
    name: "Public pull request.md",
    text: pullDocument(pullTextOf(project, issue, message)),
    editable: true,
    yes: "Open This Pull Request…",
    no: "Cancel",
    hint: "PUBLIC: what the change does, in neutral words, without ids",
    check: (text) => pullRemarks(project, issue, text, gate),
    lift: liftingFor(desk, ticket, gate),
  });
  if (text === undefined) throw new CancelledError();
  const opened = await orReview(desk, ticket, "pull", () =>
    longWork("Opening the public pull request", (_, signal) =>
      openPublicPull({ ...ports, signal }, ticket, project, text),
    ),
  );
  if (opened === undefined) throw new CancelledError();
  await desk.texts.publicTexts.drop(ticket, "pull");
  await desk.board.roadChanged(ticket);
  requireSameHead(opened);
  const { pull, how, missingLabels, hasNews } = opened;
  if (missingLabels.length > 0) {
    const missing = { number: pull.number, what: "pull request" as const, labels: missingLabels };
    void tellMissing(desk, project, [missing]);
  }
  if (!hasNews) {
    void vscode.window.showWarningMessage(
      `#${pull.number} brings no news entry, so its check will fail.`,
    );
  }
  const done = how === "there" ? "was open already" : "is open";
  offerPage(desk, `The public pull request ${done}: #${pull.number}.`, pull.htmlUrl);
}

/** The first thing that stands between the pull request and its merge. */
async function mend(desk: Desk, row: unknown): Promise<void> {
  const ticket = await ticketFor(desk, row, "Mend Public Pull Request", isDraft);
  const project = requireProject(ticket.repository);
  const { road } = await longWork(`Reading ${ticket.ghsaId}`, (_, signal) =>
    desk.board.readAnew(desk.gitHub(), ticket, signal),
  );
  const pull = road?.publicPull.known === true ? road.publicPull.value : undefined;
  if (pull === undefined) {
    throw new HumanError(
      `${ticket.ghsaId} has no public pull request yet.`,
      "Open it first, from the pushed branch.",
    );
  }
  const labels = lackedLabels(pull, [project.securityLabel]);
  if (labels.length > 0) {
    const wanted = { number: pull.number, what: "pull request" as const, labels };
    const missing = await longWork(`Labelling #${pull.number}`, (_, signal) =>
      addLabels({ ...portsOf(desk), signal }, project.repository, [wanted]),
    );
    await desk.board.roadChanged(ticket);
    if (missing !== undefined) void tellMissing(desk, project, missing);
    return;
  }
  await desk.board.roadChanged(ticket);
  await mendPull(desk, pull);
}

/** What is done about a pull request on its pages: each of its troubles has one. */
export async function mendPull(desk: Desk, pull: PublicPull): Promise<void> {
  const { number, htmlUrl, draft, hasNews, mergeable, review, failed, state } = pull;
  const page = (path = ""): Promise<void> =>
    openOnSite(`${htmlUrl}${path}`, desk.gitHub().site.webUrl);
  if (state === "open" && !hasNews) {
    const words = `#${number} brings no entry in the Security section of the news. Add one to its branch and push it.`;
    const files = "Open Its Files";
    const choice = await vscode.window.showWarningMessage(words, files);
    if (choice === files) await page("/files");
    return;
  }
  if (draft || mergeable === false || review === "changes-requested") {
    await page();
    return;
  }
  if (failed.length === 0) {
    await tellOpen(desk, `Nothing stands in the way of #${number} now.`, htmlUrl);
    return;
  }
  const choice = await vscode.window.showQuickPick(
    failed.map((check) => ({
      label: choiceLabel(check.name),
      ...(check.words !== undefined && { detail: choiceLabel(check.words) }),
      check,
    })),
    { title: `Failed Checks of #${number}`, placeHolder: "Open a check's page" },
  );
  if (choice === undefined) throw new CancelledError();
  const { webUrl } = desk.gitHub().site;
  const own = choice.check.page;
  // A bot's status may lead to another site; the pull request's own list of checks has it, too.
  if (own?.startsWith(`${webUrl}/`) === true) await openOnSite(own, webUrl);
  else await page("/checks");
}

/** Tells it and goes on: nobody waits for the notice to be closed. */
function offerPage(desk: Desk, words: string, page: string): void {
  tellOpen(desk, words, page).catch((error: unknown) => report(error, desk.log, "Open in Browser"));
}

async function tellOpen(desk: Desk, words: string, page: string): Promise<void> {
  const choice = await vscode.window.showInformationMessage(noticeText(words), OPEN);
  if (choice === OPEN) await openOnSite(page, desk.gitHub().site.webUrl);
}

function portsOf(desk: Desk): PublicPullPorts {
  const { pulls, issues } = desk.gitHub();
  const { records, ask } = desk;
  return { pulls, issues, records, ask, secrets: secretsFor(desk) };
}

function isDraft({ state }: Ticket): boolean {
  return state === "draft";
}
