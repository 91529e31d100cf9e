import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { CancelledError, HumanError } from "../../../src/base/errors.ts";
import { silentLog } from "../../../src/base/log.ts";
import { Git } from "../../../src/git/git.ts";
import { createPrivateFork, type ForkMaker } from "../../../src/steps/createPrivateFork.ts";
import { forkReadiness } from "../../../src/steps/forkReadiness.ts";
import { ForkWatch } from "../../../src/steps/forkWatch.ts";
import { gitCredential, type GitHub } from "../../../src/steps/gitHub.ts";
import { TicketBoard } from "../../../src/steps/ticketBoard.ts";
import { builtInBranches } from "../../../src/ticket/releaseBranches.ts";
import { fullName, type RepositoryName } from "../../../src/ticket/repositoryName.ts";
import type { TicketRef } from "../../../src/ticket/ticket.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { answersOf, CPYTHON, gitHubOf, requestsOf } from "./person.ts";
import { Answer, isListed, MemoryBoards, MemoryRecords } from "./ports.ts";

const TRIAGE = { repository: CPYTHON, ghsaId: "GHSA-4g56-7h8j-9m2p" };
const WITH_FORK = { repository: CPYTHON, ghsaId: "GHSA-9q23-4r5v-6w7x" };
const CLOSED = { repository: CPYTHON, ghsaId: "GHSA-m789-2f3g-4h5j" };

describe("a ticket's private fork", () => {
  const sandbox = useSandbox();
  /** A draft without a fork, anew for each test. */
  let draft: TicketRef;
  let fork: RepositoryName;
  let records: MemoryRecords;
  let told: string[];
  let pauses: number[];
  beforeEach(() => {
    sandbox().clock.set(new Date("2026-11-23T09:00:00Z"));
    const { ghsaId } = sandbox().state.addAdvisory({
      ...{ repository: "python/cpython", author: people.reporter, state: "draft" },
      summary: "Overflow in spam",
    });
    draft = { repository: CPYTHON, ghsaId };
    fork = { owner: "python", repo: `cpython-${ghsaId.toLowerCase()}` };
    records = new MemoryRecords();
    told = [];
    pauses = [];
  });
  const create = (
    login: string,
    ask: Answer,
    ref: TicketRef = draft,
    tryAnyway = false,
  ): Promise<ForkMaker> => {
    const { advisories, repositories } = gitHubOf(sandbox(), login);
    const rightsIn = repositories.rights.bind(repositories);
    const { clock } = sandbox();
    return createPrivateFork({ advisories, rightsIn, records, ask, clock }, ref, tryAnyway);
  };

  const watchOf = (
    login: string,
    pause: (milliseconds: number, signal: AbortSignal) => void = () => undefined,
  ): ForkWatch => {
    const gitHub: GitHub = gitHubOf(sandbox(), login);
    const token = sandbox().token(login);
    const git = new Git({
      credentials: () => Promise.resolve([gitCredential(gitHub.site, token)]),
      environment: { PATH: process.env["PATH"], HOME: tmpdir(), GIT_CONFIG_NOSYSTEM: "1" },
    });
    const { advisories, repositories } = gitHub;
    const ports = { advisories, repositories, git, gitUrl: gitHub.gitUrl.bind(gitHub) };
    return new ForkWatch({
      look: (ref, signal) => forkReadiness(ports, ref, signal),
      ...{ records, clock: sandbox().clock, log: silentLog },
      tell: ({ ghsaId }, fork) => told.push(`${ghsaId} ${fullName(fork)}`),
      pause: async (milliseconds, signal) => {
        pauses.push(milliseconds);
        sandbox().clock.advance(milliseconds);
        pause(milliseconds, signal);
        await Promise.resolve();
      },
    });
  };

  it("is made by an admin on a yes, and waited for until the API and git have it", async () => {
    const ask = new Answer(true);
    const asked = await create(people.admin, ask);
    assert.deepEqual(asked, { kind: "asked", fork });
    assert.deepEqual(
      ask.plans.map(({ title, writes }) => [title, writes.map(({ audience }) => audience)]),
      [[`Create the private fork of ${draft.ghsaId}?`, ["TEAM"]]],
    );
    const reports: string[] = [];
    const progress = { report: (message: string) => reports.push(message) };
    assert.deepEqual(await watchOf(people.admin).wait(draft, { progress }), fork);
    const making = `GitHub is making ${fullName(fork)}`;
    assert.deepEqual(
      reports.map((each) => each.split(";")[0]),
      [making, making, `${fullName(fork)} is there`],
    );
    assert.deepEqual(await records.read(draft), { forkAwaitedSince: null });
    assert.deepEqual(told, []);
  });

  it("is asked for once: who asks again waits for the same one", async () => {
    await create(people.admin, new Answer(true));
    const requests = await requestsOf(sandbox(), async () => {
      assert.equal((await create(people.admin, new Answer(true))).kind, "asked");
    });
    assert.ok(requests.every(({ method }) => method === "GET"));
  });

  it("is not made without a yes", async () => {
    const requests = await requestsOf(sandbox(), async () => {
      assert.deepEqual(await create(people.admin, new Answer(false)), { kind: "declined" });
    });
    assert.ok(requests.every(({ method }) => method === "GET"));
    assert.deepEqual(await records.read(draft), {});
  });

  it("is left to the bot at the full hour by a member who is no admin, and nothing is sent", async () => {
    const ask = new Answer(true);
    const requests = await requestsOf(sandbox(), async () => {
      const at = new Date("2026-11-23T10:00:00Z");
      const maker = await create(people.member, ask);
      assert.deepEqual(maker, { kind: "bot", at, overdue: false, tried: false });
    });
    assert.ok(requests.every(({ method }) => method === "GET"));
    assert.deepEqual(ask.plans, []);
    const { forkAwaitedSince } = await records.read(draft);
    assert.equal(forkAwaitedSince, "2026-11-23T09:00:00.000Z");
  });

  it("is not promised by a bot that has passed it over twice", async () => {
    await sandbox().bot.turn(false);
    try {
      sandbox().clock.advance(3 * 60 * 60 * 1000);
      const maker = await create(people.member, new Answer(true));
      assert.deepEqual([maker.kind, "overdue" in maker && maker.overdue], ["bot", true]);
    } finally {
      sandbox().clock.set(new Date("2026-11-23T09:00:00Z"));
      await sandbox().bot.turn(true);
    }
  });

  it("is left to the others when GitHub refuses one who tried", async () => {
    const requests = await requestsOf(sandbox(), async () => {
      const maker = await create(people.member, new Answer(true), draft, true);
      assert.deepEqual([maker.kind, "tried" in maker && maker.tried], ["bot", true]);
    });
    assert.deepEqual(answersOf(requests).at(-1), "POST 403");
  });

  it("is an admin's to make while the ticket is in triage", async () => {
    const maker = await create(people.member, new Answer(true), TRIAGE);
    assert.deepEqual(maker, { kind: "admin", tried: false });
  });

  it("is not made for a ticket that has ended, and not twice", async () => {
    await assert.rejects(create(people.admin, new Answer(true), CLOSED), HumanError);
    const there = await create(people.member, new Answer(true), WITH_FORK);
    assert.equal(there.kind, "asked");
  });

  it("is told of once when it is there, also after a restart", async () => {
    await create(people.member, new Answer(true));
    // The editor ended; the bot has made the fork meanwhile.
    await sandbox().state.createPrivateFork(draft.ghsaId, { pending: { rest: 1, git: 1 } });
    const gitHub = gitHubOf(sandbox(), people.member);
    const { clock } = sandbox();
    const repositories = () => [CPYTHON];
    const board = new TicketBoard({
      ...{ gitHub: () => gitHub, repositories, isListed, records, clock, log: silentLog },
      releases: () => Promise.resolve(builtInBranches),
      kept: new MemoryBoards(),
    });
    const watch = watchOf(people.member);
    const watching = watch.watch(board);
    await board.refresh();
    for (let waited = 0; told.length === 0 && waited < 5000; waited += 20) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.deepEqual(told, [`${draft.ghsaId} ${fullName(fork)}`]);
    assert.deepEqual(pauses, [60_000, 60_000]);
    await watch.follow(draft);
    assert.equal(told.length, 1);
    watching.dispose();
  });

  it("is told of after a restart where no tickets are read", async () => {
    await create(people.member, new Answer(true));
    await sandbox().state.createPrivateFork(draft.ghsaId, { pending: { rest: 1, git: 0 } });
    await watchOf(people.member).resume([WITH_FORK, draft]);
    for (let waited = 0; told.length === 0 && waited < 5000; waited += 20) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.deepEqual(told, [`${draft.ghsaId} ${fullName(fork)}`]);
  });

  it("is followed quietly when the waiting is cancelled", async () => {
    await create(people.admin, new Answer(true));
    const controller = new AbortController();
    const watch = watchOf(people.admin, (milliseconds, signal) => {
      if (milliseconds < 60_000) controller.abort();
      signal.throwIfAborted();
    });
    await assert.rejects(watch.wait(draft, { signal: controller.signal }), { name: "AbortError" });
    for (let waited = 0; told.length === 0 && waited < 5000; waited += 20) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal(told.length, 1);
  });

  it("is waited for over troubles that pass, and over minutes before it is given up", async () => {
    await create(people.admin, new Answer(true));
    sandbox().state.mustHave(fullName(fork)).pending = { rest: 10_000, git: 0 };
    sandbox().faults.add({ path: new RegExp(draft.ghsaId), status: 503, times: 4 });
    const watch = watchOf(people.admin, () => sandbox().clock.advance(7 * 60_000));
    await assert.rejects(watch.wait(draft), /has not made the private fork/);
    assert.deepEqual(pauses.slice(0, 3), [3_000, 3_000, 3_000]);
  });

  it("is waited for no longer when the ticket has ended", async () => {
    await records.update(CLOSED, { forkAwaitedSince: "2026-11-23T09:00:00.000Z" });
    await assert.rejects(watchOf(people.member).wait(CLOSED), HumanError);
    await watchOf(people.member).follow(CLOSED);
    assert.deepEqual(told, []);
    assert.deepEqual(await records.read(CLOSED), { forkAwaitedSince: null });
  });

  it("is not waited for when it is cancelled before", async () => {
    const aborted = AbortSignal.abort();
    await assert.rejects(watchOf(people.member).wait(draft, { signal: aborted }), CancelledError);
  });
});
