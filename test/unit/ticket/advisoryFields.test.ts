import assert from "node:assert/strict";
import {
  checkDescription,
  checkTitle,
  hasError,
  lengthOf,
} from "../../../src/ticket/advisoryChecks.ts";
import { retitle } from "../../../src/ticket/advisoryFields.ts";

describe("retitle", () => {
  it("keeps each tag on its side, spelled as it was", () => {
    for (const [present, expected] of [
      ["Old title", "New title"],
      ["[Accepted] Old title", "[Accepted] New title"],
      ["[ACCEPT][duplicate] Old [x] title [Closed]", "[ACCEPT] [duplicate] New title [Closed]"],
      ["Old [INVALID] title", "New title [INVALID]"],
      ["[CLOSED]", "[CLOSED] New title"],
    ] as const) {
      assert.equal(retitle(present, "New title"), expected);
    }
  });
});

describe("title and description checks", () => {
  it("accept a title as advisories have it", () => {
    assert.deepEqual(checkTitle("Quadratic time in html.parser.HTMLParser.feed()"), []);
  });

  it("refuse an empty title, a second line, a tag and more than 1024 characters", () => {
    for (const title of ["", "  ", "a\nb", "Crash [closed]", "x".repeat(1025)]) {
      assert.ok(hasError(checkTitle(title)), title.slice(0, 20));
    }
    assert.ok(!hasError(checkTitle("🐍".repeat(1024))));
  });

  it("warn of a final period without refusing it", () => {
    const checks = checkTitle("Crash in re.");
    assert.deepEqual(
      checks.map(({ level }) => level),
      ["warning"],
    );
  });

  it("hold the description to GitHub’s 65 535 characters", () => {
    assert.ok(!hasError(checkDescription("x".repeat(65_535))));
    assert.match(checkDescription("x".repeat(65_537))[0]?.text ?? "", /^2 characters too long/);
    assert.ok(hasError(checkDescription(" \n ")));
  });

  it("count characters, not UTF-16 units", () => {
    assert.equal(lengthOf("a🐍b"), 3);
  });
});
