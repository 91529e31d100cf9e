import assert from "node:assert/strict";
import { silentLog } from "../../../src/base/log.ts";
import { Gate } from "../../../src/embargo/gate.ts";
import { gatherSecrets, type GatheredSecrets } from "../../../src/steps/gatherSecrets.ts";
import { HeldBackError } from "../../../src/steps/heldBack.ts";
import { LeakGate, requireClear } from "../../../src/steps/leakGate.ts";
import type { Ticket } from "../../../src/ticket/ticket.ts";
import { bare } from "../scenarios/bare.ts";
import { cpythonSeed } from "../scenarios/community.ts";
import { people } from "../scenarios/people.ts";
import { fullNameOf, type Advisory } from "../model.ts";
import { useSandbox } from "../testing.ts";
import { answersOf, CPYTHON, gitHubOf, requestsOf } from "./person.ts";
import { MemoryRecords } from "./ports.ts";

const { member, reporter } = people;

const MESSAGE = `Check the number of rows

A shop whose basket is empty was the first one that this was seen in.

Co-authored-by: Ann Author Of Very Many Words <ann@example.org>
`;

describe("gathering a ticket's secrets", () => {
  const sandbox = useSandbox(() => ({ scenario: bare({ "python/cpython": cpythonSeed() }) }));
  const records = new MemoryRecords();
  let ticket: Ticket;
  before(async () => {
    const { state } = sandbox();
    const { ghsaId } = state.addAdvisory({
      ...{
        repository: "python/cpython",
        author: reporter,
        state: "draft",
        cveId: "CVE-2026-40111",
      },
      summary: "Out of bounds read when a table of no rows is read",
      description: "If you call the reader with a table that has no rows at all, it reads beyond.",
      credits: [{ login: member, type: "coordinator" }],
      comments: [
        { author: reporter, body: "A web shop with an empty basket stops for a whole day." },
      ],
    });
    const repository = fullNameOf(await state.createPrivateFork(ghsaId));
    await state.commit(repository, [
      {
        ...{ branch: "table-without-rows", message: MESSAGE },
        ...{ author: { name: "Mel", email: "mel@example.org" }, date: sandbox().clock.now() },
        files: { "Lib/table.py": "rows = 0\n" },
      },
    ]);
    await state.openPull({
      ...{ repository, branch: "table-without-rows", author: member },
      title: "Count the rows of tables first",
      body: "Every reader asks the table for its rows before it takes the first of them.",
    });
    ticket = await gitHubOf(sandbox(), member).advisories.get({ repository: CPYTHON, ghsaId });
    await records.update(ticket, { privateClone: "/srv/embargo/python-clone" });
  });

  const gitHub = (() => {
    let kept: ReturnType<typeof gitHubOf> | undefined;
    return () => (kept ??= gitHubOf(sandbox(), member));
  })();
  const gather = (of = ticket): Promise<GatheredSecrets> => {
    const paths = ["/home/mel", "/home/mel/psrt-private"];
    return gatherSecrets({ gitHub: gitHub(), records, log: silentLog, paths }, of);
  };
  const blocked = ({ secrets }: GatheredSecrets, text: string): readonly string[] =>
    new Gate(secrets)
      .scanText(text)
      .filter(({ level }) => level === "block")
      .map(({ kind }) => kind);

  it("finds all that is known of a ticket", async () => {
    const gathered = await gather();
    assert.deepEqual(gathered.unread, []);
    for (const [text, kind] of [
      ["Thanks to Rita Researcher.", "reporter"],
      ["Write to rita@research.example", "reporter"],
      [`Thanks to ${reporter}.`, "reporter"],
      ["it has stopped a web shop with an empty basket stops for a whole day", "private-text"],
      ["see table-without-rows", "private-branch"],
      ["Count the rows of tables first.", "private-text"],
      ["that a reader asks the table for its rows before it takes the first", "private-text"],
      ["whose basket is empty was the first one", "private-text"],
      ["in /home/mel/cpython", "local-path"],
      ["C:\\srv\\embargo\\python-clone", "local-path"],
      ["CVE-2026-40111", "cve-id"],
    ] as const) {
      assert.deepEqual(blocked(gathered, text), [kind], text);
    }
    // Who is named with the change is asked in the landing; a short title says too little.
    const kept =
      "Check the number of rows\n\nCo-authored-by: Ann Author Of Very Many Words <ann@example.org>";
    assert.deepEqual(blocked(gathered, kept), []);
    // The project's own branches are no secret.
    assert.deepEqual(blocked(gathered, "main 3.14 3.13 gh-140001"), []);
  });

  it("costs nothing of the rate limit when nothing has changed", async () => {
    await gather();
    const answers = answersOf(await requestsOf(sandbox(), () => gather()));
    assert.deepEqual([...new Set(answers)], ["GET 304"]);
  });

  it("says what it could not read, and holds everything back until that is accepted", async () => {
    const path = /\/comments$/;
    sandbox().faults.add({ path, status: 500, times: 4 });
    const gathered = await gather();
    assert.deepEqual(
      gathered.unread.map(({ part }) => part),
      ["comments"],
    );
    const secrets = (): Promise<GatheredSecrets> => Promise.resolve(gathered);
    const open = (): Promise<LeakGate> => LeakGate.open({ secrets, records }, ticket);
    const texts = [{ place: "message", text: "gh-1: Count rows" }] as const;
    const check = (await open()).checkTexts(texts);
    assert.throws(() => requireClear(check, "The push"), HeldBackError);
    const [gap] = check.unsearched;
    assert.ok(gap);
    const at = new Date("2026-11-24T10:00:00Z");
    await records.update(ticket, { lifts: [{ digest: gap.digest, reason: "Read by eye", at }] });
    requireClear((await open()).checkTexts(texts), "The push");
    await records.update(ticket, { lifts: [] });
  });

  const advisory = (): Advisory => {
    const found = sandbox().state.advisory(ticket.ghsaId);
    assert.ok(found);
    return found;
  };

  it("asks what the ticket is now: since the board was read it may have got more to hide", async () => {
    const stale: Ticket = { ...ticket, cveId: null, privateFork: null, description: "", title: "" };
    const gathered = await gather(stale);
    assert.deepEqual(gathered.unread, []);
    for (const [text, kind] of [
      ["CVE-2026-40111", "cve-id"],
      ["see table-without-rows", "private-branch"],
      ["Count the rows of tables first.", "private-text"],
      ["the reader with a table that has no rows at all", "private-text"],
    ] as const) {
      assert.deepEqual(blocked(gathered, text), [kind], text);
    }
    // What it said before is no less private.
    const edited: Ticket = {
      ...ticket,
      description: "A tar of two names makes the reader spin on.",
    };
    assert.deepEqual(blocked(await gather(edited), "a tar of two names makes the reader spin"), [
      "private-text",
    ]);
  });

  it("says when it could not ask", async () => {
    sandbox().faults.add({ path: /security-advisories\/GHSA-[^/]*$/, status: 500, times: 4 });
    const { secrets, unread } = await gather();
    assert.deepEqual(
      unread.map(({ part }) => part),
      ["ticket"],
    );
    assert.equal(secrets.cveId, "CVE-2026-40111");
  });

  it("lets a reporter be named who accepted a credit, and a published advisory's CVE id", async () => {
    const { credits, state } = advisory();
    const finder = { login: reporter, type: "finder", state: "accepted" } as const;
    Object.assign(advisory(), { credits: [...credits, finder], state: "published" });
    const gathered = await gather();
    Object.assign(advisory(), { credits, state });
    assert.deepEqual(blocked(gathered, "Rita Researcher, rita-reporter, CVE-2026-40111"), []);
  });

  it("does not claim to know a reporter whom GitHub does not tell", async () => {
    const { users } = sandbox().state;
    users.splice(
      users.findIndex(({ login }) => login === reporter),
      1,
    );
    const { unread } = await gather();
    assert.deepEqual(
      unread.map(({ part, why }) => [part, why]),
      [["reporter", "GitHub does not tell who reported it."]],
    );
  });
});
