import assert from "node:assert/strict";
import {
  codeSigningSteps,
  codeSigningWords,
  doStep,
  parseCodeSigning,
  standings,
  undoStep,
  verificationOf,
  type CodeSigningRecord,
  type CodeSigningStepId,
  type Verdict,
} from "../../../src/ticket/codeSigning.ts";
import { NOW } from "./builders.ts";

function verified(...verdicts: readonly (Verdict | undefined)[]): CodeSigningRecord {
  const steps = ["checksums", "signatures", "audit-logs"] as const;
  return Object.fromEntries(
    steps.flatMap((id, index) => {
      const verdict = verdicts[index];
      return verdict === undefined ? [] : [[id, { at: NOW, verdict }]];
    }),
  );
}

function stateOf(record: CodeSigningRecord, id: CodeSigningStepId): string | undefined {
  return standings(record).find(({ step }) => step.id === id)?.state;
}

describe("a code-signing report", () => {
  it("begins with what is asked for, precautions and verification, and nothing destructive", () => {
    assert.deepEqual(
      standings({}).map(({ step, state }) => [step.kind, state]),
      [
        ["request", "open"],
        ["precaution", "open"],
        ["precaution", "open"],
        ["verification", "open"],
        ["verification", "open"],
        ["verification", "open"],
        ["destructive", "blocked"],
        ["destructive", "blocked"],
      ],
    );
  });

  for (const [words, verdicts, verification, destructive] of [
    ["nothing is verified", [], "open", "blocked"],
    ["one step shows a sign, the others are open", ["sign"], "open", "blocked"],
    ["two steps show signs, one is open", ["sign", "sign"], "open", "blocked"],
    ["the logs alone are open", ["no-sign", "no-sign"], "open", "blocked"],
    ["no step shows a sign", ["no-sign", "no-sign", "no-sign"], "no-sign", "not-needed"],
    ["the checksums show a sign", ["sign", "no-sign", "no-sign"], "sign", "open"],
    ["the signatures show a sign", ["no-sign", "sign", "no-sign"], "sign", "open"],
    ["the logs show a sign", ["no-sign", "no-sign", "sign"], "sign", "open"],
  ] as const) {
    it(`has destructive steps ${destructive} while ${words}`, () => {
      const record = verified(...verdicts);
      assert.equal(verificationOf(record), verification);
      for (const id of ["revoke", "advisory"] as const) {
        assert.equal(stateOf(record, id), destructive);
        assert.equal(doStep(record, id, NOW).valid, destructive === "open");
      }
      for (const id of ["rotate-secret", "reset-passwords"] as const) {
        assert.deepEqual(doStep(record, id, NOW), {
          valid: true,
          value: { ...record, [id]: { at: NOW } },
        });
      }
    });
  }

  it("takes no verification without a verdict", () => {
    const refused = doStep({}, "checksums", NOW);
    assert.ok(!refused.valid);
    assert.match(refused.reason, /sign of compromise/);
    assert.deepEqual(doStep({}, "checksums", NOW, "sign"), {
      valid: true,
      value: { checksums: { at: NOW, verdict: "sign" } },
    });
  });

  it("locks what is destructive again when a verification is taken back", () => {
    const record = undoStep(verified("sign", "no-sign", "no-sign"), "audit-logs");
    assert.deepEqual(Object.keys(record), ["checksums", "signatures"]);
    assert.equal(stateOf(record, "revoke"), "blocked");
  });

  it("says how far it is", () => {
    assert.equal(codeSigningWords(verified("no-sign")), "verification 1 of 3");
    assert.equal(
      codeSigningWords(verified("no-sign", "no-sign", "sign")),
      "verified: a sign of compromise",
    );
    assert.equal(
      codeSigningWords(verified("no-sign", "no-sign", "no-sign")),
      "verified: no sign of compromise",
    );
  });

  it("is read from a file as it was kept, without what makes no sense", () => {
    const record = { ...verified("sign"), ask: { at: NOW } };
    assert.deepEqual(parseCodeSigning(JSON.parse(JSON.stringify(record))), record);
    const at = NOW.toISOString();
    for (const hostile of [
      undefined,
      [],
      { ask: true, checksums: { at } },
      { checksums: { at, verdict: "maybe" }, revoke: { at: "now" } },
      { __proto__: { at }, constructor: { at } },
    ]) {
      assert.deepEqual(parseCodeSigning(hostile), {});
    }
  });

  it("names every step once", () => {
    assert.equal(new Set(codeSigningSteps.map(({ id }) => id)).size, codeSigningSteps.length);
  });
});
