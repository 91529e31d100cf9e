import assert from "node:assert/strict";
import type { Board } from "../../../src/ticket/board.ts";
import { isNew, look, takeUp, type Memory } from "../../../src/ticket/memory.ts";
import { nearestDeadline } from "../../../src/ticket/nearestDeadline.ts";
import { newsWords } from "../../../src/ticket/newsWords.ts";
import type { PublicPull } from "../../../src/ticket/pullRequest.ts";
import { NO_RIGHTS } from "../../../src/ticket/rights.ts";
import { ticketKey, type Ticket } from "../../../src/ticket/ticket.ts";
import { known, unknown, type RoadFacts } from "../../../src/ticket/ticketFacts.ts";
import { NO_BOT_NEWS } from "../../../src/ticket/backportBot.ts";
import { CPYTHON, daysAgo, makeBoard, makeTicket, NOW, PIP } from "./builders.ts";

const mine = makeTicket();
const KEY = ticketKey(mine);
const FORK = { owner: "python", repo: "cpython-ghsa-2222-3333-4444" };
const OTHER = "GHSA-2222-3333-5555";
const releases = { source: "built-in", branches: [{ name: "3.14", status: "bugfix" }] } as const;
const NO_ROAD: RoadFacts = {
  ...{ privatePulls: known([]), publicIssue: known(undefined), publicPull: known(undefined) },
  ...{ backports: known([]), botNews: known(NO_BOT_NEWS), releases },
};

function pull(given: Partial<PublicPull>): PublicPull {
  return {
    ...{ number: 1, title: "", state: "open", draft: false, author: "mel", labels: [] },
    ...{ head: { ref: "x", sha: "a".repeat(40) }, base: { ref: "main", sha: "b".repeat(40) } },
    ...{ mergedAt: null, mergeCommit: null, updatedAt: NOW, htmlUrl: "" },
    ...{ checks: "passing", failed: [], review: "none", hasNews: true, ...given },
  };
}

function after(
  before: Memory | undefined,
  board: Board,
  isOwnChange = (): boolean => false,
): { memory: Memory; told: readonly string[] } {
  const { memory, events } = takeUp(before, board, { now: NOW, isOwnChange });
  return { memory, told: events.map(({ kind, ticket }) => `${kind} ${ticket.ghsaId}`) };
}

/** What is told when the second follows on the first. */
function between(first: Board, second: Board): readonly string[] {
  return after(after(undefined, first).memory, second).told;
}

function withRoad(road: Partial<RoadFacts>, tickets = [mine]): Board {
  return makeBoard(tickets, { facts: new Map([[KEY, { ...NO_ROAD, ...road }]]) });
}

describe("what is told of tickets", () => {
  it("is nothing at first, however much has happened, and nothing twice", () => {
    const board = withRoad({ publicPull: known(pull({ state: "merged" })) }, [
      { ...mine, cveId: "CVE-2026-1000", privateFork: FORK },
      makeTicket({ ghsaId: OTHER, state: "triage" }),
    ]);
    const first = after(undefined, board);
    assert.deepEqual(first.told, []);
    assert.deepEqual(after(first.memory, board).told, []);
  });

  it("is each event, once", () => {
    const before = withRoad({});
    const review = pull({ number: 1, state: "open" });
    const reviewed = known([{ ...review, review: "approved" as const, commits: [] }]);
    const cases: readonly (readonly [Board, string])[] = [
      [withRoad({}, [{ ...mine, cveId: "CVE-2026-1000" }]), "cve"],
      [withRoad({}, [{ ...mine, privateFork: FORK }]), "fork"],
      [withRoad({ privatePulls: reviewed }), "reviewed"],
      [withRoad({ publicPull: known(pull({ state: "merged", mergedAt: NOW })) }), "merged"],
      [withRoad({ backports: known([pull({ checks: "failing" })]) }), "backport-failed"],
    ];
    for (const [board, kind] of cases) {
      assert.deepEqual(between(before, board), [`${kind} ${mine.ghsaId}`]);
      const { memory } = after(after(undefined, before).memory, board);
      assert.deepEqual(after(memory, board).told, []);
    }
    const asked = { ...before, answers: new Map([[KEY, []]]) };
    const answered = { ...before, answers: new Map([[KEY, [7]]]) };
    assert.deepEqual(between(asked, answered), [`answered ${mine.ghsaId}`]);
  });

  it("is no private fork that the person waits for anyway", () => {
    const records = new Map([[KEY, { forkAwaitedSince: NOW.toISOString() }]]);
    const board = makeBoard([{ ...mine, privateFork: FORK }], { records });
    assert.deepEqual(between(makeBoard([mine]), board), []);
  });

  it("is a new report, unless it is the person's own", () => {
    const board = makeBoard([mine, makeTicket({ ghsaId: OTHER, state: "triage", credits: [] })]);
    assert.deepEqual(between(makeBoard([mine]), board), [`reported ${OTHER}`]);
    const own = makeBoard([mine, makeTicket({ ghsaId: OTHER, author: "Mel" })]);
    assert.deepEqual(between(makeBoard([mine]), own), []);
  });

  it("is a backport that the bot was asked for and has not made in an hour", () => {
    const merged = (minutes: number): RoadFacts["publicPull"] =>
      known(
        pull({
          state: "merged",
          mergedAt: new Date(NOW.getTime() - minutes * 60_000),
          labels: ["needs backport to 3.14"],
        }),
      );
    const early = withRoad({ publicPull: merged(50) });
    assert.deepEqual(between(early, withRoad({ publicPull: merged(70) })), [
      `backport-failed ${mine.ghsaId}`,
    ]);
    const made = known([pull({ base: { ref: "3.14", sha: "b".repeat(40) } })]);
    assert.deepEqual(between(early, withRoad({ publicPull: merged(70), backports: made })), []);
  });

  it("is nothing of what could not be read before, and all of it when it can again", () => {
    const closed = withRoad({ publicPull: unknown("offline") });
    const merged = withRoad({ publicPull: known(pull({ state: "merged" })) });
    assert.deepEqual(between(closed, merged), []);
    const { memory } = after(after(undefined, withRoad({})).memory, closed);
    assert.deepEqual(after(memory, merged).told, [`merged ${mine.ghsaId}`]);
  });

  it("is nothing of a repository that is read for the first time, nor of what is out of date", () => {
    const pip = { repository: PIP, tickets: [makeTicket({ repository: PIP })], rights: NO_RIGHTS };
    const cpython = { repository: CPYTHON, tickets: [mine], rights: NO_RIGHTS };
    const both = makeBoard([], { readings: [cpython, pip] });
    assert.deepEqual(between(makeBoard([mine]), both), []);
    const stale = { asOf: daysAgo(1) };
    const tickets = [{ ...mine, cveId: "CVE-2026-1000" }];
    const old = makeBoard([], { readings: [{ ...cpython, tickets, stale }] });
    assert.deepEqual(between(makeBoard([mine]), old), []);
  });

  it("forgets what is no longer there, but not what could not be read", () => {
    const { memory } = after(undefined, makeBoard([mine]));
    assert.equal(after(memory, makeBoard([])).memory.tickets.size, 0);
    const trouble = { message: "", next: "" };
    const unread = makeBoard([], { readings: [{ repository: CPYTHON, trouble }] });
    assert.equal(after(memory, unread).memory.tickets.size, 1);
  });
});

describe("the mark of what is new", () => {
  const changed: Ticket = { ...mine, updatedAt: NOW };

  it("stands from a change until the person looks", () => {
    const first = after(undefined, makeBoard([mine])).memory;
    assert.equal(isNew(first, mine), false);
    const second = after(first, makeBoard([changed])).memory;
    assert.equal(isNew(second, changed), true);
    const third = after(second, makeBoard([changed])).memory;
    assert.equal(isNew(third, changed), true);
    assert.equal(isNew(look(third, changed), changed), false);
    assert.equal(look(first, mine), first);
  });

  it("stands on a new report", () => {
    const fresh = makeTicket({ ghsaId: OTHER });
    const { memory } = after(after(undefined, makeBoard([mine])).memory, makeBoard([mine, fresh]));
    assert.equal(isNew(memory, fresh), true);
  });

  it("does not stand for what the person has done themselves", () => {
    const first = after(undefined, makeBoard([mine])).memory;
    const { memory } = after(first, makeBoard([changed]), () => true);
    assert.equal(isNew(memory, changed), false);
  });
});

describe("a notification of news", () => {
  const event = (ghsaId: string, kind: "cve" | "fork" | "reported", isMine: boolean) => ({
    ...{ ticket: { repository: CPYTHON, ghsaId }, kind, mine: isMine },
  });
  const events = [
    event("GHSA-1", "reported", false),
    event("GHSA-2", "cve", true),
    event("GHSA-2", "fork", true),
  ];

  it("is one for all, the person's own first, by ids alone", () => {
    assert.deepEqual(newsWords(events, "all"), {
      text: "PSRT: GHSA-2: CVE id assigned, private fork ready; GHSA-1: new report.",
      first: { repository: CPYTHON, ghsaId: "GHSA-2" },
      tickets: 2,
    });
    const many = ["a", "b", "c", "d", "e"].map((id) => event(id, "reported", false));
    assert.match(newsWords(many, "all")?.text ?? "", /c: new report; and 2 more\.$/);
  });

  it("is as little as the person wants", () => {
    assert.equal(newsWords(events, "mine")?.tickets, 1);
    assert.equal(newsWords(events.slice(0, 1), "mine"), undefined);
    assert.equal(newsWords(events, "off"), undefined);
  });
});

describe("the nearest deadline", () => {
  it("is that of the oldest open ticket of the person's", () => {
    const board = makeBoard([
      makeTicket({ ghsaId: "new", createdAt: daysAgo(3) }),
      makeTicket({ ghsaId: "old", createdAt: daysAgo(80) }),
      makeTicket({ ghsaId: "closed", createdAt: daysAgo(100), state: "closed" }),
      makeTicket({ ghsaId: "of sam", createdAt: daysAgo(100), credits: [] }),
    ]);
    const nearest = nearestDeadline(board, NOW);
    assert.deepEqual(
      [nearest?.ticket.ghsaId, nearest?.deadline.daysLeft, nearest?.deadline.urgency],
      ["old", 10, "soon"],
    );
    assert.equal(nearestDeadline(makeBoard([]), NOW), undefined);
  });
});
