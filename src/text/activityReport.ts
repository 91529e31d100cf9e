import { utcMinute } from "../base/utcMinute.ts";
import { ACTIVITY_DAYS, type Coordination, type MemberActivity } from "../ticket/activity.ts";
import type { RosterReading } from "../ticket/roster.ts";
import { inertMarkdown, markdownTable } from "./markdown.ts";
import { originWords } from "./rosterReport.ts";

/** How much of a repository the report rests on. */
export interface RepositoryCoverage {
  /** "owner/repo" */
  readonly repository: string;
  /** How many advisories were read; undefined when none could be. */
  readonly tickets: number | undefined;
  /** Only an admin of the repository sees all of them. */
  readonly administers: boolean;
  /** Of how many advisories that could have comments of the period they were read. */
  readonly comments: { readonly read: number; readonly of: number };
  readonly trouble?: string;
}

export interface ActivityFacts {
  readonly members: readonly MemberActivity[];
  readonly roster: RosterReading;
  readonly address: string;
  readonly coverage: readonly RepositoryCoverage[];
  readonly since: Date;
  readonly now: Date;
  /** Login of who made it. */
  readonly by: string;
}

/**
 * The yearly report to the Steering Council. It has ids, dates and counts, and no title or text of
 * any report.
 */
export function activityReport(facts: ActivityFacts): string {
  const { members, since, now, by } = facts;
  const inactive = members.filter(({ active, exempt }) => !active && exempt === undefined);
  const exempt = members.filter(({ active, exempt }) => !active && exempt !== undefined);
  const active = members.filter((member) => member.active);
  const gaps = [...gapsOf(facts), ...(inactive.length > 0 ? [HANDED_ON] : [])];
  return `# PSRT Activity, ${day(since)} to ${day(now)}

**Embargoed:** for the Steering Council and the PSRT. It names reports by id.

Inactive is who has neither coordinated nor commented on a report in the ${ACTIVITY_DAYS} days before ${utcMinute(now)}. Release managers and Steering Council members are exempt. Made by @${inertMarkdown(by)}.

${originWords(facts)}

## Inactive: ${inactive.length} of ${members.length} members

${names(inactive)}
${gaps.length === 0 ? "" : `\n**Check by hand before anybody is removed:** what follows could not be read, and may hold activity.\n\n${gaps.map((gap) => `- ${gap}`).join("\n")}\n`}
## Exempt, without activity: ${exempt.length}

${exempt.length === 0 ? "Nobody." : exempt.map(exemptLine).join("\n")}

## Active: ${active.length}

${active.length === 0 ? "Nobody." : activeTable(active)}

## Evidence

A report counts for its coordinator when it was open at any time of the period: GitHub does not tell when a credit was given. It does not count for who has handed it on, unless by a comment. Credits that were declined do not count. GitHub does not tell of comments that were deleted.

${active.map(evidence).join("\n\n")}

## What this rests on

${coverageTable(facts.coverage)}
`;
}

/** What no reading of GitHub tells. */
const HANDED_ON =
  "Every repository: reports that somebody coordinated and handed on, or back. Their credit is gone, and GitHub keeps no history of credits: only a comment of theirs tells of it.";

function gapsOf({ coverage }: ActivityFacts): readonly string[] {
  return coverage.flatMap(({ repository, tickets, administers, comments, trouble }) => {
    const name = inertMarkdown(repository);
    if (tickets === undefined)
      return [`${name}: none of its reports. ${inertMarkdown(trouble ?? "")}`];
    const unread = comments.of - comments.read;
    return [
      ...(administers
        ? []
        : [`${name}: reports that only its admins see. You are not one of them.`]),
      ...(unread === 0
        ? []
        : [
            `${name}: the comments of ${unread} of ${comments.of} reports.` +
              (comments.read === 0
                ? " GitHub did not give any: its comments API is a preview."
                : ""),
          ]),
    ];
  });
}

function names(members: readonly MemberActivity[]): string {
  if (members.length === 0) return "Nobody.";
  return members.map((member) => `- ${who(member)}: no report coordinated, no comment`).join("\n");
}

function exemptLine(member: MemberActivity): string {
  return `- ${who(member)}: ${member.exempt ?? ""}`;
}

function activeTable(members: readonly MemberActivity[]): string {
  const rows = members.map(({ member, coordinated, comments }) => [
    inertMarkdown(member.name),
    `@${inertMarkdown(member.login)}`,
    String(coordinated.length),
    String(comments.count),
    comments.last === undefined ? "" : day(comments.last),
  ]);
  return markdownTable(["Name", "GitHub", "Coordinated", "Comments", "Last comment"], rows);
}

function evidence(activity: MemberActivity): string {
  const { coordinated, comments } = activity;
  const lines = [
    ...coordinated.map(coordinationLine),
    ...(comments.last === undefined
      ? []
      : [
          `- ${plural(comments.count, "comment")} on ${plural(comments.tickets, "report")}, the last on ${day(comments.last)}`,
        ]),
  ];
  return `### ${who(activity)}\n\n${lines.join("\n")}`;
}

function coordinationLine({ ref, from, to }: Coordination): string {
  const { owner, repo } = ref.repository;
  const end = to === undefined ? "open" : `until ${day(to)}`;
  return `- coordinated ${ref.ghsaId} (${inertMarkdown(`${owner}/${repo}`)}), reported ${day(from)}, ${end}`;
}

function coverageTable(coverage: readonly RepositoryCoverage[]): string {
  const rows = coverage.map(({ repository, tickets, administers, comments }) => [
    inertMarkdown(repository),
    tickets === undefined ? "could not be read" : String(tickets),
    administers ? "all" : "those that you may see",
    `${comments.read} of ${comments.of}`,
  ]);
  return markdownTable(["Repository", "Reports read", "Which", "Comments read of"], rows);
}

function who({ member }: Pick<MemberActivity, "member">): string {
  return `${inertMarkdown(member.name)} (@${inertMarkdown(member.login)})`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
