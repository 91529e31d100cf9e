import * as vscode from "vscode";
import { CancelledError, HumanError } from "../base/errors.ts";
import { registerCommand } from "../editor/commands.ts";
import { openOnSite } from "../editor/externalPage.ts";
import { longWork } from "../editor/longWork.ts";
import { addLabels, type Labelling, type MissingLabels } from "../steps/labels.ts";
import { linkIssue } from "../steps/linkIssue.ts";
import {
  describeIssue,
  issueDocument,
  issueRemarks,
  issueSkeleton,
  knownIssue,
  openIssue,
  placeholderText,
  type IssueKind,
  type PublicIssuePorts,
} from "../steps/publicIssue.ts";
import { parseIssue } from "../steps/publicTexts.ts";
import { freshFacts, otherTickets } from "../ticket/board.ts";
import { isFixPublic, publicPullNumber } from "../ticket/fixItems.ts";
import type { Project } from "../ticket/project.ts";
import type { PublicIssue } from "../ticket/publicIssue.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { requireProject, ticketFor, type Desk } from "./desk.ts";
import { liftingFor } from "./lifting.ts";
import { orReview } from "./orReview.ts";
import { leakGateFor, tellMissing } from "./publicSide.ts";
import { askPublicText } from "./publicText.ts";
import { secretsFor } from "./secrets.ts";

/** The issue by which everybody follows a ticket's fix. */
export function registerPublicIssue(desk: Desk): vscode.Disposable[] {
  return [
    registerCommand("psrt.openPublicIssue", desk.log, async (row) => {
      const ticket = await ticketFor(desk, row, "Open Public Issue", isDraft);
      const known = await knownIssue(portsOf(desk), ticket);
      const issue = known ?? (await publicIssueFor(desk, ticket));
      if (known !== undefined) await tellKnown(desk, ticket, issue);
    }),
    registerCommand("psrt.mendPublicIssue", desk.log, async (row) => {
      const ticket = await ticketFor(desk, row, "Describe and Label Public Issue", isDraft);
      await describeAndLabel(desk, ticket);
    }),
  ];
}

type Way = Exclude<IssueKind, "ordinary"> | "link";

const WAYS: readonly (readonly [Way, label: string, detail: string])[] = [
  ["security", "Write the issue", "You describe the mistake in neutral words; the embargo ends"],
  [
    "placeholder",
    "Reserve a number",
    "A placeholder that says nothing; you describe it once the fix is public",
  ],
  ["link", "Use an issue that is there", "By its number; one that is no other ticket's"],
];

/**
 * The ticket's public issue: the one that it has, else one that the person opens or links now.
 *
 * @throws {HumanError} @throws {CancelledError} when the person left it.
 */
export async function publicIssueFor(desk: Desk, ticket: Ticket): Promise<PublicIssue> {
  const project = requireProject(ticket.repository);
  if (!isDraft(ticket)) {
    throw new HumanError(
      `${ticket.ghsaId} is ${ticket.state}.`,
      "Accept it first: only a draft's fix becomes public.",
    );
  }
  const ports = portsOf(desk);
  const known = await knownIssue(ports, ticket);
  if (known !== undefined) {
    await desk.board.recordChanged(ticket);
    return known;
  }
  const way = await vscode.window.showQuickPick(
    WAYS.map(([id, label, detail]) => ({ id, label, detail })),
    {
      title: `Public Issue of ${ticket.ghsaId}`,
      placeHolder: "One issue for each CVE: its number is in the branch, the commit and the news",
      ignoreFocusOut: true,
    },
  );
  if (way === undefined) throw new CancelledError();
  return way.id === "link" ? link(desk, ticket, project) : open(desk, ticket, project, way.id);
}

async function open(
  desk: Desk,
  ticket: Ticket,
  project: Project,
  kind: Exclude<IssueKind, "ordinary">,
): Promise<PublicIssue> {
  const ports = portsOf(desk);
  const gate = await leakGateFor(desk, ticket);
  const isPlaceholder = kind === "placeholder";
  const id = isPlaceholder ? "placeholder" : "issue";
  const text = await askPublicText(desk, ticket, id, {
    name: "Public issue.md",
    text: isPlaceholder ? placeholderText() : issueSkeleton(project),
    caret: "# ".length,
    editable: true,
    yes: "Open This Issue…",
    no: "Cancel",
    hint: isPlaceholder
      ? "PUBLIC: reserves a number; say nothing of what it is for"
      : "PUBLIC: the mistake in neutral words, without ids; the title behind “# ”",
    check: (text) => issueRemarks(text, gate),
    lift: liftingFor(desk, ticket, gate),
  });
  if (text === undefined) throw new CancelledError();
  const opened = await orReview(desk, ticket, "issue", () =>
    longWork("Opening the public issue", (_, signal) =>
      openIssue(ports, ticket, project, { kind, text }, signal),
    ),
  );
  await desk.board.recordChanged(ticket);
  if (opened === undefined) throw new CancelledError();
  await desk.texts.publicTexts.drop(ticket, id);
  const { issue, missingLabels } = opened;
  if (missingLabels.length > 0) {
    void tellMissing(desk, project, [
      { number: issue.number, what: "issue", labels: missingLabels },
    ]);
  } else {
    void vscode.window.showInformationMessage(`The public issue is open: #${issue.number}.`);
  }
  return issue;
}

async function link(desk: Desk, ticket: Ticket, project: Project): Promise<PublicIssue> {
  const text = await vscode.window.showInputBox({
    title: `Public Issue of ${ticket.ghsaId}`,
    prompt: "Number or address of the issue. It is labelled once the fix is public.",
    ignoreFocusOut: true,
    validateInput: (text) => {
      const parsed = parseIssue(project, text);
      return text === "" || parsed.valid ? undefined : parsed.reason;
    },
  });
  const number = text === undefined ? undefined : parseIssue(project, text);
  if (number?.valid !== true) throw new CancelledError();
  const { board } = desk.board;
  const others = board && otherTickets(board, ticket);
  const ports = { ...portsOf(desk), pulls: desk.gitHub().pulls };
  const linked = await longWork(`Looking at #${number.value}`, (_, signal) =>
    linkIssue(ports, ticket, project, number.value, others, signal),
  );
  await desk.board.recordChanged(ticket);
  if (linked === undefined) throw new CancelledError();
  return linked;
}

/**
 * What issue and pull request lack once the fix is public: a placeholder's text on one yes, the
 * labels of both on another.
 *
 * @returns the labels that could not be set, which the person has been told.
 * @throws {HumanError} @throws {CancelledError} when the person said no.
 */
export async function describeAndLabel(desk: Desk, ticket: Ticket): Promise<MissingLabels> {
  const project = requireProject(ticket.repository);
  const ports = portsOf(desk);
  let issue = await knownIssue(ports, ticket);
  if (issue === undefined) {
    await publicIssueFor(desk, ticket);
    return [];
  }
  const { number } = issue;
  const record = await desk.records.read(ticket);
  const road = desk.board.board && freshFacts(desk.board.board, ticket);
  if (record.quietIssue !== undefined && !isFixPublic({ record, road })) {
    throw new HumanError(
      `The fix of ${ticket.ghsaId} is not public yet: #${number} must not show that it is about a vulnerability.`,
      "Push the public branch first.",
    );
  }
  if (record.quietIssue === "placeholder") {
    await describe(desk, ticket, project, number);
    // The next question names it by its new title.
    issue = (await knownIssue(ports, ticket)) ?? issue;
  }
  const labels = [project.securityLabel];
  const pull = publicPullNumber({ record, road });
  const wanted: readonly Labelling[] = [
    { number, what: "issue", labels, about: issue.title },
    ...(pull === undefined ? [] : [{ number: pull, what: "pull request" as const, labels }]),
  ];
  const missing = await longWork(`Labelling #${number}`, (_, signal) =>
    addLabels({ ...ports, signal }, project.repository, wanted),
  );
  if (missing?.every(({ what }) => what !== "issue") === true) {
    await desk.records.update(ticket, { quietIssue: undefined });
  }
  await desk.board.roadChanged(ticket);
  if (missing === undefined) throw new CancelledError();
  void tellMissing(desk, project, missing);
  return missing;
}

/** @throws {CancelledError} when the person said no. */
async function describe(
  desk: Desk,
  ticket: Ticket,
  project: Project,
  number: number,
): Promise<void> {
  const ports = portsOf(desk);
  const gate = await leakGateFor(desk, ticket);
  const before = await ports.issues.text(project.repository, number);
  const text = await askPublicText(desk, ticket, "description", {
    name: `Public issue ${number}.md`,
    text: issueDocument(before),
    editable: true,
    yes: "Describe This Issue…",
    no: "Cancel",
    hint: "PUBLIC: the mistake in neutral words, without ids; the title behind “# ”",
    check: (text) => issueRemarks(text, gate),
    lift: liftingFor(desk, ticket, gate),
  });
  if (text === undefined) throw new CancelledError();
  const missing = await orReview(desk, ticket, "labels", () =>
    longWork(`Describing #${number}`, (_, signal) =>
      describeIssue(ports, ticket, project, number, { shown: before, text }, signal),
    ),
  );
  if (missing === undefined) throw new CancelledError();
  await desk.texts.publicTexts.drop(ticket, "description");
}

function portsOf(desk: Desk): PublicIssuePorts {
  const { issues, login } = desk.gitHub();
  const { records, ask, clock } = desk;
  return { issues, records, ask, clock, login, secrets: secretsFor(desk) };
}

function isDraft({ state }: Ticket): boolean {
  return state === "draft";
}

async function tellKnown(
  desk: Desk,
  { ghsaId }: Ticket,
  { number, htmlUrl }: PublicIssue,
): Promise<void> {
  const button = "Open in Browser";
  const words = `${ghsaId} has its public issue: #${number}.`;
  if ((await vscode.window.showInformationMessage(words, button)) === button) {
    await openOnSite(htmlUrl, desk.gitHub().site.webUrl);
  }
}
