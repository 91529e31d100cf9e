import assert from "node:assert/strict";
import { baseName, parseChecksums } from "../../../src/ticket/checksums.ts";

const A = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const B = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752";

/** "name=9f86" of each. */
function found(text: string): readonly string[] {
  return parseChecksums(text).checksums.map(
    ({ sha256, name }) => `${name ?? "?"}=${sha256.slice(0, 4)}`,
  );
}

describe("checksums in a pasted text", () => {
  for (const [form, text, expected] of [
    [
      "sha256sum's",
      `${A}  python.exe\n${B} *dir/python 2.exe\n`,
      ["python.exe=9f86", "dir/python 2.exe=6030"],
    ],
    ["sha256sum's with an escaped name", `\\${A}  a\\nb\\\\c`, ["a\nb\\c=9f86"]],
    [
      "sha256sum's on Windows, with CRLF",
      `${A.toUpperCase()} *C:\\x\\python.exe\r\n${B} *y.exe\r\n`,
      ["C:\\x\\python.exe=9f86", "y.exe=6030"],
    ],
    ["BSD's", `SHA256 (python (1).exe) = ${A}\n`, ["python (1).exe=9f86"]],
    ["openssl's", `SHA2-256(python.exe)= ${A}\nSHA256(b)= ${B}`, ["python.exe=9f86", "b=6030"]],
    ["the digits alone", `${A}\n\n${B.toUpperCase()}`, ["?=9f86", "?=6030"]],
    ["GitHub's", `sha256:${A}`, ["?=9f86"]],
    ["GitHub's beside a name", `python.exe sha256:${A}`, ["python.exe=9f86"]],
    ["name first", `python.exe: ${A}`, ["python.exe=9f86"]],
    ["a list's", `- \`${A}\` (python.exe)\n* ${B}: b.exe`, ["(python.exe)=9f86", "b.exe=6030"]],
    [
      "a Markdown table's",
      `| python.exe | ${A} |\n| ${B} | b.exe |`,
      ["python.exe=9f86", "b.exe=6030"],
    ],
    [
      "Get-FileHash's table",
      `\nAlgorithm       Hash                                                                   Path\n---------       ----                                                                   ----\nSHA256          ${A.toUpperCase()}       C:\\Users\\Rita\\python.exe\nSHA256          ${B.toUpperCase()}       C:\\Users\\Rita\\b.exe\n\n`,
      ["C:\\Users\\Rita\\python.exe=9f86", "C:\\Users\\Rita\\b.exe=6030"],
    ],
    [
      "Get-FileHash's list",
      `\nAlgorithm : SHA256\nHash      : ${A.toUpperCase()}\nPath      : C:\\Users\\Rita\\a very long folder\\of\n            programs\\python.exe\n\nAlgorithm : SHA256\nHash      : ${B}\nPath      : b.exe\n`,
      ["C:\\Users\\Rita\\a very long folder\\ofprograms\\python.exe=9f86", "b.exe=6030"],
    ],
    [
      "Get-FileHash's CSV",
      `"Algorithm","Hash","Path"\n"SHA256","${A.toUpperCase()}","C:\\x\\python.exe"`,
      ["C:\\x\\python.exe=9f86"],
    ],
    [
      "certutil's",
      `SHA256 hash of C:\\x\\python.exe:\n${A}\nCertUtil: -hashfile command completed successfully.\nSHA256 hash of file b.exe:\n${B.replace(/../g, "$& ").trim()}\n`,
      ["C:\\x\\python.exe=9f86", "b.exe=6030"],
    ],
    ["prose's", `The file has ${A}, I think.`, ["I think.=9f86"]],
    ["none", "No checksum here: deadbeef, and\n9f86d0…\n", []],
    ["none in longer digits", `${A}${B}\n${A}0`, []],
    ["nothing of an empty text", "", []],
  ] as const) {
    it(`are found in the form: ${form}`, () => assert.deepEqual(found(text), expected));
  }

  it("count once, with the name that any line gives", () => {
    assert.deepEqual(found(`${A}\n${A.toUpperCase()}  python.exe\n${A}  other.exe`), [
      "python.exe=9f86",
    ]);
  });

  it("of other kinds are told apart", () => {
    const { checksums, others } = parseChecksums(
      `MD5 (a) = ${A.slice(0, 32)}\nsha1: ${A.slice(0, 40)}\n${A}${B}  b\n${A}  c`,
    );
    assert.deepEqual([checksums.length, others], [1, 3]);
  });

  it("of a hostile text take no long time", () => {
    const start = performance.now();
    for (const piece of ["a", "ab ", "SHA256 (", "Path : \n      x\n", `${A}\n`, '",', "\\"]) {
      parseChecksums(piece.repeat(1_000_000 / piece.length));
    }
    assert.ok(performance.now() - start < 3000);
  });

  it("are cut where no report would go on", () => {
    const many = Array.from({ length: 10_050 }, (_, n) => n.toString(16).padStart(64, "0"));
    assert.equal(parseChecksums(many.join("\n")).checksums.length, 10_000);
  });
});

describe("the name of a file in a path", () => {
  for (const [path, name] of [
    ["C:\\x\\python.exe", "python.exe"],
    ["./dir/python.exe", "python.exe"],
    ["python.exe", "python.exe"],
    ["dir/", "dir"],
    ["/", "/"],
  ] as const) {
    it(`of ${path} is ${name}`, () => assert.equal(baseName(path), name));
  }
});
