import assert from "node:assert/strict";
import { clockTime } from "../../../src/ticket/botSchedule.ts";
import type { Landing } from "../../../src/ticket/landing.ts";
import type { TicketRecord } from "../../../src/ticket/record.ts";
import type { Ticket } from "../../../src/ticket/ticket.ts";
import type { RoadFacts } from "../../../src/ticket/ticketFacts.ts";
import type { Row } from "../../../src/tree/row.ts";
import { rowOfTicket } from "../../../src/tree/ticketRow.ts";
import { daysAgo, makeBoard, makeTicket, NOW, PIP } from "../ticket/builders.ts";
import {
  BRANCH,
  FORK,
  makeBackport,
  makeIssue,
  makePrivatePull,
  makeRoad,
  merged,
  PUSHED,
  V4,
  WRITTEN,
} from "../ticket/facts.ts";
import { rowOf } from "./rowOfTicket.ts";

const TEN = clockTime(new Date("2026-11-23T10:00:00Z"));
const landed: TicketRecord = { privateClone: "/home/mel/psrt-private/x", publicBranch: BRANCH };

/** Icon, label and description of the rows, with their children below them. */
function outline(rows: readonly Row[]): readonly unknown[] {
  return rows.map(({ icon, label, description, children }) => [
    `${icon ?? ""}: ${label} | ${description ?? ""}`,
    ...(children.length === 0 ? [] : [outline(children)]),
  ]);
}

function child(row: Row, id: string): Row {
  const all = (rows: readonly Row[]): readonly Row[] =>
    rows.flatMap((each) => [each, ...all(each.children)]);
  const found = all(row.children).find((each) => each.id.startsWith(`${id} `));
  assert.ok(found, `There is no row ${id}`);
  return found;
}

describe("a ticket's row", () => {
  it("shows where the ticket stands, in words for the eye, the pointer and the ear", () => {
    const title = "Header injection through control characters in http.cookies";
    const given = { ...WRITTEN, title, createdAt: daysAgo(49), cvssV4: null };
    const { children, ...row } = rowOf(given);
    assert.deepEqual(row, {
      id: "ticket python/cpython GHSA-2222-3333-4444",
      label: "Header injection…",
      description: "41 d · Score with CVSS v4",
      tooltip: [
        "EMBARGOED",
        title,
        "CPython GHSA-2222-3333-4444 · draft · CVE-2026-40107 · high",
        "Reported 2026-10-05; the 90 days end 2027-01-03.",
        "Next: Score with CVSS v4.",
      ].join("\n"),
      spoken: `${title}, 41 days left, Score with CVSS v4, CPython GHSA-2222-3333-4444 · draft · CVE-2026-40107 · high`,
      icon: "shield",
      capabilities: [
        "ticket",
        "canClose",
        "canAddExperts",
        "canClone",
        "canLand",
        "canReview",
        "canOpenIssue",
        ...["canEditAdvisory", "canReply", "canCheckSigning", "canAnnounce", "canMarkUnaffected"],
        ...["canDelegate", "canHandBack"],
      ],
      ticket: { repository: { owner: "python", repo: "cpython" }, ghsaId: "GHSA-2222-3333-4444" },
    });
    assert.deepEqual(outline(children), [
      ["circle-large-outline: Score with CVSS v4 | next step"],
      ["circle-large-outline: Clone the private fork | Private pull request"],
      [
        "lock: Later | 10 items",
        [
          ["lock: Public issue | after: Private pull request"],
          ["lock: Public pull request | after: Private pull request"],
          ["lock: Merged into main | after: Public pull request"],
          ["lock: Advisory e-mail | after: Severity"],
          ...["3.15", "3.14", "3.13", "3.12", "3.11"].map((branch) => [
            `lock: Backport to ${branch} | after: Merged into main`,
          ]),
          ["lock: Closed | after: Severity"],
        ],
      ],
      [
        "pass-filled: Done | 5 items",
        [
          ["pass-filled: Coordinator | you"],
          ["pass-filled: Determination | a vulnerability"],
          ["pass-filled: CVE id | CVE-2026-40107"],
          ["pass-filled: Title and description | written"],
          ["pass-filled: Private fork | cpython-ghsa-2222-3333-4444"],
        ],
      ],
      ["book: Report and comments | GHSA-2222-3333-4444 · python/cpython · draft"],
      ["calendar: 41 days left | until 2027-01-03"],
      [`info: Release branches of 2026-11-23 | the live list could not be read`],
    ]);
  });

  it("shows the whole road of a fix that is public", () => {
    const backports = [
      makeBackport("3.15", { state: "merged" }),
      makeBackport("3.14", { labels: ["type-security"] }),
      makeBackport("3.13"),
      makeBackport("3.12", { checks: "pending" }),
    ];
    const road = makeRoad({
      pulls: [makePrivatePull({ review: "approved", title: "Fix\u202Eit" })],
      ...{
        issue: makeIssue(),
        pull: merged({ htmlUrl: "https://github.com/p/c/pull/9" }),
        backports,
      },
    });
    const row = rowOf(WRITTEN, { ...landed, publicBranch: PUSHED, emailSentAt: NOW }, road);
    assert.deepEqual(outline(row.children), [
      [
        "repo-forked: Backports | 1 of 5 merged · 2 for you",
        [
          ["pass-filled: 3.15 | #140115"],
          ["circle-large-outline: 3.14 | next step · Label #140114 release-blocker"],
          ["clock: 3.13 | Waiting for the release manager to merge #140113"],
          ["clock: 3.12 | Waiting for the checks of #140112"],
          ["circle-large-outline: 3.11 | Backport the fix to 3.11"],
        ],
      ],
      ["lock: Later | 1 item", [["lock: Closed | after: Backport to 3.14"]]],
      [
        "pass-filled: Done | 11 items",
        [
          ["pass-filled: Coordinator | you"],
          ["pass-filled: Determination | a vulnerability"],
          ["pass-filled: CVE id | CVE-2026-40107"],
          [`pass-filled: Severity | high · ${V4}`],
          ["pass-filled: Title and description | written"],
          ["pass-filled: Private fork | cpython-ghsa-2222-3333-4444"],
          ["pass-filled: Private pull request | #1 approved"],
          ["pass-filled: Public issue | gh-140001"],
          ["pass-filled: Public pull request | #140002"],
          ["pass-filled: Merged into main | dddddddddd"],
          ["pass-filled: Advisory e-mail | sent 2026-11-23"],
        ],
      ],
      [
        "git-pull-request: Private pull requests | 1",
        [
          [
            "git-pull-request: #1 Fix it | approved",
            [["question: Not tried on the project's main | not yet"]],
          ],
        ],
      ],
      [
        "beaker: Built and tested here | not run",
        [
          ["circle-outline: main | not run"],
          ["circle-outline: 3.15 | not run"],
          ["circle-outline: 3.14 | not run"],
          ["circle-outline: 3.13 | not run"],
          ["circle-outline: 3.12 | not run"],
          ["circle-outline: 3.11 | not run"],
        ],
      ],
      ["book: Report and comments | GHSA-2222-3333-4444 · python/cpython · draft"],
      ["calendar: 70 days left | until 2027-02-01"],
      ["lock: Private clone | /home/mel/psrt-private/x"],
      ["git-branch: gh-140001 | public branch, pushed to mel/cpython"],
      [`info: Release branches of 2026-11-23 | the live list could not be read`],
    ]);
    const { page, command, capabilities } = child(row, "item merge");
    assert.deepEqual(
      [page, command?.id, capabilities],
      ["https://github.com/p/c/pull/9", "psrt.openPage", ["hasPage"]],
    );
  });

  it("shows a landing that is under way whatever the ticket's next step is, until its branch is made", () => {
    const landing: Landing = {
      ...{ of: { kind: "main", pullRequest: 1, head: "a".repeat(40) }, stage: "conflict" },
      ...{ startedAt: NOW, publicClone: "/home/mel/cpython", branch: "gh-140001", message: "Fix" },
    };
    const found = child(rowOf({}, { landing }), "landing");
    assert.deepEqual(
      [found.label, found.description, found.command?.id],
      ["Landing gh-140001", "conflicts are to be resolved", "psrt.continueLanding"],
    );
    const isThere = (record: TicketRecord): boolean =>
      outline(rowOf({}, record).children)
        .flat()
        .some((text) => String(text).includes("Landing"));
    assert.equal(isThere({ landing: { ...landing, pushedTo: "mel/cpython" } }), false);
    assert.equal(isThere({ landing, publicBranch: BRANCH }), false);
    assert.equal(isThere({}), false);
  });

  it("says whom it waits for and until when, and what is overdue or not known", () => {
    const waits = rowOf({ ...WRITTEN, cveId: null, updatedAt: NOW });
    const { label, description, spoken } = child(waits, "item cve");
    assert.deepEqual([label, description], ["CVE id", `bot · until ${TEN}`]);
    const order = `Waiting for the bot to reserve an id at ${TEN}`;
    assert.equal(spoken, `CVE id: waiting for bot, ${order}`);
    const late = child(rowOf({ ...WRITTEN, cveId: null, updatedAt: daysAgo(1) }), "item cve");
    assert.deepEqual([late.description, late.icon], ["bot · overdue", "warning"]);
    const trouble = { known: false, why: "GitHub could not be reached." } as const;
    const road = { ...makeRoad(), privatePulls: trouble };
    const unread = child(rowOf(WRITTEN, {}, road), "item private-review");
    assert.deepEqual(
      [unread.description, unread.icon, unread.command?.id],
      ["not known: GitHub could not be reached.", "question", "psrt.refresh"],
    );
  });

  it("says whom to ask in the row of a next step that is overdue", () => {
    const order: Partial<Ticket> = { state: "triage", tags: ["CLOSE"], updatedAt: daysAgo(1) };
    const [first] = rowOf(order).children;
    assert.deepEqual(
      [first?.label, first?.description, first?.command?.id],
      [
        "The bot is overdue to act on [CLOSE]: ask a repository admin",
        "next step",
        "psrt.checkBotOrder",
      ],
    );
  });

  it("speaks of each item's state", () => {
    const row = rowOf({ ...WRITTEN, cvssV4: null });
    assert.deepEqual(
      ["severity", "private-review", "close", "fork"].map((id) => child(row, `item ${id}`).spoken),
      [
        "Severity: your move, Score with CVSS v4, next step",
        "Private pull request: your move, Clone the private fork",
        "Closed: later, after: Severity",
        "Private fork: done, cpython-ghsa-2222-3333-4444",
      ],
    );
  });

  it("runs a step's command at one click", () => {
    const commandOf = (ticket: Partial<Ticket>, record?: TicketRecord, road?: RoadFacts): unknown =>
      rowOf(ticket, record, road).children[0]?.command?.id;
    const approved = [makePrivatePull({ review: "approved" })];
    const issue = makeIssue();
    assert.deepEqual(
      [
        commandOf({ state: "triage", credits: [] }),
        commandOf({ state: "triage" }),
        commandOf({}),
        commandOf(WRITTEN),
        commandOf(WRITTEN, {}, makeRoad({ pulls: approved, issue })),
        commandOf(WRITTEN, landed, makeRoad({ pulls: approved, issue })),
        commandOf(WRITTEN, { publicBranch: PUSHED }, makeRoad({ pulls: approved, issue })),
      ],
      [
        "psrt.takeTicket",
        "psrt.decideTicket",
        "psrt.openAdvisoryForm",
        "psrt.clonePrivateFork",
        "psrt.startLanding",
        "psrt.reviewGoingPublic",
        "psrt.openPublicPull",
      ],
    );
  });

  it("asks at one click for the release that pip's e-mail waits for", () => {
    const ticket = { ...WRITTEN, repository: PIP };
    const labels = ["type: security"];
    const road = makeRoad({ issue: makeIssue({ labels }), pull: merged({ labels }) });
    const email = child(rowOf(ticket, {}, road), "item email");
    assert.match(email.tooltip ?? "", /Waiting for pip's release, with which it goes out/);
    assert.equal(email.command?.id, "psrt.composeEmail");
  });

  it("shows of an ended ticket what was done and what was not needed", () => {
    const row = rowOf({ title: "Old", state: "closed", createdAt: daysAgo(99) });
    assert.deepEqual([row.label, row.description, row.icon], ["Old", "closed", "pass"]);
    const [fold, ...details] = row.children;
    assert.equal(fold?.label, "Done");
    assert.deepEqual(details.map(({ label }) => label).slice(0, 2), [
      "Report and comments",
      "Reported 2026-08-16",
    ]);
    assert.equal(child(row, "item email").description, "not needed: it is closed");
  });

  it("shows of another member's ticket what the advisory tells, and no move", () => {
    const credits = [{ login: "sam", type: "coordinator", state: "accepted" }] as const;
    const row = rowOf({ ...WRITTEN, credits }, {}, null);
    assert.match(row.description ?? "", /^70 d · sam coordinates it$/);
    assert.deepEqual(
      row.children.map(({ label }) => label),
      ["Done", "Report and comments", "70 days left"],
    );
  });

  it("shows of another member's ticket what who helps with it can do", () => {
    const credits = [{ login: "sam", type: "coordinator", state: "accepted" }] as const;
    const row = rowOf({ ...WRITTEN, credits, collaborators: ["mel"] }, {});
    assert.match(row.description ?? "", /^70 d · sam coordinates it$/);
    assert.deepEqual(row.children.map(({ label, command }) => [label, command?.id]).slice(0, 2), [
      ["Clone the private fork", "psrt.clonePrivateFork"],
      ["Done", undefined],
    ]);
    const cloned = rowOf({ ...WRITTEN, credits }, { privateClone: "/x" }).children[0];
    assert.equal(cloned?.command?.id, "psrt.openPrivatePull");
  });

  it("shows how far a code-signing report is, once something was done about it", () => {
    const codeSigning = { checksums: { at: NOW, verdict: "no-sign" as const } };
    const row = child(rowOf({}, { codeSigning }), "code-signing");
    assert.deepEqual(
      [row.label, row.description, row.command?.id],
      ["Code-signing report", "verification 1 of 3", "psrt.codeSigning"],
    );
  });

  it("turns amber under 14 days and red when the 90 days are over, until it has ended", () => {
    const colors = [10, 77, 91].map((days) => rowOf({ createdAt: daysAgo(days) }).color);
    assert.deepEqual(colors, [undefined, "list.warningForeground", "list.errorForeground"]);
    assert.equal(rowOf({ createdAt: daysAgo(91), state: "closed" }).color, undefined);
    assert.match(rowOf({ createdAt: daysAgo(93) }).description ?? "", /^3 d over · /);
    assert.match(rowOf({ createdAt: daysAgo(89.5) }).description ?? "", /^< 1 d · /);
  });

  it("counts 24-hour days across a change to winter time", () => {
    const reported = makeTicket({ createdAt: new Date("2026-10-24T23:30:00Z") });
    const row = rowOfTicket(reported, makeBoard([reported]), new Date("2026-11-03T23:30:00Z"));
    assert.match(row.description ?? "", /^80 d · /);
  });

  it("shows a hostile title as one line of plain text", () => {
    const title = "<b>a</b>\r\n\u202Egnp.exe\u0007\u2028$(id) [p](command:x)";
    const { label, tooltip, spoken } = rowOf({ title });
    assert.equal(label, "<b>a</b> gnp.exe $(id)…");
    const plain = "<b>a</b> gnp.exe $(id) [p](command:x)";
    assert.ok(tooltip?.split("\n").includes(plain));
    assert.ok(spoken?.startsWith(`${plain}, `));
    assert.ok((rowOf({ title: "very ".repeat(300) }).tooltip?.length ?? 0) <= 600);
  });

  it("has a title's beginning, up to a word's end", () => {
    const labels = [
      ...["Crash in re", "Twenty-two characters!", "Twenty-two characters! and more"],
      ...["Twenty-one charactersx y", "a".repeat(40), "ab " + "c".repeat(40), "🐍".repeat(30)],
      ...["", " \u200B\n"],
    ].map((title) => rowOf({ title }).label);
    assert.deepEqual(labels, [
      ...["Crash in re", "Twenty-two characters!", "Twenty-two characters!…"],
      ...["Twenty-one charactersx…", `${"a".repeat(22)}…`, `ab ${"c".repeat(19)}…`],
      ...[`${"🐍".repeat(22)}…`, "GHSA-2222-3333-4444", "GHSA-2222-3333-4444"],
    ]);
  });

  it("keeps its id when it moves to another group", () => {
    const before = rowOf({ privateFork: FORK });
    assert.equal(before.id, rowOf({ privateFork: FORK, state: "closed" }, landed).id);
  });
});
