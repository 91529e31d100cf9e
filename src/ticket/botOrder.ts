import { clockTime, isBotOverdue, nextBotRun } from "./botSchedule.ts";
import type { TicketRecord } from "./record.ts";
import type { Tag } from "./tag.ts";
import type { Ticket } from "./ticket.ts";

/** What the tags in an open ticket's title make the PSRT bot do at its next run. */
export interface PendingOrder {
  readonly target: "draft" | "closed";
  /** The tags that say so, in the title's order; the others there have no effect in this state. */
  readonly tags: readonly Tag[];
}

/** An order that the bot has not acted on yet. */
export interface BotWait {
  readonly order: PendingOrder;
  /** When the bot runs next. */
  readonly until: Date;
  /** Two whole runs have passed it over. */
  readonly overdue: boolean;
}

/** The bot closes before it accepts, and never removes a tag: an accepted draft may keep its own. */
export function pendingOrder({
  state,
  tags,
}: Pick<Ticket, "state" | "tags">): PendingOrder | undefined {
  if (state !== "triage" && state !== "draft") return undefined;
  const closing = closingTags(tags);
  if (closing.length > 0) return { target: "closed", tags: closing };
  return state === "triage" && tags.length > 0 ? { target: "draft", tags } : undefined;
}

/** Undefined when the bot has nothing to do by this ticket's title. */
export function botWait(
  ticket: Pick<Ticket, "state" | "tags" | "updatedAt">,
  { botOrder }: TicketRecord,
  now: Date,
): BotWait | undefined {
  const order = pendingOrder(ticket);
  if (order === undefined) return undefined;
  // Another machine's order has stood there at least since the advisory's last change.
  const isOurs = botOrder !== undefined && order.tags.includes(botOrder.tag);
  const since = isOurs ? botOrder.askedAt : ticket.updatedAt;
  return { order, until: nextBotRun(now), overdue: isBotOverdue(since, now) };
}

/** "Waiting for the bot until 14:00". */
export function botWaitWords({ order, until, overdue }: BotWait): string {
  return overdue
    ? `The bot is overdue: it has run twice or more past ${tagWords(order.tags)}`
    : `Waiting for the bot until ${clockTime(until)}`;
}

/** "[ACCEPT]", "[CLOSED] [INVALID]". */
export function tagWords(tags: readonly Tag[]): string {
  return tags.map((tag) => `[${tag}]`).join(" ");
}

/** Those that make the bot close an open ticket. */
export function closingTags(tags: readonly Tag[]): readonly Tag[] {
  return tags.filter((tag) => !isAcceptance(tag));
}

export function isAcceptance(tag: Tag): boolean {
  return tag === "ACCEPT" || tag === "ACCEPTED";
}
