import { DAY_MS } from "../base/clock.ts";

/** A ticket without coordinator is to be given to a member when it was idle for this many days. */
export const IDLE_DAYS = 3;

const HOUR_MS = 60 * 60 * 1000;

/** How long nothing has happened on a ticket that nobody coordinates. */
export interface Idle {
  /** Elapsed milliseconds since the last update; never negative. */
  readonly elapsed: number;
  /** The instant at which the three days are over. */
  readonly at: Date;
  /** Milliseconds until then; negative when over. */
  readonly left: number;
  /** Amber with less than a day left, red when over. */
  readonly urgency: "calm" | "soon" | "over";
}

/** Counted in elapsed time from the last update, whatever the local time zone. */
export function idleTime(updatedAt: Date, now: Date): Idle {
  const at = new Date(updatedAt.getTime() + IDLE_DAYS * DAY_MS);
  const left = at.getTime() - now.getTime();
  const urgency = left < 0 ? "over" : left < DAY_MS ? "soon" : "calm";
  return { elapsed: Math.max(0, now.getTime() - updatedAt.getTime()), at, left, urgency };
}

/** "idle for 2 days, coordinator due in 20 hours", "idle for 4 days, coordinator overdue by 1 day". */
export function idleWords({ elapsed, left }: Idle): string {
  const due = left < 0 ? `overdue by ${span(-left)}` : `due in ${span(left)}`;
  return `idle for ${span(elapsed)}, coordinator ${due}`;
}

/** The same for a narrow row: "due in 20 h · idle 2 d", "1 d late · idle 4 d". */
export function shortIdle({ elapsed, left }: Idle): string {
  const due = left < 0 ? `${shortSpan(-left)} late` : `due in ${shortSpan(left)}`;
  return `${due} · idle ${shortSpan(elapsed)}`;
}

function shortSpan(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY_MS);
  if (days >= 1) return `${days} d`;
  const hours = Math.floor(milliseconds / HOUR_MS);
  return hours >= 1 ? `${hours} h` : "<1 h";
}

/** In whole days from one day on, before that in whole hours. */
function span(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY_MS);
  if (days >= 1) return `${days} ${days === 1 ? "day" : "days"}`;
  const hours = Math.floor(milliseconds / HOUR_MS);
  if (hours >= 1) return `${hours} ${hours === 1 ? "hour" : "hours"}`;
  return "less than an hour";
}
