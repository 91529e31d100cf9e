import assert from "node:assert/strict";
import {
  activitySince,
  memberActivity,
  type MemberActivity,
  type TicketTrace,
} from "../../../src/ticket/activity.ts";
import type { RosterMember } from "../../../src/ticket/roster.ts";
import type { Credit } from "../../../src/ticket/ticket.ts";
import { CPYTHON, daysAgo, NOW } from "./builders.ts";

const MEL: RosterMember = { name: "Mel", login: "mel", notes: "" };
const RORY: RosterMember = { name: "Rory", login: "rory", notes: "Release Manager" };
const SAM: RosterMember = { name: "Sam", login: "Sam", notes: "Admin" };

function trace(given: Partial<TicketTrace>): TicketTrace {
  return {
    ref: { repository: CPYTHON, ghsaId: "GHSA-2222-3333-4444" },
    createdAt: daysAgo(400),
    endedAt: undefined,
    credits: [],
    comments: [],
    ...given,
  };
}

function coordinator(login: string, state: Credit["state"] = "accepted"): Credit {
  return { login, type: "coordinator", state };
}

function activity(
  traces: readonly TicketTrace[],
  council: readonly string[] = [],
): readonly MemberActivity[] {
  return memberActivity([MEL, RORY, SAM], traces, { since: activitySince(NOW), now: NOW }, council);
}

function active(traces: readonly TicketTrace[]): readonly string[] {
  return activity(traces)
    .filter((each) => each.active)
    .map(({ member }) => member.name);
}

describe("a member's activity", () => {
  it("is to coordinate a report that was open within the last 365 days", () => {
    assert.deepEqual(active([trace({ credits: [coordinator("MEL")] })]), ["Mel"]);
    assert.deepEqual(active([trace({ credits: [coordinator("mel", "pending")] })]), ["Mel"]);
    const ended = (days: number): TicketTrace =>
      trace({ credits: [coordinator("mel")], endedAt: daysAgo(days) });
    assert.deepEqual(active([ended(365)]), ["Mel"]);
    assert.deepEqual(active([ended(365.001)]), []);
  });

  it("is not to decline, to find, or to coordinate in times to come", () => {
    const finder: Credit = { login: "mel", type: "finder", state: "accepted" };
    assert.deepEqual(active([trace({ credits: [coordinator("mel", "declined"), finder] })]), []);
    assert.deepEqual(
      active([trace({ credits: [coordinator("mel")], createdAt: daysAgo(-1) })]),
      [],
    );
  });

  it("is to comment within the last 365 days, also on a report that ended before", () => {
    const comment = (author: string | null, days: number): TicketTrace =>
      trace({ endedAt: daysAgo(390), comments: [{ author, createdAt: daysAgo(days) }] });
    assert.deepEqual(active([comment("sam", 365)]), ["Sam"]);
    assert.deepEqual(active([comment("sam", 366), comment(null, 1)]), []);
  });

  it("comes with its evidence: reports by age, comments counted", () => {
    const comments = [12, 3, 380].map((days) => ({ author: "Mel", createdAt: daysAgo(days) }));
    const [mel] = activity([
      trace({ credits: [coordinator("mel")], createdAt: daysAgo(10), comments }),
      trace({ credits: [coordinator("mel")], createdAt: daysAgo(500), endedAt: daysAgo(20) }),
    ]);
    assert.deepEqual(
      mel?.coordinated.map(({ from, to }) => [from, to]),
      [
        [daysAgo(500), daysAgo(20)],
        [daysAgo(10), undefined],
      ],
    );
    assert.deepEqual(mel.comments, { count: 2, tickets: 1, last: daysAgo(3) });
  });

  it("is not asked of release managers and the Steering Council", () => {
    assert.deepEqual(
      activity([], ["SAM", "nobody"]).map(({ active, exempt }) => [active, exempt]),
      [
        [false, undefined],
        [false, "Release Manager"],
        [false, "Steering Council"],
      ],
    );
  });
});
