import assert from "node:assert/strict";
import { checkConsistency, type ConsistencyFacts } from "../../../src/text/consistency.ts";
import { advisoryFacts, pipFacts } from "./advisory.ts";

const CPYTHON = {
  ...{ ecosystem: "other", name: "CPython", functions: ["tarfile.TarFile.extractall"] },
  ...{ affectedRange: "< 3.13.10", patched: "3.13.10" },
};

const RANGE = { branch: "3.13", from: "0", fixedIn: "3.13.10", expected: false };

function consistent(given: Partial<ConsistencyFacts> = {}): ConsistencyFacts {
  return {
    ...{ ...advisoryFacts(), affected: [CPYTHON], weaknesses: ["CWE-22"], versions: null },
    ...given,
  };
}

/** Each as its level, its code, and the field or the page where it can be mended. */
function found(facts: ConsistencyFacts): readonly string[] {
  return checkConsistency(facts).map(({ level, code, place }) => {
    const where = place.kind === "form" ? place.field : place.kind === "page" ? place.url : "?";
    return `${level} ${code}: ${where}`;
  });
}

describe("what says the same of one vulnerability", () => {
  it("has nothing that disagrees, for either project", () => {
    assert.deepEqual(found(consistent()), []);
    const affected = [{ ...CPYTHON, ecosystem: "pip", name: "pip", affectedRange: "< 26.4" }];
    assert.deepEqual(found({ ...consistent({ affected }), ...pipFacts() }), []);
  });

  it("has the facts' disagreements first, since they stand in the way", () => {
    const codes = found(consistent({ cveId: null, weaknesses: [], severity: "low" }));
    assert.deepEqual(
      codes.map((each) => each.split(":")[0]),
      ["error cve", "error severity", "warning weaknesses"],
    );
  });

  it("finds a pull request of another repository", () => {
    const url = "https://github.com/python/typeshed/pull/140002";
    const { pullRequest } = advisoryFacts();
    assert.ok(pullRequest);
    assert.deepEqual(found(consistent({ pullRequest: { ...pullRequest, htmlUrl: url } })), [
      `error pull-request: ${url}`,
    ]);
  });

  it("finds what would be a slip in the e-mail, at its place in the description", () => {
    const slips: readonly (readonly [string, string])[] = [
      ["https://https://python.org", "https://https://"],
      [
        "https://github.com/python/cpython/commit/0123abc",
        "https://github.com/python/cpython/commit/0123abc",
      ],
      ["see CVE-2020-1234", "CVE-2020-1234"],
      ["it is MEDIUM (CVSSv4 5.3)", " (CVSSv4 5.3)"],
      ["two  blanks", "  "],
      ["turned\u202eround", "\u202e"],
    ];
    for (const [slip, marked] of slips) {
      const description = `\r\n \r\nFirst paragraph.\r\n\r\nHere ${slip} stands.\r\n`;
      const [first] = checkConsistency(consistent({ description }));
      assert.ok(first?.place.kind === "form" && first.place.at, slip);
      const { start, end } = first.place.at;
      assert.equal(description.replaceAll("\r\n", "\n").slice(start, end), marked);
    }
  });

  it("marks in the title, too, what would be a slip in the subject", () => {
    for (const [title, marked] of [
      ["Path traversal in tarfile.\u200bextractall()", "\u200b"],
      ["Path traversal\u2028in tarfile.extractall()", "\u2028"],
    ] as const) {
      const [first, ...others] = checkConsistency(consistent({ title }));
      assert.ok(first?.place.kind === "form" && first.place.at, title);
      assert.equal(title.slice(first.place.at.start, first.place.at.end), marked);
      assert.deepEqual(others, []);
    }
  });

  it("finds what a CVE record does not take", () => {
    const long = consistent({ description: "word ".repeat(1000) });
    assert.deepEqual(found(long), ["warning record: description"]);
  });

  it("finds a product that is not the project, or published elsewhere", () => {
    const affected = [CPYTHON, { ...CPYTHON, name: "pip" }, { ...CPYTHON, ecosystem: "npm" }];
    const told = checkConsistency(consistent({ affected })).map(({ text }) => text);
    assert.deepEqual(told, [
      "Row 2: the product is “pip”, and the e-mail says CPython.",
      "Row 3: CPython is published as “other”, not “npm”.",
    ]);
  });

  it("finds versions that are not those of the branches, once these are known", () => {
    assert.deepEqual(found(consistent({ versions: [RANGE] })), []);
    const other = { ...RANGE, fixedIn: "3.13.11" };
    assert.deepEqual(found(consistent({ versions: [other] })), ["warning versions: affected"]);
  });
});
