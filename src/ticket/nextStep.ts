import type { Checklist } from "./checklist.ts";
import type { ChecklistItem, ItemId, StepId } from "./checklistItem.ts";

/** What happens next on a ticket, and whose move it is. */
export interface NextStep {
  /**
   * What the person can do; "ask" somebody about what is overdue, "wait" for others, "read-again"
   * where GitHub could not be read.
   */
  readonly id: StepId | "ask" | "wait" | "read-again" | "none";
  /** The item that it belongs to; undefined for none. */
  readonly item: ItemId | undefined;
  /** As an order to the person, or what is waited for. */
  readonly words: string;
  readonly whose: "you" | "others" | "nobody";
}

/**
 * The first item that the person can do something about; else the first that is overdue, else the
 * first that waits.
 */
export function nextStepOf({ items, course, idleWords }: Checklist): NextStep {
  if (course === "ended") return none(`Nothing: ${idleWords}`, "nobody");
  if (course === "others") return none(idleWords, "others");
  for (const item of items) {
    const { id, state, words } = item;
    if (state.kind === "ready") return { id: state.step, item: id, words, whose: "you" };
  }
  const overdue = items.find(({ state }) => state.kind === "waiting" && state.overdue);
  if (overdue !== undefined) return { ...waiting(overdue), id: "ask", whose: "you" };
  const [first] = items.filter(({ state }) => state.kind === "waiting" || state.kind === "unknown");
  return first === undefined ? none("Nothing", "nobody") : waiting(first);
}

function waiting({ id, state, words }: ChecklistItem): NextStep {
  return { id: state.kind === "unknown" ? "read-again" : "wait", item: id, words, whose: "others" };
}

function none(words: string, whose: "others" | "nobody"): NextStep {
  return { id: "none", item: undefined, words, whose };
}
