import assert from "node:assert/strict";
import { NO_RIGHTS } from "../../../src/ticket/rights.ts";
import type { Board } from "../../../src/ticket/board.ts";
import type { PublicBranch, TicketRecord } from "../../../src/ticket/record.ts";
import { ticketKey, type Ticket } from "../../../src/ticket/ticket.ts";
import type { Row } from "../../../src/tree/row.ts";
import { countYourMove, myTicketRows } from "../../../src/tree/rows.ts";
import { CPYTHON, daysAgo, makeBoard, makeTicket, NOW, PIP } from "../ticket/builders.ts";

const FORK = { owner: "python", repo: "cpython-ghsa-2222-3333-4444" };
const V4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N";

const branch: PublicBranch = {
  ...{ clone: "/home/mel/cpython", name: "gh-140001", pullRequest: 1 },
  ...{ commit: "a".repeat(40), head: "b".repeat(40) },
};
const landed = { privateClone: "/home/mel/psrt-private/x", publicBranch: branch };

function rowsOf(tickets: readonly Ticket[], given: Partial<Board> = {}): readonly Row[] {
  return myTicketRows(makeBoard(tickets, given), NOW);
}

/** The rows of all tickets, out of their groups. */
function ticketRows(tickets: readonly Ticket[], given: Partial<Board> = {}): readonly Row[] {
  return rowsOf(tickets, given).flatMap(({ children }) => children);
}

function only(rows: readonly Row[]): Row {
  const [row, ...others] = rows;
  assert.ok(row !== undefined && others.length === 0);
  return row;
}

function rowOf(ticket: Partial<Ticket>, record: TicketRecord = {}): Row {
  const made = makeTicket(ticket);
  return only(ticketRows([made], { records: new Map([[ticketKey(made), record]]) }));
}

describe("My Tickets", () => {
  it("shows groups, tickets and their details", () => {
    const mine = makeTicket({
      ...{ privateFork: FORK, cveId: "CVE-2026-40107", cvssV4: V4, severity: "high" },
      createdAt: daysAgo(49),
    });
    const ended = makeTicket({
      ...{ ghsaId: "GHSA-5555-6666-7777", title: "Old", state: "closed", createdAt: daysAgo(99) },
    });
    const ref = { repository: CPYTHON, ghsaId: mine.ghsaId };
    const endedRef = { repository: CPYTHON, ghsaId: ended.ghsaId };
    const detail = { capabilities: [], children: [] };
    assert.deepEqual(rowsOf([ended, mine]), [
      {
        id: "group yours",
        label: "Your Move",
        description: "1",
        open: true,
        capabilities: [],
        children: [
          {
            id: "ticket python/cpython GHSA-2222-3333-4444",
            label: "Crash in re",
            description: "draft · CVE-2026-40107 · high · 41 days left · → Clone the private fork",
            tooltip:
              "EMBARGOED\n" +
              "Crash in re\n" +
              "CPython · GHSA-2222-3333-4444 · draft · CVE-2026-40107 · high · 41 days left\n" +
              "Reported 2026-10-05; the 90 days end 2027-01-03.\n" +
              "Next: Clone the private fork.",
            icon: "shield",
            capabilities: ["ticket", "canClone", "canApply", "canEditAdvisory"],
            ticket: ref,
            children: [
              {
                ...{ ...detail, id: `detail 0 ${ticketKey(ref)}`, ticket: ref },
                label: "Report and comments",
                ...{ description: "GHSA-2222-3333-4444 · python/cpython · draft", icon: "book" },
                command: { id: "psrt.readTicket", title: "Read the Ticket" },
              },
              {
                ...{ ...detail, id: `detail 1 ${ticketKey(ref)}`, ticket: ref },
                ...{ label: "Clone the private fork", description: "next step" },
                icon: "arrow-right",
                command: { id: "psrt.clonePrivateFork", title: "Clone the private fork" },
              },
              {
                ...{ ...detail, id: `detail 2 ${ticketKey(ref)}`, ticket: ref },
                ...{ label: "CVE-2026-40107", icon: "tag" },
              },
              {
                ...{ ...detail, id: `detail 3 ${ticketKey(ref)}`, ticket: ref },
                ...{ label: V4, description: "high", icon: "dashboard" },
                command: { id: "psrt.openAdvisoryForm", title: "Open the Advisory Form" },
              },
              {
                ...{ ...detail, id: `detail 4 ${ticketKey(ref)}`, ticket: ref },
                ...{ label: "41 days left", description: "until 2027-01-03", icon: "calendar" },
              },
            ],
          },
        ],
      },
      {
        id: "group done",
        label: "Done",
        description: "1",
        open: false,
        capabilities: [],
        children: [
          {
            id: "ticket python/cpython GHSA-5555-6666-7777",
            label: "Old",
            description: "closed · no CVE · no severity",
            tooltip:
              "EMBARGOED\n" +
              "Old\n" +
              "CPython · GHSA-5555-6666-7777 · closed · no CVE · no severity\n" +
              "Reported 2026-08-16; the 90 days end 2026-11-14.\n" +
              "Next: Nothing: it is closed.",
            icon: "pass",
            capabilities: ["ticket"],
            ticket: endedRef,
            children: [
              {
                ...{ ...detail, id: `detail 0 ${ticketKey(endedRef)}`, ticket: endedRef },
                label: "Report and comments",
                ...{ description: "GHSA-5555-6666-7777 · python/cpython · closed", icon: "book" },
                command: { id: "psrt.readTicket", title: "Read the Ticket" },
              },
              {
                ...{ ...detail, id: `detail 1 ${ticketKey(endedRef)}`, ticket: endedRef },
                ...{ label: "No CVE id yet", icon: "tag" },
              },
              {
                ...{ ...detail, id: `detail 2 ${ticketKey(endedRef)}`, ticket: endedRef },
                ...{ label: "Not scored", description: "no severity", icon: "dashboard" },
                command: { id: "psrt.openAdvisoryForm", title: "Open the Advisory Form" },
              },
              {
                ...{ ...detail, id: `detail 3 ${ticketKey(endedRef)}`, ticket: endedRef },
                label: "Reported 2026-08-16",
                ...{ description: "until 2026-11-14", icon: "calendar" },
              },
            ],
          },
        ],
      },
    ]);
  });

  it("holds only what the person coordinates, whatever the letter case", () => {
    const credited = (ghsaId: string, credit: Partial<Ticket["credits"][number]>): Ticket =>
      makeTicket({
        ...{ ghsaId, title: ghsaId },
        credits: [{ login: "mel", type: "coordinator", state: "accepted", ...credit }],
      });
    const rows = ticketRows([
      credited("GHSA-2222-2222-2222", {}),
      credited("GHSA-2222-2222-2223", { state: "pending" }),
      credited("GHSA-2222-2222-2224", { login: "MEL" }),
      credited("GHSA-2222-2222-2225", { state: "declined" }),
      credited("GHSA-2222-2222-2226", { type: "finder" }),
      credited("GHSA-2222-2222-2227", { login: "sam" }),
      makeTicket({ ghsaId: "GHSA-2222-2222-2228", credits: [] }),
    ]);
    assert.deepEqual(
      rows.map(({ label }) => label),
      ["GHSA-2222-2222-2222", "GHSA-2222-2222-2223", "GHSA-2222-2222-2224"],
    );
  });

  it("groups by whose move it is and puts the oldest report first", () => {
    const made = (title: string, given: Partial<Ticket>): Ticket =>
      makeTicket({ title, ghsaId: `GHSA-2222-2222-222${title.length}`, ...given });
    const rows = rowsOf([
      made("new", { privateFork: FORK, createdAt: daysAgo(1) }),
      made("waits", { tags: ["CLOSED"] }),
      made("oldest", { state: "triage", createdAt: daysAgo(50) }),
      made("ended", { state: "published" }),
    ]);
    assert.deepEqual(
      rows.map(({ label, open, children }) => [label, open, children.map((row) => row.label)]),
      [
        ["Your Move", true, ["oldest", "new"]],
        ["Waiting", true, ["waits"]],
        ["Done", false, ["ended"]],
      ],
    );
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
      ["Waiting"],
    );
  });

  it("is empty without tickets", () => {
    assert.deepEqual(rowsOf([]), []);
  });

  it("counts what waits for the person", () => {
    const board = makeBoard([
      makeTicket({ privateFork: FORK }),
      makeTicket({ ghsaId: "GHSA-2222-2222-2223", state: "triage" }),
      makeTicket({ ghsaId: "GHSA-2222-2222-2224" }),
      makeTicket({ ghsaId: "GHSA-2222-2222-2225", state: "triage", credits: [] }),
    ]);
    assert.equal(countYourMove(board), 2);
  });
});

describe("a ticket's row", () => {
  it("offers what can be done to the ticket now, and nothing else", () => {
    const open = ["ticket", "canClone", "canApply"];
    const pushed = { ...landed, publicBranch: { ...branch, pushedTo: "mel/cpython" } };
    const cases: readonly (readonly [Partial<Ticket>, TicketRecord, readonly string[]])[] = [
      [{}, {}, ["ticket", "canCreateFork", "canEditAdvisory"]],
      [{ privateFork: FORK }, {}, [...open, "canEditAdvisory"]],
      [{ state: "triage", privateFork: FORK }, {}, [...open, "canEditAdvisory"]],
      [{ state: "closed", privateFork: FORK }, {}, ["ticket"]],
      [{ state: "unknown", privateFork: FORK }, {}, ["ticket"]],
      [
        { privateFork: FORK },
        landed,
        [...open, "canOpenClone", "canShowCommit", "canPush", "canEditAdvisory"],
      ],
      [{ state: "closed" }, landed, ["ticket", "canOpenClone", "canShowCommit", "canPush"]],
    ];
    for (const [ticket, record, capabilities] of cases) {
      assert.deepEqual(rowOf(ticket, record).capabilities, capabilities);
    }
    assert.ok(!rowOf({ privateFork: FORK }, pushed).capabilities.includes("canPush"));
  });

  it("offers no clone of a repository whose patches can't be landed", () => {
    const repository = { owner: "mel", repo: "toy" };
    assert.deepEqual(rowOf({ repository, privateFork: FORK }).capabilities, [
      "ticket",
      "canEditAdvisory",
    ]);
  });

  it("turns amber under 14 days and red when the 90 days are over, until it has ended", () => {
    const colors = [10, 77, 91].map((days) => rowOf({ createdAt: daysAgo(days) }).color);
    assert.deepEqual(colors, [undefined, "list.warningForeground", "list.errorForeground"]);
    assert.equal(rowOf({ createdAt: daysAgo(91), state: "closed" }).color, undefined);
    assert.match(rowOf({ createdAt: daysAgo(93) }).description ?? "", /· 3 days over ·/);
  });

  it("counts 24-hour days across a change to winter time", () => {
    const reported = makeTicket({ createdAt: new Date("2026-10-24T23:30:00Z") });
    const now = new Date("2026-11-03T23:30:00Z");
    const [group] = myTicketRows(makeBoard([reported]), now);
    assert.match(group?.children[0]?.description ?? "", /· 80 days left ·/);
  });

  it("shows a hostile title as one line of plain text", () => {
    const title = "<b>a</b>\r\n\u202Egnp.exe\u0007\u2028$(id) [p](command:x)";
    const { label, tooltip } = rowOf({ title });
    assert.equal(label, "<b>a</b> gnp.exe $(id) [p](command:x)");
    assert.ok(tooltip?.split("\n").includes(label));
    assert.ok(rowOf({ title: "very ".repeat(300) }).label.length <= 300);
  });

  it("is named by its id when the title says nothing", () => {
    for (const title of ["", " \u200B\n"])
      assert.equal(rowOf({ title }).label, "GHSA-2222-3333-4444");
  });

  it("asks to score again what has a v3 vector only", () => {
    const vector = "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:L/A:N";
    const labels = rowOf({ cvssV3: vector }).children.map(({ label }) => label);
    assert.ok(labels.includes("v3: rescore"));
  });

  it("keeps its id when it moves to another group", () => {
    const before = rowOf({ privateFork: FORK });
    assert.equal(before.id, rowOf({ privateFork: FORK, state: "closed" }, landed).id);
  });

  it("has details for the private clone and the public branch", () => {
    const details = rowOf({ privateFork: FORK }, landed).children.map(
      ({ label, description, command }) => [label, description, command?.id],
    );
    assert.deepEqual(details.slice(-2), [
      ["Private clone", "/home/mel/psrt-private/x", "psrt.openPrivateClone"],
      ["gh-140001", "public branch, not pushed", "psrt.showPublicCommit"],
    ]);
    assert.deepEqual(details[1], ["Push gh-140001", "next step", "psrt.pushPublicBranch"]);
  });

  it("never gives two rows the same id", () => {
    const ids = (rows: readonly Row[]): readonly string[] =>
      rows.flatMap(({ id, children }) => [id, ...ids(children)]);
    const repeated = {
      repository: PIP,
      tickets: [makeTicket({ repository: PIP })],
      rights: NO_RIGHTS,
    };
    const all = ids(
      rowsOf([], {
        readings: [{ repository: CPYTHON, tickets: [makeTicket()], rights: NO_RIGHTS }, repeated],
      }),
    );
    assert.equal(new Set(all).size, all.length);
  });
});
