import { clockTime } from "../../../src/ticket/botSchedule.ts";
import { unknown } from "../../../src/ticket/ticketFacts.ts";
import { daysAgo, NOW, PIP } from "./builders.ts";
import {
  BRANCH,
  makeIssue,
  makePrivatePull,
  makePublicPull,
  makeRoad,
  V3,
  V4,
  WRITTEN,
} from "./facts.ts";

import { table, type Case } from "./itemTable.ts";

const TEN = clockTime(new Date("2026-11-23T10:00:00Z"));
const ADMIN = { administers: true };
const TRIAGE = { state: "triage" } as const;
const FRESH = { updatedAt: NOW };
const issue = makeIssue();
const why = "GitHub could not be reached.";

table("coordinator", [
  [
    "is to be taken",
    { ticket: { credits: [] } },
    "ready take: Take it, or leave it to another member",
  ],
  ["is the person", {}, "done: you"],
  [
    "is another",
    { ticket: { credits: [{ login: "sam", type: "coordinator", state: "pending" }] } },
    "done: sam",
  ],
  [
    "is nobody who declined",
    { ticket: { credits: [{ login: "sam", type: "coordinator", state: "declined" }] } },
    "ready take: Take it, or leave it to another member",
  ],
  [
    "is somebody else's to become when the person declined",
    { ticket: { credits: [{ login: "mel", type: "coordinator", state: "declined" }] } },
    "waiting member: Waiting for another member to take it: you have declined",
  ],
]);

table("determination", [
  ["follows the coordinator", { ticket: { ...TRIAGE, credits: [] } }, "blocked by coordinator"],
  ["is the person's", { ticket: TRIAGE }, "ready determine: Accept or close it"],
  [
    "waits for the bot",
    { ticket: { ...TRIAGE, ...FRESH, tags: ["ACCEPTED"] } },
    `waiting bot: Waiting for the bot to act on [ACCEPTED] at ${TEN}`,
  ],
  [
    "is overdue after two runs",
    { ticket: { ...TRIAGE, tags: ["ACCEPT"], updatedAt: daysAgo(0.2) } },
    "waiting bot overdue: The bot is overdue to act on [ACCEPT]: ask a repository admin",
  ],
  [
    "counts from the order that this machine remembers, whatever changed since",
    {
      ticket: { ...TRIAGE, ...FRESH, tags: ["ACCEPT"] },
      record: { botOrder: { tag: "ACCEPT", askedAt: daysAgo(0.5) } },
    },
    "waiting bot overdue: The bot is overdue to act on [ACCEPT]: ask a repository admin",
  ],
  ["is over in a draft", {}, "done: a vulnerability"],
  [
    "is not needed any more while the ticket is being closed",
    { ticket: { ...TRIAGE, ...FRESH, tags: ["INVALID"] } },
    "not-needed: it is about to be closed",
  ],
]);

table("cve", [
  ["follows the determination", { ticket: TRIAGE }, "blocked by determination"],
  [
    "waits for the bot",
    { ticket: FRESH },
    `waiting bot: Waiting for the bot to reserve an id at ${TEN}`,
  ],
  [
    "waits for the bot for an admin, too: GitHub's ids are not the PSF's",
    { ticket: FRESH, rights: ADMIN },
    `waiting bot: Waiting for the bot to reserve an id at ${TEN}`,
  ],
  [
    "is overdue",
    { ticket: { updatedAt: daysAgo(1) } },
    "waiting bot overdue: The bot is overdue to reserve an id: ask a repository admin",
  ],
  ["is there", { ticket: { cveId: "CVE-2026-1234" } }, "done: CVE-2026-1234"],
  [
    "stands in triage, too",
    { ticket: { ...TRIAGE, cveId: "CVE-2026-1234" } },
    "done: CVE-2026-1234",
  ],
  [
    "of pip waits for an admin",
    { ticket: { repository: PIP } },
    "waiting admin: Waiting for a PSRT admin to reserve an id",
  ],
]);

table("severity", [
  ["follows the determination", { ticket: TRIAGE }, "blocked by determination"],
  ["is to be scored", {}, "ready score: Score with CVSS v4"],
  [
    "is not a word without a vector",
    { ticket: { severity: "high" } },
    "ready score: Score with CVSS v4",
  ],
  [
    "is to be scored again after v3",
    { ticket: { cvssV3: V3 } },
    "ready score: Score again with CVSS v4: it has a v3 score",
  ],
  ["is scored", { ticket: { cvssV4: V4, severity: "high" } }, `done: high · ${V4}`],
]);

table("texts", [
  ["lack the description", {}, "ready write-texts: Write title and description"],
  [
    "lack the title",
    { ticket: { title: " ", description: "x" } },
    "ready write-texts: Write title and description",
  ],
  ["are written", { ticket: { description: "x" } }, "done: written"],
]);

table("fork", [
  ["follows the determination", { ticket: TRIAGE }, "blocked by determination"],
  [
    "waits for the bot",
    { ticket: FRESH },
    `waiting bot: Waiting for the bot to make the private fork at ${TEN}`,
  ],
  [
    "is an admin's to start",
    { ticket: FRESH, rights: ADMIN },
    "ready start-fork: Start the private fork",
  ],
  [
    "is overdue",
    { ticket: { updatedAt: daysAgo(1) } },
    "waiting bot overdue: The bot is overdue to make the private fork: ask a repository admin",
  ],
  ["is there", { ticket: WRITTEN }, "done: cpython-ghsa-2222-3333-4444"],
  [
    "is not needed for what is public",
    { road: makeRoad({ issue, pull: makePublicPull() }) },
    "not-needed: the fix is public",
  ],
]);

table("private-review", [
  ["follows the fork", {}, "blocked by fork"],
  ["begins with a clone", { ticket: WRITTEN }, "ready clone: Clone the private fork"],
  [
    "goes on with a pull request",
    { ticket: WRITTEN, record: { privateClone: "/x" } },
    "ready open-private-pull-request: Push the fix and open a private pull request",
  ],
  [
    "has no use for one that was closed",
    {
      ticket: WRITTEN,
      road: makeRoad({ pulls: [makePrivatePull({ state: "closed", review: "approved" })] }),
    },
    "ready clone: Clone the private fork",
  ],
  ...(
    [
      ["none", "waiting reviewer: Waiting for a review of private #1"],
      ["approved", "done: #1 approved"],
      ["outdated", "waiting reviewer: Waiting for a review: private #1 changed after it"],
      ["changes-requested", "ready answer-review: Answer the review of private #1"],
      ["untold", "unknown: GitHub does not show the reviews of private #1"],
    ] as const
  ).map(([review, expected]): Case => [
    `tells a review that is ${review}`,
    { ticket: WRITTEN, road: makeRoad({ pulls: [makePrivatePull({ review })] }) },
    expected,
  ]),
  [
    "waits for the author of a draft",
    {
      ticket: WRITTEN,
      road: makeRoad({ pulls: [makePrivatePull({ draft: true, review: "approved" })] }),
    },
    "waiting author: Waiting for the author: private #1 is a draft",
  ],
  [
    "is of the one that was brought to the public branch, whatever others say",
    {
      ticket: WRITTEN,
      record: { publicBranch: BRANCH },
      road: makeRoad({
        pulls: [makePrivatePull({ number: 2, review: "approved" }), makePrivatePull()],
      }),
    },
    "waiting reviewer: Waiting for a review of private #1",
  ],
  [
    "is of the approved one among several",
    {
      ticket: WRITTEN,
      road: makeRoad({
        pulls: [makePrivatePull({ number: 3 }), makePrivatePull({ number: 2, review: "approved" })],
      }),
    },
    "done: #2 approved",
  ],
  [
    "is not needed for what is public",
    { ticket: WRITTEN, road: makeRoad({ issue, pull: makePublicPull() }) },
    "not-needed: the fix is public",
  ],
  [
    "is not known when it can't be read",
    { ticket: WRITTEN, road: { ...makeRoad(), privatePulls: unknown(why) } },
    `unknown: ${why}`,
  ],
  [
    "is not known before it was read",
    { ticket: WRITTEN, road: undefined },
    "unknown: Not read yet",
  ],
]);
