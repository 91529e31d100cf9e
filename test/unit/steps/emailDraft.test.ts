import assert from "node:assert/strict";
import { draftEmail, readEmail } from "../../../src/steps/emailDraft.ts";
import { projects } from "../../../src/ticket/project.ts";
import type { Ticket } from "../../../src/ticket/ticket.ts";
import type { TicketFacts } from "../../../src/ticket/ticketFacts.ts";
import { makeFacts, makeIssue, makeRoad, merged, WRITTEN } from "../ticket/facts.ts";

const [cpython] = projects;
assert.ok(cpython);
const CPYTHON = cpython;

const TITLE = "Use after free in binascii.a2b_custom() of odd input";

function facts(given: Partial<Ticket> = {}): TicketFacts {
  return makeFacts({
    ticket: { ...WRITTEN, title: TITLE, ...given },
    road: makeRoad({
      issue: makeIssue(),
      pull: merged({
        title: "gh-140001: Check it",
        htmlUrl: "https://github.com/python/cpython/pull/140002",
      }),
    }),
  });
}

describe("an e-mail's draft", () => {
  const draft = draftEmail(CPYTHON, facts());

  it("of a ticket whose fix is merged has nothing in its way", () => {
    assert.deepEqual(draft.troubles, []);
    assert.deepEqual(draft.check(draft.document), []);
    const email = readEmail(draft.document);
    assert.equal(email.valid && email.value.subject, `[CVE-2026-40107] ${TITLE}`);
  });

  it("marks what is wrong where it stands in the document", () => {
    const changed = draft.document
      .replace("Subject: [", "Subject: Title: [")
      .replace("HIGH", "MODERATE")
      .replace("* https://github", "- https://github");
    const lines = changed.split("\n");
    assert.deepEqual(
      draft.check(changed).map(({ line, start, end }) => lines[line]?.slice(start, end)),
      ["Title:", "MODERATE", "- "],
    );
  });

  it("marks what stays secret, but not what the e-mail makes public", () => {
    const secrets = ["GHSA-2222-3333-4444", "python/cpython-ghsa-2222-3333-4444", "@rita"];
    for (const secret of secrets) {
      const changed = draft.document.replace("An odd", `${secret} An odd`);
      const marked = draft
        .check(changed)
        .filter(({ level }) => level === "error")
        .map(({ line, start, end }) => changed.split("\n")[line]?.slice(start, end));
      assert.deepEqual(marked, [secret]);
    }
  });

  it("says what is missing before its time", () => {
    const early = draftEmail(CPYTHON, makeFacts({ ticket: { title: TITLE } }));
    const codes = early.troubles.filter(({ level }) => level === "error").map(({ code }) => code);
    assert.deepEqual(codes, ["cve", "vector", "description", "pull-request"]);
  });

  it("is no e-mail any more without its first lines", () => {
    assert.equal(readEmail("There is a HIGH…").valid, false);
    assert.deepEqual(
      draft.check("There is a HIGH…").map(({ level, line }) => [level, line]),
      [["error", 0]],
    );
  });
});
