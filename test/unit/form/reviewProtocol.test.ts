import assert from "node:assert/strict";
import fc from "fast-check";
import {
  MAX_REASON,
  parseToReview,
  parseToReviewHost,
  type ToReview,
  type ToReviewHost,
} from "../../../src/form/reviewProtocol.ts";
import { reviewView } from "../../../src/form/reviewRows.ts";
import { NOW } from "../ticket/builders.ts";
import { BRANCH, makeIssue } from "../ticket/facts.ts";
import { goingPublic, placedFinding, publicFile } from "./goingPublic.ts";

const digest = "a".repeat(64);
const lift = { digest, reason: "She wants it.", at: NOW };
const inFile = placedFinding({ place: "diff", path: "Lib/re.py" });

const VIEW = reviewView(
  goingPublic({
    ...{ issue: makeIssue(), record: { publicBranch: BRANCH } },
    texts: [
      { place: "message", text: "Rita", isPublic: false, findings: [placedFinding({ lift })] },
    ],
    files: [publicFile({ findings: [inFile] })],
    unsearched: [
      {
        part: "comments",
        why: "No answer.",
        cause: "offline",
        write: "the push",
        digest,
        lift: undefined,
      },
    ],
  }),
  { findings: [inFile], unsearched: [] },
);

const TO_HOST: readonly ToReviewHost[] = [
  { type: "ready" },
  { type: "reload" },
  { type: "write", request: 1, write: "push" },
  { type: "lift", request: 2, digest, reason: "She wants it." },
  { type: "unlift", request: 3, digest },
  { type: "showCommit", request: 4 },
  { type: "reword", request: 5 },
];

const TO_PAGE: readonly ToReview[] = [
  { type: "loading" },
  { type: "loaded", view: VIEW, outcome: null },
  {
    ...{ type: "loaded", view: reviewView(goingPublic()) },
    outcome: { write: "push", level: "error", text: "You may not push." },
  },
  { type: "failed", message: "Offline.", next: "Retry." },
  { type: "done", request: 1 },
];

describe("what the review and its host say", () => {
  it("arrives as it was sent", () => {
    for (const message of TO_HOST) {
      assert.deepEqual(parseToReviewHost(message), { valid: true, value: message });
    }
    for (const message of TO_PAGE) {
      const sent: unknown = JSON.parse(JSON.stringify(message));
      assert.deepEqual(parseToReview(sent), { valid: true, value: message });
    }
  });

  it("is refused when it is anything else", () => {
    for (const message of [
      null,
      "ready",
      { type: "write", request: 1, write: "delete" },
      { type: "write", write: "push" },
      { type: "lift", request: 1, digest, reason: "  " },
      { type: "lift", request: 1, digest, reason: "x".repeat(MAX_REASON + 1) },
      { type: "lift", request: 1, digest: "../../etc", reason: "x" },
      { type: "unlift", request: 1, digest: 7 },
      { type: "showCommit", request: -1 },
      { type: "run", request: 1, command: "workbench.action.quit" },
    ]) {
      assert.equal(parseToReviewHost(message).valid, false, JSON.stringify(message));
    }
    for (const message of [
      { type: "loaded", view: { ...VIEW, writes: [{ id: "push" }] }, outcome: null },
      { type: "loaded", view: { ...VIEW, texts: "none" }, outcome: null },
      { type: "loaded", view: VIEW },
      { type: "loaded", view: VIEW, outcome: { write: "x", level: "info", text: "" } },
      { type: "loaded", view: null, outcome: null },
      { type: "done" },
    ]) {
      assert.equal(parseToReview(message).valid, false, JSON.stringify(message));
    }
  });

  it("makes no parser throw, whatever it is", () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        parseToReviewHost(message);
        parseToReview(message);
      }),
    );
  });
});
