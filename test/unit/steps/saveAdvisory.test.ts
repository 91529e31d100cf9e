import assert from "node:assert/strict";
import { HumanError } from "../../../src/base/errors.ts";
import type { Plan } from "../../../src/steps/ports.ts";
import type { AdvisoryPatch } from "../../../src/github/advisories.ts";
import { saveAdvisory } from "../../../src/steps/saveAdvisory.ts";
import type { AdvisoryChanges, AdvisoryFields } from "../../../src/ticket/advisoryFields.ts";

const REF = { repository: { owner: "python", repo: "cpython" }, ghsaId: "GHSA-2222-3333-4444" };
const VECTOR = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N";
const BASE: AdvisoryFields = {
  title: "[Accepted] Crash in re",
  description: "One.\r\nTwo.",
  vector: null,
  v3Vector: null,
  weaknesses: ["CWE-400"],
  affected: [
    {
      ...{ ecosystem: "other", name: "CPython", affectedRange: "< 3.16.0", patched: null },
      functions: ["re.compile"],
    },
  ],
  credits: [],
  severity: null,
  cveId: null,
  state: "draft",
  updatedAt: "2026-11-20T10:00:00Z",
  projectName: "CPython",
  pullRequestUrl: null,
  htmlUrl: "https://github.com/python/cpython/security/advisories/GHSA-2222-3333-4444",
};

/** GitHub in memory, and what was asked and written. */
class Advisory {
  now: AdvisoryFields = BASE;
  readonly patches: AdvisoryPatch[] = [];
  readonly plans: Plan[] = [];
  answer = true;
  /** What others do while the question is open. */
  meanwhile: () => void = () => undefined;
  /** What GitHub makes of what is written. */
  store: (fields: AdvisoryFields) => AdvisoryFields = (fields) => fields;
  failReads = false;

  save(changes: AdvisoryChanges, base = BASE): ReturnType<typeof saveAdvisory> {
    return saveAdvisory({ advisory: this, ask: this }, REF, base, changes);
  }

  read(): Promise<AdvisoryFields> {
    return this.failReads ? Promise.reject(new Error("offline")) : Promise.resolve(this.now);
  }

  patch(_ref: unknown, patch: AdvisoryPatch): Promise<void> {
    this.patches.push(patch);
    this.now = this.store({
      ...this.now,
      title: patch.summary ?? this.now.title,
      description: patch.description ?? this.now.description,
      vector: patch.cvss_vector_string ?? this.now.vector,
      weaknesses: patch.cwe_ids ?? this.now.weaknesses,
      affected:
        patch.vulnerabilities?.map((each) => ({
          ecosystem: each.package.ecosystem,
          name: each.package.name,
          affectedRange: each.vulnerable_version_range,
          patched: each.patched_versions,
          functions: each.vulnerable_functions,
        })) ?? this.now.affected,
    });
    return Promise.resolve();
  }

  confirm(plan: Plan): Promise<boolean> {
    this.plans.push(plan);
    this.meanwhile();
    return Promise.resolve(this.answer);
  }
}

describe("saveAdvisory", () => {
  let github: Advisory;
  beforeEach(() => (github = new Advisory()));

  it("writes only the changed keys and confirms what it read back", async () => {
    const outcome = await github.save({ vector: VECTOR });
    assert.deepEqual(github.patches, [{ cvss_vector_string: VECTOR }]);
    assert.deepEqual(outcome, {
      kind: "saved",
      confirmed: ["vector"],
      different: [],
      fields: { ...BASE, vector: VECTOR },
    });
  });

  it("asks with the exact texts and says that the reporter can read them", async () => {
    await github.save({ title: "Crash in re.compile()", description: "New." });
    assert.deepEqual(github.plans, [
      {
        title: "Save 2 fields to GHSA-2222-3333-4444?",
        writes: [
          {
            target: "Title of GHSA-2222-3333-4444 in python/cpython",
            audience: "REPORTER",
            text: "[Accepted] Crash in re.compile()",
          },
          {
            target: "Description of GHSA-2222-3333-4444 in python/cpython",
            audience: "REPORTER",
            text: "New.",
          },
        ],
        yes: "Save",
      },
    ]);
  });

  it("says PUBLIC for an advisory that is published", async () => {
    github.now = { ...BASE, state: "published" };
    await github.save({ vector: VECTOR });
    assert.equal(github.plans[0]?.writes[0]?.audience, "PUBLIC");
  });

  it("writes nothing on a no", async () => {
    github.answer = false;
    assert.equal(await github.save({ vector: VECTOR }), undefined);
    assert.deepEqual(github.patches, []);
  });

  it("stops when a field that I change was changed on GitHub, and asks nothing", async () => {
    github.now = { ...BASE, description: "Theirs." };
    const outcome = await github.save({ description: "Mine.", vector: VECTOR });
    assert.deepEqual(outcome, {
      kind: "conflict",
      conflicts: [{ field: "description", mine: "Mine.", theirs: "Theirs." }],
      fields: github.now,
    });
    assert.deepEqual([github.plans, github.patches], [[], []]);
  });

  it("stops when the field changes while the question is open", async () => {
    github.meanwhile = () => (github.now = { ...BASE, title: "[Accepted] Theirs" });
    const outcome = await github.save({ title: "Mine" });
    assert.equal(outcome?.kind, "conflict");
    assert.deepEqual(github.patches, []);
  });

  it("goes on when others changed only fields that I leave alone, and keeps those", async () => {
    github.now = { ...BASE, description: "Theirs." };
    await github.save({ vector: VECTOR });
    assert.equal(github.now.description, "Theirs.");
    assert.equal(github.now.vector, VECTOR);
  });

  it("keeps a tag that was added while the question was open", async () => {
    github.meanwhile = () => (github.now = { ...BASE, title: `${BASE.title} [CLOSED]` });
    await github.save({ title: "Crash in re.compile()" });
    assert.equal(github.now.title, "[Accepted] Crash in re.compile() [CLOSED]");
  });

  it("can be repeated: what GitHub has already is confirmed without a question", async () => {
    github.now = { ...BASE, vector: VECTOR };
    const outcome = await github.save({ vector: VECTOR });
    assert.ok(outcome?.kind === "saved");
    assert.deepEqual(outcome.confirmed, ["vector"]);
    assert.deepEqual([github.plans, github.patches], [[], []]);
  });

  it("takes line ends for the same text", async () => {
    await github.save({ description: "One.\nTwo." });
    assert.deepEqual(github.patches, []);
  });

  it("reports a field that reads back otherwise", async () => {
    github.store = (fields) => ({ ...fields, vector: null });
    const outcome = await github.save({ vector: VECTOR, title: "Mine" });
    assert.ok(outcome?.kind === "saved");
    assert.deepEqual(outcome.confirmed, ["title"]);
    assert.deepEqual(outcome.different, [{ field: "vector", wanted: VECTOR, found: "" }]);
  });

  it("says that it wrote when only reading back failed", async () => {
    github.store = (fields) => {
      github.failReads = true;
      return fields;
    };
    await assert.rejects(
      github.save({ vector: VECTOR }),
      /was written, but could not be read back/,
    );
  });

  it("refuses what the form should never have sent", async () => {
    for (const changes of [
      { title: "Crash [CLOSED]" },
      { title: "a\nb" },
      { description: "x".repeat(65_536) },
      { vector: `${VECTOR}/` },
      { vector: `${VECTOR}/E:A` },
      { vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H" },
    ]) {
      await assert.rejects(github.save(changes), HumanError);
    }
    assert.deepEqual([github.plans, github.patches], [[], []]);
  });

  it("refuses a title that only its tags make too long", async () => {
    await assert.rejects(github.save({ title: "x".repeat(1020) }), /with the tags it carries/);
  });

  it("writes lists whole, with what the form does not show", async () => {
    const affected = BASE.affected.map((each) => ({ ...each, patched: "3.16.0" }));
    const outcome = await github.save({ weaknesses: ["CWE-22"], affected });
    assert.deepEqual(github.patches, [
      {
        cwe_ids: ["CWE-22"],
        vulnerabilities: [
          {
            package: { ecosystem: "other", name: "CPython" },
            vulnerable_version_range: "< 3.16.0",
            patched_versions: "3.16.0",
            vulnerable_functions: ["re.compile"],
          },
        ],
      },
    ]);
    assert.deepEqual(outcome?.kind === "saved" && outcome.confirmed, ["weaknesses", "affected"]);
    assert.deepEqual(
      github.plans[0]?.writes.map(({ text }) => text),
      ["CWE-22", "CPython (other); affected < 3.16.0; fixed in 3.16.0; functions re.compile"],
    );
  });

  it("does not write a list that is the same in another order", async () => {
    github.now = { ...BASE, weaknesses: ["CWE-59", "CWE-22"] };
    await github.save({ weaknesses: ["CWE-22", "CWE-59"] }, github.now);
    assert.deepEqual(github.patches, []);
  });

  it("refuses lists that GitHub refuses, before anything is asked", async () => {
    for (const changes of [
      { affected: [] },
      { weaknesses: ["22"] },
      { affected: BASE.affected.map((each) => ({ ...each, ecosystem: "cargo" })) },
    ]) {
      await assert.rejects(github.save(changes), HumanError);
    }
    assert.deepEqual([github.patches, github.plans], [[], []]);
  });
});
