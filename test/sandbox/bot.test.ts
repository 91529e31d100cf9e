import assert from "node:assert/strict";
import { asRecord } from "../../src/base/shape.ts";
import type { AdvisorySeed } from "./scenario.ts";
import { bare } from "./scenarios/bare.ts";
import { cpythonSeed } from "./scenarios/community.ts";
import { people } from "./scenarios/people.ts";
import { clientOf, refusal, useSandbox } from "./testing.ts";

const HOUR = 60 * 60 * 1000;

describe("the sandbox's bot", () => {
  const sandbox = useSandbox(() => ({
    scenario: bare({ "python/cpython": cpythonSeed(), "pypa/pip": {}, "other/thing": {} }),
  }));
  beforeEach(() => (sandbox().state.advisories.length = 0));

  const report = (seed: Partial<AdvisorySeed>): string =>
    sandbox().state.addAdvisory({
      ...{ repository: "python/cpython", summary: "Crash", author: people.reporter },
      ...seed,
    }).ghsaId;

  /** The ticket as an admin reads it. */
  const read = async (ghsa_id: string, repository = "python/cpython") => {
    const [owner = "", repo = ""] = repository.split("/");
    const { rest } = clientOf(sandbox(), people.admin);
    return (await rest.securityAdvisories.getRepositoryAdvisory({ owner, repo, ghsa_id })).data;
  };

  const control = async (what: string, body: unknown): Promise<unknown> => {
    const answer = await fetch(`${sandbox().controlUrl}/${what}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    assert.equal(answer.status, 200);
    return answer.json();
  };

  it("accepts at the full hour and not before, with fork, CVE id and team in one change", async () => {
    const id = report({ summary: "Heap overflow [accepted]", teams: [] });
    sandbox().clock.advance(HOUR - 1000);
    const before = await read(id);
    assert.deepEqual([before.state, before.private_fork], ["triage", null]);
    sandbox().clock.advance(31_000);
    const after = await read(id);
    assert.deepEqual(
      [after.state, after.submission?.accepted, after.summary, after.private_fork?.full_name],
      ["draft", true, "Heap overflow [accepted]", `python/cpython-${id.toLowerCase()}`],
    );
    assert.match(after.cve_id ?? "", /^CVE-2026-5\d{4}$/);
    assert.deepEqual(
      after.collaborating_teams?.map(({ slug }) => slug),
      ["psrt"],
    );
    assert.equal(after.updated_at, "2026-11-23T10:00:00Z");
    sandbox().clock.advance(HOUR);
    assert.deepEqual(await read(id), after);
  });

  it("makes forks that are not there at once", async () => {
    const id = report({ state: "draft" });
    await sandbox().bot.run();
    const { repos } = clientOf(sandbox(), people.admin).rest;
    const fork = { owner: "python", repo: `cpython-${id.toLowerCase()}` };
    assert.equal((await refusal(repos.get(fork))).status, 404);
    assert.equal((await refusal(repos.get(fork))).status, 404);
    assert.equal((await repos.get(fork)).data.private, true);
  });

  it("closes by every closing tag, from triage and draft, before it looks at anything else", async () => {
    const tags = ["CLOSE", "closed", "COMPLETE", "Completed", "NOTPLANNED", "INVALID", "DUPLICATE"];
    const ids = tags.flatMap((tag) => [
      report({ summary: `Crash [${tag}] in re` }),
      report({ summary: `[ACCEPT][${tag}] Crash`, state: "draft", teams: [] }),
    ]);
    await sandbox().bot.run();
    for (const id of ids) {
      const { state, cve_id, private_fork } = await read(id);
      assert.deepEqual([state, cve_id, private_fork], ["closed", null, null]);
    }
  });

  it("leaves alone what is no tag, what is ended, and repositories that it does not serve", async () => {
    const ids = [
      report({ summary: "list[close2] [CLOSING] ACCEPT (CLOSED)" }),
      report({ summary: "[ACCEPT] Crash", state: "closed" }),
      report({ summary: "[CLOSED] Crash", state: "published" }),
    ];
    const other = report({ repository: "other/thing", summary: "[ACCEPT] x", teams: [] });
    const states = async () => Promise.all(ids.map(async (id) => (await read(id)).state));
    const before = await states();
    await sandbox().bot.run();
    assert.deepEqual([before, await states()], [before, ["triage", "closed", "published"]]);
    assert.equal(sandbox().state.advisory(other)?.state, "triage");
  });

  it("reserves ids for CPython alone, each once", async () => {
    const ids = [report({ state: "draft" }), report({ state: "draft" })];
    const pip = report({ repository: "pypa/pip", state: "draft", teams: ["psrt"] });
    await sandbox().bot.run();
    const cves = await Promise.all(ids.map(async (id) => (await read(id)).cve_id));
    assert.ok(cves.every((cve) => cve !== null));
    assert.equal(new Set(cves).size, 2);
    assert.equal(sandbox().state.advisory(pip)?.cveId, null);
  });

  it("can be switched off, and what it slept through is lost until the next hour", async () => {
    const id = report({ summary: "[ACCEPT] Crash" });
    assert.deepEqual(await control("bot", { enabled: false }), { enabled: false });
    await control("clock", { advance: 3 * HOUR });
    assert.equal((await read(id)).state, "triage");
    await control("bot", { enabled: true });
    assert.equal((await read(id)).state, "triage");
    await control("clock", { advance: HOUR });
    assert.equal(sandbox().state.advisory(id)?.state, "draft");
  });

  it("can be made to run out of turn", async () => {
    const id = report({ summary: "[INVALID] Crash" });
    await control("bot", { run: true });
    assert.equal(sandbox().state.advisory(id)?.state, "closed");
  });
});

describe("the sandbox's people", () => {
  const sandbox = useSandbox();

  it("are found by parts of their login and name", async () => {
    const { search } = clientOf(sandbox(), people.member).rest;
    const logins = async (q: string): Promise<readonly string[]> =>
      (await search.users({ q })).data.items.map(({ login }) => login);
    assert.deepEqual(await logins("rel"), [people.releaseManager]);
    assert.deepEqual(await logins("OUTSIDER type:user"), [people.outsider]);
    assert.deepEqual(await logins("rita research"), [people.reporter]);
    assert.deepEqual(await logins("nobody-at-all"), []);
    assert.equal((await refusal(search.users({ q: "type:user" }))).status, 422);
  });

  it("are added to a ticket by admins, together with the ones who are there", async () => {
    const ref = { owner: "python", repo: "cpython", ghsa_id: "GHSA-9q23-4r5v-6w7x" };
    const { securityAdvisories } = clientOf(sandbox(), people.admin).rest;
    const { data } = await securityAdvisories.updateRepositoryAdvisory({
      ...{ ...ref, collaborating_users: [people.outsider] },
    });
    assert.deepEqual(
      data.collaborating_users?.map(({ login }) => login),
      [people.outsider],
    );
    const unknown = securityAdvisories.updateRepositoryAdvisory({
      ...{ ...ref, collaborating_users: [people.outsider, "nobody-at-all"] },
    });
    assert.equal((await refusal(unknown)).status, 422);
    const outsider = clientOf(sandbox(), people.outsider).rest.securityAdvisories;
    const seen = await outsider.getRepositoryAdvisory(ref);
    assert.equal(asRecord(seen.data)?.["ghsa_id"], ref.ghsa_id);
  });
});
