import assert from "node:assert/strict";
import type { Secrets } from "../../../src/embargo/secrets.ts";
import type { GatheredSecrets } from "../../../src/steps/gatherSecrets.ts";
import { HeldBackError } from "../../../src/steps/heldBack.ts";
import {
  heldFindings,
  LeakGate,
  requireClear,
  requireNoLeak,
  type LeakCheck,
  type OutgoingText,
} from "../../../src/steps/leakGate.ts";
import type { Lift } from "../../../src/ticket/record.ts";
import { secrets } from "../embargo/corpus/ticket.ts";
import { makeTicket } from "../ticket/builders.ts";

const at = new Date("2026-11-24T10:00:00Z");

describe("lifting what the gate holds back", () => {
  let lifts: Lift[];
  beforeEach(() => (lifts = []));

  const open = (known: Secrets = secrets): Promise<LeakGate> => {
    const gathered: GatheredSecrets = { secrets: known, unread: [] };
    const records = { read: () => Promise.resolve({ lifts }) };
    return LeakGate.open(
      { secrets: () => Promise.resolve(gathered), records },
      makeTicket({ ghsaId: "GHSA-7hm9-x2qv-3cwr" }),
    );
  };
  const check = async (...texts: OutgoingText[]): Promise<LeakCheck> =>
    (await open()).checkTexts(texts);
  const lift = (digest: string | undefined): void => {
    assert.ok(digest);
    lifts.push({ digest, reason: "Rita wants to be named.", at });
  };
  const message = (text: string): OutgoingText => ({ place: "message", text });

  it("lets pass only what was lifted, one by one", async () => {
    const text = message("Thanks to Rita Reporter.\n\nSee CVE-2026-10345.");
    const before = await check(text);
    assert.equal(heldFindings(before).length, 2);
    lift(before.findings[0]?.digest);
    const after = await check(text);
    assert.deepEqual(
      heldFindings(after).map(({ kind }) => kind),
      ["cve-id"],
    );
    assert.equal(after.findings[0]?.lift?.reason, "Rita wants to be named.");
    assert.throws(() => requireNoLeak(after, "The public commit"), HeldBackError);
    lift(after.findings[1]?.digest);
    requireClear(await check(text), "The public commit");
  });

  it("knows a lifted finding in another line and spelling, but in no other place or text", async () => {
    const [finding] = (await check(message("Reported by Rita Reporter"))).findings;
    lift(finding?.digest);
    const held = async (text: OutgoingText): Promise<number> =>
      heldFindings(await check(text)).length;
    assert.equal(await held(message("gh-1: Fix\n\nReported by Rita  REPORTER.")), 0);
    assert.equal(await held({ place: "pull", text: "Reported by Rita Reporter" }), 1);
    assert.equal(await held(message("Reported by rita@example.org")), 1);
  });

  it("does not let a quotation pass with a name inside of it", async () => {
    const report =
      "When a mail has many encoded words, the parser calls http-client in a loop until the kernel kills it.";
    const known = { ...secrets, texts: [report], branches: ["http-client"] };
    const of = async () =>
      (await open(known)).checkTexts([message(`gh-1: Fix a loop\n\n${report}`)]);
    const before = heldFindings(await of());
    assert.deepEqual(
      before.map(({ kind }) => kind),
      ["private-text", "private-branch"],
    );
    lift(before[1]?.digest);
    assert.deepEqual(
      heldFindings(await of()).map(({ kind }) => kind),
      ["private-text"],
    );
    lift(before[0]?.digest);
    requireClear(await of(), "The public commit");
  });

  it("is not lifted for another ticket", async () => {
    const [finding] = (await check(message("Rita Reporter"))).findings;
    lift(finding?.digest);
    const gathered: GatheredSecrets = { secrets, unread: [] };
    const other = await LeakGate.open(
      {
        secrets: () => Promise.resolve(gathered),
        records: { read: () => Promise.resolve({ lifts }) },
      },
      makeTicket({ ghsaId: "GHSA-2222-3333-4444" }),
    );
    assert.equal(heldFindings(other.checkTexts([message("Rita Reporter")])).length, 1);
  });

  it("never repeats the secret in what is kept", async () => {
    const { findings } = await check(message("CVE-2026-10345 by rita-reporter"));
    for (const { digest } of findings) assert.match(digest, /^[0-9a-f]{64}$/);
  });

  it("shows warnings and holds nothing back for them", async () => {
    const warned = await check(message("gh-1: Fix an exploitable overflow"));
    assert.deepEqual(
      warned.findings.map(({ kind, level }) => [kind, level]),
      [["weakness-word", "warning"]],
    );
    requireClear(warned, "The public commit");
  });

  it("looks at added lines and names of files, and lifts them by file", async () => {
    const patchOf = (path: string): Buffer =>
      Buffer.from(`--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+# CVE-2026-10345\n`);
    const change = (path: string) => ({
      files: [
        {
          ...{ path, status: "added" as const },
          ...{ oldMode: "000000", newMode: "100644", oldBlob: "", newBlob: "" },
        },
      ],
      patch: patchOf(path),
    });
    const found = await (await open()).checkChange(change("Lib/test_cve_2026_10345.py"));
    assert.deepEqual(
      found.findings.map(({ place, line }) => `${place} ${line}`),
      ["file-name 1", "diff 1"],
    );
    assert.throws(
      () => requireNoLeak(found, "The public commit"),
      (error: Error) => !error.message.includes("10345"),
    );
    const [line] = (await (await open()).checkChange(change("Lib/a.py"))).findings;
    lift(line?.digest);
    const held = async (path: string): Promise<number> =>
      heldFindings(await (await open()).checkChange(change(path))).length;
    assert.deepEqual([await held("Lib/a.py"), await held("Lib/b.py")], [0, 1]);
  });
});
