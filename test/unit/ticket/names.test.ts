import assert from "node:assert/strict";
import { parseGhsaId } from "../../../src/ticket/ghsaId.ts";
import { projectOf } from "../../../src/ticket/project.ts";
import { parseRepositoryName, sameRepository } from "../../../src/ticket/repositoryName.ts";
import { stripTags, tagsOf } from "../../../src/ticket/tag.ts";
import { ticketKey } from "../../../src/ticket/ticket.ts";
import { parseTicketKey, parseTicketRef } from "../../../src/ticket/ticketRef.ts";
import { CPYTHON, PIP } from "./builders.ts";

describe("a GHSA id", () => {
  it("is read in any letter case and spelled as GitHub does", () => {
    for (const text of ["GHSA-9q23-4r5v-6w7x", "ghsa-9Q23-4R5V-6W7X", " GHSA-9q23-4r5v-6w7x\n"]) {
      assert.deepEqual(parseGhsaId(text), { valid: true, value: "GHSA-9q23-4r5v-6w7x" });
    }
  });

  it("is refused with letters that GitHub does not use, and with anything around it", () => {
    for (const text of [
      "",
      "GHSA-9q23-4r5v",
      "GHSA-9q23-4r5v-6w7a",
      "GHSA-9q23-4r5v-6w71",
      "GHSA-9q23-4r5v-6w7x-2222",
      "GHSA-9q23-4r5v-6w7x/../..",
      "../GHSA-9q23-4r5v-6w7x",
      "GHSA_9q23_4r5v_6w7x",
      "CVE-2026-12345",
    ]) {
      assert.equal(parseGhsaId(text).valid, false, text);
    }
  });

  it("is quoted short when it is refused", () => {
    const parsed = parseGhsaId("x".repeat(100_000));
    assert.ok(!parsed.valid && parsed.reason.length < 120);
  });
});

describe("a repository's name", () => {
  it("is owner and repository", () => {
    assert.deepEqual(parseRepositoryName("python/cpython"), { valid: true, value: CPYTHON });
    assert.equal(parseRepositoryName("python/cpython-ghsa-9q23-4r5v-6w7x").valid, true);
    assert.equal(parseRepositoryName("a/.github").valid, true);
  });

  it("is refused when it could leave its place in an address or a folder", () => {
    for (const text of [
      "",
      "cpython",
      "python/",
      "/cpython",
      "python/cpython/issues",
      "../cpython",
      "python/..",
      "python/.",
      "-x/cpython",
      "python-/cpython",
      "py thon/cpython",
      "python/cpy?thon",
      "python/cpython#x",
      "python/%2e%2e",
      "python\\cpython/x",
      "python/cpython.git",
      `python/${"x".repeat(101)}`,
      `${"x".repeat(40)}/cpython`,
      "python/cpython\n",
    ]) {
      assert.equal(parseRepositoryName(text).valid, false, text);
    }
  });

  it("is the same in any letter case", () => {
    assert.ok(sameRepository(CPYTHON, { owner: "Python", repo: "CPython" }));
    assert.ok(!sameRepository(CPYTHON, PIP));
    assert.equal(projectOf({ owner: "PyPA", repo: "Pip" })?.name, "pip");
    assert.equal(projectOf({ owner: "mel", repo: "cpython" }), undefined);
  });
});

describe("a ticket's name from outside", () => {
  it("comes back from its key", () => {
    const ref = { repository: CPYTHON, ghsaId: "GHSA-9q23-4r5v-6w7x" } as const;
    assert.deepEqual(parseTicketKey(ticketKey(ref)), ref);
    for (const key of ["", "python/cpython", "python GHSA-9q23-4r5v-6w7x", "a/b/c x"]) {
      assert.equal(parseTicketKey(key), undefined);
    }
  });

  it("is read from a row or a file", () => {
    const ref = parseTicketRef({ repository: CPYTHON, ghsaId: "ghsa-9q23-4r5v-6w7x", more: 1 });
    assert.deepEqual(ref, { repository: CPYTHON, ghsaId: "GHSA-9q23-4r5v-6w7x" });
    const shouted = { owner: "Python", repo: "CPython" };
    assert.equal(
      ticketKey({ repository: shouted, ghsaId: "GHSA-9q23-4r5v-6w7x" }),
      "python/cpython GHSA-9q23-4r5v-6w7x",
    );
  });

  it("is refused in any other shape", () => {
    const ghsaId = "GHSA-9q23-4r5v-6w7x";
    for (const value of [
      undefined,
      null,
      7,
      "python/cpython",
      [],
      {},
      { ghsaId },
      { repository: "python/cpython", ghsaId },
      { repository: { owner: "..", repo: ".." }, ghsaId },
      { repository: { owner: "python/x", repo: "cpython" }, ghsaId },
      { repository: CPYTHON, ghsaId: 7 },
      { repository: CPYTHON, ghsaId: `${ghsaId}/../x` },
    ]) {
      assert.equal(parseTicketRef(value), undefined, JSON.stringify(value));
    }
  });
});

describe("the bot's tags", () => {
  it("are found in any letter case and anywhere", () => {
    assert.deepEqual(tagsOf("[Accepted] Heap overflow [closed] in [x][NOTPLANNED]foo()"), [
      "ACCEPTED",
      "CLOSED",
      "NOTPLANNED",
    ]);
  });

  it("are not other words in brackets", () => {
    assert.deepEqual(tagsOf("[ACCEPT ] [REJECT] ACCEPT (CLOSED) [ACCEPTEDLY]"), []);
  });

  it("leave a title of single blanks", () => {
    assert.equal(stripTags(" [ACCEPT]  Heap [CLOSED] overflow[INVALID] "), "Heap overflow");
    assert.equal(stripTags("[COMPLETED]"), "");
  });
});
