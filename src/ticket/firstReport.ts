import { asInstant, asRecord, asString } from "../base/shape.ts";
import type { Ticket } from "./ticket.ts";

/** A ticket's report as this machine saw it first: GitHub keeps no version before an edit. */
export interface FirstReport {
  readonly title: string;
  readonly description: string;
  readonly firstSeen: Date;
}

/** Reads what was kept; undefined for anything else. */
export function parseFirstReport(value: unknown): FirstReport | undefined {
  const data = asRecord(value);
  const title = asString(data?.["title"]);
  const description = asString(data?.["description"]);
  const firstSeen = asInstant(data?.["firstSeen"]);
  return title === undefined || description === undefined || firstSeen === undefined
    ? undefined
    : { title, description, firstSeen };
}

/** Whether a ticket's title or description reads otherwise now; line ends don't count. */
export function wasEdited(first: FirstReport, now: Pick<Ticket, "title" | "description">): boolean {
  const plain = (text: string): string => text.replace(/\r\n?/g, "\n").trimEnd();
  return first.title !== now.title || plain(first.description) !== plain(now.description);
}
