import assert from "node:assert/strict";
import { blurbSections, makeBlurb, type BlurbInput } from "../../../src/text/blurb.ts";

const now = new Date(2026, 10, 3, 9, 5, 7);

function entry(change: Partial<BlurbInput> = {}) {
  return makeBlurb({ issue: 140001, section: "Security", body: "Fix it.", now, ...change });
}

function written(body: string): string {
  const parsed = entry({ body });
  assert.ok(parsed.valid, parsed.valid ? "" : parsed.reason);
  return parsed.value.content;
}

function refused(change: Partial<BlurbInput>): string {
  const parsed = entry(change);
  assert.ok(!parsed.valid);
  return parsed.reason;
}

describe("A blurb", () => {
  it("is named for section, local time, issue and a nonce of its text", () => {
    assert.deepEqual(entry(), {
      valid: true,
      value: {
        path: "Misc/NEWS.d/next/Security/2026-11-03-09-05-07.gh-issue-140001.uU4zSB.rst",
        content: "Fix it.\n",
      },
    });
  });

  it("uses the local time of both sides of a daylight-saving change", () => {
    const zone = process.env["TZ"];
    try {
      process.env["TZ"] = "Europe/Berlin";
      for (const [instant, local] of [
        ["2026-10-25T00:30:00Z", "2026-10-25-02-30-00"],
        ["2026-10-25T01:30:00Z", "2026-10-25-02-30-00"],
        ["2026-12-31T23:30:00Z", "2027-01-01-00-30-00"],
      ] as const) {
        const parsed = entry({ now: new Date(instant) });
        assert.ok(parsed.valid);
        assert.ok(parsed.value.path.includes(`/${local}.gh-issue`), parsed.value.path);
      }
    } finally {
      if (zone === undefined) delete process.env["TZ"];
      else process.env["TZ"] = zone;
    }
  });

  it("goes to the directory of its section", () => {
    const parsed = entry({ section: "Core and Builtins" });
    assert.ok(parsed.valid);
    assert.match(parsed.value.path, /^Misc\/NEWS\.d\/next\/Core_and_Builtins\/2026-/);
    assert.deepEqual(
      Object.entries(blurbSections).filter(([section, directory]) => section !== directory),
      [
        ["Core and Builtins", "Core_and_Builtins"],
        ["Unsupported platforms", "Unsupported_platforms"],
        ["Tools/Demos", "Tools-Demos"],
        ["C API", "C_API"],
      ],
    );
  });

  it("wraps paragraphs at 76 columns", () => {
    const word = "x".repeat(75);
    assert.equal(written(`a ${word}\n\nb\r\nc\r\n`), `a\n${word}\n\nb c\n`);
  });

  it("makes one blank of two where it joined lines", () => {
    const long = "x".repeat(70);
    assert.equal(written(`${long}  yyyyyy`), `${long}\nyyyyyy\n`);
    assert.equal(written(`${long}.  yyyy`), `${long}. yyyy\n`);
  });

  it("leaves lists and literal blocks as typed", () => {
    const long = "word ".repeat(20).trimEnd();
    for (const text of [
      `* ${long}`,
      `1. ${long}`,
      `Say::\n\n    ${long}`,
      `Say\n\n- ${long}`,
      `Say\n\n#. ${long}`,
    ]) {
      assert.equal(written(text), `${text}\n`);
    }
  });

  it("has one final newline, whatever was typed", () => {
    assert.equal(written("Fix it. \t\n\n\n"), "Fix it.\n");
    assert.equal(written("\n \nFix it."), "Fix it.\n");
  });

  it("keeps a byte order mark, which Python does not count as white space", () => {
    assert.equal(written("\ufeffFix it.\ufeff"), "\ufeffFix it.\ufeff\n");
  });
});

describe("A blurb is refused", () => {
  for (const issue of [0, -1, 32425, 32426.5, Number.NaN, 2 ** 60]) {
    it(`for the number ${issue}`, () => {
      assert.match(refused({ issue }), /begin at 32426/);
    });
  }

  it("for an empty text, blanks of every kind included", () => {
    for (const body of ["", " \n\t", "\xa0\x85\x1c\n\r\n"]) {
      assert.match(refused({ body }), /empty/);
    }
  });

  it("for a beginning that blurb adds by itself, in any case and after wrapping", () => {
    for (const body of [
      "- Fix it.",
      "  - Fix it.",
      "Issue #140001: fix it.",
      "iſſue #140001",
      "BPO-1: fix it.",
      "gh-140001: fix it.",
      "GH-issue-140001: fix it.",
      "\n\n   Gh-140001",
    ]) {
      assert.match(refused({ body }), /^The text begins with /);
    }
    assert.match(refused({ body: "issue\n#1" }), /"issue #"/);
  });

  it("when blurb would read its first line as data or a comment", () => {
    for (const body of ["#. one\n#. two", "# Fix it.", ".. note:: fixed", "  .. cve: x"]) {
      assert.match(refused({ body }), /begins with "\.\." or "#"/);
    }
  });

  it("when blurb would read a line of it as the end of the entry", () => {
    const wide = "x".repeat(76);
    for (const body of ["Fix\n..\nit", "Fix it\n.. \t", `${wide} .. ${wide}`]) {
      assert.match(refused({ body }), /alone/);
    }
  });

  it("for a lone surrogate", () => {
    assert.match(refused({ body: "Fix \ud83d it." }), /surrogate/);
  });

  it("for a CVE or GHSA id, unless the record is public", () => {
    for (const id of ["CVE-2026-12345", "cve-2026-1234567", "GHSA-2c4f-5g6h-7j8m"]) {
      const body = `Fix (${id}).`;
      assert.ok(refused({ body }).includes(id));
      assert.ok(entry({ body, recordPublished: true }).valid);
    }
    assert.equal(written("Fix the CVE-2026-X parser."), "Fix the CVE-2026-X parser.\n");
  });
});
