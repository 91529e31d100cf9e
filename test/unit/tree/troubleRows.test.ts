import assert from "node:assert/strict";
import type { RepositoryReading, Trouble } from "../../../src/ticket/board.ts";
import { NO_RIGHTS } from "../../../src/ticket/rights.ts";
import type { Row } from "../../../src/tree/row.ts";
import { troubleRows } from "../../../src/tree/troubleRows.ts";
import { CPYTHON, makeBoard, makeTicket, PIP } from "../ticket/builders.ts";

// The rows tell the person's own time.
const NOON = new Date(2026, 10, 23, 12, 3);
const NOW = new Date(2026, 10, 23, 12, 10);

const offline: Trouble = { message: "GitHub could not be reached.", next: "Check.", offline: true };
const refused: Trouble = { message: "GitHub failed.", next: "Try again.", offline: false };

function known(asOf: Date, trouble?: Trouble): RepositoryReading {
  const stale = { asOf, ...(trouble !== undefined && { trouble }) };
  return { repository: CPYTHON, tickets: [makeTicket()], rights: NO_RIGHTS, stale };
}

function rowsOf(...readings: readonly RepositoryReading[]): readonly Row[] {
  return troubleRows(makeBoard([], { readings, readAt: NOW }), NOW);
}

describe("troubles with reading", () => {
  it("are one row when there is no network, with the time of what is shown", () => {
    const [row, ...others] = rowsOf(known(NOON, offline), { repository: PIP, trouble: offline });
    assert.deepEqual(others, []);
    assert.deepEqual(row, {
      id: "offline",
      label: "Offline, as of 12:03",
      description: "GitHub could not be reached",
      tooltip:
        "GitHub could not be reached at 12:10.\n" +
        "What is shown is as of 12:03.\n" +
        "Nothing is written until it answers again.",
      icon: "debug-disconnect",
      color: "list.warningForeground",
      command: { id: "psrt.refresh", title: "Read Again" },
      capabilities: [],
      children: [],
    });
  });

  it("name the day of what is shown when it is not today's", () => {
    const [row] = rowsOf(known(new Date(2026, 10, 2, 9, 5), offline));
    assert.equal(row?.label, "Offline, as of 2026-11-02 09:05");
  });

  it("tell of no time where nothing is shown", () => {
    const [row] = rowsOf({ repository: PIP, trouble: offline });
    assert.equal(row?.label, "Offline");
    assert.ok(!row.tooltip?.includes("as of"));
  });

  it("are a row for each repository otherwise, with the time of what is shown of it", () => {
    const rows = rowsOf(known(NOON, refused), { repository: PIP, trouble: offline });
    assert.deepEqual(
      rows.map(({ label, description }) => [label, description]),
      [
        ["python/cpython", "as of 12:03 · GitHub failed."],
        ["pypa/pip", "GitHub could not be reached."],
      ],
    );
  });

  it("are mended by signing in again where the token is no longer taken", () => {
    const trouble: Trouble = { message: "GitHub refused.", next: "Sign in again.", signIn: true };
    const [row] = rowsOf({ repository: PIP, trouble });
    assert.equal(row?.description, "sign in again · GitHub refused.");
    assert.equal(row.command?.id, "psrt.signIn");
  });

  it("are none while what was known is read again", () => {
    assert.deepEqual(rowsOf(known(NOON)), []);
  });
});
