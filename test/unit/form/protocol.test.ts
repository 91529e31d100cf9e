import assert from "node:assert/strict";
import fc from "fast-check";
import { parseStoredDraft } from "../../../src/form/draftShape.ts";
import {
  parseToForm,
  refusedToForm,
  parseToHost,
  requestOf,
  type ToForm,
  type ToHost,
} from "../../../src/form/protocol.ts";
import { advisoryFields, CPYTHON, VECTOR } from "./advisory.ts";

const EDITS = {
  title: { base: "a", value: "b" },
  description: { base: "", value: "c" },
  vector: { base: "", metrics: { AV: "N" }, typed: null },
  weaknesses: { base: [], value: ["CWE-22"] },
  affected: { base: [], value: [CPYTHON] },
  beyond: { E: "A", U: "Red" },
};
const DRAFT = { version: 1, savedAt: "2026-11-23T08:00:00.000Z", edits: EDITS } as const;

const TO_HOST: readonly ToHost[] = [
  { type: "ready" },
  { type: "reload" },
  { type: "keepDraft", request: 1, edits: {} },
  { type: "keepDraft", request: 1, edits: EDITS },
  { type: "save", request: 2, edits: { title: EDITS.title } },
  { type: "copy", request: 3, text: VECTOR },
  { type: "weaknessList", request: 4 },
  { type: "openAdvisory", request: 4 },
  { type: "openCalculator", request: 5, vector: VECTOR },
  { type: "openPage", request: 6, url: "https://github.com/python/cpython/pull/140002" },
  { type: "run", request: 7, work: "composeEmail" },
  { type: "branchVersions", request: 8 },
];

const TO_FORM: readonly ToForm[] = [
  { type: "loading" },
  { type: "loaded", fields: advisoryFields(), draft: null, draftProblem: null, isFresh: false },
  {
    type: "loaded",
    fields: advisoryFields({ severity: "high" }),
    draft: DRAFT,
    draftProblem: "x",
    isFresh: true,
  },
  { type: "failed", message: "Offline.", next: "Retry." },
  { type: "draftKept", request: 1, savedAt: null },
  {
    type: "weaknessesRead",
    request: 1,
    list: {
      version: "4.15",
      date: "2024-07-16",
      weaknesses: [{ id: 22, name: "Path Traversal", usage: "Allowed" }],
    },
  },
  {
    type: "versionsRead",
    request: 1,
    ranges: [{ branch: "3.13", from: "0", fixedIn: "3.13.10", expected: true }],
  },
  {
    type: "road",
    road: { issue: null, pullRequest: null, release: null, email: null, record: null },
  },
  {
    type: "road",
    road: {
      issue: 140001,
      pullRequest: {
        ...{ number: 140002, title: "gh-140001: x", state: "merged", base: "main" },
        htmlUrl: "https://github.com/python/cpython/pull/140002",
      },
      ...{ release: "26.4", email: "It says something else.", record: "It, too." },
    },
  },
  { type: "declined", request: 1 },
  { type: "done", request: 1 },
  { type: "refused", request: 1, message: "No.", next: "Retry." },
  {
    type: "saved",
    request: 1,
    outcome: {
      kind: "saved",
      confirmed: ["title"],
      different: [{ field: "vector", wanted: VECTOR, found: "" }],
      fields: advisoryFields(),
    },
  },
  {
    type: "saved",
    request: 1,
    outcome: {
      kind: "conflict",
      conflicts: [{ field: "title", mine: "a", theirs: "b" }],
      fields: advisoryFields(),
    },
  },
];

describe("messages of the form", () => {
  it("pass unchanged, in both directions", () => {
    for (const message of TO_HOST) {
      assert.deepEqual(parseToHost(structuredClone(message)), { valid: true, value: message });
    }
    for (const message of TO_FORM) {
      assert.deepEqual(parseToForm(structuredClone(message)), { valid: true, value: message });
    }
  });

  it("lose what nobody expects", () => {
    const parsed = parseToHost({ type: "copy", request: 1, text: "x", path: "/etc/passwd" });
    assert.deepEqual(parsed, { valid: true, value: { type: "copy", request: 1, text: "x" } });
  });

  it("are refused when any part is wrong", () => {
    for (const message of [
      undefined,
      null,
      "ready",
      [],
      {},
      { type: "save" },
      { type: "save", request: 1 },
      { type: "save", request: 0, edits: {} },
      { type: "save", request: 1.5, edits: {} },
      { type: "save", request: "1", edits: {} },
      { type: "save", request: 1, edits: { title: null } },
      { type: "save", request: 1, edits: { title: { base: "a" } } },
      {
        type: "save",
        request: 1,
        edits: { vector: { base: "", metrics: { E: "A" }, typed: null } },
      },
      {
        type: "save",
        request: 1,
        edits: { vector: { base: "", metrics: { AV: "X" }, typed: null } },
      },
      { type: "save", request: 1, edits: { vector: { base: "", metrics: [], typed: null } } },
      { type: "save", request: 1, edits: { vector: { base: "", metrics: {}, typed: 4 } } },
      { type: "save", request: 1, edits: { beyond: { AV: "N" } } },
      { type: "save", request: 1, edits: { beyond: { E: "Z" } } },
      { type: "save", request: 1, edits: { weaknesses: { base: [], value: [7] } } },
      { type: "save", request: 1, edits: { weaknesses: { base: [], value: "CWE-22" } } },
      { type: "save", request: 1, edits: { affected: { base: [], value: [{ name: "x" }] } } },
      { type: "openCalculator", request: 1, vector: "https://example.org" },
      { type: "openCalculator", request: 1, vector: `${VECTOR}#/../x` },
      { type: "openCalculator", request: 1 },
      { type: "copy", request: 1, text: { toString: "x" } },
      { type: "delete", request: 1 },
    ]) {
      assert.equal(parseToHost(message).valid, false, JSON.stringify(message));
    }
  });

  it("are capped", () => {
    const long = { base: "", value: "x".repeat(1_000_000) };
    assert.equal(
      parseToHost({ type: "save", request: 7, edits: { description: long } }).valid,
      false,
    );
    assert.equal(parseToHost({ type: "copy", request: 7, text: long.value }).valid, false);
    assert.equal(requestOf({ type: "copy", request: 7, text: long.value }), 7);
  });

  it("from the host are refused when a field is missing or of another kind", () => {
    const loaded = {
      ...{ type: "loaded", fields: advisoryFields(), draft: null, draftProblem: null },
      isFresh: true,
    };
    for (const key of Object.keys(loaded.fields)) {
      for (const value of [undefined, 7, { x: 1 }]) {
        const message = { ...loaded, fields: { ...loaded.fields, [key]: value } };
        assert.equal(parseToForm(message).valid, false, key);
      }
    }
    assert.equal(parseToForm({ ...loaded, draft: { ...DRAFT, version: 2 } }).valid, false);
    assert.equal(
      parseToForm({ type: "saved", request: 1, outcome: { kind: "saved" } }).valid,
      false,
    );
  });

  it("from the host leave nobody waiting when they are refused", () => {
    const types = [{ type: "loaded", fields: {} }, { type: "saved", request: 3 }, { request: 4 }];
    assert.deepEqual(
      types.map((message) => {
        const instead = refusedToForm(message);
        return instead.valid ? instead.value.type : "nothing";
      }),
      ["failed", "refused", "refused"],
    );
    for (const message of [null, 7, {}, { type: "road" }, { type: "saved", request: -1 }]) {
      assert.ok(!refusedToForm(message).valid);
    }
  });

  it("never make the parsers throw", () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), fc.anything(), (edits, outcome) => {
        for (const type of ["ready", "save", "keepDraft", "copy", "loaded", "saved", "failed"]) {
          parseToHost({ type, request: 1, edits, text: edits });
          parseToForm({ type, request: 1, fields: edits, draft: outcome, outcome });
        }
      }),
      { seed: 4 },
    );
  });
});

describe("a kept draft", () => {
  it("is read back", () => {
    assert.deepEqual(parseStoredDraft(JSON.parse(JSON.stringify(DRAFT))), DRAFT);
  });

  it("is none when its time or its edits are wrong", () => {
    for (const wrong of [{ ...DRAFT, savedAt: "soon" }, { ...DRAFT, edits: [] }, null, "x"]) {
      assert.equal(parseStoredDraft(wrong), undefined);
    }
  });
});
