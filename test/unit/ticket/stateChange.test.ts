import assert from "node:assert/strict";
import {
  obstacleTo,
  stateAbilities,
  stateChanges,
  type StateChange,
  type StateRoute,
} from "../../../src/ticket/stateChange.ts";
import { tagsOf, type Tag } from "../../../src/ticket/tag.ts";
import type { TicketState } from "../../../src/ticket/ticket.ts";
import { makeTicket } from "./builders.ts";

const OTHER = { owner: "other", repo: "thing" };

function able(state: TicketState, tags: readonly Tag[], administers: boolean): string {
  const found = stateAbilities(makeTicket({ state, tags }), { administers });
  return Object.entries(found)
    .flatMap(([name, can]) => (can ? [name] : []))
    .join(" ");
}

describe("what can be done about a ticket's state", () => {
  const table: readonly (readonly [TicketState, readonly Tag[], string, string])[] = [
    ["triage", [], "accept close", "accept close"],
    ["triage", ["ACCEPT"], "undo", "accept close undo"],
    ["triage", ["CLOSED"], "undo", "close undo"],
    ["triage", ["ACCEPT", "INVALID"], "undo", "close undo"],
    ["draft", [], "close", "close"],
    ["draft", ["ACCEPTED"], "close", "close"],
    ["draft", ["ACCEPT", "COMPLETED"], "undo", "close undo"],
    ["closed", ["CLOSED"], "", "reopen"],
    ["published", [], "", ""],
    ["withdrawn", [], "", ""],
    ["unknown", ["ACCEPT"], "", ""],
  ];
  for (const [state, tags, member, admin] of table) {
    it(`for ${state} with ${tags.join(" ") || "no tag"}`, () => {
      assert.deepEqual([able(state, tags, false), able(state, tags, true)], [member, admin]);
    });
  }

  it("is nothing for a member where the bot does not serve", () => {
    const ticket = makeTicket({ state: "triage", repository: OTHER });
    assert.deepEqual(stateAbilities(ticket, { administers: false }), {
      ...{ accept: false, close: false, undo: false, reopen: false },
    });
    assert.equal(stateAbilities(ticket, { administers: true }).accept, true);
  });
});

describe("an obstacle to a change of state", () => {
  const why = (
    state: TicketState,
    tags: readonly Tag[],
    change: StateChange,
    route: StateRoute,
  ): string | undefined => obstacleTo(makeTicket({ state, tags }), change, route)?.message;

  it("is an order that says something else, named with its tags", () => {
    assert.equal(
      why("triage", ["ACCEPT"], "invalid", "bot"),
      "The title of GHSA-2222-3333-4444 carries [ACCEPT], which tells the PSRT bot to accept it.",
    );
    assert.equal(
      why("draft", ["ACCEPT", "CLOSED", "INVALID"], "duplicate", "bot"),
      "The title of GHSA-2222-3333-4444 carries [CLOSED] [INVALID], which tells the PSRT bot to close it.",
    );
  });

  it("is for an admin only what the bot's next run would undo", () => {
    assert.equal(why("triage", ["ACCEPT"], "invalid", "direct"), undefined);
    assert.equal(why("triage", ["INVALID"], "duplicate", "direct"), undefined);
    assert.match(
      why("triage", ["INVALID"], "accept", "direct") ?? "",
      /tells the PSRT bot to close/,
    );
  });

  it("is no order that says the same in another word", () => {
    assert.equal(why("triage", ["ACCEPTED"], "accept", "bot"), undefined);
    assert.equal(why("triage", ["CLOSE"], "ordinary-bug", "bot"), undefined);
    assert.equal(why("draft", ["COMPLETE"], "completed", "bot"), undefined);
  });

  it("is that nothing was accepted, and that it has ended", () => {
    assert.match(why("triage", [], "completed", "direct") ?? "", /has not been accepted/);
    assert.match(why("published", [], "invalid", "direct") ?? "", /is published/);
    assert.match(why("closed", [], "accept", "bot") ?? "", /is closed/);
  });
});

it("each change has a tag that the bot knows, and none twice", () => {
  const tags = Object.values(stateChanges).flatMap(({ tag, synonyms }) => [tag, ...synonyms]);
  assert.deepEqual(
    tags.flatMap((tag) => tagsOf(`[${tag}]`)),
    tags,
  );
  assert.equal(new Set(tags).size, 9);
});
