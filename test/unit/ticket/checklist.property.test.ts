import assert from "node:assert/strict";
import fc from "fast-check";
import { checklist } from "../../../src/ticket/checklist.ts";
import { isSettled, type ItemId } from "../../../src/ticket/checklistItem.ts";
import { nextStepOf } from "../../../src/ticket/nextStep.ts";
import type { PrivatePull, PublicPull } from "../../../src/ticket/pullRequest.ts";
import type { Credit } from "../../../src/ticket/ticket.ts";
import type { Tag } from "../../../src/ticket/tag.ts";
import { known, unknown, type Fact, type TicketFacts } from "../../../src/ticket/ticketFacts.ts";
import { CPYTHON, daysAgo, NOW, PIP } from "./builders.ts";
import {
  BRANCH,
  FORK,
  makeBackport,
  makeFacts,
  makeIssue,
  makePrivatePull,
  makePublicPull,
  makeRoad,
  merged,
  PUSHED,
  V3,
  V4,
} from "./facts.ts";

const labels = fc.subarray([
  "type-security",
  "type: security",
  "release-blocker",
  "needs backport to 3.13",
]);
const state = fc.constantFrom("open", "closed", "merged");
const checks = fc.constantFrom("none", "pending", "passing", "failing");

const privatePull = fc
  .record({
    number: fc.integer({ min: 1, max: 3 }),
    state: fc.constantFrom("open", "closed"),
    draft: fc.boolean(),
    review: fc.constantFrom("none", "approved", "outdated", "changes-requested", "untold"),
  })
  .map((given): PrivatePull => makePrivatePull(given));

const publicPull = fc
  .record({ state, checks, labels, draft: fc.boolean(), hasNews: fc.boolean() })
  .map(({ state, ...given }): PublicPull =>
    state === "merged" ? merged(given) : makePublicPull({ ...given, state }),
  );

const backport = fc
  .tuple(
    fc.constantFrom("3.15", "3.14", "3.13", "3.12", "3.11", "3.9"),
    fc.record({ state, checks, labels, draft: fc.boolean() }),
  )
  .map(([branch, given]) => makeBackport(branch, given));

function fact<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Fact<T>> {
  return fc.oneof(
    { weight: 9, arbitrary: value.map(known) },
    { weight: 1, arbitrary: fc.constant(unknown("GitHub could not be reached.")) },
  );
}

const botReport = fc.record({
  branch: fc.constantFrom("3.14", "3.11"),
  kind: fc.constant("failed" as const),
  at: fc.constant(NOW),
  because: fc.constantFrom("conflict" as const, "trouble" as const),
  words: fc.string(),
});

const facts: fc.Arbitrary<TicketFacts> = fc
  .record({
    ticket: fc.record({
      repository: fc.constantFrom(CPYTHON, PIP, { owner: "mel", repo: "toy" }),
      state: fc.constantFrom("triage", "draft", "draft", "draft", "closed", "published", "unknown"),
      tags: fc.subarray<Tag>(["ACCEPT", "CLOSED"]),
      title: fc.constantFrom("", "Crash"),
      description: fc.constantFrom("", "x"),
      cveId: fc.constantFrom(null, "CVE-2026-1234"),
      cvssV4: fc.constantFrom(null, V4),
      cvssV3: fc.constantFrom(null, V3),
      privateFork: fc.constantFrom(null, FORK),
      updatedAt: fc.constantFrom(NOW, daysAgo(3)),
      credits: fc.subarray<Credit>([
        { login: "mel", type: "coordinator", state: "accepted" },
        { login: "sam", type: "coordinator", state: "accepted" },
      ]),
    }),
    record: fc.record({
      branch: fc.constantFrom({}, { publicBranch: BRANCH }, { publicBranch: PUSHED }),
      clone: fc.constantFrom({}, { privateClone: "/x" }),
      sent: fc.constantFrom({}, { emailSentAt: NOW }),
    }),
    administers: fc.boolean(),
    road: fc.option(
      fc.record({
        privatePulls: fact(fc.array(privatePull, { maxLength: 3 })),
        publicIssue: fact(
          fc.oneof(
            fc.constantFrom(undefined, null),
            fc.record({ labels, isPullRequest: fc.boolean() }).map(makeIssue),
          ),
        ),
        publicPull: fact(fc.option(publicPull, { nil: undefined })),
        backports: fact(fc.array(backport, { maxLength: 6 })),
        botNews: fact(
          fc.array(botReport, { maxLength: 4 }).map((reports) => ({ reports, made: [] })),
        ),
        releases: fc.constant(makeRoad().releases),
      }),
      { nil: undefined },
    ),
  })
  .map(({ ticket, record, administers, road }) =>
    makeFacts({
      ticket,
      record: { ...record.branch, ...record.clone, ...record.sent },
      rights: { administers },
      road,
    }),
  );

function settled(given: TicketFacts): ReadonlySet<ItemId> {
  const { items } = checklist(given, NOW);
  return new Set(items.filter(isSettled).map(({ id }) => id));
}

describe("every checklist", () => {
  it("has each item once, in the road's order, with something to say", () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { items } = checklist(given, NOW);
        const ids = items.map(({ id }) => id);
        assert.equal(new Set(ids).size, ids.length);
        assert.deepEqual([ids[0], ids.at(-1)], ["coordinator", "close"]);
        assert.ok(items.every(({ words, name }) => words !== "" && name !== ""));
      }),
    );
  });

  it("blocks an item only by an earlier one that is not settled", () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { items } = checklist(given, NOW);
        for (const [index, { state }] of items.entries()) {
          if (state.kind !== "blocked") continue;
          const at = items.findIndex(({ id }) => id === state.by);
          const obstacle = items[at];
          assert.ok(at >= 0 && at < index && obstacle !== undefined && !isSettled(obstacle));
        }
      }),
    );
  });

  it("has one next step, which is the first thing that the person can do", () => {
    fc.assert(
      fc.property(facts, (given) => {
        const list = checklist(given, NOW);
        const step = nextStepOf(list);
        assert.notEqual(step.words, "");
        assert.equal(step.whose === "nobody", list.course === "ended");
        if (list.course === "ended" || list.course === "others") {
          assert.equal(step.id, "none");
          return;
        }
        const first = list.items.find(({ state }) => state.kind === "ready");
        if (first !== undefined) {
          assert.deepEqual([step.item, step.whose, step.words], [first.id, "you", first.words]);
          return;
        }
        const item = list.items.find(({ id }) => id === step.item);
        assert.ok(item?.state.kind === "waiting" || item?.state.kind === "unknown");
        const overdue = item.state.kind === "waiting" && item.state.overdue;
        assert.equal(step.whose, overdue ? "you" : "others");
      }),
    );
  });

  it("never tells to close, to mail or to backport before its time", () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { items } = checklist(given, NOW);
        const isReady = (wanted: string): boolean =>
          items.some(({ state }) => state.kind === "ready" && state.step === wanted);
        if (isReady("close")) {
          assert.ok(items.every((item) => item.id === "close" || isPassedOver(item)));
        }
        const pull = given.road?.publicPull;
        const isMerged = pull?.known === true && pull.value?.state === "merged";
        if (isReady("send-email") || isReady("backport")) assert.ok(isMerged);
        if (isReady("send-email")) assert.ok(given.ticket.cveId !== null);
      }),
    );
  });

  it("offers nothing to do on a ticket that has ended or is being closed", () => {
    fc.assert(
      fc.property(facts, (given) => {
        const list = checklist(given, NOW);
        const isClosing = given.ticket.tags.includes("CLOSED");
        if (list.course !== "ended" && !isClosing) return;
        assert.ok(list.items.every(({ state }) => state.kind !== "ready"));
      }),
    );
  });

  /** What happens on the way, each a step forward. */
  const progress: Readonly<Record<string, (given: TicketFacts) => TicketFacts>> = {
    "a CVE id": (given) => ({ ...given, ticket: { ...given.ticket, cveId: "CVE-2026-1234" } }),
    "a score": (given) => ({ ...given, ticket: { ...given.ticket, cvssV4: V4 } }),
    "a text": (given) => ({
      ...given,
      ticket: { ...given.ticket, title: "Crash", description: "x" },
    }),
    "the private fork": (given) => ({ ...given, ticket: { ...given.ticket, privateFork: FORK } }),
    "the private clone": (given) => ({ ...given, record: { ...given.record, privateClone: "/x" } }),
    "the e-mail": (given) => ({ ...given, record: { ...given.record, emailSentAt: NOW } }),
    "the end": (given) => ({ ...given, ticket: { ...given.ticket, state: "closed" } }),
    "the issue": (given) => ({
      ...given,
      road: given.road && {
        ...given.road,
        publicIssue: known(makeIssue({ labels: ["type-security", "type: security"] })),
      },
    }),
    "the merge": (given) => ({
      ...given,
      road: given.road && {
        ...given.road,
        publicPull: known(merged({ labels: ["type-security", "type: security"] })),
      },
    }),
  };
  for (const [what, forward] of Object.entries(progress)) {
    it(`loses nothing that was done by ${what}`, () => {
      fc.assert(
        fc.property(facts, (given) => {
          const after = settled(forward(given));
          for (const id of settled(given)) assert.ok(after.has(id) || id === "backports", id);
        }),
      );
    });
  }
});

function isPassedOver(item: Parameters<typeof isSettled>[0]): boolean {
  return isSettled(item) || (item.state.kind === "unknown" && item.state.passable);
}
