import assert from "node:assert/strict";
import fc from "fast-check";
import { countVotes, nominationWords } from "../../../src/ticket/nomination.ts";

const START = new Date("2026-10-22T12:00:00Z");
const DURING = new Date("2026-10-25T12:00:00Z");
const AFTER = new Date("2026-10-29T12:00:00Z");

function words(inFavour: number, against: number, now: Date): string {
  return nominationWords("Pat", { startsAt: START, inFavour, against }, now);
}

describe("a nomination's votes", () => {
  it("accept with two thirds of the votes cast, not with less", () => {
    for (const [inFavour, against, outcome, needed] of [
      [2, 1, "accepted", 0],
      [20, 10, "accepted", 0],
      [1, 0, "accepted", 0],
      [19, 10, "rejected", 1],
      [1, 1, "rejected", 1],
      [0, 0, "rejected", 1],
      [0, 3, "rejected", 6],
    ] as const) {
      const result = countVotes({ startsAt: START, inFavour, against }, AFTER);
      assert.deepEqual(
        [result.outcome, result.needed],
        [outcome, needed],
        `${inFavour}:${against}`,
      );
    }
  });

  it("are open for one week of elapsed time, also where summer time ends", () => {
    // Summer time ends on 2026-10-25 in Europe: the week is seven times 24 hours all the same.
    const votes = { startsAt: START, inFavour: 5, against: 0 };
    const end = AFTER.getTime();
    assert.equal(countVotes(votes, new Date(START.getTime() - 1)).outcome, "not begun");
    assert.equal(countVotes(votes, START).outcome, "open");
    assert.equal(countVotes(votes, new Date(end - 1)).outcome, "open");
    assert.equal(countVotes(votes, new Date(end)).outcome, "accepted");
    assert.deepEqual(countVotes(votes, START).endsAt, AFTER);
  });

  it("need as many more as are told, and no fewer", () => {
    const count = fc.integer({ min: 0, max: 200 });
    fc.assert(
      fc.property(count, count, (inFavour, against) => {
        const carried = (more: number): boolean =>
          countVotes({ startsAt: START, inFavour: inFavour + more, against }, AFTER).carried;
        const { needed } = countVotes({ startsAt: START, inFavour, against }, AFTER);
        assert.ok(carried(needed));
        assert.ok(needed === 0 || !carried(needed - 1));
        assert.equal(
          countVotes({ startsAt: START, inFavour, against }, AFTER).carried,
          inFavour > 0 && 3 * inFavour >= 2 * (inFavour + against),
        );
      }),
    );
  });

  it("are put into words", () => {
    assert.equal(
      words(9, 2, DURING),
      "The vote on Pat is open until 2026-10-29 12:00 UTC. With 9 in favour, 2 against it is carried so far; it stays so with up to 2 more against.",
    );
    assert.match(words(4, 2, DURING), /one more vote against would turn it\.$/);
    assert.match(words(4, 3, DURING), /it is not carried so far: 2 more in favour are needed\.$/);
    assert.equal(
      words(9, 2, AFTER),
      "Pat is accepted with 9 in favour, 2 against, unless the Steering Council vetoes it. The vote ended 2026-10-29 12:00 UTC.",
    );
    assert.equal(
      words(3, 2, AFTER),
      "Pat is not accepted with 3 in favour, 2 against: 1 more in favour is needed for two thirds. The vote ended 2026-10-29 12:00 UTC.",
    );
    assert.match(words(0, 0, new Date(0)), /has not begun; it will be open until 2026-10-29/);
  });
});
