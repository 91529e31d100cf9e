import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { MailFiles } from "../../../src/editor/mailFiles.ts";
import { readPrivate } from "../../../src/editor/privateFile.ts";
import { useFolder } from "./folder.ts";

const repository = { owner: "python", repo: "cpython" };
const ONE = { repository, ghsaId: "GHSA-2222-3333-4444" };
const OTHER = { repository, ghsaId: "GHSA-3333-4444-5555" };

describe("message files for the mail program", () => {
  const folder = useFolder();

  it("can be read by their owner only", async () => {
    const path = await new MailFiles(join(folder(), "mail")).write(ONE, "CVE-1.eml", "text");
    assert.equal(await readFile(path, "utf8"), "text");
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  it("go with their ticket, also from before it had its CVE id, and no other's do", async () => {
    const mails = new MailFiles(join(folder(), "mail"));
    const early = await mails.write(ONE, "GHSA-2222-3333-4444.eml", "text");
    const late = await mails.write(ONE, "CVE-2026-40107.eml", "text");
    const other = await mails.write(OTHER, "CVE-2026-40108.eml", "theirs");
    await mails.remove({ ...ONE, ghsaId: ONE.ghsaId.toUpperCase() });
    await mails.remove(ONE);
    assert.deepEqual(await Promise.all([early, late].map(readPrivate)), [undefined, undefined]);
    assert.equal(await readFile(other, "utf8"), "theirs");
  });
});
