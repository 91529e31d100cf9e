import type { TicketRecord } from "./record.ts";
import type { Ticket } from "./ticket.ts";

/** What happens next on a ticket, and whose move it is. */
export interface NextStep {
  readonly id:
    | "determine"
    | "await-bot"
    | "await-fork"
    | "clone"
    | "apply-patch"
    | "push"
    | "score"
    | "open-pull-request"
    | "none";
  /** As an order to the person, or what is waited for. */
  readonly words: string;
  readonly whose: "you" | "others" | "nobody";
}

/** Derived from the advisory and what this machine remembers of the ticket. */
export function nextStep(ticket: Ticket, record: TicketRecord): NextStep {
  switch (ticket.state) {
    case "triage":
      return ticket.tags.length > 0 ? awaitBot(ticket) : mine("determine", "Accept or close it");
    case "draft":
      return inDraft(ticket, record);
    case "published":
    case "closed":
    case "withdrawn":
    case "unknown":
      return { id: "none", words: `Nothing: it is ${ticket.state}`, whose: "nobody" };
  }
}

function inDraft(ticket: Ticket, { privateClone, publicBranch }: TicketRecord): NextStep {
  if (ticket.tags.some((tag) => tag !== "ACCEPT" && tag !== "ACCEPTED")) return awaitBot(ticket);
  if (ticket.privateFork === null) {
    return {
      id: "await-fork",
      words: "The bot makes the private fork at the full hour",
      whose: "others",
    };
  }
  if (publicBranch === undefined) {
    return privateClone === undefined
      ? mine("clone", "Clone the private fork")
      : mine("apply-patch", "Apply the patch to a public branch");
  }
  if (publicBranch.pushedTo === undefined) return mine("push", `Push ${publicBranch.name}`);
  if (ticket.cvssV4 === null) return mine("score", "Score the severity with CVSS v4");
  return mine("open-pull-request", `Open the public pull request from ${publicBranch.name}`);
}

function mine(id: NextStep["id"], words: string): NextStep {
  return { id, words, whose: "you" };
}

function awaitBot({ tags }: Ticket): NextStep {
  return {
    id: "await-bot",
    words: `The bot acts on [${tags.join("] [")}] at the full hour`,
    whose: "others",
  };
}
