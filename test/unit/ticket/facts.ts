import { NO_BOT_NEWS, type BotNews } from "../../../src/ticket/backportBot.ts";
import type { PublicIssue } from "../../../src/ticket/publicIssue.ts";
import type { PrivatePull, PublicPull, PullRequest } from "../../../src/ticket/pullRequest.ts";
import type { PublicBranch, TicketRecord } from "../../../src/ticket/record.ts";
import { builtInBranches } from "../../../src/ticket/releaseBranches.ts";
import { NO_RIGHTS, type Rights } from "../../../src/ticket/rights.ts";
import type { Ticket } from "../../../src/ticket/ticket.ts";
import { known, type RoadFacts, type TicketFacts } from "../../../src/ticket/ticketFacts.ts";
import { daysAgo, makeTicket } from "./builders.ts";

export const FORK = { owner: "python", repo: "cpython-ghsa-2222-3333-4444" };
export const V4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N";
export const V3 = "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:L/A:N";

/** The public branch that private pull request #1 was brought to; not pushed. */
export const BRANCH: PublicBranch = {
  clone: "/home/mel/cpython",
  name: "gh-140001",
  commit: "a".repeat(40),
  pullRequest: 1,
  head: "b".repeat(40),
};

export const PUSHED: PublicBranch = { ...BRANCH, pushedTo: "mel/cpython" };

/** A draft with nothing missing that the advisory itself can tell. */
export const WRITTEN: Partial<Ticket> = {
  description: "An odd number of digits crashes.",
  cveId: "CVE-2026-40107",
  severity: "high",
  cvssV4: V4,
  privateFork: FORK,
};

function makePull(given: Partial<PullRequest>): PullRequest {
  return {
    ...{ number: 1, title: "Fix it", state: "open", draft: false, author: "sam", labels: [] },
    head: { ref: "fix", sha: "b".repeat(40) },
    base: { ref: "main", sha: "c".repeat(40) },
    ...{ mergedAt: null, mergeCommit: null, updatedAt: daysAgo(1), htmlUrl: "" },
    ...given,
  };
}

export function makePrivatePull(given: Partial<PrivatePull> = {}): PrivatePull {
  return { ...makePull(given), review: "none", commits: [], ...given };
}

/** An open pull request to main that lacks nothing. */
export function makePublicPull(given: Partial<PublicPull> = {}): PublicPull {
  return {
    ...makePull({ number: 140002, labels: ["type-security"], ...given }),
    ...{ checks: "passing", failed: [], review: "approved" },
    hasNews: true,
    ...given,
  };
}

export function merged(given: Partial<PublicPull> = {}): PublicPull {
  return makePublicPull({
    ...{ state: "merged", mergedAt: daysAgo(1), mergeCommit: "d".repeat(40) },
    ...given,
  });
}

/** A backport that lacks nothing but its merge. */
export function makeBackport(branch: string, given: Partial<PublicPull> = {}): PublicPull {
  return makePublicPull({
    number: 140100 + Number(branch.split(".")[1]),
    labels: ["type-security", "release-blocker"],
    base: { ref: branch, sha: "e".repeat(40) },
    ...given,
  });
}

export function makeIssue(given: Partial<PublicIssue> = {}): PublicIssue {
  return {
    ...{ number: 140001, title: "Bound it", locked: false },
    ...{ state: "open", labels: ["type-security"], isPullRequest: false },
    ...{ linkedPulls: [], htmlUrl: "" },
    ...given,
  };
}

/** What the road holds, every part of it read. */
export interface Road {
  readonly pulls?: readonly PrivatePull[];
  readonly issue?: PublicIssue | null;
  readonly pull?: PublicPull;
  readonly backports?: readonly PublicPull[];
  readonly botNews?: BotNews;
}

export function makeRoad(road: Road = {}): RoadFacts {
  const { pulls = [], issue, pull, backports = [], botNews = NO_BOT_NEWS } = road;
  return {
    privatePulls: known(pulls),
    publicIssue: known(issue),
    publicPull: known(pull),
    backports: known(backports),
    botNews: known(botNews),
    releases: builtInBranches,
  };
}

export interface GivenFacts {
  readonly ticket?: Partial<Ticket>;
  readonly record?: TicketRecord;
  readonly rights?: Rights;
  readonly isMember?: boolean;
  readonly road?: RoadFacts | undefined;
}

/** What "mel", who is no admin, knows of a draft; nothing is on the road unless given. */
export function makeFacts(given: GivenFacts = {}): TicketFacts {
  return {
    ticket: makeTicket(given.ticket),
    login: "mel",
    isMember: given.isMember ?? true,
    record: given.record ?? {},
    rights: given.rights ?? NO_RIGHTS,
    road: "road" in given ? given.road : makeRoad(),
    fits: new Map(),
  };
}
