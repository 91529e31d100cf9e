import { createHash } from "node:crypto";
import type { Parsed } from "../base/parsed.ts";
import { Gate } from "../embargo/gate.ts";
import { secretsOf } from "../embargo/secrets.ts";
import { secretWords } from "../embargo/secretWords.ts";
import { emailFacts } from "../text/advisoryFacts.ts";
import { advisoryFactsOf } from "../text/knownFacts.ts";
import type { Disagreement, Place } from "../text/disagreement.ts";
import { advisoryEmail } from "../text/email.ts";
import { checkEmail } from "../text/emailChecks.ts";
import {
  BODY_LINE,
  emailDocument,
  parseEmailDocument,
  SUBJECT_COLUMN,
  SUBJECT_LINE,
  wrapEmailLines,
  type EmailTexts,
} from "../text/emailDocument.ts";
import { emailFile } from "../text/emailFile.ts";
import { checkFacts } from "../text/factChecks.ts";
import { mailtoAddress } from "../text/mailto.ts";
import type { Project } from "../ticket/project.ts";
import type { Ticket } from "../ticket/ticket.ts";
import type { TicketFacts } from "../ticket/ticketFacts.ts";

export { emailFile, mailtoAddress, wrapEmailLines, type Disagreement, type EmailTexts };

/** Something about the e-mail's document. Lines and columns count from 0. */
export interface EmailRemark {
  readonly level: Disagreement["level"];
  readonly text: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** The e-mail of a ticket, and what stands in its way. */
export interface EmailDraft {
  readonly document: string;
  /** What is missing or disagrees outside of the e-mail; an error means that it is not due. */
  readonly troubles: readonly Disagreement[];
  /** What the document, perhaps changed, says otherwise than the facts, and what it gives away. */
  readonly check: (text: string) => readonly EmailRemark[];
}

export function draftEmail(project: Project, facts: TicketFacts): EmailDraft {
  const known = advisoryFactsOf(project, facts);
  const told = emailFacts(known);
  return {
    document: emailDocument(advisoryEmail(told)),
    troubles: checkFacts(known),
    check: (text) => {
      const email = parseEmailDocument(text);
      if (!email.valid) return [{ level: "error", text: email.reason, line: 0, start: 0, end: 0 }];
      return [...checkEmail(email.value, told).map(toRemark), ...giveaways(text, facts.ticket)];
    },
  };
}

/** The e-mail as it would be made of a ticket now. */
export function emailOf(project: Project, facts: TicketFacts): EmailTexts {
  return advisoryEmail(emailFacts(advisoryFactsOf(project, facts)));
}

/** Of what an e-mail says, however its lines are wrapped: 64 hex digits. */
export function emailDigest({ subject, body }: EmailTexts): string {
  const words = `${subject} ${body}`.split(/\s+/).filter(Boolean).join(" ");
  return createHash("sha256").update(words).digest("hex");
}

/** The two texts of a document, or why it is no e-mail's any more. */
export function readEmail(document: string): Parsed<EmailTexts> {
  return parseEmailDocument(document);
}

function toRemark({ level, text, place }: Disagreement): EmailRemark {
  const at = columnsOf(place);
  return { level, text, ...at };
}

function columnsOf(place: Place): Pick<EmailRemark, "line" | "start" | "end"> {
  if (place.kind !== "email") return { line: 0, start: 0, end: 0 };
  const { part, line, start, end } = place;
  return part === "subject"
    ? { line: SUBJECT_LINE, start: SUBJECT_COLUMN + start, end: SUBJECT_COLUMN + end }
    : { line: BODY_LINE + line, start, end };
}

/** The e-mail makes the CVE id, title and description public; everything else stays secret. */
function giveaways(text: string, ticket: Ticket): readonly EmailRemark[] {
  const secrets = { ...secretsOf(ticket), cveId: null, texts: [], titles: [] };
  return new Gate(secrets)
    .scanText(text)
    .filter(({ level }) => level === "block")
    .map(({ kind, line, start, end }) => {
      const begin = text.lastIndexOf("\n", start - 1) + 1;
      return {
        level: "error",
        text: `The e-mail gives away ${secretWords(kind)}.`,
        line: line - 1,
        start: start - begin,
        end: end - begin,
      };
    });
}
