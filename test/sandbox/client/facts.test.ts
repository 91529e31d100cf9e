import assert from "node:assert/strict";
import { CancelledError } from "../../../src/base/errors.ts";
import { silentLog } from "../../../src/base/log.ts";
import { ReleaseCycle } from "../../../src/github/releaseCycle.ts";
import { readFacts } from "../../../src/steps/readFacts.ts";
import type { GitHub } from "../../../src/steps/gitHub.ts";
import { checklist } from "../../../src/ticket/checklist.ts";
import { nextStepOf } from "../../../src/ticket/nextStep.ts";
import type { TicketRecord } from "../../../src/ticket/record.ts";
import { builtInBranches } from "../../../src/ticket/releaseBranches.ts";
import { NO_RIGHTS } from "../../../src/ticket/rights.ts";
import type { RoadFacts } from "../../../src/ticket/ticketFacts.ts";
import type { Pull } from "../model.ts";
import { PUBLIC_ISSUE } from "../scenarios/community.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { answersOf, CPYTHON, gitHubOf, requestsOf } from "./person.ts";

const REPOSITORY = "python/cpython";
/** Its fix is merged as pull request 140401. */
const TARFILE = "GHSA-c234-5r6v-7w8x";
const PUBLIC: TicketRecord = { publicIssue: PUBLIC_ISSUE };

describe("reading a ticket's facts", () => {
  const sandbox = useSandbox();

  async function read(
    ghsaId: string,
    record: TicketRecord = {},
    gitHub: GitHub = gitHubOf(sandbox(), people.member),
    signal?: AbortSignal,
  ): Promise<RoadFacts> {
    const cycle = new ReleaseCycle(globalThis.fetch, silentLog);
    const releases = (aborted?: AbortSignal) =>
      cycle.read(`${sandbox().url}/release-cycle.json`, sandbox().clock.now(), aborted);
    const ticket = await gitHub.advisories.get({ repository: CPYTHON, ghsaId });
    return readFacts({ gitHub, releases, log: silentLog }, ticket, record, signal);
  }

  function pullOf(repository: string, number?: number): Pull {
    const threads = [...sandbox().state.mustHave(repository).threads.values()];
    const pull = threads.find(
      (thread) => thread.kind === "pull" && (number === undefined || thread.number === number),
    );
    assert.ok(pull?.kind === "pull");
    return pull;
  }

  it("finds the private pull request and whether its head is approved", async () => {
    const fork = `${REPOSITORY}-ghsa-9q23-4r5v-6w7x`;
    const reviewOf = async (): Promise<unknown> => {
      const { privatePulls } = await read("GHSA-9q23-4r5v-6w7x");
      assert.ok(privatePulls.known);
      return privatePulls.value.map(({ title, review }) => [title, review]);
    };
    const title = "Refuse control characters in cookies";
    assert.deepEqual(await reviewOf(), [[title, "approved"]]);
    const author = { name: "Mel", email: "mel@example.org" };
    await sandbox().state.commit(fork, [
      { branch: "advisory-fix-1", author, date: sandbox().clock.now(), message: "More\n" },
    ]);
    assert.deepEqual(await reviewOf(), [[title, "outdated"]]);
    sandbox().faults.add({ path: /\/reviews$/, status: 403, body: { message: "Forbidden" } });
    assert.deepEqual(await reviewOf(), [[title, "untold"]]);
  });

  it("finds the commits of an open private pull request, and asks once for each head", async () => {
    const fork = `${REPOSITORY}-ghsa-8p92-3q4r-5v6w`;
    const gitHub = gitHubOf(sandbox(), people.member);
    const commitsOf = async (): Promise<unknown> => {
      const { privatePulls } = await read("GHSA-8p92-3q4r-5v6w", {}, gitHub);
      assert.ok(privatePulls.known);
      return privatePulls.value.flatMap(({ commits }) =>
        commits.map(({ title, author }) => [title, author]),
      );
    };
    const first = ["Ignore the address of a passive reply", "Mel Ångström"];
    assert.deepEqual(await commitsOf(), [first]);
    const asks = async (): Promise<number> =>
      (await requestsOf(sandbox(), commitsOf)).filter(({ path }) => path.endsWith("/commits"))
        .length;
    assert.equal(await asks(), 0);
    const author = { name: "Mel", email: "mel@example.org" };
    await sandbox().state.commit(fork, [
      { branch: "advisory-fix-1", author, date: sandbox().clock.now(), message: "More\n\nText\n" },
    ]);
    assert.equal(await asks(), 1);
    assert.deepEqual(await commitsOf(), [first, ["More", "Mel"]]);
  });

  it("follows the issue to the merged pull request", async () => {
    const road = await read(TARFILE, PUBLIC);
    assert.ok(road.publicIssue.known && road.publicPull.known && road.backports.known);
    assert.deepEqual(
      [road.publicIssue.value?.labels, road.publicIssue.value?.linkedPulls],
      [["type-security"], [140_401]],
    );
    const pull = road.publicPull.value;
    assert.deepEqual([pull?.number, pull?.state], [140_401, "merged"]);
    assert.equal(pull?.mergeCommit, pullOf(REPOSITORY, 140_401).merge?.sha);
    assert.deepEqual(road.backports.value, []);
  });

  it("knows the branches from the live list", async () => {
    const { releases } = await read(TARFILE);
    assert.deepEqual(
      [releases.source, releases.branches.map(({ name, status }) => `${name} ${status}`)],
      ["live", ["3.15 bugfix", "3.14 bugfix", "3.13 security", "3.12 security", "3.11 security"]],
    );
  });

  it("costs nothing when nothing has changed", async () => {
    const gitHub = gitHubOf(sandbox(), people.member);
    const first = await read(TARFILE, PUBLIC, gitHub);
    const ticket = await gitHub.advisories.get({ repository: CPYTHON, ghsaId: TARFILE });
    const releases = () => Promise.resolve(first.releases);
    const requests = await requestsOf(sandbox(), async () => {
      const again = await readFacts({ gitHub, releases, log: silentLog }, ticket, PUBLIC);
      assert.deepEqual(again, first);
    });
    assert.deepEqual(answersOf(requests), new Array(5).fill("GET 304"));
  });

  it("finds an open one by the pushed branch, with its checks, labels and news", async () => {
    const { state } = sandbox();
    const fork = `${people.member}/cpython`;
    const author = { name: "Mel", email: "mel@example.org" };
    const at = { author, date: state.clock.now(), branch: "gh-150001" };
    const news = "Misc/NEWS.d/next/Security/2026-11-23-09-00-00.gh-issue-150001.abcdef.rst";
    await state.commit(fork, [
      { ...at, from: "main", message: "Fix\n", files: { "Lib/x.py": "" } },
    ]);
    const pull = await state.openPull({
      ...{ repository: REPOSITORY, headRepository: fork, branch: "gh-150001" },
      ...{ title: "gh-150001: Fix", author: people.member },
    });
    const record: TicketRecord = {
      publicBranch: {
        ...{ clone: "/x", name: "gh-150001", commit: pull.head.sha, pullRequest: 1 },
        ...{ head: pull.head.sha, pushedTo: fork },
      },
    };
    const seen = async (): Promise<unknown> => {
      const { publicPull } = await read(TARFILE, record);
      assert.ok(publicPull.known && publicPull.value, JSON.stringify(publicPull));
      const { number, labels, checks, hasNews } = publicPull.value;
      return [number, labels, checks, hasNews];
    };
    assert.deepEqual(await seen(), [pull.number, [], "none", false]);
    pull.labels = ["type-security"];
    await state.commit(fork, [{ ...at, message: "News\n", files: { [news]: "Fix it.\n" } }]);
    const check = (kind: "run" | "status", name: string, outcome: "pending" | "success"): void => {
      state.addCheck(REPOSITORY, { kind, name, outcome, commit: pull.head.sha });
    };
    check("run", "Tests", "pending");
    assert.deepEqual(await seen(), [pull.number, ["type-security"], "pending", true]);
    check("run", "All required checks pass", "success");
    check("status", "bedevere/news", "success");
    assert.deepEqual(await seen(), [pull.number, ["type-security"], "passing", true]);
    state.addCheck(REPOSITORY, {
      ...{ kind: "status", name: "bedevere/news", outcome: "failure", commit: pull.head.sha },
    });
    assert.deepEqual(await seen(), [pull.number, ["type-security"], "failing", true]);
  });

  it("tells the backports by their branch", async () => {
    const { state } = sandbox();
    const issue = state.mustHave(REPOSITORY).threads.get(PUBLIC_ISSUE);
    assert.ok(issue);
    const { number } = await state.openPull({
      ...{ repository: REPOSITORY, headRepository: `${people.member}/cpython` },
      ...{ branch: "gh-150001", base: "3.14", labels: ["type-security"], author: "mel-member" },
      title: "[3.14] gh-140400: Bound names (GH-140401)",
    });
    const list = `### Linked PRs\r\n* gh-140401\r\n* gh-${number}\r\n* gh-999999`;
    issue.body = `Text\r\n\r\n<!-- gh-linked-prs -->\r\n${list}\r\n<!-- /gh-linked-prs -->`;
    const { publicPull, backports } = await read(TARFILE, PUBLIC);
    assert.ok(publicPull.known && backports.known);
    assert.equal(publicPull.value?.number, 140_401);
    assert.deepEqual(
      backports.value.map(({ base, labels }) => [base.ref, labels]),
      [["3.14", ["type-security"]]],
    );
  });

  it("says what is not known and why, and keeps the rest", async () => {
    const gitHub = gitHubOf(sandbox(), people.member);
    sandbox().faults.add({ path: /\/issues\/140400$/, status: 503, times: 2 });
    const road = await read(TARFILE, PUBLIC, gitHub);
    const why = "GitHub did not read issue 140400 of python/cpython (status 503).";
    assert.deepEqual(road.publicIssue, { known: false, why });
    assert.deepEqual([road.publicPull, road.backports], [road.publicIssue, road.publicIssue]);
    assert.ok(road.privatePulls.known);
    const ticket = await gitHub.advisories.get({ repository: CPYTHON, ghsaId: TARFILE });
    const known = { record: PUBLIC, rights: NO_RIGHTS, fits: new Map<string, never>() };
    const facts = { ticket, login: people.member, isMember: true, ...known, road };
    const step = nextStepOf(checklist(facts, sandbox().clock.now()));
    assert.deepEqual([step.id, step.whose, step.words], ["read-again", "others", why]);
  });

  it("knows an issue that is not there", async () => {
    const { publicIssue } = await read(TARFILE, { publicIssue: 999_999 });
    assert.deepEqual(publicIssue, { known: true, value: null });
  });

  it("is cancelled as a whole", async () => {
    sandbox().faults.add({ path: /\/pulls$/, delay: 2000 });
    const stop = new AbortController();
    const reading = read(TARFILE, PUBLIC, gitHubOf(sandbox(), people.member), stop.signal);
    setTimeout(() => stop.abort(), 100);
    await assert.rejects(reading, CancelledError);
  });
});

describe("the live list of release branches", () => {
  const sandbox = useSandbox();
  const url = (): string => `${sandbox().url}/release-cycle.json`;
  const cycle = (): ReleaseCycle => new ReleaseCycle(globalThis.fetch, silentLog);
  const later = (minutes: number): Date =>
    new Date(sandbox().clock.now().getTime() + minutes * 60_000);

  it("is asked for without the token, once in an hour", async () => {
    const list = cycle();
    const requests = await requestsOf(sandbox(), async () => {
      assert.equal((await list.read(url(), later(0))).source, "live");
      await list.read(url(), later(59));
      await list.read(url(), later(61));
    });
    assert.deepEqual(
      requests.map(({ path, headers }) => [path, headers["authorization"]]),
      [
        ["/release-cycle.json", undefined],
        ["/release-cycle.json", undefined],
      ],
    );
  });

  it("gives way to the last good answer, and that to the built-in list", async () => {
    const list = cycle();
    sandbox().faults.add({ path: "/release-cycle.json", status: 503 });
    assert.deepEqual(await list.read(url(), later(0)), builtInBranches);
    const good = await list.read(url(), later(1));
    assert.equal(good.source, "live");
    sandbox().faults.add({ path: "/release-cycle.json", malformed: true });
    assert.deepEqual(await list.read(url(), later(70)), good);
    assert.deepEqual(await cycle().read("http://peps.example/x.json", later(0)), builtInBranches);
    assert.deepEqual(await cycle().read("no address", later(0)), builtInBranches);
  });

  it("is not waited for when the person cancels", async () => {
    sandbox().faults.add({ path: "/release-cycle.json", delay: 2000 });
    const stop = new AbortController();
    const reading = cycle().read(url(), later(0), stop.signal);
    setTimeout(() => stop.abort(), 50);
    await assert.rejects(reading, CancelledError);
  });
});
