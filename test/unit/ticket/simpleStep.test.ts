import assert from "node:assert/strict";
import { nextStep } from "../../../src/ticket/simpleStep.ts";
import type { PublicBranch, TicketRecord } from "../../../src/ticket/record.ts";
import type { Ticket } from "../../../src/ticket/ticket.ts";
import { makeTicket } from "./builders.ts";

const FORK = { owner: "python", repo: "cpython-ghsa-2222-3333-4444" };
const BRANCH: PublicBranch = {
  clone: "/home/mel/cpython",
  name: "gh-140001",
  commit: "a".repeat(40),
  pullRequest: 1,
  head: "b".repeat(40),
};
const V4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N";

function step(ticket: Partial<Ticket>, record: TicketRecord = {}): string {
  const { id, whose } = nextStep(makeTicket(ticket), record);
  return `${id} (${whose})`;
}

describe("a ticket's next step", () => {
  it("leads from the report to the public pull request", () => {
    const draft: Partial<Ticket> = { state: "draft", privateFork: FORK };
    const cloned = { privateClone: "/home/mel/psrt-private/x" };
    assert.deepEqual(
      [
        step({ state: "triage" }),
        step({ state: "triage", tags: ["ACCEPT"] }),
        step({ state: "draft" }),
        step(draft),
        step(draft, cloned),
        step(draft, { ...cloned, publicBranch: BRANCH }),
        step(draft, { ...cloned, publicBranch: { ...BRANCH, pushedTo: "mel/cpython" } }),
        step({ ...draft, cvssV4: V4 }, { publicBranch: { ...BRANCH, pushedTo: "mel/cpython" } }),
      ],
      [
        "determine (you)",
        "await-bot (others)",
        "await-fork (others)",
        "clone (you)",
        "apply-patch (you)",
        "push (you)",
        "score (you)",
        "open-pull-request (you)",
      ],
    );
  });

  it("waits for the bot while a draft carries an order to close it", () => {
    assert.equal(step({ tags: ["ACCEPTED", "COMPLETED"] }), "await-bot (others)");
    assert.equal(step({ tags: ["ACCEPTED"] }), "await-fork (others)");
  });

  it("is none once the ticket has ended, and for a state that nobody knows", () => {
    for (const state of ["published", "closed", "withdrawn", "unknown"] as const) {
      assert.equal(step({ state, privateFork: FORK }), "none (nobody)", state);
    }
  });

  it("is an order in words", () => {
    const ticket = makeTicket({ privateFork: FORK });
    assert.equal(nextStep(ticket, { publicBranch: BRANCH }).words, "Push gh-140001");
    assert.equal(
      nextStep(makeTicket({ state: "triage", tags: ["ACCEPT", "CLOSED"] }), {}).words,
      "The bot acts on [ACCEPT] [CLOSED] at the full hour",
    );
  });
});
