import assert from "node:assert/strict";
import { conflictHunks, untouchedHunks } from "../../src/git/conflictHunks.ts";
import { Git } from "../../src/git/git.ts";
import { useFolder } from "../sandbox/testing.ts";

describe("lines that two sides have changed", () => {
  const folder = useFolder();

  /** A page whose headings are underlined as a marker is drawn. */
  const page = (limit: string, rule = "="): Buffer =>
    Buffer.from(
      ["Limits", rule.repeat(79), "One.", "Two.", limit, "Three.", rule.repeat(60), "End."]
        .map((line) => `${line}\n`)
        .join(""),
    );

  for (const rule of ["=", "|", "<", ">"]) {
    it(`are told where nobody took a side, also below a line of “${rule}”`, async () => {
      const base = page("No limit.", rule);
      const versions = { base, project: page("Four.", rule), reviewed: page("Five.", rule) };
      const hunks = await conflictHunks(new Git(), folder(), versions);
      assert.equal(hunks.length, 1);
      assert.equal(untouchedHunks(base, hunks), 1);
      assert.equal(untouchedHunks(versions.reviewed, hunks), 0);
    });
  }
});
