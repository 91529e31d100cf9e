import { HumanError, isCancellation, messageOf } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import { checksState } from "../ticket/checks.ts";
import { projectOf, type Project } from "../ticket/project.ts";
import type { PublicIssue } from "../ticket/publicIssue.ts";
import {
  foremost,
  type PrivatePull,
  type PublicPull,
  type PullRequest,
} from "../ticket/pullRequest.ts";
import type { TicketRecord } from "../ticket/record.ts";
import { builtInBranches, type ReleaseBranches } from "../ticket/releaseBranches.ts";
import { parseRepositoryName, type RepositoryName } from "../ticket/repositoryName.ts";
import { reviewState } from "../ticket/review.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { known, unknown, type Fact, type RoadFacts } from "../ticket/ticketFacts.ts";
import type { GitHub } from "./gitHub.ts";
import { newsOf } from "./newsEntry.ts";

export interface ReadFactsPorts {
  readonly gitHub: Pick<GitHub, "pulls" | "issues" | "checks">;
  /** Answers what there is, also where the live list could not be read. */
  readonly releases: (signal?: AbortSignal) => Promise<ReleaseBranches>;
  readonly log: Log;
}

/**
 * Reads what GitHub holds about a ticket's fix. A part that can't be read is unknown, with the
 * reason; nothing but a cancellation is thrown.
 *
 * @throws {CancelledError}
 */
export async function readFacts(
  ports: ReadFactsPorts,
  ticket: Ticket,
  record: TicketRecord,
  signal?: AbortSignal,
): Promise<RoadFacts> {
  const project = projectOf(ticket.repository);
  const attempt = <T>(work: () => Promise<T>): Promise<Fact<T>> => attempted(ports.log, work);
  const releases = project?.backports === true ? ports.releases(signal) : builtInBranches;
  const issue = attempt(() => readIssue(ports, ticket, record, signal));
  const [privatePulls, publicIssue, pulls, branches] = await Promise.all([
    attempt(() => readPrivatePulls(ports, ticket, signal)),
    issue,
    attempt(async () => readPublicPulls(ports, ticket, project, record, await issue, signal)),
    releases,
  ]);
  return {
    privatePulls,
    publicIssue,
    publicPull: pulls.known ? known(pulls.value.toMain) : pulls,
    backports: pulls.known ? known(pulls.value.backports) : pulls,
    releases: branches,
  };
}

async function attempted<T>(log: Log, work: () => Promise<T>): Promise<Fact<T>> {
  try {
    return known(await work());
  } catch (error) {
    if (isCancellation(error)) throw error;
    if (!(error instanceof HumanError)) log.error("Reading a ticket's facts failed", error);
    return unknown(messageOf(error));
  }
}

async function readPrivatePulls(
  { gitHub: { pulls } }: ReadFactsPorts,
  { privateFork }: Ticket,
  signal: AbortSignal | undefined,
): Promise<readonly PrivatePull[]> {
  if (privateFork === null) return [];
  const all = await pulls.list(privateFork, signal);
  return Promise.all(
    all.map(async (pull): Promise<PrivatePull> => {
      if (pull.state !== "open") return { ...pull, review: "none", commits: [] };
      const [reviews, commits] = await Promise.all([
        pulls.reviews(privateFork, pull.number, signal),
        pulls.commits(privateFork, pull, signal),
      ]);
      const review = reviews === undefined ? "untold" : reviewState(reviews, pull.head.sha);
      return { ...pull, review, commits };
    }),
  );
}

async function readIssue(
  { gitHub: { issues } }: ReadFactsPorts,
  { repository }: Ticket,
  { publicIssue }: TicketRecord,
  signal: AbortSignal | undefined,
): Promise<PublicIssue | undefined | null> {
  if (publicIssue === undefined) return undefined;
  return (await issues.get(repository, publicIssue, signal)) ?? null;
}

interface PublicPulls {
  readonly toMain: PublicPull | undefined;
  readonly backports: readonly PublicPull[];
}

/**
 * The pull requests that the issue lists, that the record names or that come from the pushed
 * branch.
 *
 * @throws the reason for which the issue could not be read.
 */
async function readPublicPulls(
  ports: ReadFactsPorts,
  { repository }: Ticket,
  project: Project | undefined,
  { publicPullRequest, publicBranch }: TicketRecord,
  issue: Fact<PublicIssue | undefined | null>,
  signal: AbortSignal | undefined,
): Promise<PublicPulls> {
  if (!issue.known) throw new HumanError(issue.why, "Read again.");
  const { pulls } = ports.gitHub;
  const recorded = publicPullRequest === undefined ? [] : [publicPullRequest];
  const numbers = new Set([...recorded, ...(issue.value?.linkedPulls ?? [])]);
  const fork = parseRepositoryName(publicBranch?.pushedTo ?? "");
  const [linked, own] = await Promise.all([
    Promise.all([...numbers].map((number) => pulls.get(repository, number, signal))),
    fork.valid && publicBranch !== undefined
      ? pulls.from(repository, fork.value, publicBranch.name, signal)
      : [],
  ]);
  const all = new Map([...own, ...linked].flatMap((pull) => (pull ? [[pull.number, pull]] : [])));
  const main = project?.mainBranch ?? "main";
  const toMain = [...all.values()].filter(({ base }) => base.ref === main);
  const recordedOne = toMain.find(({ number }) => number === publicPullRequest);
  const chosen = recordedOne?.state === "closed" ? undefined : recordedOne;
  const inspect = (pull: PullRequest): Promise<PublicPull> =>
    inspected(ports, repository, project, pull, signal);
  const fix = chosen ?? foremost(toMain);
  const [inspectedFix, backports] = await Promise.all([
    fix && inspect(fix),
    Promise.all([...all.values()].filter(({ base }) => base.ref !== main).map(inspect)),
  ]);
  return { toMain: inspectedFix, backports };
}

/** With what only an open one is asked for. */
async function inspected(
  { gitHub: { checks, pulls } }: ReadFactsPorts,
  repository: RepositoryName,
  project: Project | undefined,
  pull: PullRequest,
  signal: AbortSignal | undefined,
): Promise<PublicPull> {
  if (pull.state !== "open" || project === undefined) {
    return { ...pull, checks: "passing", hasNews: true };
  }
  const [jobs, statuses, paths] = await Promise.all([
    checks.jobs(repository, pull.head.sha, signal),
    checks.statuses(repository, pull.head.sha, signal),
    pull.base.ref === project.mainBranch ? pulls.paths(repository, pull.number, signal) : undefined,
  ]);
  const files = paths?.map((path) => ({ path }));
  return {
    ...pull,
    checks: checksState(jobs, statuses, project.requiredChecks),
    hasNews: files === undefined || newsOf(files, project).length > 0,
  };
}
