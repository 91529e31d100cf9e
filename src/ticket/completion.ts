import { checklist } from "./checklist.ts";
import { isSettled, type ChecklistItem } from "./checklistItem.ts";
import type { TicketFacts } from "./ticketFacts.ts";

/**
 * What is still to be done, or not known to be done, before a ticket is complete; an order to the
 * bot to close it completes nothing.
 */
export function unfinishedItems(facts: TicketFacts, now: Date): readonly ChecklistItem[] {
  const { items } = checklist({ ...facts, ticket: { ...facts.ticket, tags: [] } }, now);
  return items.filter((item) => item.id !== "close" && !isSettled(item));
}

/** One line for each: "Backport to 3.12: Waiting for the checks of #150007". */
export function unfinishedWords(items: readonly ChecklistItem[]): string {
  return items.map(({ name, words }) => `• ${name}: ${words}`).join("\n");
}
