import assert from "node:assert/strict";
import { reviewState, type Review } from "../../../src/ticket/review.ts";

const HEAD = "b".repeat(40);
const OLD = "a".repeat(40);

function review(
  reviewer: string,
  verdict: Review["verdict"],
  commit: string | null = HEAD,
): Review {
  return { reviewer, verdict, commit };
}

describe("the reviews of a pull request", () => {
  it("come to what each person said last", () => {
    const cases: readonly (readonly [readonly Review[], string])[] = [
      [[], "none"],
      [[review("sam", "other")], "none"],
      [[review("sam", "approved")], "approved"],
      [[review("sam", "approved"), review("sam", "other")], "approved"],
      [[review("sam", "approved"), review("SAM", "changes-requested")], "changes-requested"],
      [[review("sam", "changes-requested"), review("sam", "approved")], "approved"],
      [[review("sam", "approved"), review("ada", "changes-requested")], "changes-requested"],
      [[review("sam", "approved"), review("sam", "dismissed")], "none"],
      [[review("sam", "changes-requested"), review("sam", "dismissed")], "none"],
    ];
    for (const [reviews, state] of cases) {
      assert.equal(reviewState(reviews, HEAD), state, JSON.stringify(reviews));
    }
  });

  it("are outdated when none approved the present head", () => {
    assert.equal(reviewState([review("sam", "approved", OLD)], HEAD), "outdated");
    const both = [review("sam", "approved", OLD), review("ada", "approved")];
    assert.equal(reviewState(both, HEAD), "approved");
    assert.equal(reviewState([review("sam", "approved", null)], HEAD), "approved");
  });
});
