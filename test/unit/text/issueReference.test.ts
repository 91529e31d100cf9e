import assert from "node:assert/strict";
import { parseIssueReference } from "../../../src/text/issueReference.ts";

describe("An issue reference", () => {
  for (const text of [
    "140001",
    "#140001",
    "gh-140001",
    "GH-140001",
    "github.com/python/cpython/issues/140001",
    "https://github.com/python/cpython/issues/140001",
  ]) {
    it(`is read from ${text}`, () => {
      assert.deepEqual(parseIssueReference(text), { valid: true, value: 140001 });
    });
  }

  for (const text of [
    "",
    "+140001",
    "-140001",
    "140_001",
    " 140001",
    "140001\n",
    "140 001",
    "1.4e5",
    "0x222e1",
    "١٤٠٠٠١",
    "0140001",
    "0",
    "1400010000",
    "Gh-140001",
    "##140001",
    "https://140001",
    "http://github.com/python/cpython/issues/140001",
    "https://github.com/python/cpython/pull/140001",
    "https://github.com/python/cpython/issues/140001#issuecomment-1",
    "https://github.com.example.org/python/cpython/issues/140001",
    "https://github.com/pypa/pip/issues/140001",
  ]) {
    it(`is not read from ${JSON.stringify(text)}`, () => {
      const parsed = parseIssueReference(text);
      assert.ok(!parsed.valid);
      assert.match(parsed.reason, /issue/);
    });
  }
});
