import assert from "node:assert/strict";
import {
  checkAffected,
  checkDescription,
  checkTitle,
  checkWeaknesses,
  hasError,
  lengthOf,
} from "../../../src/ticket/advisoryChecks.ts";
import { affectedText, weaknessesText } from "../../../src/ticket/affectedPackage.ts";
import { retitle } from "../../../src/ticket/advisoryFields.ts";

describe("retitle", () => {
  it("keeps each tag on its side, spelled as it was", () => {
    for (const [present, expected] of [
      ["Old title", "New title"],
      ["[Accepted] Old title", "[Accepted] New title"],
      ["[ACCEPT][duplicate] Old [x] title [Closed]", "[ACCEPT] [duplicate] New title [Closed]"],
      ["Old [INVALID] title", "New title [INVALID]"],
      ["[CLOSED]", "[CLOSED] New title"],
    ] as const) {
      assert.equal(retitle(present, "New title"), expected);
    }
  });
});

describe("title and description checks", () => {
  it("accept a title as advisories have it", () => {
    assert.deepEqual(checkTitle("Quadratic time in html.parser.HTMLParser.feed()"), []);
  });

  it("refuse an empty title, a second line, a tag and more than 1024 characters", () => {
    for (const title of ["", "  ", "a\nb", "Crash [closed]", "x".repeat(1025)]) {
      assert.ok(hasError(checkTitle(title)), title.slice(0, 20));
    }
    assert.ok(!hasError(checkTitle("🐍".repeat(1024))));
  });

  it("mark the place that they mean", () => {
    const places = (title: string): readonly string[] =>
      checkTitle(title).flatMap(({ level, at }) =>
        at === undefined ? [] : [`${level}: ${title.slice(at.start, at.end)}`],
      );
    const long = "Quadratic time in html.parser.HTMLParser.feed()";
    assert.deepEqual(places(`${long}.`), ["warning: ."]);
    assert.deepEqual(places(`Title: ${long}`), ["warning: Title:"]);
    assert.deepEqual(places(`${long} [closed]`), ["error: [closed]"]);
    assert.deepEqual(places(`${long} CVE-2026-12345`), ["warning: CVE-2026-12345"]);
    assert.deepEqual(places("🐍".repeat(1025)), ["error: 🐍"]);
    const text = "This affects {project} only.";
    const [check] = checkDescription(text);
    assert.equal(text.slice(check?.at?.start, check?.at?.end), "{project}");
  });

  it("tell of a title that is shorter or longer than titles are, without refusing it", () => {
    for (const title of ["Crash in re", "x".repeat(116)]) {
      assert.deepEqual(
        checkTitle(title).map(({ level }) => level),
        ["warning"],
      );
    }
  });

  it("hold the description to GitHub’s 65 535 characters", () => {
    assert.ok(!hasError(checkDescription("x".repeat(65_535))));
    assert.match(checkDescription("x".repeat(65_537))[0]?.text ?? "", /^2 characters too long/);
    assert.match(checkDescription("x".repeat(65_536))[0]?.text ?? "", /^1 character too long/);
    assert.ok(hasError(checkDescription(" \n ")));
  });

  it("count characters, not UTF-16 units", () => {
    assert.equal(lengthOf("a🐍b"), 3);
  });
});

describe("checks of weaknesses and affected versions", () => {
  const row = {
    ...{ ecosystem: "other", name: "CPython", affectedRange: "< 3.16.0", patched: null },
    functions: [],
  };

  it("accept ids of weaknesses, and none", () => {
    assert.deepEqual(checkWeaknesses([]), []);
    assert.deepEqual(checkWeaknesses(["CWE-22", "CWE-1333"]), []);
    assert.ok(hasError(checkWeaknesses(["22"])));
  });

  it("accept ranges as GitHub writes them, and warn of others", () => {
    for (const affectedRange of ["< 3.16.0", ">= 3.13.0, < 3.13.9", "= 26.3", ">=1,<2"]) {
      assert.deepEqual(checkAffected([{ ...row, affectedRange }]), [], affectedRange);
    }
    for (const affectedRange of ["3.13", "< 3.13 || < 3.14", "all", null]) {
      const checks = checkAffected([{ ...row, affectedRange }]);
      assert.deepEqual(
        checks.map(({ level }) => level),
        ["warning"],
        String(affectedRange),
      );
    }
  });

  it("refuse a list that GitHub refuses, and name the row at fault", () => {
    assert.ok(hasError(checkAffected([])));
    assert.match(checkAffected([row, { ...row, name: " " }])[0]?.text ?? "", /^Row 2: /);
  });

  it("refuse versions that read otherwise than they are", () => {
    const [check] = checkAffected([{ ...row, patched: "3.\u202e9.31" }]);
    assert.equal(check?.text, "the invisible character U+202E is in it.");
  });
});

describe("the text in which lists are compared", () => {
  it("has weaknesses by number, each once", () => {
    assert.equal(weaknessesText(["CWE-400", "CWE-22", "CWE-400"]), "CWE-22, CWE-400");
  });

  it("has one line for each affected product", () => {
    const one = {
      ...{ ecosystem: "other", name: "CPython", affectedRange: "< 3.16.0", patched: null },
      functions: ["re.compile"],
    };
    assert.equal(
      affectedText([one, { ...one, name: null, patched: "3.16.0", functions: [] }]),
      "CPython (other); affected < 3.16.0; fixed in (not said); functions re.compile\n" +
        "(no name) (other); affected < 3.16.0; fixed in 3.16.0",
    );
  });
});
