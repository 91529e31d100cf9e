import { checklist } from "./checklist.ts";
import { isSettled, type ChecklistItem } from "./checklistItem.ts";
import type { TicketFacts } from "./ticketFacts.ts";

/** What is still to be done, or not known to be done, before a ticket is complete. */
export function unfinishedItems(facts: TicketFacts, now: Date): readonly ChecklistItem[] {
  return checklist(facts, now).items.filter((item) => item.id !== "close" && !isSettled(item));
}

/** One line for each: "Backport to 3.12: Waiting for the checks of #150007". */
export function unfinishedWords(items: readonly ChecklistItem[]): string {
  return items.map(({ name, words }) => `• ${name}: ${words}`).join("\n");
}
