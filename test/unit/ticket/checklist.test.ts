import assert from "node:assert/strict";
import { checklist } from "../../../src/ticket/checklist.ts";
import { clockTime } from "../../../src/ticket/botSchedule.ts";
import { nextStepOf } from "../../../src/ticket/nextStep.ts";
import { NOW } from "./builders.ts";
import {
  BRANCH,
  makeBackport,
  makeFacts,
  makeIssue,
  makePrivatePull,
  makePublicPull,
  makeRoad,
  merged,
  PUSHED,
  V4,
  WRITTEN,
  FORK,
  type GivenFacts,
} from "./facts.ts";

const TEN = clockTime(new Date("2026-11-23T10:00:00Z"));

function step(given: GivenFacts): string {
  const { id, whose, words } = nextStepOf(checklist(makeFacts(given), NOW));
  return `${id} (${whose}): ${words}`;
}

describe("a ticket's next step", () => {
  it("leads from the report to the closed ticket", () => {
    const approved = [makePrivatePull({ review: "approved" })];
    const issue = makeIssue();
    const pull = merged({ mergedAt: NOW });
    const backports = ["3.15", "3.14", "3.13", "3.12"].map((branch) =>
      makeBackport(branch, { state: "merged" }),
    );
    const ordered = merged({
      labels: ["type-security", "needs backport to 3.11"],
      mergedAt: NOW,
    });
    const cloned = { privateClone: "/home/mel/psrt-private/x" };
    const landed = { ...cloned, publicIssue: 140001, publicBranch: BRANCH };
    const pushed = { ...landed, publicBranch: PUSHED };
    const sent = { ...pushed, emailSentAt: NOW };
    const walk: readonly GivenFacts[] = [
      { ticket: { state: "triage", credits: [] } },
      { ticket: { state: "triage" } },
      { ticket: { state: "triage", tags: ["ACCEPT"], updatedAt: NOW } },
      { ticket: { updatedAt: NOW } },
      { ticket: { updatedAt: NOW, cvssV4: V4 } },
      { ticket: { updatedAt: NOW, cvssV4: V4, description: "x" } },
      { ticket: { updatedAt: NOW, cvssV4: V4, description: "x", privateFork: FORK } },
      { ticket: WRITTEN },
      { ticket: WRITTEN, record: cloned },
      { ticket: WRITTEN, record: cloned, road: makeRoad({ pulls: [makePrivatePull()] }) },
      { ticket: WRITTEN, record: cloned, road: makeRoad({ pulls: approved }) },
      { ticket: WRITTEN, record: cloned, road: makeRoad({ pulls: approved, issue }) },
      { ticket: WRITTEN, record: landed, road: makeRoad({ pulls: approved, issue }) },
      { ticket: WRITTEN, record: pushed, road: makeRoad({ pulls: approved, issue }) },
      { ticket: WRITTEN, record: pushed, road: makeRoad({ issue, pull: makePublicPull() }) },
      { ticket: WRITTEN, record: pushed, road: makeRoad({ issue, pull }) },
      { ticket: WRITTEN, record: sent, road: makeRoad({ issue, pull }) },
      { ticket: WRITTEN, record: sent, road: makeRoad({ issue, pull: ordered, backports }) },
      {
        ticket: WRITTEN,
        record: sent,
        road: makeRoad({ issue, pull, backports: [...backports, makeBackport("3.11")] }),
      },
      {
        ticket: WRITTEN,
        record: sent,
        road: makeRoad({
          ...{ issue, pull },
          backports: [...backports, makeBackport("3.11", { state: "merged" })],
        }),
      },
      { ticket: { ...WRITTEN, tags: ["COMPLETED"], updatedAt: NOW } },
      { ticket: { ...WRITTEN, state: "closed" } },
    ];
    assert.deepEqual(walk.map(step), [
      "take (you): Take it, or leave it to another member",
      "determine (you): Accept or close it",
      `wait (others): Waiting for the bot to act on [ACCEPT] at ${TEN}`,
      "score (you): Score with CVSS v4",
      "write-texts (you): Write title and description",
      `wait (others): Waiting for the bot to reserve an id at ${TEN}`,
      "clone (you): Clone the private fork",
      "clone (you): Clone the private fork",
      "open-private-pull-request (you): Push the fix and open a private pull request",
      "wait (others): Waiting for a review of private #1",
      "open-issue (you): Open the public issue",
      "apply-patch (you): Apply the patch to a public branch",
      "push (you): Push gh-140001",
      "open-pull-request (you): Open the public pull request from gh-140001",
      "wait (others): Waiting for a core developer to merge #140002 into main",
      "send-email (you): Send the advisory e-mail",
      "backport (you): Backport the fix to 3.15",
      "wait (others): Waiting for the bot to backport to 3.11",
      "wait (others): Waiting for the release manager to merge #140111",
      "close (you): Close the ticket",
      `wait (others): Waiting for the bot to act on [COMPLETED] at ${TEN}`,
      "none (nobody): Nothing: it is closed",
    ]);
  });
});
