import { endedAt } from "./ended.ts";
import type { Ticket } from "./ticket.ts";
import type { RoadFacts } from "./ticketFacts.ts";

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

const HOUR_MS = 60 * 60 * 1000;

/** @param answers numbers of the reporter's comments; undefined where they were not read. */
export function milestonesOf(
  ticket: Ticket,
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
  const failed = failedBackports(road, now);
  if (failed !== undefined) found.set("backports", failed);
  return found;
}

/** Those whose checks fail, and those that the bot was asked for and has not made in an hour. */
function failedBackports(
  { backports, publicPull }: RoadFacts,
  now: Date,
): readonly Milestone[] | undefined {
  if (!backports.known || !publicPull.known) return undefined;
  const kind = "backport-failed";
  const failing = backports.value
    .filter(({ state, checks }) => state === "open" && checks === "failing")
    .map(
      ({ number, head }) => ({ kind, key: `failing ${number} ${head.sha.slice(0, 12)}` }) as const,
    );
  const merged = publicPull.value?.mergedAt;
  const isLate = merged instanceof Date && now.getTime() - merged.getTime() > HOUR_MS;
  const ordered = (publicPull.value?.labels ?? []).flatMap(
    (label) => /^needs backport to (\d+\.\d+)$/.exec(label)?.[1] ?? [],
  );
  const missing = ordered
    .filter((branch) => !backports.value.some(({ base }) => base.ref === branch))
    .map((branch) => ({ kind, key: `no backport ${branch}` }) as const);
  return isLate ? [...failing, ...missing] : failing;
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
