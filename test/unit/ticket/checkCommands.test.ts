import assert from "node:assert/strict";
import {
  commandWords,
  defaultCommands,
  expandCommand,
  testsOf,
} from "../../../src/ticket/checkCommands.ts";
import {
  branchesToCheck,
  isStale,
  outcomeWords,
  type LocalCheck,
} from "../../../src/ticket/localCheck.ts";
import { projectOf, type Project } from "../../../src/ticket/project.ts";
import { builtInBranches } from "../../../src/ticket/releaseBranches.ts";
import { checksTable, withTable } from "../../../src/text/checksTable.ts";
import { CPYTHON, PIP } from "./builders.ts";

function project(repository: typeof CPYTHON): Project {
  const found = projectOf(repository);
  assert.ok(found);
  return found;
}
const cpython = project(CPYTHON);
const pip = project(PIP);

describe("the tests that belong to changed files", () => {
  const tree = [
    ...["test_json/__init__.py", "test_json/test_decode.py", "test_bz2.py", "test_httplib.py"],
    ...[
      "test_http_cookies.py",
      "test_bytes.py",
      "test_zlib.py",
      "test_ssl.py",
      "test_htmlparser.py",
    ],
  ].map((name) => `Lib/test/${name}`);

  for (const [path, tests] of Object.entries({
    "Lib/test/test_bz2.py": ["test_bz2"],
    "Lib/test/test_json/test_decode.py": ["test_json"],
    "Lib/test/test_gone.py": [],
    "Lib/test/support/__init__.py": [],
    "Lib/json/decoder.py": ["test_json"],
    "Lib/json/__init__.py": ["test_json"],
    "Lib/http/cookies.py": ["test_http_cookies"],
    "Lib/http/client.py": [],
    "Lib/html/parser.py": ["test_htmlparser"],
    "Modules/_bz2module.c": ["test_bz2"],
    "Modules/zlibmodule.c": ["test_zlib"],
    "Modules/_ssl.c": ["test_ssl"],
    "Objects/bytesobject.c": ["test_bytes"],
    "Lib/test/test_x;rm -rf.py": [],
    "Lib/test/-h.py": [],
    "Doc/library/json.rst": [],
  })) {
    it(`${path}: ${tests.join(", ") || "none"}`, () => {
      assert.deepEqual(testsOf(cpython, [path], tree), tests);
    });
  }

  it("are files for pip", () => {
    const files = ["tests/unit/test_wheel.py", "tests/unit/test_network_session.py"];
    const changed = ["src/pip/_internal/network/session.py", "tests/unit/test_wheel.py", "news/1"];
    assert.deepEqual(testsOf(pip, changed, files), [...files].sort());
  });
});

describe("the commands of a check", () => {
  it("take each test as a word of its own, and are left out without tests", () => {
    const [line] = defaultCommands(cpython, "linux").test;
    assert.ok(line);
    assert.deepEqual(expandCommand(line, ["test_a", "test_b"], 2)?.slice(-2), ["test_a", "test_b"]);
    assert.equal(expandCommand(line, [], 2), undefined);
    assert.deepEqual(expandCommand(["make", "-j{jobs}"], [], 4), ["make", "-j4"]);
    // Without the Python at hand nox would skip all, which is no failure to it.
    assert.match(
      commandWords(
        expandCommand(defaultCommands(pip, "linux").test[0] ?? [""], ["t.py"], 1) ?? [""],
      ),
      /^nox --error-on-missing-interpreters --force-python 3 --session test -- t\.py$/,
    );
    assert.equal(commandWords(["a b", "c;d", "e"]), '"a b" "c;d" e');
  });

  it("are for main and the branches that are affected", () => {
    const record = { unaffectedBranches: ["3.12", "3.11"] };
    assert.deepEqual(branchesToCheck(cpython, builtInBranches, record), [
      ...["main", "3.15", "3.14", "3.13"],
    ]);
    assert.deepEqual(branchesToCheck(pip, builtInBranches, {}), ["main"]);
  });
});

describe("the results of checks", () => {
  const check: LocalCheck = {
    ...{ branch: "3.13", pullRequest: 1, head: "a".repeat(40), base: "b".repeat(40) },
    outcome: "passed",
    ...{ count: 1, at: new Date("2026-11-24T10:00:00Z") },
  };

  it("are stale once the pull request has moved on", () => {
    assert.equal(isStale(check, new Map([[1, check.head]])), false);
    assert.equal(isStale(check, new Map([[1, "c".repeat(40)]])), true);
    assert.equal(isStale(check, new Map()), false);
    assert.equal(outcomeWords({ outcome: "conflicts", count: 2 }), "conflicts in 2 files");
    assert.equal(outcomeWords({ outcome: "built", count: 0 }), "built (no test was run)");
  });

  it("stand in a body between marks; the rest is kept, and once is once", () => {
    const table = checksTable([check]);
    const once = withTable("What it fixes.\n", table);
    assert.match(once, /^What it fixes\.\n\n<!-- psrt/);
    assert.match(
      once,
      /\| 3\.13 \| passed \(1 test file\) \| a{10} \| b{10} \| 2026-11-24 10:00 UTC \|/,
    );
    assert.equal(withTable(once, table), once);
    const around = withTable(
      `${once}\nAfter it.\n`,
      checksTable([{ ...check, outcome: "conflicts" }]),
    );
    assert.match(around, /^What it fixes[^]*conflicts in 1 file[^]*-->\n\nAfter it\.\n$/);
    assert.ok(!around.includes("passed"));
  });
});
