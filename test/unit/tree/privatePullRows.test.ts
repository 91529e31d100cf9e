import assert from "node:assert/strict";
import type { PullFit } from "../../../src/ticket/pullFit.ts";
import type { PrivatePull } from "../../../src/ticket/pullRequest.ts";
import type { TicketRecord } from "../../../src/ticket/record.ts";
import { privatePullRows } from "../../../src/tree/privatePullRows.ts";
import type { Row } from "../../../src/tree/row.ts";
import { FORK, makeFacts, makePrivatePull, makeRoad } from "../ticket/facts.ts";

const HEAD = "b".repeat(40);
const CLONED: TicketRecord = { privateClone: "/home/mel/psrt-private/x" };
const ADDRESS = "https://github.com/python/cpython-ghsa-2222-3333-4444/pull/1";
const COMMITS = [
  { sha: "1".repeat(40), title: "Refuse it", author: "Mel" },
  { sha: "2".repeat(40), title: "Test\u202eit", author: null },
];

function rowsOf(
  pulls: readonly Partial<PrivatePull>[],
  given: { readonly record?: TicketRecord; readonly conflicts?: readonly string[] } = {},
): readonly Row[] {
  const facts = makeFacts({
    ticket: { privateFork: FORK },
    record: given.record ?? CLONED,
    road: makeRoad({ pulls: pulls.map((pull) => makePrivatePull(pull)) }),
  });
  const { conflicts } = given;
  const fits = new Map<string, PullFit>(
    conflicts === undefined ? [] : [[HEAD, { head: HEAD, main: "c".repeat(40), conflicts }]],
  );
  return privatePullRows({ ...facts, fits });
}

function outline(rows: readonly Row[]): readonly unknown[] {
  return rows.map(({ icon, label, description, children }) => [
    `${icon ?? ""}: ${label} | ${description ?? ""}`,
    ...(children.length === 0 ? [] : [outline(children)]),
  ]);
}

describe("the private pull requests of a ticket", () => {
  it("show review, commits and how they fit the project's main of today", () => {
    const rows = rowsOf([{ review: "approved", commits: COMMITS }], { conflicts: [] });
    assert.deepEqual(outline(rows), [
      [
        "git-pull-request: Private pull requests | 1",
        [
          [
            "git-pull-request: #1 Fix it | approved · 2 commits · applies cleanly",
            [
              ["check: Applies cleanly | on the project's main, cccccccccc"],
              ["git-commit: Refuse it | 1111111111 · Mel"],
              ["git-commit: Test it | 2222222222"],
            ],
          ],
        ],
      ],
    ]);
  });

  it("name the files in conflict, the first of many", () => {
    const conflicts = Array.from({ length: 23 }, (_, index) => `Lib/x${index}.py`);
    const [list] = rowsOf([{}], { conflicts });
    const [pull] = list?.children ?? [];
    assert.equal(pull?.description, "not reviewed · conflicts in 23 files");
    const [fit] = pull.children;
    assert.deepEqual([fit?.label, fit?.icon], ["Conflicts in 23 files", "warning"]);
    assert.equal(fit?.children.length, 21);
    assert.equal(fit.children.at(-1)?.label, "3 more");
    const ids = fit.children.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it("say nothing of how another head fitted, or where there is no clone to try it in", () => {
    const moved = rowsOf([{ head: { ref: "fix", sha: "9".repeat(40) } }], { conflicts: [] });
    const fitOf = (rows: readonly Row[]): Row | undefined => rows[0]?.children[0]?.children[0];
    assert.equal(fitOf(moved)?.description, "not yet");
    assert.equal(fitOf(moved)?.command?.id, "psrt.tryPrivatePulls");
    const bare = fitOf(rowsOf([{}], { record: {} }));
    assert.deepEqual([bare?.description, bare?.command], ["needs the private clone", undefined]);
  });

  it("offer what can be done with each", () => {
    const [list] = rowsOf([
      { htmlUrl: ADDRESS },
      { number: 2, state: "closed", htmlUrl: ADDRESS },
      { number: 3, draft: true },
    ]);
    assert.equal(list?.description, "2 open of 3");
    assert.deepEqual(
      list.children.map(({ pull, capabilities, command }) => [pull, command?.id, capabilities]),
      [
        [
          1,
          "psrt.reviewPrivatePull",
          ["hasPage", "canReviewPull", "canEditPull", "canLand", "canTryPulls"],
        ],
        [2, "psrt.reviewPrivatePull", ["hasPage", "canReviewPull"]],
        [3, "psrt.reviewPrivatePull", ["canReviewPull", "canEditPull", "canLand", "canTryPulls"]],
      ],
    );
    assert.deepEqual(list.children[1]?.children, []);
  });

  it("have no row while there are none, or while they were not read", () => {
    assert.deepEqual(rowsOf([]), []);
    assert.deepEqual(privatePullRows(makeFacts({ road: undefined })), []);
  });
});
