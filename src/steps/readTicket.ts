import { GitHubError } from "../github/gitHubError.ts";
import { ticketDocument, type TicketPage, type TicketReading } from "../text/ticketDocument.ts";
import type { TicketComment } from "../ticket/comment.ts";
import type { FirstReport } from "../ticket/firstReport.ts";
import type { Ticket, TicketRef } from "../ticket/ticket.ts";
import type { Records } from "./ports.ts";
import type { SendCommentPorts } from "./sendComment.ts";
import { together } from "./together.ts";

export { ticketDocument, type TicketPage, type TicketReading };

export interface ReadTicketPorts {
  readonly advisories: { get(ref: TicketRef, signal?: AbortSignal): Promise<Ticket> };
  readonly comments: Pick<SendCommentPorts["comments"], "list">;
  readonly reports: { keep(ticket: Ticket): Promise<FirstReport | string> };
  readonly records: Records;
  readonly login: string;
}

/**
 * Reads a ticket with its comments. After an earlier reading only what came or changed since is
 * asked for, and what was new stays marked.
 *
 * @throws {HumanError} @throws {CancelledError}
 */
export async function readTicket(
  { advisories, comments, reports, records, login }: ReadTicketPorts,
  ref: TicketRef,
  before?: TicketReading,
  signal?: AbortSignal,
): Promise<TicketReading> {
  const known = before?.comments ?? [];
  const [ticket, news, record] = await together(signal, (stop) => [
    advisories.get(ref, stop),
    commentsOf(comments, ref, latest(known), stop),
    records.read(ref),
  ]);
  return {
    ticket,
    first: await reports.keep(ticket),
    comments: news && merge(known, news),
    // At a first look nothing is marked; what comes while it is open is.
    seenAt: before === undefined ? record.seenAt : (before.seenAt ?? extent(before)),
    login,
  };
}

/** The report is read also where the comments are refused. */
async function commentsOf(
  comments: ReadTicketPorts["comments"],
  ...asked: Parameters<ReadTicketPorts["comments"]["list"]>
): Promise<readonly TicketComment[] | undefined> {
  try {
    return await comments.list(...asked);
  } catch (error) {
    if (error instanceof GitHubError && error.reason === "forbidden") return undefined;
    throw error;
  }
}

/** Remembers that the person has this before their eyes. */
export async function markSeen(records: Records, reading: TicketReading): Promise<boolean> {
  const seenAt = extent(reading);
  const before = (await records.read(reading.ticket)).seenAt;
  if (before !== undefined && before >= seenAt) return false;
  await records.update(reading.ticket, { seenAt });
  return true;
}

/** How far a reading goes, in GitHub's time. */
function extent({ ticket, comments }: TicketReading): Date {
  const last = latest(comments ?? [])?.getTime() ?? 0;
  return new Date(Math.max(ticket.updatedAt.getTime(), last));
}

function latest(comments: readonly TicketComment[]): Date | undefined {
  const times = comments.map(({ updatedAt }) => updatedAt.getTime());
  return times.length === 0 ? undefined : new Date(Math.max(...times));
}

/** The newer of two of a number stays. */
function merge(
  known: readonly TicketComment[],
  news: readonly TicketComment[],
): readonly TicketComment[] {
  const byId = new Map([...known, ...news].map((comment) => [comment.id, comment]));
  return [...byId.values()].sort(
    (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.id - b.id,
  );
}
