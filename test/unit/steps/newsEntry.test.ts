import assert from "node:assert/strict";
import { newsOf, requireOneNews } from "../../../src/steps/newsEntry.ts";
import { projects, type Project } from "../../../src/ticket/project.ts";

const projectNamed = (wanted: string): Project => {
  const project = projects.find(({ name }) => name === wanted);
  assert.ok(project);
  return project;
};
const [cpython, pip] = [projectNamed("CPython"), projectNamed("pip")];
const path = "Misc/NEWS.d/next/Security/2026-11-23-10-00-00.gh-issue-140001.abcDEF.rst";

describe("the news entry of a public commit", () => {
  it("is known by where it lies", () => {
    const files = [path, "Misc/NEWS.d/next/Library/x.rst", "Lib/x.py", "news/1.bugfix.rst"];
    const named = files.map((each) => ({ path: each }));
    assert.deepEqual(newsOf(named, cpython), [path]);
    assert.deepEqual(newsOf(named, pip), ["news/1.bugfix.rst"]);
  });

  it("is exactly one", () => {
    const entry = { kind: "entry", path, content: "Fix.\n", replaces: [] } as const;
    const library = "Misc/NEWS.d/next/Library/x.rst";
    requireOneNews({ kind: "keep" }, [path], cpython);
    requireOneNews(entry, [], cpython);
    requireOneNews({ ...entry, path: "news/1.bugfix.rst" }, [], pip);
    requireOneNews({ ...entry, replaces: [library, path] }, [path, library], cpython);
    requireOneNews({ kind: "none" }, [], cpython);
    for (const own of [[], [library]]) {
      assert.throws(() => requireOneNews({ kind: "keep" }, own, cpython), /brings no news entry/);
    }
    for (const own of [[path], [library]]) {
      assert.throws(() => requireOneNews(entry, own, cpython), /of its own/);
    }
  });

  it("has a text and lies where news entries lie", () => {
    for (const news of [
      { path, content: " \n" },
      { path: "Lib/x.py", content: "Fix.\n" },
      { path: "Misc/NEWS.d/next/Security/../../../../x.rst", content: "Fix.\n" },
      { path: "Misc/NEWS.d/next/Security/a\nb.rst", content: "Fix.\n" },
    ]) {
      const entry = { kind: "entry", replaces: [], ...news } as const;
      assert.throws(() => requireOneNews(entry, [], cpython), /no text, or is not where/);
    }
  });
});
