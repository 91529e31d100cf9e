import { HumanError } from "../base/errors.ts";
import type { Pulls } from "../github/pulls.ts";
import { lackedLabels } from "../ticket/backports.ts";
import { issueObstacle, naming, obstacleWords, otherIdIn, takenBy } from "../ticket/issueUse.ts";
import type { Project } from "../ticket/project.ts";
import type { PublicIssue } from "../ticket/publicIssue.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { andWords } from "../ticket/words.ts";
import type { Plan } from "./ports.ts";
import { openedAs, type PublicIssuePorts } from "./publicIssue.ts";

export interface LinkIssuePorts extends Pick<PublicIssuePorts, "issues" | "records" | "ask"> {
  readonly pulls: Pick<Pulls, "get">;
}

/** Of so many of an issue's pull requests the titles are looked at. */
const MAX_PULLS = 10;

/**
 * Makes an issue that is there the ticket's own, on a yes. It is labelled only once the fix is
 * public.
 *
 * @param others the other tickets that the person can read; undefined while they were not read.
 * @returns undefined when the person said no.
 * @throws {HumanError} for an issue that can't be the ticket's. @throws {CancelledError}
 */
export async function linkIssue(
  { issues, pulls, records, ask }: LinkIssuePorts,
  ticket: Ticket,
  project: Project,
  number: number,
  others: readonly Ticket[] | undefined,
  signal?: AbortSignal,
): Promise<PublicIssue | undefined> {
  const { repository } = project;
  const [issue, record, all] = await Promise.all([
    issues.get(repository, number, signal),
    records.read(ticket),
    records.all(),
  ]);
  const obstacle = issueObstacle(issue, number, ticket, all);
  // With its fix merged an issue may be closed already: the link is made anew, on another machine.
  const isFixed = obstacle?.kind === "closed" && (issue?.linkedPulls.length ?? 0) > 0;
  if (issue === undefined || (obstacle !== undefined && !isFixed)) {
    throw new HumanError(...obstacleWords(obstacle ?? { kind: "not-there" }, number));
  }
  if (record.publicIssue === number) return issue;
  await requireUnnamed(pulls, ticket, issue, signal);
  const before = record.publicIssue === undefined ? "" : ` instead of #${record.publicIssue}`;
  const plan: Plan = {
    title: `Use #${number} as the public issue of ${ticket.ghsaId}${before}?`,
    note: linkNote(ticket, issue, others),
    writes: [
      {
        target: "the record on this machine",
        audience: "YOU",
        text: `#${number} ${issue.title}`,
      },
    ],
    yes: "Use This Issue",
  };
  if (!(await ask.confirm(plan, signal))) return undefined;
  // Another window may have given it to another ticket meanwhile.
  const by = takenBy(number, ticket, await records.all());
  if (by !== undefined) throw new HumanError(...obstacleWords({ kind: "taken", by }, number));
  const isLabelled = lackedLabels(issue, [project.securityLabel]).length === 0;
  await records.update(ticket, {
    ...openedAs(issue),
    quietIssue: isLabelled ? undefined : "linked",
  });
  return issue;
}

/** @throws {HumanError} for an issue that is public as another CVE's. */
async function requireUnnamed(
  pulls: Pick<Pulls, "get">,
  ticket: Ticket,
  { number, title, linkedPulls }: PublicIssue,
  signal: AbortSignal | undefined,
): Promise<void> {
  const refuse = (id: string | undefined, pull?: number): void => {
    if (id === undefined) return;
    throw new HumanError(...obstacleWords({ kind: "named", id, pull }, number));
  };
  refuse(otherIdIn(title, ticket));
  const read = linkedPulls
    .slice(0, MAX_PULLS)
    .map((each) => pulls.get(ticket.repository, each, signal));
  for (const pull of await Promise.all(read)) {
    if (pull !== undefined) refuse(otherIdIn(pull.title, ticket), pull.number);
  }
}

/** What speaks against it, what was looked at, and what can't be. */
function linkNote(
  ticket: Ticket,
  { number, linkedPulls }: PublicIssue,
  others: readonly Ticket[] | undefined,
): string {
  const pulls = linkedPulls.map((each) => `#${each}`).join(", ");
  const named = naming(number, ticket, others ?? []).map(({ ghsaId }) => ghsaId);
  const doubts = [
    ...(pulls === "" ? [] : [`It has pull requests already: ${pulls}.`]),
    ...(named.length === 0
      ? []
      : [`${andWords(named)} ${named.length === 1 ? "names" : "name"} it.`]),
  ];
  const readable =
    others === undefined
      ? "The other tickets were not read"
      : named.length > 0
        ? "No other ticket on this machine has it"
        : "No other ticket on this machine has it, and none that you can read names it";
  return [
    ...doubts,
    doubts.length > 0
      ? "One issue per CVE: use it only if it is this ticket's."
      : "Nothing is written on GitHub now. The issue is labelled once the fix is public.",
    `${readable}; what other members have linked on their machines can't be seen.`,
  ].join(" ");
}
