import assert from "node:assert/strict";
import { CancelledError, HumanError } from "../../../src/base/errors.ts";
import { silentLog } from "../../../src/base/log.ts";
import type { GitHub } from "../../../src/steps/gitHub.ts";
import { OnlineAsk } from "../../../src/steps/onlineAsk.ts";
import type { Plan } from "../../../src/steps/ports.ts";
import { TicketBoard } from "../../../src/steps/ticketBoard.ts";
import { isOffline, shownAsOf, type Board } from "../../../src/ticket/board.ts";
import { builtInBranches } from "../../../src/ticket/releaseBranches.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { CPYTHON, gitHubOf, PIP, requestsOf } from "./person.ts";
import { Answer, isListed, MemoryBoards, MemoryRecords } from "./ports.ts";

const MINUTE = 60_000;

const plan: Plan = {
  title: "Send?",
  writes: [{ target: "a comment", audience: "REPORTER", text: "Thanks." }],
  yes: "Send",
};

describe("the last known tickets", () => {
  const sandbox = useSandbox();
  let kept: MemoryBoards;
  let current: GitHub | undefined;

  beforeEach(() => {
    kept = new MemoryBoards();
    current = gitHubOf(sandbox(), people.member);
  });

  const makeBoard = (): TicketBoard =>
    new TicketBoard({
      ...{ gitHub: () => current, repositories: () => [CPYTHON, PIP], kept, log: silentLog },
      releases: () => Promise.resolve(builtInBranches),
      ...{ isListed, records: new MemoryRecords(), clock: sandbox().clock },
    });
  const goOffline = (): void =>
    sandbox().faults.add({ path: /^\/api\//, cut: "before", times: 1000 });
  const shown = (board: Board | undefined): readonly (readonly string[] | undefined)[] =>
    (board?.readings ?? []).map(({ tickets }) => tickets?.map(({ ghsaId }) => ghsaId));
  const present = (board: TicketBoard): Board => {
    assert.ok(board.board);
    return board.board;
  };

  it("stay while GitHub can't be reached, with their time, until it answers", async () => {
    const board = makeBoard();
    await board.refresh();
    const before = shown(board.board);
    const readAt = sandbox().clock.now();
    sandbox().clock.advance(5 * MINUTE);
    goOffline();
    await board.refresh();
    await board.refresh();
    assert.deepEqual(shown(board.board), before);
    assert.ok(isOffline(present(board)));
    assert.deepEqual(shownAsOf(present(board)), readAt);
    assert.deepEqual(present(board).readAt, sandbox().clock.now());

    sandbox().faults.clear();
    await board.refresh();
    assert.ok(!isOffline(present(board)));
    assert.deepEqual(shownAsOf(present(board)), sandbox().clock.now());
  });

  it("are none where nothing was ever read", async () => {
    goOffline();
    const board = makeBoard();
    await board.refresh();
    assert.ok(isOffline(present(board)));
    assert.deepEqual(shown(board.board), [undefined, undefined]);
  });

  it("stay beside what another repository answers", async () => {
    const board = makeBoard();
    await board.refresh();
    const before = shown(board.board);
    sandbox().faults.add({ path: /pypa\/pip\/security-advisories$/, status: 503, times: 2 });
    await board.refresh();
    assert.deepEqual(shown(board.board), before);
    const [cpython, pip] = present(board).readings;
    assert.equal(cpython?.stale, undefined);
    assert.match(pip?.stale?.trouble?.message ?? "", /status 503/);
    assert.ok(!isOffline(present(board)));
  });

  it("are gone with the access to them, from the machine too", async () => {
    const board = makeBoard();
    await board.refresh();
    sandbox().faults.add({ path: /pypa\/pip\/security-advisories$/, status: 404 });
    await board.refresh();
    const [cpython, pip] = present(board).readings;
    assert.ok(cpython?.tickets !== undefined);
    assert.ok(pip !== undefined && pip.tickets === undefined);
    assert.match(pip.trouble.message, /or you may not see it/);
    const left = kept.kept.get(people.member)?.readings.map(({ repository }) => repository);
    assert.deepEqual(left, [CPYTHON]);

    sandbox().faults.add({ path: /security-advisories$/, status: 401, times: 2 });
    await board.refresh();
    assert.deepEqual(kept.kept.get(people.member)?.readings, []);
  });

  it("are shown after a restart at once, then replaced", async () => {
    await makeBoard().refresh();
    const readAt = sandbox().clock.now();
    sandbox().clock.advance(MINUTE);
    sandbox().faults.add({ path: /security-advisories$/, delay: 300, times: 2 });
    const board = makeBoard();
    const seen: Board[] = [];
    board.onDidChange(() => {
      if (board.board !== undefined) seen.push(board.board);
    });
    await board.refresh();
    const [first] = seen;
    assert.ok(first);
    assert.deepEqual(shownAsOf(first), readAt);
    assert.ok(first.readings.every(({ stale }) => stale !== undefined));
    assert.deepEqual(shown(first), shown(board.board));
    assert.deepEqual(shownAsOf(present(board)), sandbox().clock.now());
  });

  it("are shown after a restart without a network", async () => {
    await makeBoard().refresh();
    goOffline();
    const board = makeBoard();
    await board.refresh();
    assert.ok(isOffline(present(board)));
    assert.ok((shown(board.board)[0]?.length ?? 0) > 10);
  });

  it("are of the repositories that are asked for now", async () => {
    await makeBoard().refresh();
    goOffline();
    const { clock } = sandbox();
    const board = new TicketBoard({
      ...{ gitHub: () => current, repositories: () => [PIP], kept, log: silentLog },
      releases: () => Promise.resolve(builtInBranches),
      ...{ isListed, records: new MemoryRecords(), clock },
    });
    await board.refresh();
    assert.deepEqual(
      present(board).readings.map(({ repository }) => repository),
      [PIP],
    );
  });

  it("are never another account's", async () => {
    const board = makeBoard();
    await board.refresh();
    const mine = new Set(shown(board.board).flatMap((ids) => ids ?? []));
    sandbox().faults.add({ path: /security-advisories$/, delay: 200, times: 4 });
    const late = board.refresh();
    const logins: string[] = [];
    board.onDidChange(() => logins.push(board.board?.login ?? ""));

    current = gitHubOf(sandbox(), people.outsider);
    board.clear();
    const reading = board.refresh();
    await assert.rejects(late, CancelledError);
    await reading;
    assert.ok(!logins.includes(people.member));
    const theirs = shown(board.board).flatMap((ids) => ids ?? []);
    assert.ok(theirs.length > 0 && theirs.length < mine.size);

    goOffline();
    board.clear();
    await board.refresh();
    assert.deepEqual(
      shown(board.board).flatMap((ids) => ids ?? []),
      theirs,
    );
  });

  it("are not taken over from the account before, even when nobody says that it has changed", async () => {
    const board = makeBoard();
    await board.refresh();
    current = gitHubOf(sandbox(), people.outsider);
    goOffline();
    await board.refresh();
    assert.deepEqual(shown(board.board), [undefined, undefined]);
    assert.equal(present(board).login, people.outsider);
  });

  it("are forgotten on demand", async () => {
    const board = makeBoard();
    await board.refresh();
    await board.forget({ login: people.member, apiUrl: sandbox().apiUrl });
    assert.equal(kept.kept.size, 0);
  });

  it("are no ground to write on: offline, nothing is even asked", async () => {
    const board = makeBoard();
    const answer = new Answer(true);
    const ask = new OnlineAsk(answer, board);
    await board.refresh();
    assert.equal(await ask.confirm(plan), true);

    goOffline();
    await board.refresh();
    await assert.rejects(ask.confirm(plan), (error: unknown) => {
      assert.ok(error instanceof HumanError);
      assert.match(
        error.message,
        /^GitHub could not be reached at \d\d:\d\d, so nothing is written/,
      );
      assert.equal(error.remedy, "read-again");
      return true;
    });
    assert.equal(answer.plans.length, 1);
    const own: Plan = { ...plan, writes: [{ target: "a file", audience: "YOU", text: "" }] };
    assert.equal(await ask.confirm(own), true);

    sandbox().faults.clear();
    assert.equal(await ask.confirm(plan), true);
    const requests = await requestsOf(sandbox(), () => ask.confirm(plan));
    assert.deepEqual(requests, []);
  });

  it("are not needed to refuse: a window that has read none asks GitHub for next to nothing", async () => {
    const answer = new Answer(true);
    const ask = new OnlineAsk(answer, makeBoard());
    const requests = await requestsOf(sandbox(), async () => {
      assert.equal(await ask.confirm(plan), true);
    });
    assert.deepEqual(
      requests.map(({ method, path }) => `${method} ${path}`),
      ["GET /api/v3/user"],
    );

    goOffline();
    await assert.rejects(ask.confirm(plan), (error: unknown) => {
      assert.ok(error instanceof HumanError);
      assert.match(error.message, /^GitHub could not be reached, so nothing is written\.$/);
      return true;
    });
    assert.equal(answer.plans.length, 1);

    // Who is not signed in writes nothing there; a refusal of the token is told by the write itself.
    sandbox().faults.clear();
    sandbox().faults.add({ path: /\/user$/, status: 401 });
    assert.equal(await ask.confirm(plan), true);
    current = undefined;
    assert.equal(await ask.confirm(plan), true);
  });
});
