import { invalid, valid, type Parsed } from "../base/parsed.ts";
import type { Ticket } from "./ticket.ts";

/** "2026-11-23 09:00", in UTC: how a person reads and writes an instant. */
export function minuteWords(date: Date): string {
  return date.toISOString().slice(0, 16).replace("T", " ");
}

/** When the e-mail about a ticket was sent, as a person wrote it. */
export function parseSentTime(
  text: string,
  { createdAt }: Pick<Ticket, "createdAt">,
  now: Date,
): Parsed<Date> {
  const written = text.trim();
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(written)) {
    return invalid(`Write the time in UTC as ${minuteWords(now)}.`);
  }
  const sent = new Date(`${written.replace(" ", "T")}:00Z`);
  // 31 February would be a day in March, and 24:00 the next day.
  if (Number.isNaN(sent.getTime()) || minuteWords(sent) !== written) {
    return invalid("There is no such time.");
  }
  if (sent.getTime() > now.getTime()) return invalid("This time is still to come.");
  if (sent.getTime() < createdAt.getTime()) return invalid("The ticket was not reported yet then.");
  return valid(sent);
}
