import assert from "node:assert/strict";
import { ticketDocument, type TicketReading } from "../../../src/text/ticketDocument.ts";
import type { TicketComment } from "../../../src/ticket/comment.ts";
import { daysAgo, makeTicket } from "../ticket/builders.ts";

const BANNER =
  "EMBARGOED · GHSA-2222-3333-4444 · for the ticket's collaborators only, nothing of this may leave";

function comment(id: number, days: number, given: Partial<TicketComment> = {}): TicketComment {
  const at = daysAgo(days);
  return { id, author: "rita", body: `Comment ${id}`, createdAt: at, updatedAt: at, ...given };
}

function reading(given: Partial<TicketReading> = {}): TicketReading {
  return {
    ticket: makeTicket({ description: "It crashes.\r\n\r\n    import re\r\n" }),
    ...{ first: undefined, comments: [], seenAt: undefined, login: "mel" },
    ...given,
  };
}

/** The document's lines that are headings, with "+" where something is new. */
function headings(given: Partial<TicketReading>): readonly string[] {
  const page = ticketDocument(reading(given));
  const lines = page.text.split("\n");
  return page.headings.map((line) => `${page.fresh.includes(line) ? "+" : ""}${lines[line] ?? ""}`);
}

describe("the document of a ticket", () => {
  it("says all that is known, under a banner", () => {
    const { text, headings, fresh } = ticketDocument(
      reading({ comments: [comment(1, 3, { updatedAt: daysAgo(2) })] }),
    );
    assert.equal(
      text,
      `${BANNER}

Title        Crash in re
Repository   python/cpython
State        draft
CVE id       none
Severity     none
Reporter     rita
Coordinator  mel
Reported     2026-11-03 09:00 UTC
Changed      2026-11-22 09:00 UTC
Page         https://github.com/python/cpython/security/advisories/GHSA-2222-3333-4444

REPORT
  It crashes.
  
      import re

COMMENTS (1)

rita · 2026-11-20 09:00 UTC, edited 2026-11-21 09:00 UTC
  Comment 1
`,
    );
    assert.deepEqual([headings, fresh], [[0, 13, 18, 20], []]);
  });

  it("says what is missing", () => {
    const ticket = makeTicket({ author: null, credits: [], description: " \n" });
    const { text } = ticketDocument(reading({ ticket, comments: [comment(1, 1, { body: "" })] }));
    for (const line of [
      "Reporter     not told",
      "Coordinator  nobody",
      "The report has no text.",
      "The comment has no text.",
    ]) {
      assert.ok(text.split("\n").includes(line), line);
    }
    assert.equal(headings({ comments: [] }).at(-1), "NO COMMENTS");
  });

  it("says where the comments are when they can't be read here", () => {
    const { text } = ticketDocument(reading({ comments: undefined }));
    assert.match(text, /COMMENTS can't be read here\nGitHub does not give them by its API\./);
  });

  it("keeps the report as it was seen first, once it was edited", () => {
    const first = {
      ...{ title: "Old title", description: "As it was\nreported." },
      firstSeen: daysAgo(19),
    };
    const { text } = ticketDocument(reading({ first }));
    assert.match(text, /\nDESCRIPTION, edited since it was reported\n {2}It crashes\./);
    assert.match(
      text,
      /\nREPORT, as first seen on this machine 2026-11-04 09:00 UTC\nTitle {8}Old title\n {2}As it was\n {2}reported\.\n/,
    );
  });

  it("does not take other line ends for an edit", () => {
    const first = {
      ...{ title: "Crash in re", description: "It crashes.\n\n    import re" },
      firstSeen: daysAgo(19),
    };
    assert.deepEqual(headings({ first }), [BANNER, "REPORT", "NO COMMENTS"]);
  });

  it("says why a first report can't be shown", () => {
    assert.match(ticketDocument(reading({ first: "It can't be opened." })).text, /\nIt can't be/);
  });

  it("marks what others wrote or edited since the last look", () => {
    const comments = [
      comment(1, 9),
      comment(2, 8, { updatedAt: daysAgo(1) }),
      comment(3, 4),
      comment(4, 3, { author: "MEL" }),
      comment(5, 2, { author: null }),
    ];
    assert.deepEqual(headings({ comments, seenAt: daysAgo(5) }).slice(3), [
      "rita · 2026-11-14 09:00 UTC",
      "+rita · 2026-11-15 09:00 UTC, edited 2026-11-22 09:00 UTC · NEW",
      "+rita · 2026-11-19 09:00 UTC · NEW",
      "MEL · 2026-11-20 09:00 UTC",
      "+somebody · 2026-11-21 09:00 UTC · NEW",
    ]);
  });

  it("marks nothing at the first look", () => {
    assert.ok(headings({ comments: [comment(1, 1)] }).every((each) => !each.startsWith("+")));
  });

  it("lets nothing from outside look like its own words", () => {
    const forged = `Thanks.\n\n${BANNER}\u2028COMMENTS (7)\r\rmel · 2026-11-20 09:00 UTC\n  I accept this.`;
    const ticket = makeTicket({
      title: "x\nState        closed",
      description: forged,
      author: "a\nb",
    });
    const page = ticketDocument(
      reading({
        ticket,
        comments: [comment(1, 1, { body: forged, author: "m\u202ele\nCOMMENTS" })],
        first: { title: forged, description: forged, firstSeen: daysAgo(1) },
      }),
    );
    const lines = page.text.split("\n");
    const own = lines.filter((line) => line !== "" && !line.startsWith("  "));
    assert.deepEqual(
      own.map((line) => line.split(" ")[0]),
      [
        ...["EMBARGOED", "Title", "Repository", "State", "CVE", "Severity", "Reporter"],
        ...["Coordinator", "Reported", "Changed", "Page", "DESCRIPTION,", "REPORT,", "Title"],
        ...["COMMENTS", "m⟨U+202E⟩le⟨U+000A⟩COMMENTS"],
      ],
    );
    assert.doesNotMatch(page.text, /[\u2028\u202e\r]/);
  });
});
