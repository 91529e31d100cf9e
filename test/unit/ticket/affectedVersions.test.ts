import assert from "node:assert/strict";
import {
  affectedBefore,
  affectedVersions,
  gitHubRange,
  rangeWords,
  type BranchFix,
} from "../../../src/ticket/affectedVersions.ts";
import {
  compareVersions,
  formatVersion,
  parseVersion,
  versionAfter,
  versionInPatchlevel,
  type PythonVersion,
} from "../../../src/ticket/pythonVersion.ts";

function version(text: string): PythonVersion {
  const parsed = parseVersion(text);
  assert.ok(parsed.valid, text);
  return parsed.value;
}

function fix(branch: string, text: string, merged = true): BranchFix {
  return { branch, version: version(text), merged };
}

const FIXES = [
  fix("main", "3.16.0a2+"),
  fix("3.15", "3.15.1+"),
  fix("3.14", "3.14.9+"),
  fix("3.13", "3.13.13+", false),
  fix("3.12", "3.12.13+"),
];

describe("the affected versions", () => {
  it("follow from where the fix came in on each branch", () => {
    assert.deepEqual(
      affectedVersions(FIXES).map(({ branch, from, fixedIn }) => [branch, from, fixedIn]),
      [
        ["3.12", "0", "3.12.14"],
        ["3.13", "3.13.0", "3.13.14"],
        ["3.14", "3.14.0", "3.14.10"],
        ["3.15", "3.15.0", "3.15.2"],
        ["main", "3.16.0a1", "3.16.0a3"],
      ],
    );
  });

  it("tell which are only expected, because the fix is not merged there", () => {
    const expected = affectedVersions(FIXES).filter((range) => range.expected);
    assert.deepEqual(
      expected.map(({ branch }) => branch),
      ["3.13"],
    );
  });

  it("begin with the first alpha on a branch that is not released yet", () => {
    for (const [text, fixedIn] of [
      ["3.15.0a7+", "3.15.0a8"],
      ["3.15.0b4+", "3.15.0b5"],
      ["3.15.0rc1+", "3.15.0rc2"],
    ] as const) {
      const ranges = affectedVersions([fix("3.14", "3.14.1+"), fix("3.15", text)]);
      assert.deepEqual(ranges[1], { branch: "3.15", from: "3.15.0a1", fixedIn, expected: false });
    }
  });

  it("are none of a line whose first alpha has the fix", () => {
    const ranges = affectedVersions([fix("3.15", "3.15.0+"), fix("main", "3.16.0a0")]);
    assert.deepEqual(ranges.map(rangeWords), ["before 3.15.1"]);
  });

  it("leave out what came before the mistake", () => {
    const ranges = (introduced: string): readonly string[] =>
      affectedVersions(FIXES, version(introduced)).map(rangeWords);
    // The lines from it on that get no fix any more are affected all the same.
    assert.deepEqual(ranges("3.10.2").slice(0, 2), [
      "3.10.2 to before 3.12.14",
      "3.13.0 to before 3.13.14",
    ]);
    assert.deepEqual(ranges("3.14.3"), [
      "3.14.3 to before 3.14.10",
      "3.15.0 to before 3.15.2",
      "3.16.0a1 to before 3.16.0a3",
    ]);
    assert.deepEqual(ranges("3.15.0a1").slice(0, 1), ["3.15.0 to before 3.15.2"]);
    assert.deepEqual(ranges("3.16.0a3"), []);
  });

  it("leave a branch out that lacks the mistake, and what came before the first that has it", () => {
    const without = (...names: readonly string[]): readonly string[] =>
      affectedVersions(
        FIXES.filter(({ branch }) => !names.includes(branch)),
        undefined,
        names,
      ).map(rangeWords);
    assert.deepEqual(without("3.12", "3.14"), [
      "3.13.0 to before 3.13.14",
      "3.15.0 to before 3.15.2",
      "3.16.0a1 to before 3.16.0a3",
    ]);
    assert.deepEqual(without("3.13").slice(0, 2), ["before 3.12.14", "3.14.0 to before 3.14.10"]);
    assert.deepEqual(without("3.15", "3.14", "3.13", "3.12"), ["3.16.0a1 to before 3.16.0a3"]);
  });

  it("of a project without branches are all before the release", () => {
    assert.deepEqual(affectedBefore("26.4").map(gitHubRange), ["< 26.4"]);
  });

  it("are written as GitHub writes them", () => {
    assert.deepEqual(affectedVersions(FIXES).slice(0, 2).map(gitHubRange), [
      "< 3.12.14",
      ">= 3.13.0, < 3.13.14",
    ]);
  });

  it("are none while no branch is known", () => {
    assert.deepEqual(affectedVersions([]), []);
  });
});

describe("a version", () => {
  it("is read and written, with the + between releases passed over", () => {
    for (const [text, same] of [
      ["3.13.9+", "3.13.9"],
      ["3.16.0a2+", "3.16.0a2"],
      ["3.15.0rc1", "3.15.0rc1"],
      ["26.4", "26.4.0"],
    ] as const) {
      assert.equal(formatVersion(version(text)), same);
    }
    for (const text of ["", "3", "3.13.x", "v3.13.1", "3.13.1.1", "3.13.1c1", "3.13.1 \n2"]) {
      assert.equal(parseVersion(text).valid, false);
    }
  });

  it("is ordered alpha, beta, candidate, final", () => {
    const order = ["3.9.20", "3.14.9", "3.15.0a9", "3.15.0a10", "3.15.0b1", "3.15.0rc2", "3.15.0"];
    const sorted = [...order].reverse().sort((a, b) => compareVersions(version(a), version(b)));
    assert.deepEqual(sorted, order);
  });

  it("after one is later than it, and not later than what really follows", () => {
    for (const [now, next] of [
      ["3.16.0a7", "3.16.0b1"],
      ["3.16.0b4", "3.16.0rc1"],
      ["3.16.0rc2", "3.16.0"],
      ["3.13.9", "3.13.10"],
    ] as const) {
      const after = versionAfter(version(now));
      assert.ok(compareVersions(version(now), after) < 0);
      assert.ok(compareVersions(after, version(next)) <= 0);
    }
  });

  it("of CPython's source is in its header", () => {
    const header =
      '/* PY_VERSION */\n#define PY_MICRO_VERSION 0\n#define PY_VERSION     \t"3.16.0a2+"\n';
    const parsed = versionInPatchlevel(header);
    assert.ok(parsed.valid);
    assert.equal(formatVersion(parsed.value), "3.16.0a2");
    for (const other of ["", "#define PY_VERSION_HEX 1", '#define PY_VERSION "main"']) {
      assert.equal(versionInPatchlevel(other).valid, false);
    }
  });
});
