import assert from "node:assert/strict";
import { publicPullNumber } from "../../../src/ticket/fixItems.ts";
import { clockTime } from "../../../src/ticket/botSchedule.ts";
import { unknown } from "../../../src/ticket/ticketFacts.ts";
import { daysAgo, NOW, PIP } from "./builders.ts";
import {
  BRANCH,
  makeBackport,
  makeIssue,
  makePrivatePull,
  makePublicPull,
  makeRoad,
  merged,
  PUSHED,
  WRITTEN,
  type GivenFacts,
} from "./facts.ts";

import { table } from "./itemTable.ts";

const TEN = clockTime(new Date("2026-11-23T10:00:00Z"));
const TRIAGE = { state: "triage" } as const;
const FRESH = { updatedAt: NOW };
const approved = [makePrivatePull({ review: "approved" })];
const issue = makeIssue();
const why = "GitHub could not be reached.";

table("public-issue", [
  ["follows the review", { ticket: WRITTEN }, "blocked by private-review"],
  [
    "follows a review that can't be read",
    { ticket: WRITTEN, road: { ...makeRoad(), privatePulls: unknown(why) } },
    "blocked by private-review",
  ],
  [
    "does not wait for reviews that GitHub never shows",
    { ticket: WRITTEN, road: makeRoad({ pulls: [makePrivatePull({ review: "untold" })] }) },
    "ready open-issue: Open the public issue",
  ],
  [
    "is to be opened",
    { ticket: WRITTEN, road: makeRoad({ pulls: approved }) },
    "ready open-issue: Open the public issue",
  ],
  [
    "is to be linked when it is not there",
    {
      ticket: WRITTEN,
      record: { publicIssue: 7 },
      road: makeRoad({ pulls: approved, issue: null }),
    },
    "ready open-issue: Link the public issue: gh-7 is not there",
  ],
  [
    "is no pull request",
    {
      ticket: WRITTEN,
      road: makeRoad({ pulls: approved, issue: makeIssue({ isPullRequest: true }) }),
    },
    "ready open-issue: Link the public issue: gh-140001 is a pull request",
  ],
  [
    "lacks its label",
    { ticket: WRITTEN, road: makeRoad({ issue: makeIssue({ labels: ["type-bug"] }) }) },
    "ready mend-issue: Label gh-140001 type-security",
  ],
  [
    "has its label in any letter case, also when it is closed",
    {
      ticket: WRITTEN,
      road: makeRoad({ issue: makeIssue({ state: "closed", labels: ["Type-Security"] }) }),
    },
    "done: gh-140001",
  ],
  [
    "of a placeholder shows nothing before the fix is public",
    {
      ticket: WRITTEN,
      record: { quietIssue: "placeholder", publicBranch: BRANCH },
      road: makeRoad({ issue: makeIssue({ labels: [] }) }),
    },
    "done: gh-140001, quiet until the fix is public",
  ],
  [
    "of a placeholder is described once the fix is pushed",
    {
      ticket: WRITTEN,
      record: { quietIssue: "placeholder", publicBranch: PUSHED },
      road: makeRoad({ issue: makeIssue({ labels: [] }) }),
    },
    "ready mend-issue: Describe gh-140001 and label it type-security",
  ],
  [
    "that was there is labelled once there is a pull request",
    {
      ticket: WRITTEN,
      record: { quietIssue: "linked" },
      road: makeRoad({ issue: makeIssue({ labels: [] }), pull: makePublicPull() }),
    },
    "ready mend-issue: Label gh-140001 type-security",
  ],
  [
    "of pip has pip's label",
    { ticket: { ...WRITTEN, repository: PIP }, road: makeRoad({ issue }) },
    "ready mend-issue: Label gh-140001 type: security",
  ],
  [
    "is not known when it can't be read",
    { ticket: WRITTEN, road: { ...makeRoad({ pulls: approved }), publicIssue: unknown(why) } },
    `unknown: ${why}`,
  ],
]);

const REVIEWED: GivenFacts = { ticket: WRITTEN, road: makeRoad({ pulls: approved, issue }) };
const withPull = (given: Parameters<typeof makePublicPull>[0]): GivenFacts => ({
  ticket: WRITTEN,
  road: makeRoad({ pulls: approved, issue, pull: makePublicPull(given) }),
});

table("public-pull-request", [
  [
    "follows the issue",
    { ticket: WRITTEN, road: makeRoad({ pulls: approved }) },
    "blocked by public-issue",
  ],
  [
    "follows the review, though there is an issue",
    { ticket: WRITTEN, road: makeRoad({ issue }) },
    "blocked by private-review",
  ],
  ["begins with the patch", REVIEWED, "ready apply-patch: Apply the patch to a public branch"],
  [
    "goes on with the push",
    { ...REVIEWED, record: { publicBranch: BRANCH } },
    "ready push: Push gh-140001",
  ],
  [
    "is opened from the pushed branch",
    { ...REVIEWED, record: { publicBranch: PUSHED } },
    "ready open-pull-request: Open the public pull request from gh-140001",
  ],
  [
    "is opened again after it was closed",
    { ...withPull({ state: "closed" }), record: { publicBranch: PUSHED } },
    "ready open-pull-request: Reopen the public pull request #140002",
  ],
  [
    "lacks its label before anything else",
    withPull({ labels: [], hasNews: false, checks: "failing" }),
    "ready mend-pull-request: Label #140002 type-security",
  ],
  [
    "lacks its news",
    withPull({ hasNews: false, checks: "failing" }),
    "ready mend-pull-request: Add the news entry to #140002",
  ],
  [
    "is a draft",
    withPull({ draft: true, checks: "failing" }),
    "ready mend-pull-request: Mark #140002 as ready for review",
  ],
  [
    "has failed checks",
    withPull({ checks: "failing" }),
    "ready mend-pull-request: Look at the failed checks of #140002",
  ],
  [
    "waits for checks",
    withPull({ checks: "pending" }),
    "waiting ci: Waiting for the checks of #140002",
  ],
  [
    "waits for checks that have not begun",
    withPull({ checks: "none" }),
    "waiting ci: Waiting for the checks of #140002",
  ],
  ["is complete", withPull({}), "done: #140002"],
  [
    "is looked at for itself, whatever went before",
    { road: makeRoad({ pull: makePublicPull({ checks: "pending" }) }) },
    "waiting ci: Waiting for the checks of #140002",
  ],
  [
    "keeps its label after the merge",
    { ticket: WRITTEN, road: makeRoad({ issue, pull: merged({ labels: [], hasNews: false }) }) },
    "ready mend-pull-request: Label #140002 type-security",
  ],
]);

table("merge", [
  ["follows the pull request", REVIEWED, "blocked by public-pull-request"],
  ["follows its checks", withPull({ checks: "failing" }), "blocked by public-pull-request"],
  [
    "waits for a core developer",
    withPull({}),
    "waiting reviewer: Waiting for a core developer to merge #140002 into main",
  ],
  ["is done", { road: makeRoad({ pull: merged() }) }, "done: dddddddddd"],
  [
    "is done, though a label is missing",
    { road: makeRoad({ pull: merged({ labels: [], mergeCommit: null }) }) },
    "done: #140002",
  ],
]);

const MERGED: GivenFacts = { ticket: WRITTEN, road: makeRoad({ issue, pull: merged() }) };

table("email", [
  ["follows the merge", withPull({}), "blocked by merge"],
  ["follows the id", { ...MERGED, ticket: { ...WRITTEN, cveId: null } }, "blocked by cve"],
  ["follows the score", { ...MERGED, ticket: { ...WRITTEN, cvssV4: null } }, "blocked by severity"],
  ["follows the texts", { ...MERGED, ticket: { ...WRITTEN, description: "" } }, "blocked by texts"],
  ["is to be sent", MERGED, "ready send-email: Send the advisory e-mail"],
  ["was sent", { ...MERGED, record: { emailSentAt: NOW } }, "done: sent 2026-11-23"],
  [
    "of pip goes with the release",
    {
      ticket: { ...WRITTEN, repository: PIP },
      road: makeRoad({ issue, pull: merged({ labels: ["type: security"] }) }),
    },
    "waiting release-manager: Waiting for pip's release, with which it goes out",
  ],
]);

const backported = (...backports: ReturnType<typeof makeBackport>[]): GivenFacts => ({
  ticket: WRITTEN,
  road: makeRoad({ issue, pull: merged(), backports }),
});

const ordered = { labels: ["type-security", "needs backport to 3.13"] };

table("backport 3.13", [
  ["follows the merge", withPull({}), "blocked by merge"],
  ["is to be made", MERGED, "ready backport: Backport the fix to 3.13"],
  [
    "waits for the bot",
    {
      ticket: WRITTEN,
      road: makeRoad({ issue, pull: merged({ ...ordered, mergedAt: daysAgo(0.02) }) }),
    },
    "waiting bot: Waiting for the bot to backport to 3.13",
  ],
  [
    "is by hand when the bot has not made it in an hour",
    { ticket: WRITTEN, road: makeRoad({ issue, pull: merged(ordered) }) },
    "ready backport: Backport the fix to 3.13 by hand: the bot has not",
  ],
  [
    "is begun again after it was closed",
    backported(makeBackport("3.13", { state: "closed" })),
    "ready backport: Backport the fix to 3.13",
  ],
  [
    "is no other branch's",
    backported(makeBackport("3.14", { state: "merged" })),
    "ready backport: Backport the fix to 3.13",
  ],
  [
    "lacks both labels",
    backported(makeBackport("3.13", { labels: [] })),
    "ready mend-backport: Label #140113 type-security and release-blocker",
  ],
  [
    "lacks the label that never travels",
    backported(makeBackport("3.13", { labels: ["type-security"] })),
    "ready mend-backport: Label #140113 release-blocker",
  ],
  [
    "has failed checks",
    backported(makeBackport("3.13", { checks: "failing" })),
    "ready mend-backport: Look at the failed checks of #140113",
  ],
  [
    "waits for the release manager of a security branch",
    backported(makeBackport("3.13")),
    "waiting release-manager: Waiting for the release manager to merge #140113",
  ],
  ["is done", backported(makeBackport("3.13", { state: "merged" })), "done: #140113"],
  [
    "is not needed where the branch is marked, whatever went before",
    { ...withPull({}), record: { unaffectedBranches: ["3.13"] } },
    "not-needed: marked as not affected",
  ],
  [
    "is needed where another branch is marked",
    { ...MERGED, record: { unaffectedBranches: ["3.1", "3.12"] } },
    "ready backport: Backport the fix to 3.13",
  ],
  [
    "is the merged one of two",
    backported(
      makeBackport("3.13", { number: 9, state: "merged" }),
      makeBackport("3.13", { number: 10 }),
    ),
    "done: #9",
  ],
  [
    "is not known when it can't be read",
    {
      ticket: WRITTEN,
      road: { ...makeRoad({ issue, pull: merged() }), backports: unknown(why) },
    },
    `unknown: ${why}`,
  ],
  ["is none of pip's", { ticket: { ...WRITTEN, repository: PIP } }, "absent"],
]);

table("backport 3.14", [
  [
    "waits for a core developer: the branch still gets bug fixes",
    backported(makeBackport("3.14")),
    "waiting reviewer: Waiting for a core developer to merge #140114",
  ],
]);

table("backports", [
  ["are not needed for pip", { ticket: { repository: PIP } }, "not-needed: pip has no backports"],
  ["are an item each for CPython", {}, "absent"],
]);

const all = ["3.15", "3.14", "3.13", "3.12", "3.11"].map((branch) =>
  makeBackport(branch, { state: "merged" }),
);

table("close", [
  ["follows what is missing first", { ticket: TRIAGE }, "blocked by determination"],
  ["follows the e-mail", backported(...all), "blocked by email"],
  [
    "follows the last backport",
    { ...backported(...all.slice(1)), record: { emailSentAt: NOW } },
    "blocked by backport 3.15",
  ],
  [
    "follows no backport to a branch that is not affected",
    {
      ...backported(...all.slice(1)),
      record: { emailSentAt: NOW, unaffectedBranches: ["3.15"] },
    },
    "ready close: Close the ticket",
  ],
  [
    "is the person's",
    { ...backported(...all), record: { emailSentAt: NOW } },
    "ready close: Close the ticket",
  ],
  [
    "of pip follows the e-mail alone",
    {
      ticket: { ...WRITTEN, repository: PIP },
      record: { emailSentAt: NOW },
      road: makeRoad({
        issue: makeIssue({ labels: ["type: security"] }),
        pull: merged({ labels: ["type: security"] }),
      }),
    },
    "ready close: Close the ticket",
  ],
  [
    "waits for the bot at any time",
    { ticket: { ...FRESH, tags: ["ACCEPT", "NOTPLANNED"] } },
    `waiting bot: Waiting for the bot to act on [NOTPLANNED] at ${TEN}`,
  ],
  ["is done", { ticket: { state: "closed" } }, "done: it is closed"],
  ["is done by publishing", { ticket: { state: "published" } }, "done: it is published"],
]);

describe("the fix's pull request", () => {
  const number = (pull: ReturnType<typeof makePublicPull> | undefined, recorded?: number) =>
    publicPullNumber({
      road: makeRoad({ ...(pull !== undefined && { pull }) }),
      record: recorded === undefined ? {} : { publicPullRequest: recorded },
    });

  it("is the one that is open or merged, else the one that was opened here since", () => {
    assert.equal(number(makePublicPull()), 140002);
    assert.equal(number(merged(), 9), 140002);
    assert.equal(number(undefined, 9), 9);
    assert.equal(number(undefined), undefined);
    const closed = makePublicPull({ state: "closed" });
    assert.equal(number(closed, 9), 9);
    assert.equal(publicPullNumber({ road: undefined, record: { publicPullRequest: 9 } }), 9);
  });

  it("is none once it was given up", () => {
    assert.equal(number(makePublicPull({ state: "closed" }), 140002), undefined);
    assert.equal(number(makePublicPull({ state: "closed" })), undefined);
  });
});
