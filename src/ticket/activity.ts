import { DAY_MS } from "../base/clock.ts";
import { coordinatorsOf } from "./coordinator.ts";
import { sameLogin } from "./login.ts";
import { isReleaseManager, isSteeringCouncil, type RosterMember } from "./roster.ts";
import type { Credit, TicketRef } from "./ticket.ts";

/** A member who did nothing for this many elapsed days is inactive. */
export const ACTIVITY_DAYS = 365;

export function activitySince(now: Date): Date {
  return new Date(now.getTime() - ACTIVITY_DAYS * DAY_MS);
}

/** What a ticket says about who was active; no text of it. */
export interface TicketTrace {
  readonly ref: TicketRef;
  readonly createdAt: Date;
  /** Undefined while it is open. */
  readonly endedAt: Date | undefined;
  readonly credits: readonly Credit[];
  readonly comments: readonly { readonly author: string | null; readonly createdAt: Date }[];
}

/** A report that a member coordinated within the period, wholly or in part. */
export interface Coordination {
  readonly ref: TicketRef;
  readonly from: Date;
  readonly to: Date | undefined;
}

export interface MemberActivity {
  readonly member: RosterMember;
  readonly coordinated: readonly Coordination[];
  readonly comments: {
    readonly count: number;
    /** Of how many reports. */
    readonly tickets: number;
    readonly last: Date | undefined;
  };
  readonly active: boolean;
  /** Why the person may stay whatever they did. */
  readonly exempt: "Release Manager" | "Steering Council" | undefined;
}

/**
 * The handbook's rule: who has neither coordinated nor commented on a report in the period is
 * inactive; release managers and the Steering Council are exempt. A report counts for its
 * coordinator when it was open at any time of the period, since GitHub does not tell when a credit
 * was given. Nor does it tell who had one before: handing a report on is no activity, unless by a
 * comment.
 */
export function memberActivity(
  members: readonly RosterMember[],
  traces: readonly TicketTrace[],
  period: { readonly since: Date; readonly now: Date },
  council: readonly string[],
): readonly MemberActivity[] {
  return members.map((member) => {
    const coordinated = traces
      .filter(
        ({ createdAt, endedAt = period.now, credits }) =>
          endedAt >= period.since &&
          createdAt <= period.now &&
          coordinatorsOf({ credits }).some((login) => sameLogin(login, member.login)),
      )
      .map(({ ref, createdAt, endedAt }) => ({ ref, from: createdAt, to: endedAt }))
      .sort((a, b) => a.from.getTime() - b.from.getTime());
    const comments = commentsOf(member, traces, period);
    return {
      member,
      coordinated,
      comments,
      active: coordinated.length > 0 || comments.count > 0,
      exempt: isReleaseManager(member)
        ? "Release Manager"
        : isSteeringCouncil(member, council)
          ? "Steering Council"
          : undefined,
    };
  });
}

function commentsOf(
  { login }: RosterMember,
  traces: readonly TicketTrace[],
  { since, now }: { readonly since: Date; readonly now: Date },
): MemberActivity["comments"] {
  const byTicket = traces.map(({ comments }) =>
    comments.filter(
      ({ author, createdAt }) =>
        author !== null && sameLogin(author, login) && createdAt >= since && createdAt <= now,
    ),
  );
  const all = byTicket.flat();
  const last = Math.max(...all.map(({ createdAt }) => createdAt.getTime()));
  return {
    count: all.length,
    tickets: byTicket.filter((own) => own.length > 0).length,
    last: all.length === 0 ? undefined : new Date(last),
  };
}
