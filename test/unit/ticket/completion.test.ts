import assert from "node:assert/strict";
import { unfinishedItems, unfinishedWords } from "../../../src/ticket/completion.ts";
import type { TicketFacts } from "../../../src/ticket/ticketFacts.ts";
import { NOW } from "./builders.ts";
import { makeBackport, makeFacts, makeIssue, makeRoad, merged, WRITTEN } from "./facts.ts";

const BRANCHES = ["3.15", "3.14", "3.13", "3.12", "3.11"];

/** A ticket that has gone its whole road. */
function completed(given: Partial<TicketFacts> = {}): TicketFacts {
  const road = makeRoad({
    issue: makeIssue(),
    pull: merged(),
    backports: BRANCHES.map((branch) => makeBackport(branch, { state: "merged" })),
  });
  const record = { publicIssue: 140001, emailSentAt: NOW };
  return { ...makeFacts({ ticket: WRITTEN, record, road }), ...given };
}

describe("closing as completed", () => {
  it("is free at the end of the road", () => {
    assert.deepEqual(unfinishedItems(completed(), NOW), []);
  });

  it("names the e-mail that was not sent", () => {
    const words = unfinishedWords(unfinishedItems(completed({ record: { publicIssue: 1 } }), NOW));
    assert.equal(words, "• Advisory e-mail: Send the advisory e-mail");
  });

  it("names each backport that is not merged, and what could not be read", () => {
    const backports = [makeBackport("3.15", { state: "merged" }), makeBackport("3.14")];
    const road = makeRoad({ issue: makeIssue(), pull: merged(), backports });
    const open = unfinishedItems(completed({ road }), NOW).map(({ id }) => id);
    assert.deepEqual(
      open,
      ["3.14", "3.13", "3.12", "3.11"].map((branch) => `backport ${branch}`),
    );
    assert.ok(unfinishedItems(completed({ road: undefined }), NOW).length > BRANCHES.length);
  });

  it("is not free because the title orders the bot to close the ticket", () => {
    const early = makeFacts({ ticket: {} });
    const ordered = makeFacts({ ticket: { tags: ["CLOSED"] } });
    const open = unfinishedItems(early, NOW);
    assert.deepEqual(unfinishedItems(ordered, NOW), open);
    assert.ok(open.some(({ id }) => id === "severity"));
  });
});
