import assert from "node:assert/strict";
import { naming, otherIdIn } from "../../../src/ticket/issueUse.ts";
import { linkedPulls } from "../../../src/ticket/publicIssue.ts";
import { makeTicket, PIP } from "./builders.ts";

describe("an issue's linked pull requests", () => {
  it("are those of bedevere's list", () => {
    const body =
      "# Bug\nSee gh-1.\n* gh-2\n\n<!-- gh-linked-prs -->\n### Linked PRs\n* gh-140401\n* gh-140405\n<!-- /gh-linked-prs -->\n* gh-3\n";
    assert.deepEqual(linkedPulls(body), [140_401, 140_405]);
    assert.deepEqual(linkedPulls(body.replaceAll("\n", "\r\n")), [140_401, 140_405]);
  });

  it("are none without the list, and never too many to ask for", () => {
    for (const body of ["", "* gh-140401", "<!-- gh-linked-prs -->\n* gh-1"]) {
      assert.deepEqual(linkedPulls(body), []);
    }
    const list = (lines: readonly string[]): string =>
      `<!-- gh-linked-prs -->\n${lines.join("\n")}\n<!-- /gh-linked-prs -->`;
    assert.deepEqual(linkedPulls(list(["* gh-1", "* gh-1", "* gh-0", "* gh-12345678901"])), [1]);
    const many = list(Array.from({ length: 500 }, (_, index) => `* gh-${index + 1}`));
    assert.equal(linkedPulls(many).length, 40);
  });
});

describe("whose an issue is", () => {
  it("is told by titles that name another CVE or advisory, in any case", () => {
    const ticket = makeTicket({ cveId: "CVE-2026-1001" });
    assert.equal(otherIdIn("[cve-2026-1002] Fix re", ticket), "CVE-2026-1002");
    assert.equal(otherIdIn("Fix re (GHSA-2345-6789-cfgh)", ticket), "GHSA-2345-6789-CFGH");
    for (const title of ["Fix re", "CVE-2026-1001: after CVE-2026-1002", "XCVE-2026-1002", ""]) {
      assert.equal(otherIdIn(title, ticket), undefined, title);
    }
    assert.equal(otherIdIn("CVE-2026-1002", { ...ticket, cveId: null }), "CVE-2026-1002");
  });

  it("is doubted where another ticket of the repository names it, by that very number", () => {
    const ticket = makeTicket();
    const named = (description: string, change = {}): number =>
      naming(140001, ticket, [
        makeTicket({ ghsaId: "GHSA-2345-6789-cfgh", description, ...change }),
      ]).length;
    for (const words of [
      "See gh-140001.",
      "(GH-140001)",
      "#140001",
      "https://github.com/Python/cpython/issues/140001#issuecomment-1",
      "https://github.com/python/cpython/pull/140001",
    ]) {
      assert.equal(named(words), 1, words);
    }
    for (const words of [
      ...["140001", "gh-1400012", "gh-14000", "other/repo#140001", "ugh-140001", ""],
      "https://github.com/pypa/pip/issues/140001",
    ]) {
      assert.equal(named(words), 0, words);
    }
    assert.equal(named("gh-140001", { repository: PIP }), 0);
    assert.equal(named("gh-140001", { ghsaId: ticket.ghsaId }), 0);
  });
});
