import type { TicketComment } from "../ticket/comment.ts";
import { coordinatorsOf } from "../ticket/coordinator.ts";
import { wasEdited, type FirstReport } from "../ticket/firstReport.ts";
import { fullName } from "../ticket/repositoryName.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { PageText, type TicketPage } from "./pageText.ts";
import { visibleLine } from "../base/visibleText.ts";
import { utcMinute } from "../base/utcMinute.ts";

export type { TicketPage };

/** A ticket as it was read, for one person. */
export interface TicketReading {
  readonly ticket: Ticket;
  /** Undefined when there is none yet; a text says why there is one that can't be read. */
  readonly first: FirstReport | string | undefined;
  /** Oldest first; undefined where this GitHub gives none. */
  readonly comments: readonly TicketComment[] | undefined;
  /** What is later than this is new to the person; undefined at their first look. */
  readonly seenAt: Date | undefined;
  /** Login of the person, whose own comments are not new to them. */
  readonly login: string;
}

/**
 * The report, its description and comments as plain text. What comes from outside is indented and
 * everything in it visible; only our own lines begin at the margin.
 */
export function ticketDocument(reading: TicketReading): TicketPage {
  const { ticket, first, comments } = reading;
  const page = new PageText();
  page.heading(
    `EMBARGOED · ${ticket.ghsaId} · for the ticket's collaborators only, nothing of this may leave`,
  );
  page.line("");
  for (const [name, value] of facts(ticket)) page.line(`${name.padEnd(13)}${visibleLine(value)}`);
  const edited = typeof first === "object" && wasEdited(first, ticket);
  page.heading(edited ? "DESCRIPTION, edited since it was reported" : "REPORT");
  page.quote(ticket.description, "The report has no text.");
  if (edited) {
    page.heading(`REPORT, as first seen on this machine ${utcMinute(first.firstSeen)}`);
    if (first.title !== ticket.title) page.line(`Title        ${visibleLine(first.title)}`);
    page.quote(first.description, "The report had no text.");
  } else if (typeof first === "string") {
    page.line("");
    page.line(first);
  }
  if (comments === undefined) {
    page.heading("COMMENTS can't be read here");
    page.line("GitHub does not give them by its API. They are on the ticket's page.");
  } else {
    page.heading(comments.length === 0 ? "NO COMMENTS" : `COMMENTS (${comments.length})`);
    for (const comment of comments) {
      page.heading(commentHeading(comment), isNew(comment, reading));
      page.quote(comment.body, "The comment has no text.");
    }
  }
  return page.done();
}

/** Whether a comment came or changed since the person looked last. */
export function isNew(
  { author, updatedAt }: TicketComment,
  { seenAt, login }: Pick<TicketReading, "seenAt" | "login">,
): boolean {
  const isOwn = author?.toLowerCase() === login.toLowerCase();
  return !isOwn && seenAt !== undefined && updatedAt.getTime() > seenAt.getTime();
}

function facts(ticket: Ticket): readonly (readonly [name: string, value: string])[] {
  const { state, tags, cveId, severity, cvssV4, cvssV3, author } = ticket;
  const coordinators = coordinatorsOf(ticket);
  return [
    ["Title", ticket.title],
    ["Repository", fullName(ticket.repository)],
    ["State", [state, ...tags.map((tag) => `[${tag}]`)].join(" ")],
    ["CVE id", cveId ?? "none"],
    ["Severity", [severity ?? "none", cvssV4 ?? cvssV3 ?? ""].join(" ").trim()],
    ["Reporter", author ?? "not told"],
    ["Coordinator", coordinators.length === 0 ? "nobody" : coordinators.join(", ")],
    ["Reported", utcMinute(ticket.createdAt)],
    ["Changed", utcMinute(ticket.updatedAt)],
    ["Page", ticket.htmlUrl],
  ];
}

function commentHeading({ author, createdAt, updatedAt }: TicketComment): string {
  const edited =
    updatedAt.getTime() > createdAt.getTime() ? `, edited ${utcMinute(updatedAt)}` : "";
  return `${visibleLine(author ?? "somebody")} · ${utcMinute(createdAt)}${edited}`;
}
