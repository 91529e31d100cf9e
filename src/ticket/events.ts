import { BOT_MS } from "./backports.ts";
import { endedAt } from "./ended.ts";
import type { TicketRecord } from "./record.ts";
import type { Ticket } from "./ticket.ts";
import type { RoadFacts } from "./ticketFacts.ts";
import { isUnaffected } from "./unaffectedBranches.ts";

/** What a person wants to be told of, once each. */
export type EventKind =
  "reported" | "cve" | "fork" | "reviewed" | "merged" | "backport-failed" | "answered";

/** Where an event shows; each may be unreadable while the others are not. */
export type EventSource = "advisory" | "private-pulls" | "public-pull" | "backports" | "comments";

/** Something that has happened on a ticket. */
export interface Milestone {
  readonly kind: EventKind;
  /** The same for the same happening, whenever it is looked at; holds no text of a report. */
  readonly key: string;
}

/** What has happened so far, by where it shows. A source that was not read is missing. */
export type Milestones = ReadonlyMap<EventSource, readonly Milestone[]>;

/** @param answers numbers of the reporter's comments; undefined where they were not read. */
export function milestonesOf(
  ticket: Ticket,
  record: TicketRecord,
  road: RoadFacts | undefined,
  answers: readonly number[] | undefined,
  now: Date,
): Milestones {
  const found = new Map<EventSource, readonly Milestone[]>();
  if (endedAt(ticket) !== undefined) return found;
  found.set("advisory", [
    ...(ticket.cveId === null ? [] : [{ kind: "cve", key: `cve ${ticket.cveId}` } as const]),
    ...(ticket.privateFork === null ? [] : [{ kind: "fork", key: "fork" } as const]),
  ]);
  if (answers !== undefined) {
    found.set(
      "comments",
      answers.map((id) => ({ kind: "answered", key: `comment ${id}` })),
    );
  }
  if (road === undefined) return found;
  const { privatePulls, publicPull } = road;
  if (privatePulls.known) {
    found.set(
      "private-pulls",
      privatePulls.value.flatMap(({ number, review, head }): Milestone[] =>
        review === "approved" || review === "changes-requested"
          ? [{ kind: "reviewed", key: `${review} ${number} ${head.sha.slice(0, 12)}` }]
          : [],
      ),
    );
  }
  if (publicPull.known) {
    const pull = publicPull.value;
    const merged = pull?.state === "merged" ? [`merged ${pull.number}`] : [];
    found.set(
      "public-pull",
      merged.map((key) => ({ kind: "merged", key })),
    );
  }
  const failed = failedBackports(record, road, now);
  if (failed !== undefined) found.set("backports", failed);
  return found;
}

/**
 * Those whose checks fail, those that the bot has given up, and those that it was asked for and has
 * not made in an hour; none to a branch without the mistake.
 */
function failedBackports(
  record: TicketRecord,
  { backports, publicPull, botNews }: RoadFacts,
  now: Date,
): readonly Milestone[] | undefined {
  if (!backports.known || !publicPull.known || !botNews.known) return undefined;
  const kind = "backport-failed";
  const failing = backports.value
    .filter(({ state, checks }) => state === "open" && checks === "failing")
    .filter(({ base }) => !isUnaffected(record, base.ref))
    .map(
      ({ number, head }) => ({ kind, key: `failing ${number} ${head.sha.slice(0, 12)}` }) as const,
    );
  const { reports } = botNews.value;
  const merged = publicPull.value?.mergedAt;
  const isLate = merged instanceof Date && now.getTime() - merged.getTime() > BOT_MS;
  const ordered = (publicPull.value?.labels ?? []).flatMap(
    (label) => /^needs backport to (\d+\.\d+)$/.exec(label)?.[1] ?? [],
  );
  const lost = reports.filter((each) => each.kind === "failed").map(({ branch }) => branch);
  const late = ordered.filter((branch) => {
    const report = reports.find((each) => each.branch === branch);
    return report === undefined ? isLate : now.getTime() - report.at.getTime() > BOT_MS;
  });
  const missing = [...new Set([...lost, ...late])]
    .filter((branch) => !isUnaffected(record, branch))
    .filter((branch) => !backports.value.some(({ base }) => base.ref === branch))
    .map((branch) => ({ kind, key: `no backport ${branch}` }) as const);
  return [...failing, ...missing];
}

const WORDS: Readonly<Record<EventKind, string>> = {
  reported: "new report",
  cve: "CVE id assigned",
  fork: "private fork ready",
  reviewed: "private pull request reviewed",
  merged: "public pull request merged",
  "backport-failed": "backport failed",
  answered: "the reporter answered",
};

export function eventWords(kind: EventKind): string {
  return WORDS[kind];
}
