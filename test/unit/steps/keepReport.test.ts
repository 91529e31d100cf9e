import assert from "node:assert/strict";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { silentLog } from "../../../src/base/log.ts";
import { DraftKey } from "../../../src/editor/draftKey.ts";
import { SealedDrafts } from "../../../src/editor/sealedDrafts.ts";
import { ReportKeeper } from "../../../src/steps/keepReport.ts";
import { useFolder } from "../editor/folder.ts";
import { Secrets } from "../editor/secrets.ts";
import { daysAgo, makeBoard, makeTicket, NOW } from "../ticket/builders.ts";

const TICKET = makeTicket({ description: "EMBARGOED words, as reported" });
const EDITED = { ...TICKET, title: "Edited", description: "Edited" };

describe("the report of a ticket", () => {
  const folder = useFolder();
  const secrets = new Secrets();
  let now = NOW;

  beforeEach(() => (now = NOW));

  /** As after a restart of VS Code. */
  function keeper(): ReportKeeper {
    const key = new DraftKey(join(folder(), "key"), secrets, "session");
    const store = new SealedDrafts(join(folder(), "reports"), key, "report");
    return new ReportKeeper(store, { now: () => now }, silentLog);
  }
  const files = (): Promise<string[]> => readdir(join(folder(), "reports")).catch(() => []);
  const first = { title: "Crash in re", description: TICKET.description, firstSeen: NOW };

  it("is kept as it was seen first, whatever becomes of it", async () => {
    assert.deepEqual(await keeper().keep({ ...TICKET, title: "[ACCEPT] Crash in re" }), first);
    now = daysAgo(-3);
    assert.deepEqual(await keeper().keep(EDITED), first);
    const [name = "", ...others] = await files();
    assert.deepEqual(others, []);
    assert.ok(!(await readFile(join(folder(), "reports", name))).includes("EMBARGOED"));
  });

  it("is kept once when two ask at the same time", async () => {
    const one = keeper();
    const kept = await Promise.all([one.keep(TICKET), one.keep(EDITED)]);
    assert.deepEqual(kept, [first, first]);
  });

  it("is kept of open tickets that the person coordinates, before they read them", async () => {
    const board = makeBoard([
      TICKET,
      makeTicket({ ghsaId: "GHSA-2222-3333-5555", credits: [] }),
      makeTicket({ ghsaId: "GHSA-2222-3333-6666", state: "closed" }),
    ]);
    const one = keeper();
    await one.keepAll(board);
    assert.deepEqual(await files(), ["python+cpython+GHSA-2222-3333-4444.sealed"]);
    await one.keepAll(makeBoard([EDITED]));
    assert.deepEqual(await keeper().keep(EDITED), first);
  });

  it("is forgotten when the ticket is published", async () => {
    await keeper().keepAll(makeBoard([TICKET]));
    await keeper().keepAll(makeBoard([{ ...TICKET, state: "published" }]));
    assert.deepEqual(await files(), []);
  });

  it("is not written over when it can't be opened", async () => {
    await keeper().keep(TICKET);
    const path = join(folder(), "reports", (await files())[0] ?? "");
    const sealed = await readFile(path);
    const kept = new Map(secrets.kept);
    secrets.kept.clear();
    await rm(join(folder(), "key"), { force: true });
    const answer = await keeper().keep(EDITED);
    assert.ok(typeof answer === "string");
    assert.match(answer, /^The report as it was first seen here can't/);
    assert.deepEqual(await readFile(path), sealed);
    await rm(join(folder(), "key"), { force: true });
    for (const [name, value] of kept) secrets.kept.set(name, value);
    assert.deepEqual(await keeper().keep(EDITED), first);
  });

  it("is not what the same ticket's draft is sealed as", async () => {
    const key = new DraftKey(join(folder(), "key"), secrets, "session");
    await new SealedDrafts(join(folder(), "reports"), key).write(TICKET, first);
    assert.equal(typeof (await keeper().keep(EDITED)), "string");
  });
});
