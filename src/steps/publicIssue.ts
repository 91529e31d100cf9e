import type { Clock } from "../base/clock.ts";
import { HumanError, throwIfCancelled } from "../base/errors.ts";
import { utcMinute } from "../base/utcMinute.ts";
import { GitHubError } from "../github/gitHubError.ts";
import type { Issues } from "../github/issues.ts";
import { issueDocument, parseIssueText, withBotPart, type IssueText } from "../text/publicIssue.ts";
import { lackedLabels } from "../ticket/backports.ts";
import { takenBy } from "../ticket/issueUse.ts";
import type { Project } from "../ticket/project.ts";
import type { PublicIssue } from "../ticket/publicIssue.ts";
import type { TicketRecord } from "../ticket/record.ts";
import { fullName } from "../ticket/repositoryName.ts";
import type { Ticket, TicketRef } from "../ticket/ticket.ts";
import { accepting } from "./accepted.ts";
import type { SecretsOf } from "./gatherSecrets.ts";
import { setLabels } from "./labels.ts";
import { LeakGate, requireClear } from "./leakGate.ts";
import type { AllRecords, Ask, Plan, PlannedWrite, Records } from "./ports.ts";
import { leakRemarks, type TextRemark } from "./textRemarks.ts";

export { issueDocument, issueSkeleton, placeholderText } from "../text/publicIssue.ts";

/**
 * What a new issue is: a bug that is no vulnerability; the issue of a fix; one that reserves the
 * number for the fix and says nothing yet.
 */
export type IssueKind = "ordinary" | "security" | "placeholder";

export interface PublicIssuePorts {
  readonly issues: Pick<Issues, "get" | "create" | "addLabels" | "createdBy" | "text" | "edit">;
  readonly records: AllRecords;
  readonly ask: Ask;
  readonly clock: Clock;
  /** Who opens it. */
  readonly login: string;
  /** How to know what the text must not give away. */
  readonly secrets: SecretsOf;
}

/** An issue as it is wanted. */
export interface IssueWish {
  readonly kind: IssueKind;
  /** "# Title" and the text below. */
  readonly text: string;
  /** What the placeholder said that it is to describe, when the text was begun. */
  readonly shown?: IssueText | undefined;
}

export interface OpenedIssue {
  readonly issue: PublicIssue;
  /** The labels that could not be set. */
  readonly missingLabels: readonly string[];
}

/** GitHub's clock and this machine's may be apart by so much, in milliseconds. */
const SKEW_MS = 60 * 60 * 1000;

/** Milliseconds after which an issue that has not arrived will not. */
const ARRIVED_BY = 60_000;

/** What is wrong with the text, and what of the ticket it would give away. */
export function issueRemarks(text: string, gate: LeakGate): readonly TextRemark[] {
  const parsed = parseIssueText(text);
  const leaks = leakRemarks(gate, "issue", text);
  if (parsed.valid) return leaks;
  // A title with a tag is refused once.
  const others = leaks.filter(({ line, level }) => line > 0 || level === "warning");
  return [{ level: "error", text: parsed.reason, line: 0 }, ...others];
}

/**
 * The public issue that the ticket has already: the recorded one, or one that was on its way when
 * this machine last heard of it.
 *
 * @throws {HumanError} @throws {CancelledError}
 */
export async function knownIssue(
  { issues, records, login }: Pick<PublicIssuePorts, "issues" | "records" | "login">,
  ticket: Ticket,
  signal?: AbortSignal,
): Promise<PublicIssue | undefined> {
  const { publicIssue, openingIssue } = await records.read(ticket);
  if (publicIssue !== undefined) {
    const issue = await issues.get(ticket.repository, publicIssue, signal);
    if (issue !== undefined && !issue.isPullRequest) return issue;
  }
  if (openingIssue === undefined) return undefined;
  const since = new Date(openingIssue.askedAt.getTime() - SKEW_MS);
  const mine = await issues.createdBy(ticket.repository, login, since, signal);
  const all = await records.all();
  // Placeholders of several tickets may have one title.
  const found = mine.find(
    ({ title, number }) =>
      title === openingIssue.title && takenBy(number, ticket, all) === undefined,
  );
  // What is not there yet may still arrive: it is looked for again before the next one is sent.
  if (found !== undefined) await records.update(ticket, openedAs(found, openingIssue.quiet));
  return found;
}

/**
 * Opens the public issue on a yes, or describes the placeholder that reserved its number. It is
 * remembered before it is sent, so that neither a crash nor a lost answer opens it twice.
 *
 * @returns undefined when the person said no.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function openIssue(
  ports: PublicIssuePorts,
  ticket: Ticket,
  project: Project,
  wish: IssueWish,
  signal?: AbortSignal,
): Promise<OpenedIssue | undefined> {
  const { issues, records, clock } = ports;
  const known = await knownIssue(ports, ticket, signal);
  const labels = labelsOf(wish.kind, project);
  if (known !== undefined) {
    const isMute = wish.kind === "ordinary" && (await isPlaceholder(records, ticket));
    const description = { ...wish, labels, note: NOTES[wish.kind] };
    const missingLabels = isMute
      ? await describeIssue(ports, ticket, project, known.number, description, signal)
      : [];
    return missingLabels && { issue: known, missingLabels };
  }
  const before = await records.read(ticket);
  requireEnded(clock, before);
  const { issueText, ask } = await requireSound(ports, ticket, wish.text, signal);
  if (!(await ask.confirm(planOf(project, wish.kind, issueText), signal))) return undefined;
  throwIfCancelled(signal);
  // A try whose answer was lost may have arrived while the question was open.
  const late = before.openingIssue && (await knownIssue(ports, ticket, signal));
  if (late !== undefined) return { issue: late, missingLabels: [] };
  const quiet = wish.kind === "placeholder";
  await records.update(ticket, (now) => {
    requireNone(ticket, before, now);
    return {
      openingIssue: { title: issueText.title, askedAt: clock.now(), ...(quiet && { quiet }) },
    };
  });
  let issue: PublicIssue;
  try {
    issue = await issues.create(project.repository, { ...issueText, labels });
  } catch (error) {
    const found = isLost(error) ? await knownIssue(ports, ticket) : undefined;
    if (found === undefined) throw error;
    issue = found;
  }
  await records.update(ticket, openedAs(issue, quiet));
  // GitHub drops labels silently from who may not set them.
  const missing = lackedLabels(issue, labels);
  const missingLabels = await setLabels(issues, project.repository, issue.number, missing);
  return { issue, missingLabels };
}

/** Whether the ticket's public issue only reserves a number so far. */
export async function isPlaceholder(records: Records, ticket: TicketRef): Promise<boolean> {
  return (await records.read(ticket)).quietIssue === "placeholder";
}

/** What a placeholder is to say. */
interface Description {
  /** "# Title" and the text below. */
  readonly text: string;
  /** What it said when the text was begun; undefined when it was not there yet. */
  readonly shown?: IssueText | undefined;
  readonly labels?: readonly string[];
  /** What follows from it. */
  readonly note?: string;
}

/**
 * Gives a placeholder its own title and text on a yes, and its labels where some are given; keeps the
 * list of pull requests that bots have added to it meanwhile.
 *
 * @returns the labels that could not be set; undefined when the person said no.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function describeIssue(
  ports: Pick<PublicIssuePorts, "issues" | "records" | "ask" | "secrets">,
  ticket: Ticket,
  { repository }: Project,
  number: number,
  { text, shown, labels = [], note = "" }: Description,
  signal?: AbortSignal,
): Promise<readonly string[] | undefined> {
  const { issues, records } = ports;
  const { issueText, ask } = await requireSound(ports, ticket, text, signal);
  const before = await issues.text(repository, number, signal);
  const isAsShown = shown !== undefined && issueDocument(before) === issueDocument(shown);
  const changed = isAsShown
    ? ""
    : `Somebody has changed it since you began. What it says now is replaced:\n\n${issueDocument(before)}`;
  const notes = [note, changed].filter((each) => each !== "");
  const described: PlannedWrite = {
    target: `title and text of issue #${number} of ${fullName(repository)}`,
    audience: "PUBLIC",
    text: `${issueText.title}\n\n${issueText.body}`,
  };
  const labelled: PlannedWrite = {
    target: `the labels of issue #${number}`,
    audience: "PUBLIC",
    text: labels.map((label) => `+ ${label}`).join("\n"),
  };
  const plan: Plan = {
    title: `Describe #${number} of ${fullName(repository)}?`,
    ...(notes.length > 0 && { note: notes.join("\n\n") }),
    writes: labels.length === 0 ? [described] : [described, labelled],
    yes: "Describe Issue",
  };
  if (!(await ask.confirm(plan, signal))) return undefined;
  throwIfCancelled(signal);
  const now = await issues.text(repository, number, signal);
  if (issueDocument(now) !== issueDocument(before)) {
    throw new HumanError(
      `Somebody has changed #${number} while you were asked: nothing was written.`,
      "Describe it again; what it says now comes first.",
    );
  }
  await issues.edit(repository, number, withBotPart(issueText, now.body));
  await records.update(ticket, { quietIssue: undefined });
  return setLabels(issues, repository, number, labels);
}

/** @throws {HumanError} while a try that has no answer may still arrive. */
function requireEnded(clock: Clock, { openingIssue }: TicketRecord): void {
  if (openingIssue === undefined) return;
  // A clock that was set back may put it far into the future.
  const age = Math.abs(clock.now().getTime() - openingIssue.askedAt.getTime());
  if (age >= ARRIVED_BY) return;
  throw new HumanError(
    `A try of ${utcMinute(openingIssue.askedAt)} to open the public issue may still be on its way, so nothing was sent.`,
    "Try again in a minute: what has arrived is found, and not opened twice. Your text is kept.",
  );
}

/** @throws {HumanError} when another window has opened one since, or is about to. */
function requireNone(
  { ghsaId }: Ticket,
  before: TicketRecord,
  { publicIssue, openingIssue }: TicketRecord,
): void {
  const isNew = openingIssue?.askedAt.getTime() !== before.openingIssue?.askedAt.getTime();
  if (publicIssue === before.publicIssue && !isNew) return;
  throw new HumanError(
    `Another window has opened the public issue of ${ghsaId} meanwhile: nothing was written here.`,
    "Look at the ticket: it shows the issue once it has been read again.",
  );
}

export function openedAs({ number }: PublicIssue, quiet = false): Partial<TicketRecord> {
  return {
    ...{ publicIssue: number, openingIssue: undefined },
    ...(quiet && { quietIssue: "placeholder" }),
  };
}

/** A placeholder shows nothing; its label comes with its text. */
function labelsOf(kind: IssueKind, { bugLabel, securityLabel }: Project): readonly string[] {
  switch (kind) {
    case "ordinary":
      return [bugLabel];
    case "security":
      return [securityLabel];
    case "placeholder":
      return [];
  }
}

/** The text's parts, and who asks whether they may leave. @throws {HumanError} */
async function requireSound(
  ports: Pick<PublicIssuePorts, "records" | "ask" | "secrets">,
  ticket: Ticket,
  text: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly issueText: IssueText; readonly ask: Ask }> {
  const parsed = parseIssueText(text);
  if (!parsed.valid) throw new HumanError("That is no text for an issue.", parsed.reason);
  const gate = await LeakGate.open({ ...ports, signal }, ticket);
  const check = gate.checkTexts([{ place: "issue", text }]);
  requireClear(check, "The public issue");
  return { issueText: parsed.value, ask: accepting(ports.ask, check) };
}

const NOTES: Readonly<Record<IssueKind, string>> = {
  ordinary: "The ticket is closed only after it, on a yes of its own.",
  security: "From here on everybody knows that there is a fix for this. The embargo ends with it.",
  placeholder: "It only reserves the number. You describe and label it once the fix is public.",
};

function planOf(project: Project, kind: IssueKind, { title, body }: IssueText): Plan {
  const name = fullName(project.repository);
  const labels = labelsOf(kind, project).join();
  return {
    title: `Open this issue in ${name}?`,
    note: NOTES[kind],
    writes: [
      {
        target: `A new issue of ${name}, ${labels === "" ? "without a label" : `labelled ${labels}`}`,
        audience: "PUBLIC",
        text: `${title}\n\n${body}`,
      },
    ],
    yes: "Open Issue",
  };
}

/** Whether a write may have arrived although its answer did not. */
export function isLost(error: unknown): boolean {
  return (
    error instanceof GitHubError && ["offline", "unavailable", "malformed"].includes(error.reason)
  );
}
