import assert from "node:assert/strict";
import type { LocalCheck } from "../../../src/ticket/localCheck.ts";
import { checkRows } from "../../../src/tree/checkRows.ts";
import { FORK, makeFacts, makePrivatePull, makeRoad } from "../ticket/facts.ts";

const CHECK: LocalCheck = {
  ...{ branch: "main", pullRequest: 1, head: "b".repeat(40), base: "c".repeat(40) },
  outcome: "passed",
  ...{ count: 2, at: new Date("2026-11-24T10:00:00Z") },
};

describe("the rows of what was built and tested here", () => {
  const road = makeRoad({ pulls: [makePrivatePull()] });
  const facts = (checks: readonly LocalCheck[], privateClone: string | undefined = "/x") =>
    makeFacts({
      ticket: { privateFork: FORK },
      road,
      record: { ...(privateClone && { privateClone }), checks, unaffectedBranches: ["3.12"] },
    });

  it("are there once there is a clone and a private pull request, a branch each", () => {
    assert.deepEqual(checkRows(makeFacts({ road })), []);
    const [row] = checkRows(facts([]));
    assert.equal(row?.description, "not run");
    assert.deepEqual(row.capabilities, ["canRunChecks"]);
    assert.deepEqual(
      row.children.map(({ branch }) => branch),
      ["main", "3.15", "3.14", "3.13", "3.11"],
    );
  });

  it("tell each result, and which are out of date", () => {
    const stale = { ...CHECK, branch: "3.14", head: "0".repeat(40) };
    const broken: LocalCheck = { ...CHECK, branch: "3.13", outcome: "failed-test" };
    const [row] = checkRows(facts([CHECK, stale, broken]));
    assert.equal(row?.description, "1 of 5 branches passed");
    assert.deepEqual(row.capabilities, ["canRunChecks", "canPublishChecks"]);
    assert.deepEqual(
      row.children.map(({ label, icon, description }) => `${icon}: ${label} | ${description}`),
      [
        "pass: main | passed (2 test files) · bbbbbbbbbb · 2026-11-24 10:00 UTC",
        "circle-outline: 3.15 | not run",
        "history: 3.14 | out of date: passed (2 test files) · 0000000000 · 2026-11-24 10:00 UTC",
        "error: 3.13 | failed at test · bbbbbbbbbb · 2026-11-24 10:00 UTC",
        "circle-outline: 3.11 | not run",
      ],
    );
  });
});
