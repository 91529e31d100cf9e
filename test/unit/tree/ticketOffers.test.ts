import assert from "node:assert/strict";
import type { TicketRecord } from "../../../src/ticket/record.ts";
import { ticketKey, type Ticket } from "../../../src/ticket/ticket.ts";
import { rowOfTicket } from "../../../src/tree/ticketRow.ts";
import { makeBoard, makeTicket, NOW } from "../ticket/builders.ts";
import { BRANCH, FORK, PUSHED } from "../ticket/facts.ts";
import { rowOf } from "./rowOfTicket.ts";

const landed: TicketRecord = { privateClone: "/home/mel/psrt-private/x", publicBranch: BRANCH };

const OF_COORDINATOR = ["canDelegate", "canHandBack"] as const;

/** What can be done to every open ticket of CPython. */
const ANSWERED = ["canEditAdvisory", "canReply", "canCheckSigning"] as const;

/** What is said of every draft of CPython. */
const OF_DRAFT = ["canAnnounce", "canMarkUnaffected"] as const;

describe("what a ticket's row offers", () => {
  it("offers what can be done to the ticket now, and nothing else", () => {
    const opened = ["ticket", "canClose", "canAddExperts", "canClone", "canLand"];
    const reported = ["ticket", "canAccept", ...opened.slice(1)];
    const open = [...opened, "canReview", "canOpenIssue"];
    const pushed = { ...landed, publicBranch: PUSHED };
    const cases: readonly (readonly [Partial<Ticket>, TicketRecord, readonly string[]])[] = [
      [
        {},
        {},
        [
          ...open.slice(0, 3),
          "canCreateFork",
          "canReview",
          "canOpenIssue",
          ...ANSWERED,
          ...OF_DRAFT,
          ...OF_COORDINATOR,
        ],
      ],
      [{ privateFork: FORK }, {}, [...open, ...ANSWERED, ...OF_DRAFT, ...OF_COORDINATOR]],
      [{ state: "triage", privateFork: FORK }, {}, [...reported, ...ANSWERED, ...OF_COORDINATOR]],
      [{ state: "closed", privateFork: FORK }, {}, ["ticket", "canReply"]],
      [{ state: "published", privateFork: FORK }, {}, ["ticket"]],
      [{ state: "unknown", privateFork: FORK }, {}, ["ticket"]],
      [
        { privateFork: FORK },
        landed,
        [
          ...open,
          "canOpenClone",
          "canStartFix",
          "canOpenPrivatePull",
          "canShowCommit",
          "canPush",
          ...ANSWERED,
          ...OF_DRAFT,
          ...OF_COORDINATOR,
        ],
      ],
      [
        { state: "closed" },
        landed,
        ["ticket", "canOpenClone", "canShowCommit", "canPush", "canReply"],
      ],
    ];
    for (const [ticket, record, capabilities] of cases) {
      assert.deepEqual(rowOf(ticket, record).capabilities, capabilities);
    }
    assert.ok(!rowOf({ privateFork: FORK }, pushed).capabilities.includes("canPush"));
  });

  it("offers nothing of the PSRT's process to who reports a ticket or helps with it", () => {
    const guest = (given: Partial<Ticket>, record: TicketRecord = {}): readonly string[] => {
      const ticket = makeTicket({ credits: [], privateFork: FORK, ...given });
      const records = new Map([[ticketKey(ticket), record]]);
      return rowOfTicket(ticket, makeBoard([ticket], { isMember: false, records }), NOW)
        .capabilities;
    };
    const fix = ["canOpenClone", "canStartFix", "canOpenPrivatePull", "canShowCommit"];
    assert.deepEqual(guest({ author: "Mel" }), ["ticket", "canClone", "canEditAdvisory"]);
    assert.deepEqual(guest({ author: "Mel", tags: ["ACCEPT"], state: "triage" }), [
      ...["ticket", "canClone", "canEditAdvisory"],
    ]);
    assert.deepEqual(guest({ collaborators: ["mel"] }, landed), [
      ...["ticket", "canClone", ...fix, "canEditAdvisory", "canReply"],
    ]);
    assert.deepEqual(guest({ author: "mel", state: "closed" }), ["ticket"]);
  });

  it("offers no clone of a repository whose patches can't be landed", () => {
    const repository = { owner: "mel", repo: "toy" };
    assert.deepEqual(rowOf({ repository, privateFork: FORK }).capabilities, [
      ...["ticket", "canAddExperts", "canEditAdvisory", "canReply", ...OF_COORDINATOR],
    ]);
  });
});
