import assert from "node:assert/strict";
import type { Likeness } from "../../../src/ticket/duplicates.ts";
import { ticketKey, type Ticket } from "../../../src/ticket/ticket.ts";
import { queueRows } from "../../../src/tree/queueRows.ts";
import type { Row } from "../../../src/tree/row.ts";
import { myTicketRows } from "../../../src/tree/rows.ts";
import { CPYTHON, makeBoard, makeTicket, NOW } from "../ticket/builders.ts";

const other = makeTicket({
  ...{ ghsaId: "GHSA-5555-6666-7777", title: "Old crash\nin re", state: "closed" },
});

function suggestions(rows: readonly Row[]): readonly Row[] {
  return rows
    .flatMap(({ children }) => children)
    .flatMap(({ children }) => children)
    .filter(({ id }) => id.startsWith("duplicate"));
}

function boardOf(ticket: Ticket, found: readonly Likeness[]): ReturnType<typeof makeBoard> {
  return makeBoard([ticket], { duplicates: new Map([[ticketKey(ticket), found]]) });
}

describe("the likely duplicates of a new ticket", () => {
  const found = [{ ticket: other, score: 0.6, shared: ["re.compile", "re"] }];

  it("stand under it in the Queue, each leading to the other ticket on GitHub", () => {
    const fresh = makeTicket({ state: "triage", credits: [] });
    assert.deepEqual(suggestions(queueRows(boardOf(fresh, found), NOW)), [
      {
        id: `duplicate GHSA-5555-6666-7777 ${ticketKey(fresh)}`,
        label: "Duplicate of GHSA-5555-6666-7777?",
        description: "closed · Old crash in re",
        tooltip:
          "EMBARGOED\nOld crash in re\nGHSA-5555-6666-7777 · closed\nBoth name: re.compile, re.",
        icon: "references",
        command: { id: "psrt.openOnGitHub", title: "Open on GitHub" },
        capabilities: ["ticket"],
        ticket: { repository: CPYTHON, ghsaId: "GHSA-5555-6666-7777" },
        children: [],
      },
    ]);
  });

  it("stand under it in My Tickets", () => {
    const mine = makeTicket({ state: "triage" });
    const rows = suggestions(myTicketRows(boardOf(mine, found), NOW));
    assert.deepEqual(
      rows.map(({ label }) => label),
      ["Duplicate of GHSA-5555-6666-7777?"],
    );
  });

  it("are none where nothing was found", () => {
    const fresh = makeTicket({ state: "triage", credits: [] });
    assert.deepEqual(suggestions(queueRows(boardOf(fresh, []), NOW)), []);
    assert.deepEqual(suggestions(queueRows(makeBoard([fresh]), NOW)), []);
  });
});
