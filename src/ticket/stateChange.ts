import { pendingOrder, tagWords } from "./botOrder.ts";
import { projectOf } from "./project.ts";
import type { Rights } from "./rights.ts";
import type { Tag } from "./tag.ts";
import type { Ticket } from "./ticket.ts";

/** What a determination makes of a ticket. */
export type StateChange = "accept" | ClosingReason;

export type ClosingReason = "ordinary-bug" | "invalid" | "duplicate" | "not-planned" | "completed";

interface StateChangeFacts {
  readonly target: "draft" | "closed";
  /** The order to the bot, and tags that mean the same to it. */
  readonly tag: Tag;
  readonly synonyms: readonly Tag[];
  /** As the end of a sentence: "accept it", "close it as a duplicate". */
  readonly words: string;
}

export const stateChanges: Readonly<Record<StateChange, StateChangeFacts>> = {
  accept: { target: "draft", tag: "ACCEPT", synonyms: ["ACCEPTED"], words: "accept it" },
  "ordinary-bug": {
    ...{ target: "closed", tag: "CLOSED", synonyms: ["CLOSE"] },
    words: "close it as an ordinary bug",
  },
  invalid: { target: "closed", tag: "INVALID", synonyms: [], words: "close it as invalid" },
  duplicate: { target: "closed", tag: "DUPLICATE", synonyms: [], words: "close it as a duplicate" },
  "not-planned": {
    ...{ target: "closed", tag: "NOTPLANNED", synonyms: [] },
    words: "close it as not planned",
  },
  completed: {
    ...{ target: "closed", tag: "COMPLETED", synonyms: ["COMPLETE"] },
    words: "close it as completed",
  },
};

/** Directly, which takes an admin, or by a tag in the title that the PSRT bot acts on. */
export type StateRoute = "direct" | "bot";

/** Why a change can't be made now, and what to do about it. */
export interface Obstacle {
  readonly message: string;
  readonly next: string;
}

type Standing = Pick<Ticket, "ghsaId" | "state" | "tags" | "repository">;

/** What stands in the way of a change by that route; an order of the same kind does not. */
export function obstacleTo(
  ticket: Standing,
  change: StateChange,
  route: StateRoute,
): Obstacle | undefined {
  const { ghsaId, state, repository } = ticket;
  if (state !== "triage" && state !== "draft") {
    return {
      message: `${ghsaId} is ${state}.`,
      next: "Only a ticket in triage or draft can be accepted or closed.",
    };
  }
  if (change === "completed" && state === "triage") {
    return {
      message: `${ghsaId} has not been accepted, so there is nothing to complete.`,
      next: "Accept it first, or close it for another reason.",
    };
  }
  if (route === "bot" && projectOf(repository) === undefined) {
    return {
      message: `The PSRT bot does not serve the repository of ${ghsaId}.`,
      next: "Ask an admin of the repository.",
    };
  }
  const order = pendingOrder(ticket);
  const { target, tag, synonyms } = stateChanges[change];
  if (order === undefined || order.tags.every((each) => each === tag || synonyms.includes(each))) {
    return undefined;
  }
  // An admin's word comes before the bot's next run: only what that run would undo is in the way.
  if (route === "direct" && (target === "closed" || order.target === "draft")) return undefined;
  const does = order.target === "draft" ? "accept" : "close";
  return {
    message: `The title of ${ghsaId} carries ${tagWords(order.tags)}, which tells the PSRT bot to ${does} it.`,
    next: "Use “Undo Order to the Bot” first, then try again.",
  };
}

/** What the person can do about a ticket's state now. */
export interface StateAbilities {
  readonly accept: boolean;
  readonly close: boolean;
  readonly undo: boolean;
  readonly reopen: boolean;
}

export function stateAbilities(ticket: Standing, { administers }: Rights): StateAbilities {
  const route = administers ? "direct" : "bot";
  const order = pendingOrder(ticket);
  const isFree = administers || order === undefined;
  const can = (change: StateChange): boolean =>
    isFree && obstacleTo(ticket, change, route) === undefined;
  return {
    accept: ticket.state === "triage" && can("accept"),
    close: can("invalid"),
    undo: order !== undefined,
    reopen: administers && ticket.state === "closed",
  };
}
