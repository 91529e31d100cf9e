import assert from "node:assert/strict";
import { accessReport } from "../../../src/text/accessReport.ts";
import type { AccessLine } from "../../../src/ticket/access.ts";
import { NOW } from "../ticket/builders.ts";

const COMMENTS: AccessLine = {
  what: "Comments",
  assumption: "There are comments.",
  verdict: "fails",
  found: "GitHub says <no>.",
  meaning: "They are not shown.",
};
const REPOSITORY: AccessLine = {
  ...{ what: "Repository", assumption: "It is public.", verdict: "works", found: "It is." },
};

function report(...lines: readonly AccessLine[]): string {
  const groups = [{ title: "python/cpython", lines }];
  return accessReport({ apiUrl: "https://api.github.com", login: "mel", at: NOW, groups });
}

describe("the access report", () => {
  it("begins with what does not work, and names every assumption", () => {
    const text = report(REPOSITORY, COMMENTS);
    assert.match(
      text,
      /^# Check My Access\n\nhttps:\/\/api\.github\.com, signed in as @mel, 2026-11-23 09:00 UTC\.\n/,
    );
    assert.ok(
      text.includes(
        "Of 2 assumptions, 1 work, 0 work otherwise, 1 do not work, 0 could not be tried.",
      ),
    );
    assert.ok(
      text.includes(
        "## What Does Not Work\n\n- python/cpython: **Comments**. GitHub says \\<no\\>. They are not shown.\n",
      ),
    );
    assert.ok(
      text.endsWith(
        "## python/cpython\n\n" +
          "- **Works: Repository.** It is.\n" +
          "  - Assumed: It is public.\n" +
          "- **Does not work: Comments.** GitHub says \\<no\\>.\n" +
          "  - Assumed: There are comments.\n" +
          "  - For you: They are not shown.\n",
      ),
      text,
    );
  });

  it("says that nothing failed, and what goes another way", () => {
    const rights: AccessLine = { ...COMMENTS, what: "Your rights", verdict: "otherwise" };
    assert.ok(
      report(REPOSITORY, rights).includes(
        "## What Does Not Work\n\nNothing.\n\n## What Works Otherwise\n\n" +
          "- python/cpython: **Your rights**. GitHub says \\<no\\>. They are not shown.\n\n## python",
      ),
    );
  });
});
