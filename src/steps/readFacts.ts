import { HumanError, isCancellation, messageOf } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import { projectOf } from "../ticket/project.ts";
import type { PublicIssue } from "../ticket/publicIssue.ts";
import type { PrivatePull } from "../ticket/pullRequest.ts";
import type { TicketRecord } from "../ticket/record.ts";
import { builtInBranches, type ReleaseBranches } from "../ticket/releaseBranches.ts";
import { reviewState } from "../ticket/review.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { known, unknown, type Fact, type RoadFacts } from "../ticket/ticketFacts.ts";
import type { GitHub } from "./gitHub.ts";
import { readPublicPulls } from "./readPublicPulls.ts";

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
    attempt(async () =>
      readPublicPulls(
        { gitHub: ports.gitHub, attempt, signal },
        { repository: ticket.repository, project, record, issue: await issue },
      ),
    ),
    releases,
  ]);
  return {
    privatePulls,
    publicIssue,
    publicPull: pulls.known ? known(pulls.value.toMain) : pulls,
    backports: pulls.known ? known(pulls.value.backports) : pulls,
    botNews: pulls.known ? pulls.value.botNews : pulls,
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
