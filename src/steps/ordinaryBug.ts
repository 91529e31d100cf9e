import type { Clock } from "../base/clock.ts";
import { HumanError, isCancellation, throwIfCancelled } from "../base/errors.ts";
import { Gate, secretWords } from "../embargo/gate.ts";
import { secretsOf } from "../embargo/secrets.ts";
import { GitHubError } from "../github/gitHubError.ts";
import type { Issues } from "../github/issues.ts";
import { parseIssueText, type IssueText } from "../text/publicIssue.ts";
import type { Project } from "../ticket/project.ts";
import type { PublicIssue } from "../ticket/publicIssue.ts";
import { fullName } from "../ticket/repositoryName.ts";
import type { Ticket } from "../ticket/ticket.ts";
import type { Ask, Plan, Records } from "./ports.ts";

export { issueSkeleton } from "../text/publicIssue.ts";

export interface OrdinaryBugPorts {
  readonly issues: Pick<Issues, "get" | "create" | "addLabels" | "createdBy">;
  readonly records: Records;
  readonly ask: Ask;
  readonly clock: Clock;
  /** Who opens it. */
  readonly login: string;
}

export interface OpenedIssue {
  readonly issue: PublicIssue;
  /** The labels that could not be set. */
  readonly missingLabels: readonly string[];
}

/** Something about the text of the issue; lines count from 0. */
export interface IssueRemark {
  readonly level: "error" | "warning";
  readonly text: string;
  readonly line: number;
}

/** GitHub's clock and this machine's may be apart by so much, in milliseconds. */
const SKEW_MS = 60 * 60 * 1000;

/** What is wrong with the text, and what of the ticket it would give away. */
export function issueRemarks(
  text: string,
  ticket: Ticket,
  reporterName: string | undefined,
): readonly IssueRemark[] {
  const parsed = parseIssueText(text);
  return [
    ...(parsed.valid ? [] : [{ level: "error" as const, text: parsed.reason, line: 0 }]),
    ...gateOf(ticket, reporterName)
      .scanText(text)
      // A title with a tag has been refused above.
      .filter(({ kind, line }) => parsed.valid || kind !== "bot-tag" || line > 1)
      .map(({ kind, level, line }) => ({
        level: level === "block" ? ("error" as const) : ("warning" as const),
        text: `This gives away ${secretWords(kind)}: everybody can read the issue.`,
        line: line - 1,
      })),
  ];
}

/**
 * The public issue that the ticket has already: the recorded one, or one that was on its way when
 * this machine last heard of it.
 *
 * @throws {HumanError} @throws {CancelledError}
 */
export async function knownIssue(
  { issues, records, login }: OrdinaryBugPorts,
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
  const found = mine.find(({ title }) => title === openingIssue.title)?.issue;
  // What is not there yet may still arrive: it is looked for again before the next one is sent.
  if (found !== undefined) {
    await records.update(ticket, { openingIssue: undefined, publicIssue: found.number });
  }
  return found;
}

/**
 * Opens the public issue on a yes. It is remembered before it is sent, so that neither a crash nor a
 * lost answer opens it twice.
 *
 * @returns undefined when the person said no.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function openIssue(
  ports: OrdinaryBugPorts,
  ticket: Ticket,
  project: Project,
  text: string,
  reporterName: string | undefined,
  signal?: AbortSignal,
): Promise<OpenedIssue | undefined> {
  const { issues, records, ask, clock } = ports;
  const known = await knownIssue(ports, ticket, signal);
  if (known !== undefined) return { issue: known, missingLabels: [] };
  const issueText = requireSound(text, ticket, reporterName);
  if (!(await ask.confirm(planOf(project, issueText), signal))) return undefined;
  throwIfCancelled(signal);
  await records.update(ticket, {
    openingIssue: { title: issueText.title, askedAt: clock.now() },
  });
  const labels = [project.bugLabel];
  let issue: PublicIssue;
  try {
    issue = await issues.create(project.repository, { ...issueText, labels });
  } catch (error) {
    const found = isLost(error) ? await knownIssue(ports, ticket) : undefined;
    if (found === undefined) throw error;
    issue = found;
  }
  await records.update(ticket, { publicIssue: issue.number, openingIssue: undefined });
  return { issue, missingLabels: await missingLabels(ports, project, issue, labels) };
}

/** GitHub drops labels silently from who may not set them. */
async function missingLabels(
  { issues }: OrdinaryBugPorts,
  { repository }: Project,
  issue: PublicIssue,
  wanted: readonly string[],
): Promise<readonly string[]> {
  const missing = wanted.filter((label) => !issue.labels.includes(label));
  if (missing.length === 0) return [];
  try {
    const present = await issues.addLabels(repository, issue.number, missing);
    return missing.filter((label) => !present.includes(label));
  } catch (error) {
    if (isCancellation(error) || !(error instanceof GitHubError)) throw error;
    return missing;
  }
}

/** @throws {HumanError} */
function requireSound(text: string, ticket: Ticket, reporterName: string | undefined): IssueText {
  const error = issueRemarks(text, ticket, reporterName).find(({ level }) => level === "error");
  const parsed = parseIssueText(text);
  if (error === undefined && parsed.valid) return parsed.value;
  throw new HumanError("No issue was opened.", error?.text ?? "Write its title and text.");
}

function gateOf(ticket: Ticket, reporterName: string | undefined): Gate {
  const secrets = secretsOf(ticket);
  if (reporterName === undefined) return new Gate(secrets);
  const people = secrets.people.map((person) => ({ ...person, name: reporterName }));
  return new Gate({ ...secrets, people });
}

function planOf({ repository, bugLabel }: Project, { title, body }: IssueText): Plan {
  return {
    title: `Open this issue in ${fullName(repository)}?`,
    note: "The ticket is closed only after it, on a yes of its own.",
    writes: [
      {
        target: `a new issue of ${fullName(repository)}, labelled ${bugLabel}`,
        audience: "PUBLIC",
        text: `${title}\n\n${body}`,
      },
    ],
    yes: "Open Issue",
  };
}

function isLost(error: unknown): boolean {
  return (
    error instanceof GitHubError && ["offline", "unavailable", "malformed"].includes(error.reason)
  );
}
