import { DAY_MS } from "../base/clock.ts";

/** A report is brought to a finished state within this many days of its receipt. */
export const DISCLOSURE_DAYS = 90;

const SOON_DAYS = 14;

export interface Deadline {
  /** The instant at which the 90 days are over. */
  readonly at: Date;
  /** Whole elapsed 24-hour spans left; negative when over ("3 days over" is -3). */
  readonly daysLeft: number;
  /** Amber under 14 days, red when over. */
  readonly urgency: "calm" | "soon" | "over";
}

/** Counted from the instant of the report, whatever the local time zone. */
export function disclosureDeadline(reportedAt: Date, now: Date): Deadline {
  const at = new Date(reportedAt.getTime() + DISCLOSURE_DAYS * DAY_MS);
  const left = (at.getTime() - now.getTime()) / DAY_MS;
  const daysLeft = left >= 0 ? Math.floor(left) : -Math.ceil(-left);
  const urgency = left < 0 ? "over" : left < SOON_DAYS ? "soon" : "calm";
  return { at, daysLeft, urgency };
}

/** "41 days left", "1 day left", "less than a day left", "3 days over". */
export function deadlineWords({ daysLeft }: Deadline): string {
  if (daysLeft === 0) return "less than a day left";
  const count = Math.abs(daysLeft);
  return `${count} ${count === 1 ? "day" : "days"} ${daysLeft < 0 ? "over" : "left"}`;
}

/** "41 d", "< 1 d", "3 d over". */
export function shortDeadline({ daysLeft }: Deadline): string {
  if (daysLeft === 0) return "< 1 d";
  return daysLeft < 0 ? `${-daysLeft} d over` : `${daysLeft} d`;
}

/** "2026-11-23", in UTC. */
export function day(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
