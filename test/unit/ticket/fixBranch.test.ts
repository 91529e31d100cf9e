import assert from "node:assert/strict";
import { isFixBranch, nextFixBranch } from "../../../src/ticket/fixBranch.ts";

describe("the next fix branch", () => {
  it("has a number that was never used", () => {
    assert.equal(nextFixBranch([]), "advisory-fix-1");
    assert.equal(nextFixBranch(["main", "advisory-fix-1"]), "advisory-fix-2");
    assert.equal(nextFixBranch(["advisory-fix-10", "advisory-fix-9"]), "advisory-fix-11");
  });

  it("passes over names that only look like one", () => {
    const others = ["advisory-fix-", "advisory-fix-x", "my-advisory-fix-7", "advisory-fix-8-old"];
    assert.equal(nextFixBranch([...others, `advisory-fix-${"9".repeat(30)}`]), "advisory-fix-1");
    assert.ok(isFixBranch("advisory-fix-3"));
    assert.ok(!others.some(isFixBranch));
  });
});
