import assert from "node:assert/strict";
import type { RepositoryName } from "../../../src/ticket/repositoryName.ts";
import { CancelledError, HumanError } from "../../../src/base/errors.ts";
import { silentLog } from "../../../src/base/log.ts";
import { advisoryAccess } from "../../../src/steps/advisoryAccess.ts";
import { memberFork } from "../../../src/steps/memberFork.ts";
import type { Ask } from "../../../src/steps/ports.ts";
import { readBoard } from "../../../src/steps/readBoard.ts";
import { saveAdvisory } from "../../../src/steps/saveAdvisory.ts";
import { TicketBoard } from "../../../src/steps/ticketBoard.ts";
import { projectOf } from "../../../src/ticket/project.ts";
import { builtInBranches } from "../../../src/ticket/releaseBranches.ts";
import { ticketKey } from "../../../src/ticket/ticket.ts";
import { known, type RoadFacts } from "../../../src/ticket/ticketFacts.ts";
import { NO_BOT_NEWS } from "../../../src/ticket/backportBot.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { answersOf, CPYTHON, gitHubOf, PIP, requestsOf } from "./person.ts";
import { Answer, isListed, MemoryBoards, MemoryRecords } from "./ports.ts";

const COOKIES = { repository: CPYTHON, ghsaId: "GHSA-9q23-4r5v-6w7x" };
const CLOSED = { repository: CPYTHON, ghsaId: "GHSA-m789-2f3g-4h5j" };
const V3_TICKET = { repository: CPYTHON, ghsaId: "GHSA-6j78-9m2p-3q4r" };
const V4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N";

const NO_ROAD: RoadFacts = {
  ...{ privatePulls: known([]), publicIssue: known(undefined), publicPull: known(undefined) },
  ...{ backports: known([]), botNews: known(NO_BOT_NEWS), releases: builtInBranches },
};

const CPYTHON_PROJECT = projectOf(CPYTHON);

describe("reading the board", () => {
  const sandbox = useSandbox();
  const missing = { owner: "python", repo: "missing" };

  it("keeps what other repositories answered when some can't be read", async () => {
    const { advisories, repositories, login } = gitHubOf(sandbox(), people.member);
    const rightsIn = (name: RepositoryName) => repositories.rights(name);
    const path = "/api/v3/repos/pypa/pip/security-advisories";
    sandbox().faults.add({ path, status: 503, times: 2 });
    const records = new MemoryRecords();
    await records.update(COOKIES, { publicIssue: 7 });
    const facts = () => Promise.resolve(NO_ROAD);
    const aside = { clock: sandbox().clock, log: silentLog };
    const ports = { advisories, rightsIn, facts, isListed, records, ...aside };
    const board = await readBoard(ports, login, [CPYTHON, PIP, missing]);
    assert.deepEqual(
      board.readings.map(({ tickets, trouble }) =>
        tickets === undefined ? trouble.message : tickets.length,
      ),
      [
        (await advisories.list(CPYTHON)).length,
        "GitHub did not list the advisories of pypa/pip (status 503).",
        "GitHub did not list the advisories of python/missing: it is not there, or you may not see it.",
      ],
    );
    assert.deepEqual(board.records.get(ticketKey(COOKIES)), { publicIssue: 7 });
    assert.deepEqual(board.readAt, sandbox().clock.now());
  });

  it("is cancelled as a whole", async () => {
    const { advisories, repositories, login } = gitHubOf(sandbox(), people.member);
    const ports = {
      rightsIn: (name: RepositoryName) => repositories.rights(name),
      facts: () => Promise.resolve(NO_ROAD),
      isListed,
      ...{ advisories, records: new MemoryRecords(), clock: sandbox().clock, log: silentLog },
    };
    const reading = readBoard(ports, login, [CPYTHON, PIP], undefined, AbortSignal.abort());
    await assert.rejects(reading, CancelledError);
  });
});

describe("the board", () => {
  const sandbox = useSandbox();

  function makeBoard(): { board: TicketBoard; records: MemoryRecords; told: () => number } {
    const gitHub = gitHubOf(sandbox(), people.member);
    const records = new MemoryRecords();
    const { clock } = sandbox();
    const repositories = () => [CPYTHON, PIP];
    const board = new TicketBoard({
      ...{ gitHub: () => gitHub, repositories, isListed, records, clock, log: silentLog },
      releases: () => Promise.resolve(builtInBranches),
      kept: new MemoryBoards(),
    });
    let count = 0;
    board.onDidChange(() => (count += 1));
    return { board, records, told: () => count };
  }

  it("costs one conditional request for each list that has not changed", async () => {
    const { board } = makeBoard();
    await board.refresh();
    const requests = await requestsOf(sandbox(), () => board.refresh());
    assert.deepEqual(new Set(answersOf(requests)), new Set(["GET 304"]));
    const paths = requests.map(({ path }) => path);
    assert.equal(new Set(paths).size, paths.length);
    assert.equal(paths.filter((path) => path.endsWith("/security-advisories")).length, 2);
  });

  it("is read once when it is asked for twice", async () => {
    const { board, told } = makeBoard();
    const requests = await requestsOf(sandbox(), () =>
      Promise.all([board.refresh(), board.refresh()]),
    );
    assert.equal(requests.filter(({ path }) => path.endsWith("/security-advisories")).length, 2);
    assert.equal(told(), 2);
    assert.equal(board.ticket(COOKIES)?.ghsaId, COOKIES.ghsaId);
  });

  it("keeps the last reading, and says that it reads no more, when it is cancelled", async () => {
    const { board } = makeBoard();
    await board.refresh();
    const before = board.board;
    sandbox().faults.add({ path: /security-advisories$/, delay: 500, times: 2 });
    const reading = board.refresh();
    assert.equal(board.reading, true);
    board.cancel();
    assert.equal(board.reading, false);
    await assert.rejects(reading, CancelledError);
    assert.equal(board.board, before);
  });

  it("forgets everything when another person comes, also what is on its way", async () => {
    const { board } = makeBoard();
    const reading = board.refresh();
    board.clear();
    await assert.rejects(reading, CancelledError);
    assert.equal(board.board, undefined);
    await board.refresh();
    assert.ok(board.board);
  });

  it("takes up what a step has remembered without asking GitHub", async () => {
    const { board, records } = makeBoard();
    await board.refresh();
    await records.update(COOKIES, { privateClone: "/x" });
    const requests = await requestsOf(sandbox(), () => board.recordChanged(COOKIES));
    assert.equal(requests.length, 0);
    assert.deepEqual(board.board?.records.get(ticketKey(COOKIES)), { privateClone: "/x" });
  });

  it("follows to the issue that a step has remembered, also while all is being read", async () => {
    const { board, records } = makeBoard();
    await board.refresh();
    const numberOf = (): unknown => {
      const issue = board.board?.facts.get(ticketKey(COOKIES))?.publicIssue;
      return issue?.known === true ? issue.value?.number : issue?.why;
    };
    assert.equal(numberOf(), undefined);
    sandbox().faults.add({ path: /pypa\/pip\/security-advisories$/, delay: 500 });
    const reading = board.refresh();
    await records.update(COOKIES, { publicIssue: 140_400 });
    await board.recordChanged(COOKIES);
    assert.equal(numberOf(), 140_400);
    await reading;
    assert.equal(numberOf(), 140_400);
    assert.deepEqual(board.board?.records.get(ticketKey(COOKIES)), { publicIssue: 140_400 });
  });
});

describe("the member's fork", () => {
  const sandbox = useSandbox();
  const find = async (login: string, ask: Ask, signal?: AbortSignal): Promise<unknown> => {
    assert.ok(CPYTHON_PROJECT);
    const { repositories } = gitHubOf(sandbox(), login);
    const ports = { repositories, ask, ...(signal !== undefined && { signal }) };
    return memberFork(ports, CPYTHON_PROJECT, login);
  };

  it("is found without a question when it is there", async () => {
    const ask = new Answer(false);
    const fork = await find(people.member, ask);
    assert.deepEqual(fork, { owner: people.member, repo: "cpython" });
    assert.deepEqual(ask.plans, []);
  });

  it("is not made without a yes", async () => {
    const ask = new Answer(false);
    const requests = await requestsOf(sandbox(), async () => {
      assert.equal(await find(people.releaseManager, ask), undefined);
    });
    assert.deepEqual(answersOf(requests), ["GET 404"]);
    assert.deepEqual(
      ask.plans.map(({ title, writes }) => [title, writes.map(({ audience }) => audience)]),
      [["Fork python/cpython into your account?", ["PUBLIC"]]],
    );
  });

  it("is made on a yes, and waited for until GitHub has it", async () => {
    const requests = await requestsOf(sandbox(), async () => {
      const fork = await find(people.releaseManager, new Answer(true));
      assert.deepEqual(fork, { owner: people.releaseManager, repo: "cpython" });
    });
    assert.deepEqual(answersOf(requests), [
      ...["GET 404", "POST 202", "GET 404", "GET 404", "GET 200"],
    ]);
    assert.deepEqual(requests[1]?.body, { default_branch_only: true });
  });

  it("is no longer waited for when that is cancelled; GitHub goes on", async () => {
    const controller = new AbortController();
    sandbox().state.forkDelay = { rest: 100, git: 0 };
    const waiting = find(people.admin, new Answer(true), controller.signal);
    setTimeout(() => controller.abort(), 1500);
    await assert.rejects(waiting, { name: /AbortError|CancelledError/ });
    assert.ok(sandbox().state.repository(`${people.admin}/cpython`));
  });

  it("is none when it is private", async () => {
    const fork = sandbox().state.mustHave(`${people.second}/cpython`);
    Object.assign(fork, { private: true });
    await assert.rejects(find(people.second, new Answer(true)), HumanError);
  });
});

describe("saving an advisory", () => {
  const sandbox = useSandbox();
  const advisory = () => advisoryAccess(gitHubOf(sandbox(), people.member));

  it("replaces lists whole, and reads them back equal", async () => {
    const base = await advisory().read(COOKIES);
    const [first] = base.affected;
    assert.ok(first);
    const affected = [
      first,
      { ...first, affectedRange: ">= 3.13.0, < 3.13.9", patched: "3.13.9", functions: ["f"] },
    ];
    const changes = { weaknesses: ["CWE-113", "CWE-93"], affected };
    const ports = { advisory: advisory(), ask: new Answer(true) };
    const outcome = await saveAdvisory(ports, COOKIES, base, changes);
    assert.equal(outcome?.kind, "saved");
    assert.deepEqual(outcome.confirmed, ["weaknesses", "affected"]);
    assert.deepEqual(outcome.fields.affected, affected);
    assert.deepEqual(outcome.fields.credits, base.credits);
    assert.deepEqual(sandbox().violations, []);
  });

  it("writes only what changed and reads it back", async () => {
    const ask = new Answer(true);
    const base = await advisory().read(COOKIES);
    const requests = await requestsOf(sandbox(), async () => {
      const outcome = await saveAdvisory({ advisory: advisory(), ask }, COOKIES, base, {
        vector: V4,
      });
      assert.equal(outcome?.kind, "saved");
      assert.deepEqual([outcome.confirmed, outcome.different], [["vector"], []]);
      assert.deepEqual([outcome.fields.vector, outcome.fields.severity], [V4, "high"]);
    });
    assert.deepEqual(answersOf(requests), ["GET 200", "GET 304", "PATCH 200", "GET 200"]);
    assert.deepEqual(requests[2]?.body, { cvss_vector_string: V4 });
    assert.deepEqual(
      ask.plans.map(({ writes }) => writes),
      [
        [
          {
            target: "CVSS v4 vector of GHSA-9q23-4r5v-6w7x in python/cpython",
            ...{ audience: "REPORTER", text: V4 },
          },
        ],
      ],
    );
  });

  it("writes nothing that GitHub has already, and nothing on a no", async () => {
    const base = await advisory().read(COOKIES);
    const ports = { advisory: advisory(), ask: new Answer(false) };
    const requests = await requestsOf(sandbox(), async () => {
      await saveAdvisory(ports, COOKIES, base, { vector: base.vector ?? V4 });
      assert.equal(await saveAdvisory(ports, COOKIES, base, { description: "x" }), undefined);
    });
    assert.ok(requests.every(({ method }) => method === "GET"));
  });

  it("keeps the bot's tags in the title", async () => {
    const base = await advisory().read(CLOSED);
    assert.match(base.title, /^\[COMPLETED\]/);
    const ports = { advisory: advisory(), ask: new Answer(true) };
    const outcome = await saveAdvisory(ports, CLOSED, base, { title: "A better title" });
    assert.equal(outcome?.fields.title, "[COMPLETED] A better title");
  });

  it("scores again in v4 what has a v3 vector", async () => {
    const base = await advisory().read(V3_TICKET);
    assert.ok(base.vector === null && base.v3Vector !== null);
    const ports = { advisory: advisory(), ask: new Answer(true) };
    const outcome = await saveAdvisory(ports, V3_TICKET, base, { vector: V4 });
    assert.ok(outcome?.kind === "saved" && outcome.different.length === 0);
  });

  it("writes nothing over what somebody else has written meanwhile", async () => {
    const base = await advisory().read(COOKIES);
    const ask = new Answer(true);
    ask.meanwhile = () => {
      const theirs = sandbox().state.advisory(COOKIES.ghsaId);
      assert.ok(theirs);
      theirs.description = "Theirs";
    };
    const requests = await requestsOf(sandbox(), async () => {
      const outcome = await saveAdvisory({ advisory: advisory(), ask }, COOKIES, base, {
        description: "Mine",
      });
      assert.equal(outcome?.kind, "conflict");
      assert.deepEqual(outcome.conflicts, [
        { field: "description", mine: "Mine", theirs: "Theirs" },
      ]);
    });
    assert.ok(requests.every(({ method }) => method === "GET"));
  });

  it("says so when the write was done but its answer was lost", async () => {
    const base = await advisory().read(COOKIES);
    const ports = { advisory: advisory(), ask: new Answer(true) };
    sandbox().faults.add({ method: "PATCH", path: /GHSA-9q23/, cut: "after" });
    await assert.rejects(saveAdvisory(ports, COOKIES, base, { title: "New title" }), {
      reason: "offline",
    });
    const requests = await requestsOf(sandbox(), async () => {
      const again = await saveAdvisory(ports, COOKIES, base, { title: "New title" });
      assert.ok(again?.kind === "saved" && again.confirmed.includes("title"));
    });
    assert.deepEqual(answersOf(requests), ["GET 200"]);
  });
});
