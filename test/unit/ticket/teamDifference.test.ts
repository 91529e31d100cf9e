import assert from "node:assert/strict";
import { teamDifference } from "../../../src/ticket/teamDifference.ts";

const ANN = { name: "Ann", login: "Ann", notes: "" };
const BOB = { name: "Bob", login: "bob", notes: "" };

describe("the team's difference to the list", () => {
  it("is who stands in one of the two only, in any letter case", () => {
    assert.deepEqual(teamDifference([ANN, BOB], ["ann", "cy"]), {
      missing: [BOB],
      unlisted: ["cy"],
    });
    assert.deepEqual(teamDifference([ANN], ["ANN"]), { missing: [], unlisted: [] });
  });
});
