import assert from "node:assert/strict";
import { toAdvisory, type Advisory } from "../../../src/github/advisory.ts";
import { CPYTHON } from "../ticket/builders.ts";

const V3 = "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:L/A:N";
const V4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N";

/** The least that is an advisory. */
const BARE = { ghsa_id: "GHSA-9q23-4r5v-6w7x", created_at: "2026-10-05T09:00:00Z" };

function map(given: Readonly<Record<string, unknown>>): Advisory {
  const advisory = toAdvisory({ ...BARE, ...given }, CPYTHON);
  assert.ok(advisory);
  return advisory;
}

describe("an advisory of GitHub", () => {
  it("is understood whole", () => {
    assert.deepEqual(
      map({
        summary: "[Accepted] Header injection",
        description: "Text",
        state: "draft",
        cve_id: "CVE-2026-40107",
        severity: "high",
        cvss_severities: {
          cvss_v3: { vector_string: V3, score: 5.9 },
          cvss_v4: { vector_string: V4, score: 8.7 },
        },
        credits_detailed: [
          { user: { login: "rita" }, type: "reporter", state: "accepted" },
          { user: { login: "MEL" }, type: "coordinator", state: "pending" },
        ],
        cwe_ids: ["CWE-93", 7],
        vulnerabilities: [
          {
            package: { ecosystem: "other", name: "CPython" },
            vulnerable_version_range: "< 3.16.0",
            patched_versions: "",
            vulnerable_functions: ["http.cookies.Morsel.set"],
          },
          { package: null, vulnerable_functions: null },
          "nothing",
        ],
        author: { login: "rita" },
        private_fork: { full_name: "python/cpython-ghsa-9q23-4r5v-6w7x" },
        updated_at: "2026-11-01T00:00:00Z",
        closed_at: null,
        html_url: "https://github.com/python/cpython/security/advisories/GHSA-9q23-4r5v-6w7x",
        comments: 3,
        something_new: { deep: [1] },
      }),
      {
        repository: CPYTHON,
        ghsaId: "GHSA-9q23-4r5v-6w7x",
        summary: "[Accepted] Header injection",
        title: "Header injection",
        tags: ["ACCEPTED"],
        description: "Text",
        state: "draft",
        cveId: "CVE-2026-40107",
        severity: "high",
        cvssV4: V4,
        cvssV3: V3,
        credits: [
          { login: "rita", type: "reporter", state: "accepted" },
          { login: "MEL", type: "coordinator", state: "pending" },
        ],
        weaknesses: ["CWE-93"],
        affected: [
          {
            ...{ ecosystem: "other", name: "CPython", affectedRange: "< 3.16.0", patched: null },
            functions: ["http.cookies.Morsel.set"],
          },
          {
            ...{ ecosystem: "other", name: null, affectedRange: null, patched: null },
            functions: [],
          },
        ],
        author: "rita",
        privateFork: { owner: "python", repo: "cpython-ghsa-9q23-4r5v-6w7x" },
        createdAt: new Date("2026-10-05T09:00:00Z"),
        updatedAt: new Date("2026-11-01T00:00:00Z"),
        closedAt: null,
        publishedAt: null,
        unnamedCredits: 0,
        ...{ collaborators: [], unnamedCollaborators: 0 },
        commentCount: 3,
        htmlUrl: "https://github.com/python/cpython/security/advisories/GHSA-9q23-4r5v-6w7x",
      },
    );
  });

  it("may lack or null everything but its id and a date", () => {
    const empty = map({});
    const keys = ["summary", "description", "state", "cve_id", "severity", "cvss", "credits"];
    const more = [
      "cwe_ids",
      "vulnerabilities",
      "cvss_severities",
      "credits_detailed",
      "author",
      "private_fork",
      "html_url",
    ];
    const nulls = Object.fromEntries([...keys, ...more].map((key) => [key, null]));
    assert.deepEqual(map(nulls), empty);
    assert.deepEqual(
      [empty.title, empty.state, empty.severity, empty.credits, empty.privateFork, empty.author],
      ["", "unknown", null, [], null, null],
    );
    assert.deepEqual(empty.updatedAt, empty.createdAt);
  });

  it("keeps words that are not known yet as unknown", () => {
    const { state, severity, credits } = map({
      state: "embargoed",
      severity: "catastrophic",
      credits_detailed: [{ user: { login: "mel" }, type: "referee", state: "invited" }],
    });
    assert.deepEqual([state, severity], ["unknown", null]);
    assert.deepEqual(credits, [{ login: "mel", type: "referee", state: "unknown" }]);
  });

  it("takes the plain credits when there are no detailed ones", () => {
    const { credits } = map({ credits: [{ login: "mel", type: "coordinator" }, { type: "tool" }] });
    assert.deepEqual(credits, [{ login: "mel", type: "coordinator", state: "accepted" }]);
  });

  it("counts the credits that it can't name, and keeps what either list has", () => {
    const rita = { user: { login: "rita" }, type: "reporter", state: "pending" };
    const plain = [{ login: "Rita", type: "reporter" }, { login: "ghost", type: "finder" }, {}];
    const { credits, unnamedCredits } = map({ credits_detailed: [rita], credits: plain });
    assert.deepEqual(credits, [
      { login: "rita", type: "reporter", state: "pending" },
      { login: "ghost", type: "finder", state: "unknown" },
    ]);
    assert.equal(unnamedCredits, 1);
    assert.equal(map({ credits_detailed: [rita, { user: null, type: "tool" }] }).unnamedCredits, 1);
    assert.equal(map({ credits: [{ login: "mel" }] }).unnamedCredits, 1);
    assert.equal(map({ credits: [{ login: "rita" }], credits_detailed: [rita] }).unnamedCredits, 0);
  });

  it("finds a vector in the older key too", () => {
    assert.equal(map({ cvss: { vector_string: V3 } }).cvssV3, V3);
    assert.equal(map({ cvss: { vector_string: V4 } }).cvssV4, V4);
    assert.equal(map({ cvss: { vector_string: "" } }).cvssV3, null);
  });

  it("passes over values that could do harm where they are used", () => {
    const hostile = map({
      cve_id: "CVE-2026-1; rm -rf ~",
      private_fork: { full_name: "../../x" },
      credits_detailed: "all",
      author: "rita",
      closed_at: "yesterday",
      description: 7,
    });
    assert.deepEqual(
      [hostile.cveId, hostile.privateFork, hostile.credits, hostile.author, hostile.closedAt],
      [null, null, [], null, null],
    );
    assert.equal(hostile.description, "");
  });

  it("is none without a valid id and date", () => {
    for (const value of [
      undefined,
      null,
      "GHSA-9q23-4r5v-6w7x",
      [BARE],
      {},
      { ...BARE, ghsa_id: "GHSA-9q23-4r5v-6w7x/../../x" },
      { ...BARE, ghsa_id: 7 },
      { ...BARE, created_at: null },
      { ...BARE, created_at: "2026-13-45T99:00:00Z" },
      { ...BARE, created_at: 1_700_000_000 },
    ]) {
      assert.equal(toAdvisory(value, CPYTHON), undefined, JSON.stringify(value));
    }
  });
});
