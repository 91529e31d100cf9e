import assert from "node:assert/strict";
import { coordinatorsOf, hasDeclined, isCoordinatedBy } from "../../../src/ticket/coordinator.ts";
import type { Credit } from "../../../src/ticket/ticket.ts";

function credit(given: Partial<Credit> = {}): Credit {
  return { login: "mel", type: "coordinator", state: "accepted", ...given };
}

describe("a ticket's coordinator", () => {
  it("is who accepted the credit, or was not yet asked to the end", () => {
    for (const [state, coordinates] of [
      ["accepted", true],
      ["pending", true],
      ["declined", false],
      ["unknown", false],
    ] as const) {
      assert.equal(isCoordinatedBy({ credits: [credit({ state })] }, "mel"), coordinates, state);
    }
  });

  it("is the same person in any letter case", () => {
    assert.ok(isCoordinatedBy({ credits: [credit({ login: "MEL" })] }, "mel"));
    assert.ok(isCoordinatedBy({ credits: [credit()] }, "Mel"));
    assert.ok(!isCoordinatedBy({ credits: [credit({ login: "mel-2" })] }, "mel"));
  });

  it("is nobody with another type of credit", () => {
    for (const type of ["finder", "reporter", "analyst", "sponsor", "Coordinator", "other"]) {
      assert.ok(!isCoordinatedBy({ credits: [credit({ type })] }, "mel"), type);
    }
  });

  it("is not to be who has declined, by their own credit alone", () => {
    assert.ok(hasDeclined({ credits: [credit({ state: "declined" })] }, "Mel"));
    assert.ok(!hasDeclined({ credits: [credit({ state: "declined" })] }, "sam"));
    assert.ok(!hasDeclined({ credits: [credit({ state: "pending" })] }, "mel"));
    assert.ok(!hasDeclined({ credits: [credit({ type: "finder", state: "declined" })] }, "mel"));
  });

  it("may be several people", () => {
    const credits = [
      credit({ login: "rita", type: "reporter" }),
      credit(),
      credit({ login: "sam", state: "pending" }),
      credit({ login: "otto", state: "declined" }),
    ];
    assert.deepEqual(coordinatorsOf({ credits }), ["mel", "sam"]);
  });
});
