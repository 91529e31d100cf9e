import type { Clock } from "../base/clock.ts";
import { HumanError, isCancellation, messageOf } from "../base/errors.ts";
import type { Progress } from "../base/progress.ts";
import type { Advisory } from "../github/advisory.ts";
import { activityReport, type RepositoryCoverage } from "../text/activityReport.ts";
import { activitySince, memberActivity, type TicketTrace } from "../ticket/activity.ts";
import type { TicketComment } from "../ticket/comment.ts";
import { endedAt } from "../ticket/ended.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { GitHub } from "./gitHub.ts";
import type { RosterSource } from "./rosterSource.ts";

export interface ReportActivityPorts {
  readonly gitHub: Pick<GitHub, "login"> & {
    readonly advisories: Pick<GitHub["advisories"], "list">;
    readonly comments: Pick<GitHub["comments"], "list">;
    readonly repositories: Pick<GitHub["repositories"], "rights">;
  };
  readonly roster: Pick<RosterSource, "address" | "read">;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/** So many tickets' comments are asked for at once. */
const AT_ONCE = 4;

/**
 * Who of the members was active in the last 365 days, with the evidence. What can't be read is
 * stated in the report and stops nothing.
 *
 * @throws {CancelledError}
 */
export async function reportActivity(
  ports: ReportActivityPorts,
  repositories: readonly RepositoryName[],
  council: readonly string[],
): Promise<string> {
  const { gitHub, roster, clock, progress, signal } = ports;
  const now = clock.now();
  const since = activitySince(now);
  progress.report("Reading the list of members");
  const { address } = roster;
  const members = await roster.read(signal);
  const traces: TicketTrace[] = [];
  const coverage: RepositoryCoverage[] = [];
  for (const repository of repositories) {
    const read = await readRepository(ports, repository, since);
    traces.push(...read.traces);
    coverage.push(read.coverage);
  }
  return activityReport({
    members: memberActivity(members.members, traces, { since, now }, council),
    ...{ roster: members, address, coverage, since, now, by: gitHub.login },
  });
}

interface RepositoryTraces {
  readonly traces: readonly TicketTrace[];
  readonly coverage: RepositoryCoverage;
}

async function readRepository(
  ports: ReportActivityPorts,
  name: RepositoryName,
  since: Date,
): Promise<RepositoryTraces> {
  const { gitHub, progress, signal } = ports;
  const repository = fullName(name);
  progress.report(`Reading the reports of ${repository}`);
  let advisories: readonly Advisory[];
  let administers: boolean;
  try {
    [advisories, { administers }] = await Promise.all([
      gitHub.advisories.list(name, signal),
      gitHub.repositories.rights(name, signal),
    ]);
  } catch (error) {
    if (isCancellation(error) || !(error instanceof HumanError)) throw error;
    const nothing = { tickets: undefined, administers: false, comments: { read: 0, of: 0 } };
    const trouble = messageOf(error);
    return { traces: [], coverage: { repository, ...nothing, trouble } };
  }
  const asked = advisories.filter((advisory) => mayHaveComments(advisory, since));
  const comments = await readComments(ports, repository, asked, since);
  const traces = advisories.map((advisory) => ({
    ref: { repository: advisory.repository, ghsaId: advisory.ghsaId },
    createdAt: advisory.createdAt,
    endedAt: advisory.publishedAt ?? endedAt(advisory),
    credits: advisory.credits,
    comments: comments.get(advisory) ?? [],
  }));
  return {
    traces,
    coverage: {
      ...{ repository, tickets: advisories.length, administers },
      comments: { read: comments.size, of: asked.length },
    },
  };
}

/** A comment counts as a change of its advisory, and only an open one is commented on without one being seen. */
function mayHaveComments(advisory: Advisory, since: Date): boolean {
  if (advisory.commentCount === 0) return false;
  return advisory.updatedAt >= since || endedAt(advisory) === undefined;
}

/** By advisory; one whose comments could not be read has none. */
async function readComments(
  { gitHub, progress, signal }: ReportActivityPorts,
  repository: string,
  advisories: readonly Advisory[],
  since: Date,
): Promise<ReadonlyMap<Advisory, readonly TicketComment[]>> {
  const read = new Map<Advisory, readonly TicketComment[]>();
  for (let start = 0; start < advisories.length; start += AT_ONCE) {
    progress.report(`Reading the comments of ${repository}`, start / advisories.length);
    const some = advisories.slice(start, start + AT_ONCE);
    await Promise.all(
      some.map(async (advisory) => {
        const comments = await commentsOf(gitHub.comments, advisory, since, signal);
        if (comments !== undefined) read.set(advisory, comments);
      }),
    );
  }
  return read;
}

async function commentsOf(
  comments: ReportActivityPorts["gitHub"]["comments"],
  advisory: Advisory,
  since: Date,
  signal: AbortSignal | undefined,
): Promise<readonly TicketComment[] | undefined> {
  try {
    return await comments.list(advisory, since, signal);
  } catch (error) {
    if (isCancellation(error) || !(error instanceof HumanError)) throw error;
    return undefined;
  }
}
