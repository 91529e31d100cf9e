import assert from "node:assert/strict";
import { NO_RIGHTS } from "../../../src/ticket/rights.ts";
import type { Board } from "../../../src/ticket/board.ts";
import type { Ticket } from "../../../src/ticket/ticket.ts";
import type { Row } from "../../../src/tree/row.ts";
import { countYourMove, myTicketRows } from "../../../src/tree/rows.ts";
import { CPYTHON, daysAgo, makeBoard, makeTicket, NOW, PIP } from "../ticket/builders.ts";

function rowsOf(tickets: readonly Ticket[], given: Partial<Board> = {}): readonly Row[] {
  return myTicketRows(makeBoard(tickets, given), NOW);
}

/** The labels of all tickets, out of their groups. */
function titles(tickets: readonly Ticket[]): readonly string[] {
  return rowsOf(tickets).flatMap(({ children }) => children.map(({ label }) => label));
}

describe("My Tickets", () => {
  it("holds only what the person coordinates, whatever the letter case", () => {
    const credited = (ghsaId: string, credit: Partial<Ticket["credits"][number]>): Ticket =>
      makeTicket({
        ...{ ghsaId, title: ghsaId },
        credits: [{ login: "mel", type: "coordinator", state: "accepted", ...credit }],
      });
    const found = titles([
      credited("GHSA-2222-2222-2222", {}),
      credited("GHSA-2222-2222-2223", { state: "pending" }),
      credited("GHSA-2222-2222-2224", { login: "MEL" }),
      credited("GHSA-2222-2222-2225", { state: "declined" }),
      credited("GHSA-2222-2222-2226", { type: "finder" }),
      credited("GHSA-2222-2222-2227", { login: "sam" }),
      makeTicket({ ghsaId: "GHSA-2222-2222-2228", credits: [] }),
    ]);
    assert.deepEqual(found, ["GHSA-2222-2222-2222", "GHSA-2222-2222-2223", "GHSA-2222-2222-2224"]);
  });

  it("groups by whose move it is and puts the oldest report first", () => {
    const made = (title: string, given: Partial<Ticket>): Ticket =>
      makeTicket({ title, ghsaId: `GHSA-2222-2222-222${title.length}`, ...given });
    const rows = rowsOf([
      made("new", { createdAt: daysAgo(1) }),
      made("waits", { tags: ["CLOSED"], updatedAt: NOW }),
      made("oldest", { state: "triage", createdAt: daysAgo(50) }),
      made("ended", { state: "published" }),
    ]);
    assert.deepEqual(
      rows.map(({ id, label, description, open, children }) => [
        ...[id, label, description, open],
        children.map((row) => row.label),
      ]),
      [
        ["group yours", "Your Move", "2", true, ["oldest", "new"]],
        ["group waiting", "Waiting", "1", true, ["waits"]],
        ["group done", "Done", "1", false, ["ended"]],
      ],
    );
  });

  it("holds the open tickets of others that the person was let in to help with, last", () => {
    const others = { credits: [{ login: "sam", type: "coordinator", state: "accepted" }] } as const;
    const invited = { ...others, collaborators: ["MEL"], title: "invited" };
    const tickets = [
      makeTicket({ ...invited, ghsaId: "GHSA-2222-2222-2222" }),
      makeTicket({ ...invited, ghsaId: "GHSA-2222-2222-2223", state: "closed" }),
      makeTicket({ ...others, ghsaId: "GHSA-2222-2222-2224", collaborators: ["ann"] }),
      makeTicket({ ghsaId: "GHSA-2222-2222-2225", title: "own", collaborators: ["mel"] }),
    ];
    const rows = rowsOf(tickets).map(({ label, description, children }) => [
      ...[label, description],
      children.map((row) => row.label),
    ]);
    assert.deepEqual(rows, [
      ["Your Move", "1", ["own"]],
      ["You Help With", "1", ["invited"]],
    ]);
    assert.equal(countYourMove(makeBoard(tickets), NOW), 1);
  });

  it("shows a repository's trouble above what the others answered", () => {
    const trouble = { message: "GitHub could not be reached.", next: "Check the network." };
    const rows = myTicketRows(
      makeBoard([], {
        readings: [
          { repository: CPYTHON, tickets: [makeTicket()], rights: NO_RIGHTS },
          { repository: PIP, trouble },
        ],
      }),
      NOW,
    );
    assert.deepEqual(rows[0], {
      id: "trouble pypa/pip",
      label: "pypa/pip",
      description: "GitHub could not be reached.",
      tooltip: "GitHub could not be reached.\nCheck the network.",
      icon: "error",
      color: "list.errorForeground",
      command: { id: "psrt.refresh", title: "Read Again" },
      capabilities: [],
      children: [],
    });
    assert.deepEqual(
      rows.slice(1).map(({ label }) => label),
      ["Your Move"],
    );
  });

  it("is empty without tickets", () => {
    assert.deepEqual(rowsOf([]), []);
  });

  it("counts what waits for the person", () => {
    const board = makeBoard([
      makeTicket(),
      makeTicket({ ghsaId: "GHSA-2222-2222-2223", state: "triage" }),
      makeTicket({ ghsaId: "GHSA-2222-2222-2224", tags: ["INVALID"], updatedAt: NOW }),
      makeTicket({ ghsaId: "GHSA-2222-2222-2225", state: "triage", credits: [] }),
    ]);
    assert.equal(countYourMove(board, NOW), 2);
  });

  it("never gives two rows the same id", () => {
    const ids = (rows: readonly Row[]): readonly string[] =>
      rows.flatMap(({ id, children }) => [id, ...ids(children)]);
    const repeated = { tickets: [makeTicket({ repository: PIP })], rights: NO_RIGHTS };
    const all = ids(
      rowsOf([], {
        readings: [
          { repository: CPYTHON, tickets: [makeTicket()], rights: NO_RIGHTS },
          { repository: PIP, ...repeated },
        ],
      }),
    );
    assert.equal(new Set(all).size, all.length);
  });
});
