import assert from "node:assert/strict";
import { silentLog } from "../../../src/base/log.ts";
import { ReportKeeper } from "../../../src/steps/keepReport.ts";
import { markSeen, readTicket, type TicketReading } from "../../../src/steps/readTicket.ts";
import { ticketKey, type TicketRef } from "../../../src/ticket/ticket.ts";
import { isNew } from "../../../src/text/ticketDocument.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { answersOf, CPYTHON, gitHubOf, requestsOf } from "./person.ts";
import { MemoryRecords } from "./ports.ts";

const COOKIES = { repository: CPYTHON, ghsaId: "GHSA-9q23-4r5v-6w7x" };

describe("reading a ticket", () => {
  const sandbox = useSandbox();
  let records: MemoryRecords;
  let kept: Map<string, unknown>;

  beforeEach(() => {
    records = new MemoryRecords();
    kept = new Map();
  });
  afterEach(() => {
    sandbox().state.advisoryComments = true;
  });

  function read(before?: TicketReading, login: string = people.member): Promise<TicketReading> {
    const { advisories, comments } = gitHubOf(sandbox(), login);
    const store = {
      read: (ref: TicketRef) => Promise.resolve(kept.get(ticketKey(ref))),
      write: (ref: TicketRef, report: unknown) => {
        kept.set(ticketKey(ref), JSON.parse(JSON.stringify(report)));
        return Promise.resolve();
      },
      remove: () => Promise.resolve(),
    };
    const reports = new ReportKeeper(store, sandbox().clock, silentLog);
    return readTicket({ advisories, comments, reports, records, login }, COOKIES, before);
  }

  const fresh = (reading: TicketReading): readonly (string | null)[] =>
    (reading.comments ?? []).filter((each) => isNew(each, reading)).map(({ author }) => author);

  async function comment(login: string, body: string): Promise<void> {
    sandbox().clock.advance(60_000);
    await gitHubOf(sandbox(), login).comments.add(COOKIES, body);
  }

  it("asks for the report and the comments", async () => {
    const requests = await requestsOf(sandbox(), async () => {
      const { ticket, comments } = await read();
      assert.equal(ticket.ghsaId, COOKIES.ghsaId);
      assert.deepEqual(
        comments?.map(({ author }) => author),
        [people.reporter, people.second],
      );
    });
    assert.deepEqual(answersOf(requests), ["GET 200", "GET 200"]);
  });

  it("tells what is new since the last look, and nothing at the first", async () => {
    const first = await read();
    assert.deepEqual(fresh(first), []);
    assert.equal(await markSeen(records, first), true);
    assert.equal(await markSeen(records, first), false);
    await comment(people.reporter, "One more thing.");
    await comment(people.member, "Thanks.");
    const second = await read();
    assert.deepEqual(fresh(second), [people.reporter]);
    await markSeen(records, second);
    assert.deepEqual(fresh(await read()), []);
  });

  it("marks what comes while the page of a first look is open", async () => {
    const first = await read();
    await comment(people.reporter, "While you read.");
    assert.deepEqual(fresh(await read(first)), [people.reporter]);
  });

  it("asks again only for what came since, and keeps the marks of the page", async () => {
    const before = await read();
    await markSeen(records, before);
    await comment(people.second, "Any news?");
    const first = await read(await read());
    assert.deepEqual(fresh(first), [people.second]);
    await markSeen(records, first);
    await comment(people.reporter, "Yes.");
    let second: TicketReading | undefined;
    const requests = await requestsOf(sandbox(), async () => {
      second = await read(first);
    });
    assert.match(requests.map(({ query }) => query).join(" "), /since=/);
    assert.ok(second);
    assert.deepEqual(fresh(second), [people.second, people.reporter]);
    assert.equal(second.comments?.length, (first.comments?.length ?? 0) + 1);
  });

  it("shows an edited comment once, as it is now", async () => {
    const before = await read();
    const advisory = sandbox().state.advisory(COOKIES.ghsaId);
    const [theirs] = advisory?.comments ?? [];
    assert.ok(theirs);
    sandbox().clock.advance(60_000);
    theirs.body = "Edited";
    theirs.updatedAt = sandbox().clock.now();
    const after = await read(before);
    assert.equal(after.comments?.length, before.comments?.length);
    assert.deepEqual(
      after.comments?.filter(({ id }) => id === theirs.id).map(({ body }) => body),
      ["Edited"],
    );
  });

  it("reads the report also where there are no comments to be had, or they are refused", async () => {
    sandbox().state.advisoryComments = false;
    assert.equal((await read()).comments, undefined);
    sandbox().state.advisoryComments = true;
    sandbox().faults.add({ path: /comments$/, status: 403, body: { message: "Forbidden" } });
    assert.equal((await read()).comments, undefined);
  });

  it("fails as a whole when GitHub can't be reached, or knows no such ticket for the person", async () => {
    sandbox().faults.add({ path: /comments$/, cut: "before", times: 2 });
    await assert.rejects(read(), { reason: "offline" });
    sandbox().faults.clear();
    await assert.rejects(read(undefined, people.outsider), { reason: "not-found" });
  });

  it("keeps the report as it was seen first", async () => {
    const before = await read();
    const advisory = sandbox().state.advisory(COOKIES.ghsaId);
    assert.ok(advisory);
    advisory.description = "Edited by the coordinator";
    const { first, ticket } = await read();
    assert.equal(ticket.description, "Edited by the coordinator");
    assert.ok(typeof first === "object");
    assert.equal(first.description, before.ticket.description);
  });
});
