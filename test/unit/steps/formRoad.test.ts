import assert from "node:assert/strict";
import { advisoryDigest } from "../../../src/steps/draftRecord.ts";
import { emailDigest, emailOf } from "../../../src/steps/emailDraft.ts";
import { formRoad } from "../../../src/steps/formRoad.ts";
import { wrapParagraphs } from "../../../src/text/wrapParagraphs.ts";
import { project } from "../text/advisory.ts";
import { NOW } from "../ticket/builders.ts";
import { makeFacts, makeIssue, makeRoad, merged, WRITTEN } from "../ticket/facts.ts";

const CPYTHON = project("CPython");

describe("what lies around an advisory", () => {
  const road = makeRoad({ issue: makeIssue(), pull: merged() });
  const facts = makeFacts({ ticket: WRITTEN, road });

  it("is the issue, the pull request and the release, as far as they are known", () => {
    const { issue, pullRequest, release, email } = formRoad(CPYTHON, facts);
    assert.deepEqual([issue, pullRequest?.number, release, email], [140001, 140002, null, null]);
    const nothing = { issue: null, pullRequest: null, release: null, email: null, record: null };
    assert.deepEqual(formRoad(CPYTHON, makeFacts({ road: undefined })), nothing);
  });

  it("tells of an e-mail that said something else, not of one that was wrapped", () => {
    const email = emailOf(CPYTHON, facts);
    const wrapped = emailDigest({ ...email, body: wrapParagraphs(email.body, 20) });
    assert.equal(formRoad(CPYTHON, { ...facts, record: { madeEmail: wrapped } }).email, null);
    const ticket = { ...facts.ticket, description: "Another description." };
    const sent = { ...facts, ticket, record: { madeEmail: wrapped, emailSentAt: NOW } };
    assert.match(
      formRoad(CPYTHON, sent).email ?? "",
      /that was sent 2026-11-23 says something else/,
    );
  });

  it("tells of a CVE record that was handed over and said something else", () => {
    const { ticket } = facts;
    const madeRecord = advisoryDigest(facts);
    assert.equal(formRoad(CPYTHON, { ...facts, record: { madeRecord } }).record, null);
    for (const change of [{ title: "Another" }, { description: "Other" }, { cveId: null }]) {
      const now = { ...facts, ticket: { ...ticket, ...change }, record: { madeRecord } };
      assert.match(formRoad(CPYTHON, now).record ?? "", /handed over says something else/);
    }
  });
});
