import assert from "node:assert/strict";
import { DAY_MS } from "../../../src/base/clock.ts";
import type { Board } from "../../../src/ticket/board.ts";
import type { Credit, Ticket } from "../../../src/ticket/ticket.ts";
import { queueRows } from "../../../src/tree/queueRows.ts";
import type { Row } from "../../../src/tree/row.ts";
import { daysAgo, makeBoard, makeTicket, NOW, PIP } from "../ticket/builders.ts";

function rowsOf(tickets: readonly Ticket[], given: Partial<Board> = {}): readonly Row[] {
  return queueRows(makeBoard(tickets, given), NOW);
}

function by(...logins: readonly string[]): readonly Credit[] {
  return logins.map((login) => ({ login, type: "coordinator", state: "accepted" }));
}

let made = 0;

/** A ticket of an id of its own, titled as told. */
function ticket(title: string, given: Partial<Ticket> = {}): Ticket {
  made += 1;
  const end = made
    .toString(8)
    .padStart(4, "0")
    .replaceAll(/[01]/g, (digit) => (digit === "0" ? "8" : "9"));
  return makeTicket({ title, ghsaId: `GHSA-2222-3333-${end}`, credits: [], ...given });
}

/** Each group as its label, its description and the labels in it. */
function outline(rows: readonly Row[]): readonly unknown[] {
  return rows.map(({ label, description, children }) => [
    label,
    description,
    children.map((row) => row.label),
  ]);
}

describe("the Queue", () => {
  it("shows who waits, then each coordinator's tickets, then what has ended lately", () => {
    const rows = rowsOf([
      ticket("mine", { credits: by("Mel") }),
      ticket("fresh", { state: "triage", updatedAt: daysAgo(0.5) }),
      ticket("forgotten", { state: "triage", updatedAt: daysAgo(9) }),
      ticket("young of sam", { credits: by("sam"), createdAt: daysAgo(3) }),
      ticket("old of sam", { credits: by("sam"), createdAt: daysAgo(70) }),
      ticket("of Rory", { credits: by("Rory") }),
      ticket("of both", { credits: by("sam", "Rory") }),
      ticket("just closed", { state: "closed", closedAt: daysAgo(1) }),
      ticket("mine, closed", { state: "closed", closedAt: daysAgo(29.9), credits: by("mel") }),
      ticket("closed before", { state: "closed", closedAt: daysAgo(30.1) }),
    ]);
    assert.deepEqual(outline(rows), [
      ["No Coordinator", "2", ["forgotten", "fresh"]],
      ["Rory", "1", ["of Rory"]],
      ["Rory, sam", "1", ["of both"]],
      ["sam", "2", ["old of sam", "young of sam"]],
      ["Finished", "2 in the last 30 days", ["just closed", "mine, closed"]],
    ]);
    assert.deepEqual(
      rows.map(({ open }) => open),
      [true, true, true, true, false],
    );
  });

  it("counts nobody as coordinator who declined", () => {
    const credits: readonly Credit[] = [{ login: "mel", type: "coordinator", state: "declined" }];
    assert.deepEqual(outline(rowsOf([ticket("declined", { credits })])), [
      ["No Coordinator", "1", ["declined"]],
    ]);
  });

  it("keeps a ticket on show whose state it does not know", () => {
    assert.deepEqual(outline(rowsOf([ticket("new state", { state: "unknown" })])), [
      ["No Coordinator", "1", ["new state"]],
    ]);
  });

  it("tells how long a ticket is idle, amber under a day before the three are over, then red", () => {
    const rows = [1, 2.5, 4].map((days) =>
      rowsOf([ticket("waits", { state: "triage", updatedAt: daysAgo(days) })]),
    );
    assert.deepEqual(
      rows.map(([group]) => [group?.children[0]?.description, group?.children[0]?.color]),
      [
        ["due in 2 d · idle 1 d", undefined],
        ["due in 12 h · idle 2 d", "list.warningForeground"],
        ["1 d late · idle 4 d", "list.errorForeground"],
      ],
    );
    const tooltips = rows.map(([group]) => group?.children[0]?.tooltip?.split("\n").slice(-2));
    assert.deepEqual(tooltips.slice(1), [
      [
        "Idle for 2 days, coordinator due in 12 hours.",
        "The 3 days without coordinator end 2026-11-23 21:00 UTC.",
      ],
      [
        "Idle for 4 days, coordinator overdue by 1 day.",
        "The 3 days without coordinator ended 2026-11-22 09:00 UTC.",
      ],
    ]);
  });

  it("tells a waiting ticket's state only where it is not that of a new report", () => {
    const [group] = rowsOf([ticket("drafted", { state: "draft", updatedAt: daysAgo(1) })]);
    assert.equal(group?.children[0]?.description, "due in 2 d · idle 1 d · draft");
  });

  it("is not coloured by the 90 days where the three count", () => {
    const old = ticket("old", { createdAt: daysAgo(200), updatedAt: new Date(NOW.getTime() - 1) });
    assert.equal(rowsOf([old])[0]?.children[0]?.color, undefined);
  });

  it("has a repository's trouble on top", () => {
    const trouble = { message: "GitHub could not be reached.", next: "Check the network." };
    const rows = rowsOf([], { readings: [{ repository: PIP, trouble }] });
    assert.deepEqual(
      rows.map(({ id }) => id),
      ["trouble pypa/pip"],
    );
  });

  it("is empty without tickets, and when all are the person's own", () => {
    assert.deepEqual(rowsOf([]), []);
    assert.deepEqual(rowsOf([ticket("mine", { credits: by("mel") })]), []);
  });

  it("gives every row an id of its own", () => {
    const ids = (rows: readonly Row[]): readonly string[] =>
      rows.flatMap(({ id, children }) => [id, ...ids(children)]);
    const all = ids(
      rowsOf([
        ticket("a"),
        ticket("b", { credits: by("waiting") }),
        ticket("c", { credits: by("finished") }),
        ticket("d", { state: "closed", updatedAt: new Date(NOW.getTime() - DAY_MS) }),
      ]),
    );
    assert.equal(new Set(all).size, all.length);
  });
});
