import assert from "node:assert/strict";
import { checklist, itemOf } from "../../../src/ticket/checklist.ts";
import type { ItemId } from "../../../src/ticket/checklistItem.ts";
import { NOW } from "./builders.ts";
import { makeFacts, type GivenFacts } from "./facts.ts";

/** "ready take: …", "waiting bot overdue: …", "blocked by fork", "done: …", or "absent". */
function look(id: ItemId, given: GivenFacts): string {
  const item = itemOf(checklist(makeFacts(given), NOW), id);
  if (item === undefined) return "absent";
  const { state, words } = item;
  switch (state.kind) {
    case "ready":
      return `ready ${state.step}: ${words}`;
    case "waiting":
      return `waiting ${state.on}${state.overdue ? " overdue" : ""}: ${words}`;
    case "blocked":
      return `blocked by ${state.by}`;
    case "done":
    case "not-needed":
    case "unknown":
      return `${state.kind}: ${words}`;
  }
}

export type Case = readonly [what: string, given: GivenFacts, expected: string];

/** Tests an item of the checklist, case by case. */
export function table(id: ItemId, cases: readonly Case[]): void {
  describe(`the item ${id}`, () => {
    for (const [what, given, expected] of cases) {
      it(what, () => assert.equal(look(id, given), expected));
    }
  });
}
