import { createHash } from "node:crypto";
import { HumanError, throwIfCancelled } from "../base/errors.ts";
import type { Clock } from "../base/clock.ts";
import { utcMinute } from "../base/utcMinute.ts";
import { replyRemarks } from "../embargo/replyCheck.ts";
import { GitHubError, type GitHubReason } from "../github/gitHubError.ts";
import { commentText, type TicketComment } from "../ticket/comment.ts";
import type { SentComment } from "../ticket/record.ts";
import { fullName } from "../ticket/repositoryName.ts";
import type { Ticket, TicketRef } from "../ticket/ticket.ts";
import type { Ask, Plan, Records } from "./ports.ts";

export interface SendCommentPorts {
  readonly comments: {
    /** Undefined where there are no comments to be had. */
    list(
      ref: TicketRef,
      since?: Date,
      signal?: AbortSignal,
    ): Promise<readonly TicketComment[] | undefined>;
    add(ref: TicketRef, body: string, signal?: AbortSignal): Promise<TicketComment>;
  };
  /** Of the person who sends. */
  readonly login: string;
  readonly records: Records;
  readonly ask: Ask;
  readonly clock: Clock;
}

export interface CommentOrder {
  readonly ticket: Ticket;
  /** What the reporter must not hear of. */
  readonly others: readonly Ticket[];
  readonly text: string;
}

export type CommentOutcome =
  | { readonly kind: "sent"; readonly comment: TicketComment }
  /** An earlier try, whose answer was lost, had arrived; nothing was sent now. */
  | { readonly kind: "found"; readonly comment: TicketComment }
  /** This GitHub takes no comments by its API; nothing was sent and nothing asked. */
  | { readonly kind: "unavailable" };

/** After these nobody knows whether the comment was written. */
const UNCERTAIN: ReadonlySet<GitHubReason> = new Set(["offline", "unavailable", "malformed"]);

/** Milliseconds after which an answer counts as lost, and after which what has not arrived will not. */
const PATIENCE = 45_000;
const ARRIVED_BY = 60_000;

/**
 * Sends a comment, of which the reporter gets a mail, once: what is to be sent is recorded before it
 * is, by one window alone, and a try whose answer was lost is looked for among the comments before
 * another one. The same text is sent again only when the person says so.
 *
 * @returns undefined when the person said no.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function sendComment(
  ports: SendCommentPorts,
  { ticket, others, text }: CommentOrder,
  signal?: AbortSignal,
): Promise<CommentOutcome | undefined> {
  const problem = replyRemarks(text, ticket, others).find(({ level }) => level === "error");
  if (problem !== undefined) {
    throw new HumanError(`The comment was not sent: ${problem.text}`, "Change it, then try again.");
  }
  const body = commentText(text);
  const before = await lookAround(ports, ticket, body, signal);
  if (before === undefined) return { kind: "unavailable" };
  if (before.arrived !== undefined) return { kind: "found", comment: before.arrived };
  requireEnded(ports.clock, ticket, before);

  if (!(await ports.ask.confirm(planOf(ticket, body, before), signal))) return undefined;
  throwIfCancelled(signal);
  // The question may have stayed open for long, in another window too.
  const now = await lookAround(ports, ticket, body, signal);
  if (now === undefined) return { kind: "unavailable" };
  const known = new Set(before.same.map(({ id }) => id));
  const arrived = now.arrived ?? now.same.find(({ id }) => !known.has(id));
  if (arrived !== undefined) return { kind: "found", comment: arrived };
  requireEnded(ports.clock, ticket, now);

  const intent: SentComment = {
    ...{ digest: digestOf(body), at: ports.clock.now(), after: now.last },
  };
  await ports.records.update(ticket, ({ sentComments = [] }) => {
    requireNoOther(ticket, now, triesOf(sentComments, body));
    return { sentComments: [...sentComments, intent] };
  });
  return { kind: "sent", comment: await send(ports, ticket, body, intent, signal) };
}

interface Surroundings {
  /** The number of the last comment; 0 when there is none. */
  readonly last: number;
  /** The person's own comments of this text. */
  readonly same: readonly TicketComment[];
  /** A try that nobody knew to have arrived. */
  readonly arrived: TicketComment | undefined;
  /** The tries to send this text that were on record before the comments were read. */
  readonly tries: readonly SentComment[];
  /** The last one that did not arrive. */
  readonly lost: SentComment | undefined;
}

function triesOf(sent: readonly SentComment[], body: string): readonly SentComment[] {
  return sent.filter(({ digest }) => digest === digestOf(body));
}

/** @throws {HumanError} while a try that has no answer may still arrive. */
function requireEnded(
  clock: Clock,
  { ghsaId }: Ticket,
  { lost }: Pick<Surroundings, "lost">,
): void {
  if (lost === undefined) return;
  // A clock that was set back may put it far into the future.
  if (Math.abs(clock.now().getTime() - lost.at.getTime()) >= ARRIVED_BY) return;
  throw new HumanError(
    `A try of ${utcMinute(lost.at)} may still be on its way to ${ghsaId}, so nothing was sent.`,
    "Send the same text again in a minute: what has arrived is found, and not sent twice.",
  );
}

/** @throws {HumanError} when another window has begun to send the same since the look around. */
function requireNoOther(
  { ghsaId }: Ticket,
  { tries }: Surroundings,
  now: readonly SentComment[],
): void {
  const seen = new Set(tries.map(({ at }) => at.getTime()));
  if (now.every(({ at }) => seen.has(at.getTime()))) return;
  throw new HumanError(
    `Another window has sent this comment on ${ghsaId}, or is about to: nothing was sent here.`,
    "Look at the ticket in a minute before you send it again.",
  );
}

/** What GitHub and the record say of this text; a lost try that is found is recorded. */
async function lookAround(
  { comments, login, records }: SendCommentPorts,
  ticket: Ticket,
  body: string,
  signal: AbortSignal | undefined,
): Promise<Surroundings | undefined> {
  // First, so that what is recorded and arrives meanwhile is either read or noticed.
  const { sentComments = [] } = await records.read(ticket);
  const all = await comments.list(ticket, undefined, signal);
  if (all === undefined) return undefined;
  const same = all.filter(
    (each) => each.author?.toLowerCase() === login.toLowerCase() && commentText(each.body) === body,
  );
  const tries = triesOf(sentComments, body);
  const lost = tries.findLast(({ comment }) => comment === undefined);
  const taken = new Set(sentComments.map(({ comment }) => comment));
  const arrived =
    lost === undefined ? undefined : same.find(({ id }) => id > lost.after && !taken.has(id));
  if (lost !== undefined && arrived !== undefined) {
    await settle(records, ticket, lost, arrived.id);
  }
  return { last: Math.max(0, ...all.map(({ id }) => id)), same, arrived, tries, lost };
}

async function send(
  ports: SendCommentPorts,
  ticket: Ticket,
  body: string,
  intent: SentComment,
  signal: AbortSignal | undefined,
): Promise<TicketComment> {
  let comment: TicketComment;
  const patience = AbortSignal.timeout(PATIENCE);
  try {
    comment = await ports.comments.add(
      ticket,
      body,
      signal === undefined ? patience : AbortSignal.any([signal, patience]),
    );
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    if (!UNCERTAIN.has(error.reason)) {
      await settle(ports.records, ticket, intent, undefined);
      throw error;
    }
    return afterLostAnswer(ports, ticket, body, error, signal);
  }
  await settle(ports.records, ticket, intent, comment.id);
  return comment;
}

async function afterLostAnswer(
  ports: SendCommentPorts,
  ticket: Ticket,
  body: string,
  cause: GitHubError,
  signal: AbortSignal | undefined,
): Promise<TicketComment> {
  let around: Surroundings | undefined;
  try {
    around = await lookAround(ports, ticket, body, signal);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
  }
  if (around?.arrived !== undefined) return around.arrived;
  throw new HumanError(
    around === undefined
      ? "GitHub did not answer: nobody knows whether the comment has arrived."
      : "GitHub did not answer, and the comment is not on the ticket so far.",
    "Send the same text again in a minute: what has arrived is found, and not sent twice.",
    { cause },
  );
}

/** Notes where a try has arrived, or that it did not. */
async function settle(
  records: Records,
  ticket: TicketRef,
  intent: SentComment,
  comment: number | undefined,
): Promise<void> {
  const isIntent = ({ digest, at, comment }: SentComment): boolean =>
    comment === undefined && digest === intent.digest && at.getTime() === intent.at.getTime();
  await records.update(ticket, ({ sentComments = [] }) => ({
    sentComments:
      comment === undefined
        ? sentComments.filter((each) => !isIntent(each))
        : sentComments.map((each) => (isIntent(each) ? { ...each, comment } : each)),
  }));
}

function planOf(ticket: Ticket, body: string, { same, lost }: Surroundings): Plan {
  const { ghsaId, repository } = ticket;
  const last = same.at(-1);
  const again =
    last !== undefined
      ? `The same text was sent ${utcMinute(last.createdAt)}. Send it again on ${ghsaId}?`
      : lost !== undefined
        ? `A try of ${utcMinute(lost.at)} got no answer and did not arrive. Send it on ${ghsaId}?`
        : undefined;
  return {
    title: again ?? `Send this comment on ${ghsaId}?`,
    writes: [
      {
        target: `Comment on ${ghsaId} in ${fullName(repository)}: the reporter will see this and get a mail`,
        audience: "REPORTER",
        text: body,
      },
    ],
    yes: last === undefined ? "Send" : "Send Again",
  };
}

function digestOf(body: string): string {
  return createHash("sha256").update(body).digest("hex");
}
