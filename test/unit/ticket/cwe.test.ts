import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  cweId,
  cweLabel,
  parseCweId,
  parseWeaknessList,
  searchWeaknesses,
  type WeaknessList,
} from "../../../src/ticket/cwe.ts";

const FILE = join(import.meta.dirname, "../../../media/cwe.json");

function official(): WeaknessList {
  const list = parseWeaknessList(JSON.parse(readFileSync(FILE, "utf8")));
  assert.ok(list);
  return list;
}

describe("the list of weaknesses", () => {
  const list = official();
  const ids = (query: string): readonly number[] =>
    searchWeaknesses(list, query).map(({ id }) => id);

  it("is the official one, whole, with MITRE's terms", () => {
    assert.match(list.version, /^\d+\.\d+$/);
    assert.equal(list.weaknesses.length, 939);
    assert.equal(new Set(list.weaknesses.map(({ id }) => id)).size, 939);
    assert.equal(
      cweLabel(list, 22),
      "CWE-22 Improper Limitation of a Pathname to a Restricted Directory ('Path Traversal')",
    );
    assert.match(cweLabel(list, 1004), /Without 'HttpOnly' Flag$/);
    const text = readFileSync(FILE, "utf8");
    assert.match(text, /The MITRE Corporation/);
    assert.doesNotMatch(text, /&(amp|lt|gt|quot|apos);|DEPRECATED/);
  });

  it("is searched by number", () => {
    assert.equal(ids("22")[0], 22);
    assert.equal(ids("CWE-22")[0], 22);
    assert.ok(ids("22").includes(226));
    assert.equal(ids(" cwe 1333 ").join(), "1333");
    assert.deepEqual(ids("99999"), []);
  });

  it("is searched by words in any order, each at least begun", () => {
    assert.equal(ids("path traversal")[0], 22);
    assert.equal(ids("use after free")[0], 416);
    assert.equal(ids("free after use")[0], 416);
    assert.equal(ids("out-of-bounds read")[0], 125);
    assert.equal(ids("regular expr compl")[0], 1333);
    assert.deepEqual(ids("no such weakness at all"), []);
    assert.deepEqual(ids("()"), []);
    assert.deepEqual(ids("constructor"), []);
  });

  it("knows the words that people use", () => {
    for (const [word, id] of [
      ["ReDoS", 1333],
      ["SSRF", 918],
      ["uaf", 416],
      ["crlf", 93],
      ["XXE", 611],
      ["symlink", 59],
    ] as const) {
      assert.ok(ids(word).slice(0, 2).includes(id), word);
    }
  });

  it("puts what MITRE does not want used behind its narrower kin", () => {
    const usages = searchWeaknesses(list, "resource consumption").map(({ usage }) => usage);
    assert.equal(usages.at(0), "Allowed");
    assert.ok(usages.includes("Discouraged"));
  });

  it("offers the usual ones before anything is typed, and never too many", () => {
    assert.ok(ids("").includes(22) && ids(" ").length < 20);
    assert.equal(ids("improper").length, 30);
    assert.equal(searchWeaknesses(list, "improper", 5).length, 5);
  });

  it("answers within a frame", () => {
    const started = performance.now();
    for (let turn = 0; turn < 20; turn++) searchWeaknesses(list, "improper neutralization of");
    assert.ok((performance.now() - started) / 20 < 16);
  });

  it("keeps an id that it does not know", () => {
    assert.equal(cweLabel(list, 4711), "CWE-4711");
    assert.equal(cweId(22), "CWE-22");
  });
});

describe("a weakness's id", () => {
  it("is read in the ways in which people write it", () => {
    for (const text of ["CWE-79", "cwe-79", "CWE79", "cwe 79", " 79 "]) {
      assert.equal(parseCweId(text), 79);
    }
    for (const text of ["", "CWE-", "CWE-0", "079", "79a", "CVE-79", "123456"]) {
      assert.equal(parseCweId(text), undefined);
    }
  });

  it("is not read from a file that is no list", () => {
    for (const value of [null, [], {}, { version: "4.15", date: "2024-07-16", weaknesses: [] }]) {
      assert.equal(parseWeaknessList(value), undefined);
    }
    const odd = { version: "1", date: "2", weaknesses: [[1, "a", "Allowed"], [2, "b", "?"], "x"] };
    assert.deepEqual(
      parseWeaknessList(odd)?.weaknesses.map(({ id }) => id),
      [1],
    );
  });
});
