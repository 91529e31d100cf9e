import assert from "node:assert/strict";
import type { AdvisoryFacts } from "../../../src/text/advisoryFacts.ts";
import { checkFacts } from "../../../src/text/factChecks.ts";
import { advisoryFacts, pipFacts } from "./advisory.ts";

/** Each disagreement as its level, its code and where it can be mended. */
function found(facts: AdvisoryFacts): readonly string[] {
  return checkFacts(facts).map(({ level, code, place }) => {
    const where = place.kind === "page" ? place.url : place.kind === "form" ? place.field : "?";
    return `${level} ${code}: ${where}`;
  });
}

const PAGE = "https://github.com/python/cpython/security/advisories/GHSA-2222-3333-4444";
const PULL = "https://github.com/python/cpython/pull/140002";

/** The right facts with the pull request changed. */
function withPull(given: Partial<NonNullable<AdvisoryFacts["pullRequest"]>>): AdvisoryFacts {
  const facts = advisoryFacts();
  assert.ok(facts.pullRequest);
  return { ...facts, pullRequest: { ...facts.pullRequest, ...given } };
}

describe("the facts of an advisory", () => {
  it("that agree are no trouble, for either project", () => {
    assert.deepEqual(found(advisoryFacts()), []);
    assert.deepEqual(found(pipFacts()), []);
  });

  it("lack a CVE id, with who gives it", () => {
    assert.deepEqual(found(advisoryFacts({ cveId: null })), [`error cve: ${PAGE}`]);
    assert.match(checkFacts(advisoryFacts({ cveId: null }))[0]?.text ?? "", /the bot/);
    assert.match(checkFacts(pipFacts({ cveId: null }))[0]?.text ?? "", /cna@python\.org/);
  });

  it("need a v4 score that is one and has a word", () => {
    const none = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N";
    const v3 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
    for (const vector of [null, "", "CVSS:4.0/AV:N", v3, none]) {
      assert.deepEqual(found(advisoryFacts({ vector })), ["error vector: vector"]);
    }
  });

  it("disagree when GitHub's severity is not the vector's", () => {
    const wrong = advisoryFacts({ severity: "medium" });
    assert.deepEqual(found(wrong), [`error severity: ${PAGE}`]);
    assert.match(checkFacts(wrong)[0]?.text ?? "", /says MEDIUM, .* makes it HIGH/);
    assert.deepEqual(found(advisoryFacts({ severity: null })), [`error severity: ${PAGE}`]);
  });

  it("need a title and a description; a tag of the bot is no part of the title", () => {
    assert.deepEqual(found(advisoryFacts({ title: "[ACCEPT]" })), ["error title: title"]);
    assert.deepEqual(
      found(advisoryFacts({ title: "[ACCEPT] Path traversal in tarfile.extractall()." })),
      ["warning title: title"],
    );
    assert.deepEqual(found(advisoryFacts({ description: " \n" })), [
      "error description: description",
    ]);
  });

  it("need the public pull request, merged into the project's main branch", () => {
    assert.deepEqual(found(advisoryFacts({ pullRequest: null })), [
      "error pull-request: https://github.com/python/cpython/pulls",
    ]);
    assert.deepEqual(found(withPull({ state: "open" })), [`error not-merged: ${PULL}`]);
    assert.deepEqual(found(withPull({ state: "closed" })), [`error not-merged: ${PULL}`]);
    assert.deepEqual(found(withPull({ base: "3.14" })), [`error pull-request: ${PULL}`]);
  });

  it("disagree when the pull request is for another issue, or for none", () => {
    assert.deepEqual(found(withPull({ title: "gh-140003: Check it" })), [`error issue: ${PULL}`]);
    assert.deepEqual(found(withPull({ title: "Check it" })), [`error issue: ${PULL}`]);
    assert.deepEqual(found(advisoryFacts({ issue: null })), []);
  });

  it("of pip need the release; of CPython the merge is enough", () => {
    assert.deepEqual(found(pipFacts({ release: null })), [
      "error not-released: https://pypi.org/project/pip/#history",
    ]);
  });
});
