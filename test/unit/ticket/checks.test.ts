import assert from "node:assert/strict";
import { checksState, type Check } from "../../../src/ticket/checks.ts";

const GATE = "All required checks pass";

function check(name: string, state: Check["state"]): Check {
  return { name, state };
}

describe("the checks of a commit", () => {
  it("fail with one, wait for one, and pass with all", () => {
    const [passing, pending, failing] = [
      check("a", "passing"),
      check("b", "pending"),
      check("c", "failing"),
    ];
    assert.equal(checksState([], [], undefined), "none");
    assert.equal(checksState([passing], [], undefined), "passing");
    assert.equal(checksState([passing, pending], [], undefined), "pending");
    assert.equal(checksState([passing], [pending], undefined), "pending");
    assert.equal(checksState([pending], [failing], undefined), "failing");
  });

  it("are spoken for by the job that waits for the required ones", () => {
    const optional = check("Android", "failing");
    assert.equal(checksState([optional, check(GATE, "passing")], [], GATE), "passing");
    assert.equal(checksState([optional, check(GATE, "pending")], [], GATE), "pending");
    assert.equal(checksState([optional], [], GATE), "failing");
    const news = check("bedevere/news", "failing");
    assert.equal(checksState([check(GATE, "passing")], [news], GATE), "failing");
  });
});
