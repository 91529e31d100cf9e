import assert from "node:assert/strict";
import { cveRecordText, draftCveRecord } from "../../../src/text/cveRecord.ts";
import { checkCveRecord, repeatedParts } from "../../../src/text/recordChecks.ts";
import { advisoryFacts } from "./advisory.ts";

const FACTS = advisoryFacts();

function drafted(): NonNullable<Parameters<typeof checkCveRecord>[1]> {
  const draft = draftCveRecord({
    ...FACTS,
    versions: [{ branch: "3.13", from: "3.13.0", fixedIn: "3.13.14", expected: false }],
    weaknesses: ["CWE-22 Path Traversal"],
    credits: [],
    backports: ["https://github.com/python/cpython/pull/140010"],
  });
  assert.ok(draft.valid);
  return draft.value.record;
}

const RECORD = drafted();
const TEXT = cveRecordText(RECORD);

/** What is said of a text, each with what it marks. */
function marked(text: string): readonly string[] {
  return checkCveRecord(text, RECORD).map(({ level, text: words, line, start, end }) => {
    const part = text.split("\n")[line]?.slice(start, end) ?? "?";
    return `${level} ${words} ${part}`;
  });
}

function slip(from: string | RegExp, to: string): readonly string[] {
  const changed = TEXT.replace(from, to);
  assert.notEqual(changed, TEXT);
  return marked(changed);
}

describe("a CVE record that was edited", () => {
  it("agrees as it was drafted, however it is laid out, and with more in it", () => {
    assert.deepEqual(marked(TEXT), []);
    assert.deepEqual(marked(JSON.stringify(RECORD)), []);
    assert.deepEqual(marked(TEXT.replace('"state"', '"datePublished": "2026-11-24", "state"')), []);
    assert.deepEqual(marked(TEXT.replace("could\\noverwrite", "could overwrite")), []);
  });

  it("is held to the advisory’s CVE id, texts and product, each at its place", () => {
    assert.deepEqual(slip("CVE-2026-11940", "CVE-2026-11904"), [
      "error The CVE id is “CVE-2026-11904” here, and the advisory’s is “CVE-2026-11940”. " +
        '"CVE-2026-11904"',
    ]);
    assert.match(
      slip("hard links", "soft links").join(),
      /^error The title is “.*soft links” here/,
    );
    assert.match(slip("elsewhere.", "anywhere.").join(), /makes another description\. "The tar/);
    assert.match(slip('"CPython"', '"Cpython"').join(), /The product is “Cpython” here/);
  });

  it("is held to the affected versions, the weakness and the score", () => {
    assert.match(
      slip("3.13.14", "3.13.15").join(),
      /^error The advisory makes another affected ve/,
    );
    assert.match(slip('"CWE-22"', '"CWE-23"').join(), /^error The advisory makes another weakness/);
    assert.match(slip("SC:H/SI:H", "SC:H/SI:L").join(), /^error The CVSS v4 vector is “CVSS:4\.0/);
    assert.match(slip('"HIGH",\n', '"CRITICAL",\n').join(), /^error The severity is “CRITICAL”/);
    assert.match(slip('"baseScore": 7.8', '"baseScore": 9.8').join(), /score is “9\.8” here/);
  });

  it("keeps the references to the issue, the fix and its backports, and names what is beside them", () => {
    assert.match(
      slip("pull/140010", "pull/140011").join("\n"),
      /^error The reference .*140010 is missing\. \[\nwarning .*140011 is neither/,
    );
    assert.match(slip("pull/140002", "commit/0f0f").join("\n"), /140002 is missing/);
  });

  it("says what is missing, where it would stand", () => {
    const { containers, ...rest } = RECORD;
    const { title, ...cna } = containers.cna;
    const text = JSON.stringify({ ...rest, containers: { cna } });
    assert.match(marked(text).join(), /^error The title is missing\. \{"providerMetadata"/);
    assert.equal(marked("{}").length, 9 + 3);
    assert.ok(title.length > 0);
  });

  it("is no JSON any more, or another kind of it", () => {
    for (const text of ["", "{", `${TEXT}}`, TEXT.replace(/,/, ""), `// x\n${TEXT}`]) {
      assert.match(marked(text).join(), /This is no JSON/);
      assert.equal(repeatedParts(text), undefined);
    }
    for (const text of ["[]", "null", "7", '"x"', '{"containers":{"cna":[7]}}']) {
      assert.equal(marked(text).length, 12, text);
    }
  });

  it("tells again what it repeats of the advisory", () => {
    const parts = repeatedParts(TEXT);
    assert.deepEqual(
      [parts?.cveId, parts?.title, parts?.vector],
      [FACTS.cveId, FACTS.title, FACTS.vector],
    );
  });
});
