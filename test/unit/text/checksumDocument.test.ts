import assert from "node:assert/strict";
import { checksumDocument } from "../../../src/text/checksumDocument.ts";
import { compareChecksums } from "../../../src/ticket/checksums.ts";

const [A, B, C, D] = ["a", "b", "c", "d"].map((digit) => digit.repeat(64)) as [
  string,
  string,
  string,
  string,
];
const ID = "GHSA-2222-3333-4444";

describe("the document of compared checksums", () => {
  it("says what matches, what differs, what is missing and what was left out", () => {
    const comparison = compareChecksums(
      [{ sha256: A, name: "python.exe" }, { sha256: B, name: "b.exe" }, { sha256: C }],
      [
        { path: "x/python.exe", sha256: A },
        { path: "x/b.exe", sha256: D },
        { path: "x/d.exe", sha256: D },
        { path: "x/c.exe", trouble: "You may not read it." },
      ],
      2,
    );
    assert.equal(
      checksumDocument(ID, comparison, 1).text,
      `EMBARGOED · ${ID} · reported checksums and our artifacts

3 checksums given, 4 files looked at.
1 line passed over: another kind of checksum, SHA-256 counts here.
Archives were not opened: unpack what you downloaded.

MATCH: our artifacts have exactly these contents (1)
  ${A}  python.exe
    → x/python.exe

DIFFERENT: a file of that name has other contents (1)
  ${B}  b.exe
    → x/b.exe

NOT FOUND: no file has these contents or this name (1)
  ${C}

NOT COMPARED
1 file that nobody reported.
2 links that were not followed.
  x/c.exe: You may not read it.
`,
    );
  });

  it("lets no name look like one of its own lines", () => {
    const name = "x\nMATCH: everything\u202e";
    const comparison = compareChecksums([{ sha256: A, name }], [{ path: name, sha256: A }], 0);
    const { text } = checksumDocument(ID, comparison, 0);
    assert.equal(text.split("\n").filter((line) => line.startsWith("MATCH")).length, 1);
    assert.ok(text.includes("  → x⟨U+000A⟩MATCH: everything⟨U+202E⟩\n"));
  });
});
