import { NO_RIGHTS } from "../../../src/ticket/rights.ts";
import { DAY_MS } from "../../../src/base/clock.ts";
import type { Board } from "../../../src/ticket/board.ts";
import type { Ticket } from "../../../src/ticket/ticket.ts";

export const CPYTHON = { owner: "python", repo: "cpython" };
export const PIP = { owner: "pypa", repo: "pip" };

/** When the tests take place. */
export const NOW = new Date("2026-11-23T09:00:00Z");

export function daysAgo(days: number): Date {
  return new Date(NOW.getTime() - days * DAY_MS);
}

/** A draft of CPython that "mel" coordinates, reported 20 days ago, otherwise empty. */
export function makeTicket(given: Partial<Ticket> = {}): Ticket {
  return {
    repository: CPYTHON,
    ghsaId: "GHSA-2222-3333-4444",
    title: "Crash in re",
    tags: [],
    description: "",
    state: "draft",
    cveId: null,
    severity: null,
    cvssV4: null,
    cvssV3: null,
    credits: [{ login: "mel", type: "coordinator", state: "accepted" }],
    collaborators: [],
    author: "rita",
    privateFork: null,
    createdAt: daysAgo(20),
    updatedAt: daysAgo(1),
    closedAt: null,
    htmlUrl: "https://github.com/python/cpython/security/advisories/GHSA-2222-3333-4444",
    ...given,
  };
}

/** What "mel" sees: the given tickets of CPython. */
export function makeBoard(tickets: readonly Ticket[], given: Partial<Board> = {}): Board {
  return {
    login: "mel",
    readAt: NOW,
    readings: [{ repository: CPYTHON, tickets, rights: NO_RIGHTS }],
    isMember: true,
    records: new Map(),
    facts: new Map(),
    duplicates: new Map(),
    answers: new Map(),
    fits: new Map(),
    ...given,
  };
}
