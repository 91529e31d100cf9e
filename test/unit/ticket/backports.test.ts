import assert from "node:assert/strict";
import { botNews, type PublicComment } from "../../../src/ticket/backportBot.ts";
import { backportItem } from "../../../src/ticket/backportItems.ts";
import { failedChecks, type Check } from "../../../src/ticket/checks.ts";
import { milestonesOf } from "../../../src/ticket/events.ts";
import type { Landing } from "../../../src/ticket/landing.ts";
import { projectOf } from "../../../src/ticket/project.ts";
import type { TicketRecord } from "../../../src/ticket/record.ts";
import { CPYTHON, daysAgo, makeTicket, NOW } from "./builders.ts";
import { makeBackport, makeRoad, merged, type Road } from "./facts.ts";

const SHA = "1a2b3c4".padEnd(40, "0");
const project = projectOf(CPYTHON);
const branch = { name: "3.12", status: "security" } as const;

/** An hour and a little before now. */
const LATE = new Date(NOW.getTime() - 61 * 60_000);
const EARLY = new Date(NOW.getTime() - 60_000);

function said(body: string, given: Partial<PublicComment> = {}): PublicComment {
  return { author: "miss-islington-app[bot]", body, at: EARLY, ...given };
}

const made = { to: "3.12", clone: "/x", name: "backport-1-3.12", commit: SHA };

/** A backport that is made by hand. */
const landing: Landing = {
  of: { kind: "backport", branch: "3.12", commit: SHA },
  ...{ stage: "conflict", startedAt: EARLY, message: "[3.12] Bound it" },
  ...{ publicClone: "/x", branch: made.name },
};

/** As tasks.py of miss-islington writes it. */
const CONFLICT = `Sorry, @mel and @rory, I could not cleanly backport this to \`3.12\` due to a conflict.

Please backport manually with [cherry_picker](https://pypi.org/project/cherry-picker/), see the [devguide](https://devguide.python.org/) for more information.
\`\`\`
cherry_picker ${SHA} 3.12
\`\`\`
`;
const TROUBLE = `Sorry @mel, I had trouble backporting to \`3.12\`.
Please retry by removing and re-adding the "needs backport to 3.12" label.
\`\`\`
cherry_picker ${SHA} 3.12
\`\`\`
`;
const WORKING =
  "Thanks @mel for the PR 🌮🎉.. I'm working now to backport this PR to: 3.13, 3.12.\n🐍🍒⛏🤖 ";

describe("what the backport bot has said", () => {
  const of = (...comments: PublicComment[]) =>
    botNews(comments).reports.find((report) => report.branch === "3.12");

  it("is its last word on each branch, in one sentence", () => {
    assert.deepEqual(of(said(WORKING)), { branch: "3.12", kind: "working", at: EARLY });
    assert.deepEqual(of(said(WORKING), said(CONFLICT)), {
      ...{ branch: "3.12", kind: "failed", at: EARLY, because: "conflict" },
      words: "I could not cleanly backport this to `3.12` due to a conflict.",
    });
    assert.deepEqual(of(said(TROUBLE)), {
      ...{ branch: "3.12", kind: "failed", at: EARLY, because: "trouble" },
      words: "I had trouble backporting to `3.12`.",
    });
    assert.equal(of(said(CONFLICT), said(WORKING))?.kind, "working");
    assert.equal(
      of(said("I'm having trouble backporting to `3.12`. Reason: '`Redis`'."))?.kind,
      "failed",
    );
  });

  it("is nobody else's word", () => {
    for (const author of ["mallory", "miss-islington-fan", "xmiss-islington", null]) {
      assert.equal(of(said(CONFLICT, { author })), undefined);
    }
    assert.equal(of(said(`Try cherry_picker ${SHA.slice(1)} 3.12`)), undefined);
  });

  it("names the backports that were made", () => {
    const link = "[GH-140403](https://github.com/python/cpython/pull/140403)";
    const text = `${link} is a backport of this pull request to the [3.14 branch](https://x).`;
    assert.deepEqual(botNews([said(text, { author: "bedevere-app[bot]" })]).made, [140403]);
    assert.deepEqual(botNews([said(text, { author: "mallory" })]).made, []);
  });
});

describe("a branch's backport", () => {
  const item = (road: Road, record: TicketRecord = {}): string => {
    assert.ok(project);
    const facts = { record, road: makeRoad({ pull: merged(), ...road }) };
    const { state, words } = backportItem(facts, branch, project, NOW);
    return `${state.kind}: ${words}`;
  };
  const ordered = merged({ labels: ["needs backport to 3.12"], mergedAt: EARLY });
  const news = (...comments: PublicComment[]): Road => ({ botNews: botNews(comments) });
  const pull = (given: Parameters<typeof makeBackport>[1]): Road => ({
    backports: [makeBackport("3.12", given)],
  });

  const cases: readonly (readonly [string, Road, string, TicketRecord?])[] = [
    ["is needed", {}, "ready: Backport the fix to 3.12"],
    ["is the bot's", { pull: ordered }, "waiting: Waiting for the bot to backport to 3.12"],
    [
      "is the bot's again when it was asked later",
      { pull: merged({ ...ordered, mergedAt: daysAgo(2) }), ...news(said(WORKING)) },
      "waiting: Waiting for the bot to backport to 3.12",
    ],
    [
      "is late an hour after the bot began",
      { pull: merged({ ...ordered, mergedAt: daysAgo(2) }), ...news(said(WORKING, { at: LATE })) },
      "ready: Backport the fix to 3.12 by hand: the bot has not",
    ],
    [
      "conflicts",
      { pull: ordered, ...news(said(CONFLICT)) },
      "ready: Backport the fix to 3.12 by hand: it conflicts",
    ],
    [
      "had trouble",
      { pull: ordered, ...news(said(TROUBLE)) },
      "ready: Backport the fix to 3.12 again: the bot had trouble",
    ],
    ["is not needed", {}, "not-needed: marked as not affected", { unaffectedBranches: ["3.12"] }],
    [
      "conflicts where it is made by hand",
      { pull: ordered, ...news(said(CONFLICT)) },
      "ready: Resolve the conflicts of the backport to 3.12",
      { backportLandings: [landing] },
    ],
    [
      "was stopped while it was made by hand",
      {},
      "ready: Continue the backport to 3.12",
      { backportLandings: [{ ...landing, stage: "prove" }] },
    ],
    [
      "is made by hand anew, beside an earlier branch",
      {},
      "ready: Continue the backport to 3.12",
      { backportLandings: [{ ...landing, stage: "build" }], backportBranches: [made] },
    ],
    [
      "was made by hand, and its landing waits for the push",
      {},
      "ready: Push the backport to 3.12",
      {
        backportLandings: [{ ...landing, stage: "publish", commit: SHA }],
        backportBranches: [made],
      },
    ],
    [
      "is not what another branch's landing is",
      {},
      "ready: Backport the fix to 3.12",
      { backportLandings: [{ ...landing, of: { kind: "backport", branch: "3.13", commit: SHA } }] },
    ],
    ["was made by hand", {}, "ready: Push the backport to 3.12", { backportBranches: [made] }],
    [
      "was pushed",
      {},
      "ready: Open the pull request of the backport to 3.12",
      { backportBranches: [{ ...made, pushedTo: "mel/cpython" }] },
    ],
    ["lacks labels", pull({ labels: ["Type-Security"] }), "ready: Label #140112 release-blocker"],
    [
      "waits for its checks",
      pull({ checks: "pending" }),
      "waiting: Waiting for the checks of #140112",
    ],
    [
      "fails, and says by which checks",
      pull({
        checks: "failing",
        failed: ["a", "b", "c", "d"].map((name) => ({ name, state: "failing" })),
      }),
      "ready: Look at the failed checks of #140112: a, b, c, 1 more",
    ],
    [
      "conflicts with its branch",
      pull({ mergeable: false }),
      "ready: Resolve the conflict of #140112 with 3.12",
    ],
    [
      "waits for the release manager",
      pull({}),
      "waiting: Waiting for the release manager to merge #140112",
    ],
    ["is merged", pull({ state: "merged" }), "done: #140112"],
  ];
  for (const [name, road, expected, record] of cases) {
    it(name, () => assert.equal(item(road, record), expected));
  }

  it("that failed is told of, unless the branch lacks the mistake", () => {
    const told = (record: TicketRecord): readonly string[] => {
      const road = makeRoad({
        pull: merged({ labels: ["needs backport to 3.11"], mergedAt: LATE }),
        ...pull({ checks: "failing" }),
        ...{ botNews: botNews([said(CONFLICT.replaceAll("3.12", "3.13"))]) },
      });
      const found = milestonesOf(makeTicket(), record, road, undefined, NOW).get("backports");
      return (found ?? []).map(({ key }) => key.split(" ").slice(0, 3).join(" "));
    };
    assert.deepEqual(told({}), [
      "failing 140112 bbbbbbbbbbbb",
      "no backport 3.13",
      "no backport 3.11",
    ]);
    assert.deepEqual(told({ unaffectedBranches: ["3.11", "3.12", "3.13"] }), []);
  });
});

describe("the checks that fail", () => {
  const check = (name: string, state: Check["state"]): Check => ({ name, state });
  const names = (...of: Parameters<typeof failedChecks>) =>
    failedChecks(...of).map(({ name }) => name);

  it("are the jobs behind the one that waits for them", () => {
    const jobs = [check("Docs", "failing"), check("Ubuntu", "passing"), check("All", "failing")];
    assert.deepEqual(names(jobs, [check("news", "failing")], "All"), ["Docs", "news"]);
    assert.deepEqual(names(jobs.slice(1), [], "All"), ["All"]);
  });

  it("are none of those that need not pass", () => {
    assert.deepEqual(names([check("Android", "failing"), check("All", "passing")], [], "All"), []);
    assert.deepEqual(names([check("Android", "failing")], [], undefined), ["Android"]);
  });
});
