import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { asRecord } from "../../../src/base/shape.ts";
import { baseMetricIds, isMetricValue, parseVector } from "../../../src/cvss/grammar.ts";
import { cveMetric } from "../../../src/text/cveMetric.ts";
import { cveRecordText, draftCveRecord, type CveRecordFacts } from "../../../src/text/cveRecord.ts";
import { affectedBefore } from "../../../src/ticket/affectedVersions.ts";
import { advisoryFacts, pipFacts } from "./advisory.ts";

const GOLDEN = join(import.meta.dirname, "../../golden/cve");

const CPYTHON: CveRecordFacts = {
  ...advisoryFacts(),
  versions: [
    { branch: "3.12", from: "0", fixedIn: "3.12.14", expected: false },
    { branch: "3.13", from: "3.13.0", fixedIn: "3.13.14", expected: false },
    { branch: "main", from: "3.16.0a1", fixedIn: "3.16.0a3", expected: false },
  ],
  weaknesses: [
    "CWE-22 Improper Limitation of a Pathname to a Restricted Directory ('Path Traversal')",
  ],
  credits: [
    { login: "rita-reporter", type: "reporter", state: "accepted", name: "Rita Reporter" },
    { login: "mel-member", type: "coordinator", state: "accepted", name: "Mel Ångström" },
    { login: "dev", type: "remediation_developer", state: "accepted", name: null },
    { login: "no-thanks", type: "finder", state: "declined", name: "Nobody" },
  ],
  backports: ["https://github.com/python/cpython/pull/140010"],
};

const PIP: CveRecordFacts = {
  ...pipFacts(),
  versions: affectedBefore("26.4"),
  weaknesses: ["CWE-22"],
  credits: [],
  backports: [],
};

function text(facts: CveRecordFacts): string {
  const draft = draftCveRecord(facts);
  assert.ok(draft.valid, draft.valid ? "" : draft.reason);
  return cveRecordText(draft.value.record);
}

function remarks(facts: CveRecordFacts): readonly string[] {
  const draft = draftCveRecord(facts);
  assert.ok(draft.valid);
  return draft.value.remarks;
}

describe("a CVE record", () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const file = readFileSync(join(GOLDEN, "CVE_Record_Format_5.1.1.json"), "utf8");
  const schema = asRecord(JSON.parse(file));
  assert.ok(schema);
  const isValid = ajv.compile(schema);

  function assertValid(record: string): void {
    assert.ok(isValid(JSON.parse(record)), JSON.stringify(isValid.errors?.slice(0, 5)));
  }

  it("is, byte for byte, what the operators get", () => {
    assert.equal(text(CPYTHON), readFileSync(join(GOLDEN, "cpython.json"), "utf8"));
    assert.equal(text(PIP), readFileSync(join(GOLDEN, "pip.json"), "utf8"));
  });

  it("is valid by the programme's schema", () => {
    for (const facts of [CPYTHON, PIP]) assertValid(text(facts));
    const bare = { ...CPYTHON, vector: null, weaknesses: [], credits: [], issue: null };
    assertValid(text(bare));
    assert.equal(isValid({ ...JSON.parse(text(CPYTHON)), dataType: "?" }), false);
  });

  it("is valid whatever the texts are, or is refused", () => {
    const odd = fc.string({ unit: "grapheme", maxLength: 400 });
    fc.assert(
      fc.property(odd, odd, odd, (title, description, name) => {
        const credits = [{ login: "x", type: name, state: "unknown" as const, name }];
        const draft = draftCveRecord({ ...CPYTHON, title, description, credits });
        if (draft.valid) assertValid(cveRecordText(draft.value.record));
      }),
    );
  });

  it("scores every base vector validly, the words with it", () => {
    const vectors = fc
      .tuple(
        ...baseMetricIds.map((id) =>
          fc.constantFrom(..."NALPH".split("").filter((value) => isMetricValue(id, value))),
        ),
      )
      .map((values) => baseMetricIds.map((id, at) => `${id}:${values[at] ?? ""}`).join("/"));
    fc.assert(
      fc.property(vectors, (vector) =>
        assertValid(text({ ...CPYTHON, vector: `CVSS:4.0/${vector}` })),
      ),
      { numRuns: 200 },
    );
    const parsed = parseVector(
      "CVSS:4.0/AV:A/AC:H/AT:P/PR:L/UI:A/VC:H/VI:L/VA:N/SC:L/SI:N/SA:H/E:A",
    );
    assert.ok(parsed.valid);
    const metric = cveMetric(parsed.value).cvssV4_0;
    assert.deepEqual(
      [metric["attackVector"], metric["userInteraction"], metric["subAvailabilityImpact"]],
      ["ADJACENT", "ACTIVE", "HIGH"],
    );
    assert.doesNotMatch(String(metric["vectorString"]), /E:A/);
  });

  it("carries no tag of the bot and nothing of the private side", () => {
    const record = text({ ...CPYTHON, title: `[ACCEPTED] ${CPYTHON.title}` });
    assert.equal(record, text(CPYTHON));
    assert.doesNotMatch(record, /GHSA|security\/advisories/i);
  });

  it("is refused while something is missing or too long, and says what", () => {
    const reason = (given: Partial<CveRecordFacts>): string => {
      const draft = draftCveRecord({ ...CPYTHON, ...given });
      return draft.valid ? "" : draft.reason;
    };
    assert.equal(
      reason({ cveId: null, pullRequest: null, versions: [] }),
      "A CVE record needs the CVE id, the public pull request, the affected versions.",
    );
    assert.match(reason({ title: "[CLOSED] ", description: "\n" }), /the title, the description/);
    assert.match(reason({ title: "x".repeat(257) }), /takes 256: shorten it by 1\.$/);
    assert.match(reason({ description: "x".repeat(5000) }), /takes 4096: shorten it by 904\.$/);
  });

  it("tells what must be looked at before it is published", () => {
    assert.deepEqual(remarks(CPYTHON), []);
    const [first] = CPYTHON.credits;
    assert.ok(first);
    assert.deepEqual(
      remarks({
        ...CPYTHON,
        vector: "CVSS:3.1/AV:N",
        weaknesses: [],
        versions: [{ branch: "3.13", from: "0", fixedIn: "3.13.14", expected: true }],
        credits: [{ ...first, state: "pending" }],
      }),
      [
        "3.13 is not fixed yet: “before 3.13.14” is a guess.",
        "There is no CVSS v4 score.",
        "No weakness (CWE) is chosen.",
        "rita-reporter has not accepted the credit yet.",
      ],
    );
  });
});
