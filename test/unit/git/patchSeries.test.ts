import assert from "node:assert/strict";
import { parsePatchSeries } from "../../../src/git/patchSeries.ts";
import { isSafeLink, isSafeTreePath } from "../../../src/git/treePath.ts";

const mail = (message: string, diff: string): string =>
  `From ${"a".repeat(40)} Mon Sep 17 00:00:00 2001\nFrom: A <a@example.org>\nSubject: [PATCH] ${message}\n---\n x | 1 +\n\n${diff}-- \n2.39.5\n\n`;
const change = "diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n a\n+b\n";

describe("a mail series", () => {
  it("is read commit by commit, without commits that change nothing", () => {
    const text = mail("One", change) + mail("Empty", "") + mail("Two", change);
    const series = parsePatchSeries(Buffer.from(text));
    assert.ok(series.valid);
    assert.equal(series.value.length, 2);
    assert.deepEqual(series.value[0]?.paths, ["x"]);
    assert.ok(Buffer.from(series.value[0].diff).toString().startsWith(change));
  });

  it("keeps every byte", () => {
    const bytes = Buffer.concat([
      Buffer.from(mail("One", "diff --git a/x b/x\n@@ -0,0 +1 @@\n+")),
      Buffer.from([0xe9, 0xff, 0x0d, 0x0a]),
    ]);
    const series = parsePatchSeries(bytes);
    assert.ok(series.valid);
    const [first] = series.value;
    assert.ok(Buffer.from(first?.diff ?? []).includes(Buffer.from([0xe9, 0xff, 0x0d, 0x0a])));
  });

  it("may be a bare diff", () => {
    assert.ok(parsePatchSeries(Buffer.from(change)).valid);
  });

  it("names both sides of a rename and reads quoted names", () => {
    const diff =
      'diff --git "a/\\303\\244 b" "b/c\\"d"\nsimilarity index 100%\nrename from "\\303\\244 b"\nrename to "c\\"d"\n';
    const series = parsePatchSeries(Buffer.from(mail("Rename", diff)));
    assert.ok(series.valid);
    assert.deepEqual(series.value[0]?.paths, ["\u00e4 b", 'c"d']);
  });

  it("has no names in its lines", () => {
    const diff = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n--- ../a\n+++ ../b\n c\n";
    assert.ok(parsePatchSeries(Buffer.from(mail("Lines", diff))).valid);
  });
});

describe("paths in a tree", () => {
  for (const path of ["Lib/x.py", ".github/x.yml", ".gitignore", "a b/\u00e4", "..x/y..", "git"]) {
    it(`“${path}” is safe`, () => assert.equal(isSafeTreePath(path), true));
  }
  for (const path of [
    "",
    "/etc/passwd",
    "../x",
    "a/../../x",
    "a//b",
    "./a",
    ".git",
    ".git/config",
    "a/.GIT/hooks",
    ".git./x",
    ".git /x",
    ".git::$INDEX_ALLOCATION/x",
    "git~1/x",
    ".g\u200cit/x",
    "a\\..\\x",
    "C:/x",
    "a\0b",
    "a\nb",
  ]) {
    it(`${JSON.stringify(path)} is not`, () => assert.equal(isSafeTreePath(path), false));
  }

  it("a link may point inside the tree only", () => {
    assert.equal(isSafeLink("a/b/link", "../../README"), true);
    assert.equal(isSafeLink("a/link", "./b/c"), true);
    assert.equal(isSafeLink("link", "."), true);
    for (const target of ["../../x", "/etc", "C:\\x", "..\\..\\x", "../.git/config", "b/../c"]) {
      assert.equal(isSafeLink("a/link", target), false, target);
    }
  });
});
