import assert from "node:assert/strict";
import { replyRemarks } from "../../../src/embargo/replyCheck.ts";
import { makeTicket } from "../ticket/builders.ts";

const TICKET = makeTicket({ ghsaId: "GHSA-2222-3333-4444", cveId: "CVE-2026-1000" });
const OTHERS = [
  makeTicket({
    ghsaId: "GHSA-5555-6666-7777",
    title: "Overflow in binascii",
    cveId: "CVE-2026-2000",
  }),
  makeTicket({ ghsaId: "GHSA-8888-9999-2222", state: "published", cveId: "CVE-2025-3000" }),
];

const levels = (text: string): readonly string[] =>
  replyRemarks(text, TICKET, OTHERS).map(({ level, line }) => `${level} ${line}`);

describe("the check of a reply", () => {
  for (const text of [
    "Thanks for GHSA-2222-3333-4444, which has CVE-2026-1000.",
    "See python/cpython-ghsa-2222-3333-4444.",
    "It is known: GHSA-8888-9999-2222 (cve_2025_3000).",
    "Rita, the exploit in your proof of concept works.",
    "states[closed2] and [CHANGED]",
  ]) {
    it(`lets pass what the reporter may know: “${text}”`, () => assert.deepEqual(levels(text), []));
  }

  for (const [text, level] of [
    ["", "error 0"],
    [" \n\t", "error 0"],
    ["x".repeat(65_536), "error 0"],
    ["Done.\n[Closed]", "error 1"],
    ["It is GHSA-5555-6666-7777.", "error 0"],
    ["It is ghsa\u20115555\u20116666\u20117777.", "error 0"],
    ["Nobody knows GHSA-cccc-cccc-cccc.", "error 0"],
    ["cpython-ghsa-5555-6666-7777", "error 0"],
    ["Thanks.\n\nIt is CVE 2026-2000.", "error 2"],
    ["Like CVE-2019-1.", undefined],
    ["Like CVE-2019-10160.", "warning 0"],
    ["A duplicate of “overflow in BINASCII”", "error 0"],
  ] as const) {
    it(`says ${level ?? "nothing"} of “${text.slice(0, 40)}”`, () =>
      assert.deepEqual(levels(text), level === undefined ? [] : [level]));
  }

  it("lets a ticket's own title pass, which a duplicate may share", () => {
    const twin = makeTicket({ title: "Overflow in binascii" });
    assert.deepEqual(replyRemarks("Overflow in binascii is known.", twin, OTHERS), []);
  });

  it("does not repeat what must not be said", () => {
    for (const { text } of replyRemarks("GHSA-5555-6666-7777 CVE-2026-2000", TICKET, OTHERS)) {
      assert.doesNotMatch(text, /\d{4}/);
    }
  });
});
