import assert from "node:assert/strict";
import { makeNews, newsHints, parseIssue } from "../../../src/steps/publicTexts.ts";
import { projects, type Project } from "../../../src/ticket/project.ts";

function projectNamed(name: string): Project {
  const project = projects.find((each) => each.name === name);
  assert.ok(project);
  return project;
}

const cpython = projectNamed("CPython");
const pip = projectNamed("pip");
const NOW = new Date("2026-11-23T09:00:00Z");

describe("the public issue of a project", () => {
  it("is read as the project's people write it", () => {
    for (const text of ["140001", "#140001", "gh-140001"]) {
      assert.deepEqual(parseIssue(cpython, text), { valid: true, value: 140_001 });
    }
    for (const text of ["13500", " #13500 ", "https://github.com/pypa/pip/issues/13500"]) {
      assert.deepEqual(parseIssue(pip, text), { valid: true, value: 13_500 });
    }
  });

  it("is none of another project's, and no number that GitHub does not give", () => {
    for (const text of [
      ...["", "0", "-1", "007", "1.5", "12345678901", "13500 13501", "GHSA-9q23-4r5v-6w7x"],
      "https://github.com/python/cpython/issues/13500",
      "https://github.com/pypa/pip/pull/13500",
      "https://evil.example/https://github.com/pypa/pip/issues/1",
    ]) {
      assert.equal(parseIssue(pip, text).valid, false, text);
    }
    assert.equal(parseIssue(cpython, "https://github.com/pypa/pip/issues/1").valid, false);
  });
});

describe("a project's news entry", () => {
  it("has the project's own form", () => {
    const blurb = makeNews(cpython, 140_001, "Fix :mod:`re`.", NOW);
    assert.ok(blurb.valid);
    assert.match(blurb.value.path, /^Misc\/NEWS\.d\/next\/Security\/2026-11-23-.*140001/);
    const news = makeNews(pip, 13_500, "Fix unpacking.", NOW);
    assert.ok(news.valid);
    assert.match(news.value.path, /^news\/13500\.\w+\.rst$/);
  });

  it("is refused empty in either form", () => {
    for (const project of [cpython, pip]) {
      assert.equal(makeNews(project, 1, " \n", NOW).valid, false, project.name);
    }
  });

  it("has hints for blurbs only", () => {
    assert.deepEqual(newsHints(pip, "fixed"), []);
  });
});
