import assert from "node:assert/strict";
import { addedLines } from "../../../src/embargo/addedLines.ts";
import { Gate } from "../../../src/embargo/gate.ts";
import { secretsOf } from "../../../src/embargo/secrets.ts";
import type { Ticket } from "../../../src/ticket/ticket.ts";

const ticket: Ticket = {
  repository: { owner: "python", repo: "cpython" },
  ghsaId: "GHSA-7hm9-x2qv-3cwr",
  title: "Overflow",
  tags: [],
  description: "",
  state: "draft",
  cveId: "CVE-2026-1234",
  severity: null,
  cvssV4: null,
  cvssV3: null,
  credits: [],
  collaborators: [],
  author: "rita-r",
  privateFork: { owner: "python", repo: "cpython-ghsa-7hm9-x2qv-3cwr" },
  createdAt: new Date("2026-10-01T00:00:00Z"),
  updatedAt: new Date("2026-10-01T00:00:00Z"),
  closedAt: null,
  htmlUrl: "",
};

const found = (text: string, of: Ticket = ticket): readonly string[] =>
  new Gate(secretsOf(of))
    .scanText(text)
    .filter(({ level }) => level === "block")
    .map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`);

describe("the gate", () => {
  const leaks: readonly (readonly [text: string, finding: string])[] = [
    ["see GHSA-7hm9-x2qv-3cwr.", "ghsa-id: GHSA-7hm9-x2qv-3cwr"],
    ["see ghsa-7HM9-x2qv-3cwr.", "ghsa-id: ghsa-7HM9-x2qv-3cwr"],
    ["another: GHSA-2222-3333-4444", "ghsa-id: GHSA-2222-3333-4444"],
    ["ghsa_7hm9_x2qv_3cwr", "ghsa-id: ghsa_7hm9_x2qv_3cwr"],
    [
      "git@github.com:python/cpython-ghsa-7hm9-x2qv-3cwr.git",
      "private-fork: python/cpython-ghsa-7hm9-x2qv-3cwr",
    ],
    ["in CPython-GHSA-7hm9-x2qv-3cwr", "private-fork: CPython-GHSA-7hm9-x2qv-3cwr"],
    ["pypa/pip-ghsa-2222-3333-4444", "private-fork: pypa/pip-ghsa-2222-3333-4444"],
    ["Fix cve-2026-1234", "cve-id: cve-2026-1234"],
    ["test_CVE_2026_1234", "cve-id: CVE_2026_1234"],
    ["class TestCVE20261234Header:", "cve-id: CVE20261234"],
    ["class TestGHSA7hm9x2qv3cwrHeader:", "ghsa-id: GHSA7hm9x2qv3cwr"],
    ["GHSA\u20117hm9\u2011x2qv\u20113cwr", "ghsa-id: GHSA\u20117hm9\u2011x2qv\u20113cwr"],
    ["[Accept] Fix", "bot-tag: [Accept]"],
    ["Reported by Rita-R.", "reporter: Rita-R"],
    ["thanks @rita-r!", "reporter: @rita-r"],
  ];
  for (const [text, finding] of leaks) {
    it(`finds ${finding} in “${text}”`, () => assert.deepEqual(found(text), [finding]));
  }

  for (const text of [
    "gh-140001: Fix overflow in spam()",
    "CVE-2026-12345 and CVE-2025-1234 are others",
    "rita-reads, arita-r and rita-r-2",
    "[CHANGED] list[closed2]",
    "the GHSA form: GHSA-xxxx",
  ]) {
    it(`lets “${text}” pass`, () => assert.deepEqual(found(text), []));
  }

  for (const [name, text] of [
    ["Rita M. Reporter (she/her)", "Thanks to Rita Reporter."],
    ["Rita M. Reporter (she/her)", "Thanks to Rita M. Reporter."],
    ["Seán O’Brien", "by Sean O'Brien"],
    ["李小龙", "感谢李小龙的报告"],
    ["Иван Петров", "by Петров, Иван"],
    ["Ритарепортер", "Found by Ритарепортер."],
    ["Zerocool", "found by zerocool"],
  ] as const) {
    it(`knows ${name} in “${text}”`, () => {
      const gate = new Gate({ ...secretsOf(ticket), people: [{ login: "x-1", name }] });
      assert.deepEqual(
        gate.scanText(text).map(({ kind }) => kind),
        ["reporter"],
      );
    });
  }

  it("knows a quotation in whatever script", () => {
    const texts = [
      "Когда пакет складывает заголовок из многих слов, он каждый раз копирует всё снова.",
      "解析器在处理很长的邮件头时会花费平方级的时间。",
    ];
    const gate = new Gate({ ...secretsOf(ticket), texts });
    for (const text of [
      "складывает заголовок из многих слов он каждый раз",
      "处理很长的邮件头时会花费",
    ]) {
      assert.deepEqual(
        gate.scanText(`# ${text}`).map(({ kind }) => kind),
        ["private-text"],
      );
    }
  });

  it("does not hold back a reporter who coordinates the ticket", () => {
    const credits = [{ login: "Rita-R", type: "coordinator", state: "accepted" as const }];
    assert.deepEqual(found("Rita-R", { ...ticket, credits }), []);
  });

  it("has no terms of what a ticket lacks", () => {
    const bare: Ticket = { ...ticket, cveId: null, author: null, privateFork: null };
    assert.deepEqual(found("CVE-2026-1234 null rita-r", bare), []);
  });

  it("counts lines from 1 and characters from the start", () => {
    assert.deepEqual(new Gate(secretsOf(ticket)).scanText("one\ntwo CVE-2026-1234"), [
      { kind: "cve-id", level: "block", line: 2, start: 8, end: 21 },
    ]);
  });

  const patch = [
    "diff --git a/Lib/x.py b/Lib/x.py",
    "--- a/Lib/x.py",
    "+++ b/Lib/x.py",
    "@@ -10,4 +10,5 @@ def f():",
    " CVE-2026-1234 is here already",
    "-CVE-2026-1234 goes",
    "--- CVE-2026-1234 goes, too",
    "+# innocent",
    "+++ CVE-2026-1234 comes",
    "+states[CLOSED]; x = [closed]",
    " end",
    "diff --git a/Lib/GHSA-2222-3333-4444.py b/Lib/GHSA-2222-3333-4444.py",
    "new file mode 100644",
    "--- /dev/null",
    "+++ b/Lib/GHSA-2222-3333-4444.py",
    "@@ -0,0 +1 @@",
    "+# [CLOSED] by us",
    "\\ No newline at end of file",
    "",
  ].join("\n");

  it("looks at added lines only, and says where they are", async () => {
    const findings = await new Gate(secretsOf(ticket)).scanAddedLines(Buffer.from(patch));
    assert.deepEqual(
      findings.map(({ kind, path, line, start }) => [kind, path, line, start]),
      [
        ["cve-id", "Lib/x.py", 12, 3],
        ["bot-tag", "Lib/GHSA-2222-3333-4444.py", 1, 2],
      ],
    );
  });

  it("reads headers only outside of hunks", () => {
    assert.deepEqual(
      [...addedLines(Buffer.from(patch))].map(({ line, text }) => `${line} ${text}`),
      [
        "11 # innocent",
        "12 ++ CVE-2026-1234 comes",
        "13 states[CLOSED]; x = [closed]",
        "1 # [CLOSED] by us",
      ],
    );
  });

  it("takes a reporter's name without letters for nothing that could be found", () => {
    for (const name of ["🐍🐍", "(she/her)", "-_-", "\u200b"]) {
      const gate = new Gate({ ...secretsOf(ticket), people: [{ login: "rita-r", name }] });
      assert.deepEqual(gate.scanText("Bound what is read -_- 🐍 (she/her)"), [], name);
    }
  });

  it("reads base64 and hex digits, also over the lines of a message or of a program", () => {
    const secret = `Reported by Ångström, see ${ticket.ghsaId}, and be quiet about it until the release.`;
    const gate = new Gate(secretsOf(ticket));
    const base64 = Buffer.from(secret).toString("base64");
    const hex = Buffer.from(secret).toString("hex");
    const lines = (seam: string): string => (base64.match(/.{1,24}/g) ?? []).join(seam);
    for (const text of [
      `DATA = "${base64}"`,
      `DATA = "${hex}"`,
      `Content-Transfer-Encoding: base64\n\n${lines("\n")}\n\n--x--\n`,
      `Content-Transfer-Encoding: base64\r\n\r\n${lines("\r\n")}\r\n`,
      `DATA = (\n    b"${lines('"\n    b"')}"\n)`,
      `# ${lines("\n# ")}`,
      `DATA = "${lines("\\\n")}"`,
      `${base64}\nassertEqual\n`,
    ]) {
      const [found, ...others] = gate.scanText(text);
      assert.deepEqual([found?.kind, others], ["ghsa-id", []], text);
    }
    const innocent = Buffer.from("Nobody is named in this message at all.").toString("base64");
    assert.deepEqual(gate.scanText(`DATA = "${innocent}"\nassertEqual\n`), []);
  });

  describe("in files that are not UTF-8", () => {
    const gate = new Gate({
      ...secretsOf(ticket),
      people: [{ login: "rita-r", name: "Bénédikt Ångström" }],
      texts: ["The parser takes quadratic time when a sender puts many encoded words in one line."],
    });
    const patchOf = (content: Buffer): Buffer => {
      const lines = content.toString("latin1").split("\n");
      const header = [
        '--- /dev/null\n+++ "b/Lib/t\\303\\244st.py"',
        `@@ -0,0 +1,${lines.length} @@`,
      ];
      return Buffer.from([...header, ...lines.map((line) => `+${line}`), ""].join("\n"), "latin1");
    };
    const foundIn = async (content: Buffer): Promise<readonly string[]> =>
      (await gate.scanAddedLines(patchOf(content))).map(
        ({ kind, path, line }) => `${kind} ${path}:${line}`,
      );

    const text =
      "# first\n# by Bénédikt Ångström\n# takes quadratic time when a sender puts many encoded words\n";
    const both = ["reporter Lib/täst.py:2", "private-text Lib/täst.py:3"];
    const utf16 = Buffer.from(`\ufeff${text}`, "utf16le");
    for (const [encoding, content] of [
      ["UTF-8", Buffer.from(text)],
      ["Latin-1", Buffer.from(text, "latin1")],
      ["UTF-16, little end first", utf16],
      ["UTF-16, big end first", Buffer.from(utf16).swap16()],
    ] as const) {
      it(`finds all once in ${encoding}`, async () => {
        assert.deepEqual(await foundIn(content), both);
      });
    }

    it("finds what other bytes are around, and lines behind the file's first", async () => {
      const name = Buffer.from("\n# by Bénédikt Ångström", "latin1");
      assert.deepEqual(await foundIn(Buffer.concat([Buffer.from("# ä €"), name])), [both[0]]);
      const rest = Buffer.from("\n李小龙 x\nBénédikt Ångström\n", "utf16le").subarray(1);
      assert.deepEqual(await foundIn(rest), [both[0]]);
      const foreign = Buffer.from("# 作者李小龙的\n# 见 Bénédikt Ångström\n", "utf16le");
      const known = new Gate({ ...secretsOf(ticket), people: [{ login: "x-1", name: "李小龙" }] });
      for (const content of [foreign, Buffer.from(foreign).swap16()]) {
        assert.deepEqual(
          (await known.scanAddedLines(patchOf(content))).map(({ line, text }) => `${line} ${text}`),
          ["1 李小龙"],
        );
      }
    });
  });
});
