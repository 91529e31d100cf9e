import assert from "node:assert/strict";
import type { Secrets } from "../../../src/embargo/secrets.ts";
import { accepting } from "../../../src/steps/accepted.ts";
import type { GatheredSecrets } from "../../../src/steps/gatherSecrets.ts";
import { HeldBackError } from "../../../src/steps/heldBack.ts";
import {
  heldFindings,
  LeakGate,
  openGaps,
  requireClear,
  requireNoLeak,
  type LeakCheck,
  type OutgoingText,
} from "../../../src/steps/leakGate.ts";
import type { Ask, Plan } from "../../../src/steps/ports.ts";
import type { Lift, TicketRecord } from "../../../src/ticket/record.ts";
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
      found.map(({ place, line }) => `${place} ${line}`),
      ["file-name 1", "diff 1"],
    );
    assert.throws(
      () => requireNoLeak({ findings: found, unsearched: [] }, "The public commit"),
      (error: Error) => !error.message.includes("10345"),
    );
    const [line] = await (await open()).checkChange(change("Lib/a.py"));
    lift(line?.digest);
    const held = async (path: string): Promise<number> => {
      const findings = await (await open()).checkChange(change(path));
      return heldFindings({ findings, unsearched: [] }).length;
    };
    assert.deepEqual([await held("Lib/a.py"), await held("Lib/b.py")], [0, 1]);
  });
});

describe("accepting that a part was not searched for", () => {
  const PART = { part: "comments" as const, why: "No answer.", cause: "offline" };
  let record: TicketRecord;
  let cause: string;
  beforeEach(() => {
    record = {};
    cause = "offline";
  });

  const open = (): Promise<LeakGate> =>
    LeakGate.open(
      {
        secrets: () => Promise.resolve({ secrets, unread: [{ ...PART, cause }] }),
        records: { read: () => Promise.resolve(record) },
      },
      makeTicket({ ghsaId: "GHSA-7hm9-x2qv-3cwr" }),
    );
  const issue: readonly OutgoingText[] = [{ place: "issue", text: "# Placeholder" }];
  const push = (branch: string): readonly OutgoingText[] => [{ place: "branch", text: branch }];
  const pull: readonly OutgoingText[] = [
    { place: "pull", text: "gh-1: Count" },
    { place: "branch", text: "gh-1" },
  ];
  const gapsIn = async (texts: readonly OutgoingText[]): Promise<number> =>
    openGaps((await open()).checkTexts(texts)).length;
  const accept = async (texts: readonly OutgoingText[]): Promise<void> => {
    const [gap] = (await open()).unsearchedIn(texts);
    assert.ok(gap);
    record = { ...record, lifts: [{ digest: gap.digest, reason: "Read by eye", at }] };
  };

  it("holds for that write only", async () => {
    await accept(issue);
    assert.deepEqual(
      [await gapsIn(issue), await gapsIn(push("gh-1")), await gapsIn(pull)],
      [0, 1, 1],
    );
    // The placeholder is there; describing it is another write.
    record = { ...record, publicIssue: 1 };
    assert.equal(await gapsIn(issue), 1);
    await accept(push("gh-1"));
    assert.deepEqual(
      [await gapsIn(push("gh-1")), await gapsIn(push("backport-1-3.14")), await gapsIn(pull)],
      [0, 1, 1],
    );
  });

  it("holds for that cause only", async () => {
    await accept(issue);
    cause = "forbidden";
    assert.equal(await gapsIn(issue), 1);
  });

  it("is said before the yes, with all that was let pass", async () => {
    await accept(issue);
    const check = (await open()).checkTexts([{ place: "issue", text: "# See CVE-2026-10345" }]);
    const [finding] = check.findings;
    assert.ok(finding);
    record = {
      lifts: [...(record.lifts ?? []), { digest: finding.digest, reason: "It is public", at }],
    };
    const again = (await open()).checkTexts([{ place: "issue", text: "# See CVE-2026-10345" }]);
    const plans: Plan[] = [];
    const ask: Ask = {
      confirm: (plan) => {
        plans.push(plan);
        return Promise.resolve(true);
      },
    };
    const plan: Plan = { title: "Open?", note: "It ends.", writes: [], yes: "Open" };
    await accepting(ask, again).confirm(plan);
    await accepting(ask, { findings: [], unsearched: [] }).confirm(plan);
    assert.deepEqual(
      plans.map(({ note }) => note),
      [
        [
          "It ends.",
          "",
          "You let pass:",
          "- the CVE id in the public issue, line 1: “It is public”",
          "- The ticket’s comments could not be read: No answer. You accepted that: “Read by eye”",
        ].join("\n"),
        "It ends.",
      ],
    );
  });
});
