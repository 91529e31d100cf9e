import assert from "node:assert/strict";
import { botWait, botWaitWords, pendingOrder } from "../../../src/ticket/botOrder.ts";
import { clockTime } from "../../../src/ticket/botSchedule.ts";
import type { TicketRecord } from "../../../src/ticket/record.ts";
import type { Tag } from "../../../src/ticket/tag.ts";
import type { Ticket } from "../../../src/ticket/ticket.ts";
import { makeTicket } from "./builders.ts";

const at = (time: string): Date => new Date(`2026-10-25T${time}Z`);

const ASKED: TicketRecord = { botOrder: { tag: "ACCEPT", askedAt: at("13:20:00") } };

function words(now: string, ticket: Partial<Ticket> = {}, record = ASKED): string | undefined {
  const made = makeTicket({ state: "triage", tags: ["ACCEPT"], ...ticket });
  const wait = botWait(made, record, at(now));
  return wait && botWaitWords(wait);
}

describe("an order to the PSRT bot", () => {
  const orders: readonly (readonly [Ticket["state"], readonly Tag[], string])[] = [
    ["triage", [], "none"],
    ["triage", ["ACCEPT"], "draft ACCEPT"],
    ["triage", ["ACCEPTED"], "draft ACCEPTED"],
    ["triage", ["CLOSED"], "closed CLOSED"],
    ["triage", ["ACCEPT", "INVALID"], "closed INVALID"],
    ["triage", ["DUPLICATE", "CLOSE"], "closed DUPLICATE,CLOSE"],
    ["draft", ["ACCEPT"], "none"],
    ["draft", ["ACCEPTED", "COMPLETED"], "closed COMPLETED"],
    ["draft", ["NOTPLANNED"], "closed NOTPLANNED"],
    ["closed", ["COMPLETED"], "none"],
    ["published", ["CLOSED"], "none"],
    ["withdrawn", ["CLOSED"], "none"],
    ["unknown", ["ACCEPT"], "none"],
  ];
  for (const [state, tags, expected] of orders) {
    it(`is ${expected} for ${state} with ${tags.join(" ") || "no tag"}`, () => {
      const order = pendingOrder({ state, tags });
      const found = order === undefined ? "none" : `${order.target} ${order.tags.join()}`;
      assert.equal(found, expected);
    });
  }

  it("is waited for until the next run, and overdue after two that may have been late", () => {
    const times = ["13:20:00", "13:59:59", "14:00:00", "14:30:00", "15:09:59"];
    assert.deepEqual(
      times.map((now) => words(now)),
      [at("14:00:00"), at("14:00:00"), at("15:00:00"), at("15:00:00"), at("16:00:00")].map(
        (until) => `Waiting for the bot until ${clockTime(until)}`,
      ),
    );
    const overdue = "The bot is overdue: it has run twice or more past [ACCEPT]";
    assert.deepEqual([words("15:10:00"), words("23:00:00")], [overdue, overdue]);
  });

  it("that another machine wrote counts from the ticket's last change", () => {
    const updatedAt = at("14:40:00");
    const until = `Waiting for the bot until ${clockTime(at("16:00:00"))}`;
    assert.equal(words("15:50:00", { updatedAt }, {}), until);
    const other: TicketRecord = { botOrder: { tag: "CLOSED", askedAt: at("02:00:00") } };
    assert.equal(words("15:50:00", { updatedAt }, other), until);
  });

  it("is void once the title lacks its tag or the bot has acted", () => {
    assert.equal(words("13:30:00", { tags: [] }), undefined);
    assert.equal(words("13:30:00", { state: "draft" }), undefined);
    assert.equal(words("13:30:00", { state: "closed", tags: ["CLOSED"] }), undefined);
  });
});
