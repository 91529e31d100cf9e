import { checkDescription, checkTitle, hasError } from "./advisoryChecks.ts";
import { botWait, isAcceptance } from "./botOrder.ts";
import { clockTime, isBotOverdue, nextBotRun } from "./botSchedule.ts";
import { done, notNeeded, ready, waiting, type Finding } from "./checklistItem.ts";
import { coordinatorsOf, hasDeclined } from "./coordinator.ts";
import { hasPublicPull } from "./fixItems.ts";
import { projectOf } from "./project.ts";
import type { Tag } from "./tag.ts";
import type { Ticket } from "./ticket.ts";
import type { TicketFacts } from "./ticketFacts.ts";

/*
 * What the advisory itself tells. Each rule answers for an open ticket whose determination is no
 * obstacle to it.
 */

export function coordinatorItem({ ticket, login, isMember }: TicketFacts): Finding {
  const names = coordinatorsOf(ticket);
  if (names.length === 0) {
    if (isMember && hasDeclined(ticket, login)) {
      return waiting("member", "Waiting for another member to take it: you have declined");
    }
    return isMember
      ? ready("take", "Take it, or leave it to another member")
      : waiting("member", "Waiting for a member of the PSRT to take it");
  }
  const mine = names.some((name) => name.toLowerCase() === login.toLowerCase());
  return done(mine ? "you" : names.join(", "));
}

export function determinationItem(facts: TicketFacts, now: Date): Finding {
  const { state, tags } = facts.ticket;
  if (state !== "triage") return done("a vulnerability");
  const order = tags.find(isAcceptance);
  return order === undefined
    ? ready("determine", "Accept or close it")
    : waitForBot(facts, now, `to act on [${order}]`);
}

/** Only the PSF's numbering authority gives ids, for CPython by the bot. */
export function cveItem(facts: TicketFacts, now: Date): Finding {
  const { cveId, repository } = facts.ticket;
  if (cveId !== null) return done(cveId);
  return projectOf(repository)?.cveBy === "bot"
    ? waitForBot(facts, now, "to reserve an id")
    : waiting("admin", "Waiting for a PSRT admin to reserve an id");
}

export function severityItem({ ticket }: TicketFacts): Finding {
  if (ticket.cvssV4 !== null) return done(`${ticket.severity ?? "scored"} · ${ticket.cvssV4}`);
  return ready(
    "score",
    ticket.cvssV3 === null ? "Score with CVSS v4" : "Score again with CVSS v4: it has a v3 score",
  );
}

export function textsItem({ ticket }: TicketFacts): Finding {
  const checks = [...checkTitle(ticket.title), ...checkDescription(ticket.description)];
  return hasError(checks) ? ready("write-texts", "Write title and description") : done("written");
}

export function forkItem(facts: TicketFacts, now: Date): Finding {
  const { privateFork } = facts.ticket;
  if (privateFork !== null) return done(privateFork.repo);
  if (hasPublicPull(facts)) return notNeeded("the fix is public");
  return facts.rights.administers
    ? ready("start-fork", "Start the private fork")
    : waitForBot(facts, now, "to make the private fork");
}

export function closeItem(facts: TicketFacts, now: Date): Finding {
  const order = closingTag(facts.ticket);
  return order === undefined
    ? ready("close", "Close the ticket")
    : waitForBot(facts, now, `to act on [${order}]`);
}

/** The tag by which somebody has ordered the bot to close the ticket. */
export function closingTag({ tags }: Pick<Ticket, "tags">): Tag | undefined {
  return tags.find((tag) => !isAcceptance(tag));
}

function waitForBot({ ticket, record }: TicketFacts, now: Date, purpose: string): Finding {
  const until = nextBotRun(now);
  const overdue = botWait(ticket, record, now)?.overdue ?? isBotOverdue(ticket.updatedAt, now);
  return overdue
    ? waiting("bot", `The bot is overdue ${purpose}: ask a repository admin`, until, true)
    : waiting("bot", `Waiting for the bot ${purpose} at ${clockTime(until)}`, until);
}
