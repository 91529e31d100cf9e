import assert from "node:assert/strict";
import type { ReleaseBranch } from "../../../src/ticket/releaseBranches.ts";
import { isUnaffected, markedBranches } from "../../../src/ticket/unaffectedBranches.ts";

const [newer, older]: readonly [ReleaseBranch, ReleaseBranch] = [
  { name: "3.14", status: "bugfix" },
  { name: "3.13", status: "security" },
];

describe("the branches that are not affected", () => {
  it("are those that are chosen, and no others of the choice", () => {
    assert.deepEqual(markedBranches({}, [newer, older], [older]), ["3.13"]);
    const record = { unaffectedBranches: ["3.14"] };
    assert.deepEqual(markedBranches(record, [newer, older], [older]), ["3.13"]);
    assert.deepEqual(markedBranches(record, [newer, older], []), []);
  });

  it("keep the mark that the choice does not show", () => {
    const record = { unaffectedBranches: ["3.10", "3.14"] };
    assert.deepEqual(markedBranches(record, [newer, older], [older]), ["3.13", "3.10"]);
  });

  it("are known by their whole name", () => {
    assert.equal(isUnaffected({ unaffectedBranches: ["3.1"] }, "3.1"), true);
    assert.equal(isUnaffected({ unaffectedBranches: ["3.1"] }, "3.14"), false);
    assert.equal(isUnaffected({}, "3.14"), false);
  });
});
