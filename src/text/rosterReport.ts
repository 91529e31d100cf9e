import {
  isAdmin,
  isReleaseManager,
  isSteeringCouncil,
  type RosterMember,
  type RosterReading,
} from "../ticket/roster.ts";
import type { TeamDifference } from "../ticket/teamDifference.ts";
import { inertMarkdown, markdownTable } from "./markdown.ts";

/** A GitHub team beside the list, or why it could not be read. */
export type TeamReading =
  | { readonly team: string; readonly size: number; readonly difference: TeamDifference }
  | { readonly team: string; readonly trouble: string };

export interface RosterFacts {
  readonly roster: RosterReading;
  /** Where the list is read from. */
  readonly address: string;
  readonly teams: readonly TeamReading[];
  /** Logins of the Steering Council, from the person's setting. */
  readonly council: readonly string[];
  /** Open tickets that each member coordinates, of those that the person may see. */
  readonly workload: (login: string) => number | undefined;
}

/** The members with their roles, and how the GitHub teams differ from the list. */
export function rosterReport(facts: RosterFacts): string {
  const { roster, teams } = facts;
  const { members } = roster;
  const count = (is: (member: RosterMember) => boolean): number => members.filter(is).length;
  return `# PSRT Roster

${originWords(facts)}

${counted(members.length, "member")}: ${counted(count(isAdmin), "admin")}, ${counted(count(isReleaseManager), "release manager")}.

${membersTable(facts)}

## GitHub Teams

An admin keeps the team, the mailing list and Discord in step with this list. Mailing list and Discord can't be read from here.

${teams.length === 0 ? "No repository is configured, so there is no team to compare." : teams.map(teamSection).join("\n\n")}
`;
}

/** One sentence on where a list of members is from. */
export function originWords({ roster, address }: Pick<RosterFacts, "roster" | "address">): string {
  const { origin, at, trouble = "" } = roster;
  const time = `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  switch (origin) {
    case "live":
      return `Read from ${address} at ${time}.`;
    case "kept":
      return `**Not the present list:** ${inertMarkdown(trouble)} This is the one that was read at ${time}.`;
    case "shipped":
      return `**Not the present list:** ${inertMarkdown(trouble)} This is the handbook's list of ${at.toISOString().slice(0, 10)}, which is part of PSRT Coordinator.`;
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function membersTable({ roster, council, workload }: RosterFacts): string {
  const rows = roster.members.map((member) => {
    const open = workload(member.login);
    return [
      inertMarkdown(member.name),
      `@${inertMarkdown(member.login)}`,
      rolesOf(member, council),
      open === undefined ? "?" : String(open),
    ];
  });
  return markdownTable(["Name", "GitHub", "Roles", "Open tickets"], rows);
}

function rolesOf(member: RosterMember, council: readonly string[]): string {
  const listed = isSteeringCouncil(member, []);
  const added = isSteeringCouncil(member, council) && !listed ? ["Steering Council"] : [];
  return [member.notes, ...added]
    .filter((role) => role !== "")
    .map(inertMarkdown)
    .join(", ");
}

function teamSection(reading: TeamReading): string {
  const title = `### @${inertMarkdown(reading.team)}`;
  if ("trouble" in reading) return `${title}\n\n${inertMarkdown(reading.trouble)}`;
  const { missing, unlisted } = reading.difference;
  if (missing.length === 0 && unlisted.length === 0) {
    return `${title}\n\nEqual to the list: ${reading.size} members.`;
  }
  const lines = [
    ...missing.map(
      ({ name, login }) =>
        `- On the list, not in the team: ${inertMarkdown(name)} (@${inertMarkdown(login)})`,
    ),
    ...unlisted.map((login) => `- In the team, not on the list: @${inertMarkdown(login)}`),
  ];
  return `${title}\n\n${lines.join("\n")}`;
}
