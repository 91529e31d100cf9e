import assert from "node:assert/strict";
import { silentLog } from "../../../src/base/log.ts";
import { TicketBoard } from "../../../src/steps/ticketBoard.ts";
import { TicketNews } from "../../../src/steps/ticketNews.ts";
import type { Memory } from "../../../src/ticket/memory.ts";
import { builtInBranches } from "../../../src/ticket/releaseBranches.ts";
import type { Advisory } from "../model.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { CPYTHON, gitHubOf, PIP, requestsOf } from "./person.ts";
import { isListed, MemoryBoards, MemoryRecords } from "./ports.ts";

const COOKIES = { repository: CPYTHON, ghsaId: "GHSA-9q23-4r5v-6w7x" };

describe("the news of tickets", () => {
  const sandbox = useSandbox();
  let memories: Map<string, Memory>;
  let told: string[][];

  beforeEach(() => {
    memories = new Map();
    told = [];
  });

  /** As a window has them. */
  function open(login: string = people.member): { board: TicketBoard; news: TicketNews } {
    const current = gitHubOf(sandbox(), login);
    const [gitHub, { clock }] = [() => current, sandbox()];
    const board = new TicketBoard({
      ...{ gitHub, repositories: () => [CPYTHON, PIP], clock, log: silentLog },
      ...{ isListed, records: new MemoryRecords(), kept: new MemoryBoards() },
      releases: () => Promise.resolve(builtInBranches),
    });
    const news = new TicketNews({
      ...{ board, gitHub, clock, log: silentLog },
      memories: {
        read: (person) => Promise.resolve(memories.get(person.login)),
        write: (person, memory) => Promise.resolve(void memories.set(person.login, memory)),
      },
      tell: (events) => told.push(events.map(({ kind, ticket }) => `${kind} ${ticket.ghsaId}`)),
    });
    return { board, news };
  }

  async function read({ board, news }: ReturnType<typeof open>): Promise<void> {
    await board.refresh();
    await news.settled;
  }

  function advisory(): Advisory {
    const found = sandbox().state.advisory(COOKIES.ghsaId);
    assert.ok(found);
    return found;
  }

  it("are none at first, and one notification for all that a reading has brought", async () => {
    const window = open();
    await read(window);
    assert.deepEqual(told, []);
    sandbox().clock.advance(60_000);
    const fresh = sandbox().state.addAdvisory({
      ...{ repository: "python/cpython", author: people.reporter, summary: "New" },
    });
    const now = sandbox().clock.now();
    advisory().comments.push({
      ...{ id: 99_001, author: people.reporter, body: "One more thing." },
      ...{ createdAt: now, updatedAt: now },
    });
    advisory().updatedAt = now;
    await read(window);
    assert.deepEqual(
      told.map((kinds) => [...kinds].sort()),
      [[`answered ${COOKIES.ghsaId}`, `reported ${fresh.ghsaId}`].sort()],
    );
    assert.equal(window.news.isNew(COOKIES), true);

    await read(window);
    await read(open());
    assert.equal(told.length, 1);
  });

  it("are marked until the person looks, in another window too", async () => {
    const window = open();
    await read(window);
    sandbox().clock.advance(60_000);
    advisory().updatedAt = sandbox().clock.now();
    await read(window);
    assert.equal(window.news.isNew(COOKIES), true);
    window.news.look(COOKIES);
    await window.news.settled;
    assert.equal(window.news.isNew(COOKIES), false);
    const other = open();
    await read(other);
    assert.equal(other.news.isNew(COOKIES), false);
  });

  it("do not mark what the person has just said yes to", async () => {
    const window = open();
    await read(window);
    sandbox().clock.advance(600_000);
    window.news.acted();
    advisory().updatedAt = sandbox().clock.now();
    await read(window);
    assert.equal(window.news.isNew(COOKIES), false);
  });

  it("ask for comments of a ticket only when it has changed", async () => {
    const window = open();
    await read(window);
    const again = await requestsOf(sandbox(), () => read(window));
    assert.deepEqual(
      again.filter(({ path }) => path.endsWith("/comments")),
      [],
    );
  });

  it("are each person's own", async () => {
    await read(open());
    await read(open(people.second));
    assert.deepEqual(told, []);
    assert.deepEqual([...memories.keys()].sort(), [people.member, people.second].sort());
  });
});
