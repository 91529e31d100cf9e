import { isCancellation } from "../base/errors.ts";
import { GitHubError } from "../github/gitHubError.ts";
import { rosterReport, type TeamReading } from "../text/rosterReport.ts";
import { PSRT_TEAM } from "../ticket/project.ts";
import type { RepositoryName } from "../ticket/repositoryName.ts";
import { teamDifference } from "../ticket/teamDifference.ts";
import type { RosterMember } from "../ticket/roster.ts";
import type { GitHub } from "./gitHub.ts";
import type { RosterSource } from "./rosterSource.ts";

export interface ReportRosterPorts {
  readonly roster: Pick<RosterSource, "address" | "read">;
  readonly teams: Pick<GitHub["teams"], "members">;
}

/**
 * The members, their roles and open tickets, and how the team of each repository's owner differs.
 *
 * @param workload Undefined while no tickets have been read.
 * @throws {CancelledError}
 */
export async function reportRoster(
  { roster, teams }: ReportRosterPorts,
  repositories: readonly RepositoryName[],
  council: readonly string[],
  workload: (login: string) => number | undefined,
  signal?: AbortSignal,
): Promise<string> {
  const { address } = roster;
  const reading = await roster.read(signal);
  const owners = [...new Set(repositories.map(({ owner }) => owner))];
  const readings = await Promise.all(
    owners.map((owner) => readTeam(teams, owner, reading.members, signal)),
  );
  return rosterReport({ roster: reading, address, teams: readings, council, workload });
}

async function readTeam(
  teams: ReportRosterPorts["teams"],
  owner: string,
  members: readonly RosterMember[],
  signal: AbortSignal | undefined,
): Promise<TeamReading> {
  const team = `${owner}/${PSRT_TEAM}`;
  try {
    const logins = await teams.members(owner, PSRT_TEAM, signal);
    return { team, size: logins.length, difference: teamDifference(members, logins) };
  } catch (error) {
    if (isCancellation(error) || !(error instanceof GitHubError)) throw error;
    const next =
      error.reason === "not-found" || error.reason === "forbidden"
        ? "GitHub shows a team to the organisation's members only, and to tokens with the scope “read:org”."
        : error.next;
    return { team, trouble: `The team could not be compared. ${error.message} ${next}` };
  }
}
