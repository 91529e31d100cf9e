import { HumanError } from "../base/errors.ts";
import { botNews, NO_BOT_NEWS, type BotNews } from "../ticket/backportBot.ts";
import { checksState, failedChecks } from "../ticket/checks.ts";
import type { Project } from "../ticket/project.ts";
import type { PublicIssue } from "../ticket/publicIssue.ts";
import { foremost, type PublicPull, type PullRequest } from "../ticket/pullRequest.ts";
import type { TicketRecord } from "../ticket/record.ts";
import { parseRepositoryName, type RepositoryName } from "../ticket/repositoryName.ts";
import { reviewState } from "../ticket/review.ts";
import type { Fact } from "../ticket/ticketFacts.ts";
import type { GitHub } from "./gitHub.ts";
import { newsOf } from "./newsEntry.ts";

export interface ReadPublicPullsPorts {
  readonly gitHub: Pick<GitHub, "pulls" | "issues" | "checks">;
  /** What could not be read is unknown, with the reason. */
  readonly attempt: <T>(work: () => Promise<T>) => Promise<Fact<T>>;
  readonly signal?: AbortSignal | undefined;
}

/** Where the public pull requests of a ticket are looked for. */
export interface PublicPlace {
  readonly repository: RepositoryName;
  readonly project: Project | undefined;
  readonly record: TicketRecord;
  readonly issue: Fact<PublicIssue | undefined | null>;
}

export interface PublicPulls {
  readonly toMain: PublicPull | undefined;
  readonly backports: readonly PublicPull[];
  readonly botNews: Fact<BotNews>;
}

/**
 * The pull requests that the issue lists, that the record names, that bots name under the merged one
 * or that come from a pushed branch.
 *
 * @throws the reason for which the issue could not be read.
 */
export async function readPublicPulls(
  ports: ReadPublicPullsPorts,
  place: PublicPlace,
): Promise<PublicPulls> {
  const { attempt, signal } = ports;
  const { issues, pulls } = ports.gitHub;
  const { repository, project, record, issue } = place;
  if (!issue.known) throw new HumanError(issue.why, "Read again.");
  const { publicPullRequest, publicBranch, backportBranches = [] } = record;
  const read = async (numbers: ReadonlySet<number>): Promise<readonly PullRequest[]> => {
    const found = [...numbers].map((number) => pulls.get(repository, number, signal));
    return (await Promise.all(found)).flatMap((pull) => pull ?? []);
  };
  const branches = [publicBranch, ...backportBranches].flatMap((branch) => branch ?? []);
  const recorded = publicPullRequest === undefined ? [] : [publicPullRequest];
  const [linked, ...own] = await Promise.all([
    read(new Set([...recorded, ...(issue.value?.linkedPulls ?? [])])),
    ...branches.map(async ({ name, pushedTo }) => {
      const fork = parseRepositoryName(pushedTo ?? "");
      return fork.valid ? pulls.from(repository, fork.value, name, signal) : [];
    }),
  ]);
  const all = new Map([...own.flat(), ...linked].map((pull) => [pull.number, pull]));
  const main = project?.mainBranch ?? "main";
  const toMain = [...all.values()].filter(({ base }) => base.ref === main);
  const recordedOne = toMain.find(({ number }) => number === publicPullRequest);
  const chosen = recordedOne?.state === "closed" ? undefined : recordedOne;
  const fix = chosen ?? foremost(toMain);
  const isMerged = fix?.state === "merged" && project?.backports === true;
  const news = await attempt(async () =>
    isMerged ? botNews(await issues.comments(repository, fix.number, signal)) : NO_BOT_NEWS,
  );
  const made = news.known ? news.value.made.filter((number) => !all.has(number)) : [];
  for (const pull of await read(new Set(made))) all.set(pull.number, pull);
  const inspect = (pull: PullRequest): Promise<PublicPull> => inspected(ports, place, pull);
  const [inspectedFix, backports] = await Promise.all([
    fix && inspect(fix),
    Promise.all([...all.values()].filter(({ base }) => base.ref !== main).map(inspect)),
  ]);
  return { toMain: inspectedFix, backports, botNews: news };
}

/** With what only an open one is asked for. */
async function inspected(
  { gitHub: { checks, pulls }, signal }: ReadPublicPullsPorts,
  { repository, project }: PublicPlace,
  pull: PullRequest,
): Promise<PublicPull> {
  if (pull.state !== "open" || project === undefined) {
    return { ...pull, checks: "passing", failed: [], review: "none", hasNews: true };
  }
  const { number, head, base } = pull;
  const [jobs, statuses, paths, reviews] = await Promise.all([
    checks.jobs(repository, head.sha, signal),
    checks.statuses(repository, head.sha, signal),
    base.ref === project.mainBranch ? pulls.paths(repository, number, signal) : undefined,
    pulls.reviews(repository, number, signal),
  ]);
  const files = paths?.map((path) => ({ path }));
  return {
    ...pull,
    checks: checksState(jobs, statuses, project.requiredChecks),
    failed: failedChecks(jobs, statuses, project.requiredChecks),
    review: reviews === undefined ? "untold" : reviewState(reviews, head.sha),
    hasNews: files === undefined || newsOf(files, project).length > 0,
  };
}
