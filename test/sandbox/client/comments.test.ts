import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { CancelledError, HumanError } from "../../../src/base/errors.ts";
import { RecordFiles } from "../../../src/editor/recordFiles.ts";
import type { Records } from "../../../src/steps/ports.ts";
import { sendComment, type CommentOutcome } from "../../../src/steps/sendComment.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { answersOf, CPYTHON, gitHubOf, reasonOf, requestsOf } from "./person.ts";
import { Answer, MemoryRecords } from "./ports.ts";

const PLISTS = { repository: CPYTHON, ghsaId: "GHSA-4g56-7h8j-9m2p" };
const BINASCII = "GHSA-2c34-5f6g-7h8j";
const TEXT = "Thanks for your report.\nWe look into it.\n";

describe("the comments of an advisory", () => {
  const sandbox = useSandbox();
  const comments = () => gitHubOf(sandbox(), people.member).comments;
  const advisory = () => {
    const found = sandbox().state.advisory(PLISTS.ghsaId);
    assert.ok(found);
    return found;
  };

  afterEach(() => {
    sandbox().state.advisoryComments = true;
  });

  it("are read with author, text and times", async () => {
    const [first, ...others] = (await comments().list(PLISTS)) ?? [];
    const [theirs] = advisory().comments;
    assert.ok(first && theirs);
    assert.deepEqual(first, {
      ...{ id: theirs.id, author: people.reporter, body: theirs.body },
      // GitHub tells whole seconds.
      createdAt: new Date(Math.floor(theirs.createdAt.getTime() / 1000) * 1000),
      updatedAt: new Date(Math.floor(theirs.updatedAt.getTime() / 1000) * 1000),
    });
    assert.deepEqual(others, []);
  });

  it("are read to the last page, oldest first", async () => {
    const many = Array.from({ length: 230 }, (_, number) => ({
      ...{ id: 900_000 + number, author: people.reporter, body: `Comment ${number}` },
      createdAt: sandbox().clock.now(),
      updatedAt: sandbox().clock.now(),
    }));
    const before = advisory().comments;
    advisory().comments = [...before, ...many];
    const requests = await requestsOf(sandbox(), async () => {
      const ids = (await comments().list(PLISTS))?.map(({ id }) => id);
      assert.deepEqual(
        ids?.slice(-230),
        many.map(({ id }) => id),
      );
    });
    assert.deepEqual(answersOf(requests), ["GET 200", "GET 200", "GET 200"]);
    advisory().comments = before;
  });

  it("are asked for since an instant", async () => {
    const now = sandbox().clock.now();
    assert.deepEqual(await comments().list(PLISTS, new Date(now.getTime() + 60_000)), []);
    const [request] = await requestsOf(sandbox(), () => comments().list(PLISTS, now));
    assert.equal(request?.query, `per_page=100&since=${encodeURIComponent(now.toISOString())}`);
  });

  it("are none to be had where the preview is off, and for those who see no ticket", async () => {
    const otto = gitHubOf(sandbox(), people.outsider).comments;
    assert.equal(await otto.list(PLISTS), undefined);
    sandbox().state.advisoryComments = false;
    assert.equal(await comments().list(PLISTS), undefined);
    assert.equal(await reasonOf(comments().add(PLISTS, TEXT)), "not-found");
  });

  it("pass over what makes no sense", async () => {
    const path = /comments$/;
    const created = "2026-11-20T10:00:00Z";
    const body = [null, 7, {}, { id: 1 }, { id: 2, created_at: created, user: null, body: null }];
    sandbox().faults.add({ path, status: 200, body });
    const at = new Date(created);
    assert.deepEqual(await comments().list(PLISTS), [
      { id: 2, author: null, body: "", createdAt: at, updatedAt: at },
    ]);
    sandbox().faults.add({ path, status: 200, body: { message: "no list" } });
    assert.equal(await reasonOf(comments().list(PLISTS)), "malformed");
  });

  it("are written once, whatever becomes of the answer", async () => {
    for (const cut of ["before", "after", "middle"] as const) {
      sandbox().faults.add({ method: "POST", path: /comments$/, cut, times: 9 });
      const requests = await requestsOf(sandbox(), async () => {
        assert.equal(await reasonOf(comments().add(PLISTS, TEXT)), "offline");
      });
      assert.equal(requests.length, 1);
      sandbox().faults.clear();
    }
  });

  it("count as unanswered, not as cancelled, when nobody waits any longer", async () => {
    sandbox().faults.add({ method: "POST", path: /comments$/, delay: 500, cut: "before" });
    const patience = AbortSignal.any([AbortSignal.timeout(200), new AbortController().signal]);
    assert.equal(await reasonOf(comments().add(PLISTS, TEXT, patience)), "offline");
  });
});

describe("sending a comment", () => {
  const sandbox = useSandbox();
  let memory: MemoryRecords;
  let ask: Answer;

  beforeEach(() => {
    memory = new MemoryRecords();
    ask = new Answer(true);
    mine().length = 0;
  });
  afterEach(() => {
    sandbox().state.advisoryComments = true;
  });

  function mine(): { id: number; author: string; body: string }[] {
    const advisory = sandbox().state.advisory(PLISTS.ghsaId);
    assert.ok(advisory);
    return advisory.comments;
  }

  async function send(
    text = TEXT,
    signal?: AbortSignal,
    records: Records = memory,
  ): Promise<CommentOutcome | undefined> {
    const { advisories, comments, login } = gitHubOf(sandbox(), people.member);
    const all = await advisories.list(CPYTHON);
    const ticket = all.find(({ ghsaId }) => ghsaId === PLISTS.ghsaId);
    assert.ok(ticket);
    const others = all.filter((each) => each !== ticket);
    const ports = { comments, login, records, ask, clock: sandbox().clock };
    return sendComment(ports, { ticket, others, text }, signal);
  }

  it("shows who will read it, sends exactly that and remembers it without its text", async () => {
    const outcome = await send();
    assert.equal(outcome?.kind, "sent");
    assert.deepEqual(
      mine().map(({ author, body }) => [author, body]),
      [[people.member, TEXT.trimEnd()]],
    );
    assert.deepEqual(ask.plans, [
      {
        title: "Send this comment on GHSA-4g56-7h8j-9m2p?",
        writes: [
          {
            target:
              "Comment on GHSA-4g56-7h8j-9m2p in python/cpython: the reporter will see this and get a mail",
            ...{ audience: "REPORTER", text: TEXT.trimEnd() },
          },
        ],
        yes: "Send",
      },
    ]);
    const { sentComments } = await memory.read(PLISTS);
    assert.deepEqual(
      sentComments?.map(({ after, comment }) => [after, comment]),
      [[0, outcome.comment.id]],
    );
    assert.ok(!JSON.stringify(sentComments).includes("Thanks"));
  });

  it("sends nothing on a no, and remembers nothing", async () => {
    ask = new Answer(false);
    assert.equal(await send(), undefined);
    assert.deepEqual([mine(), await memory.read(PLISTS)], [[], {}]);
  });

  it("asks before it sends the same again", async () => {
    await send();
    await send(`${TEXT}\r\n`);
    assert.match(
      ask.plans[1]?.title ?? "",
      /^The same text was sent 20\d\d-.* UTC\. Send it again/,
    );
    assert.equal(ask.plans[1]?.yes, "Send Again");
    assert.equal(mine().length, 2);
    ask = new Answer(false);
    await send();
    assert.equal(mine().length, 2);
  });

  it("knows the same text of the person also when it was sent in the browser", async () => {
    const { comments } = gitHubOf(sandbox(), people.member);
    await comments.add(PLISTS, TEXT.replaceAll("\n", "\r\n"));
    ask = new Answer(false);
    await send();
    assert.match(ask.plans[0]?.title ?? "", /^The same text was sent/);
  });

  it("does not take another person's same text for its own", async () => {
    await gitHubOf(sandbox(), people.second).comments.add(PLISTS, TEXT);
    assert.equal((await send())?.kind, "sent");
    assert.equal(ask.plans[0]?.yes, "Send");
  });

  for (const cut of ["after", "middle"] as const) {
    it(`finds what has arrived when the answer was cut (${cut}), and sends no second one`, async () => {
      sandbox().faults.add({ method: "POST", path: /comments$/, cut });
      const outcome = await send();
      assert.equal(outcome?.kind, "sent");
      assert.equal(mine().length, 1);
      const [sent] = (await memory.read(PLISTS)).sentComments ?? [];
      assert.equal(sent?.comment, outcome.comment.id);
    });
  }

  it("finds it later, when GitHub could not be asked at once, without a question", async () => {
    sandbox().faults.add({ method: "POST", path: /comments$/, cut: "after" });
    ask.meanwhile = () => {
      // The reading after the yes still gets its answer.
      sandbox().faults.add({ method: "GET", path: /comments$/, delay: 0, status: 200, body: [] });
      sandbox().faults.add({ method: "GET", path: /comments$/, cut: "before", times: 2 });
    };
    await assert.rejects(send(), { message: /nobody knows whether the comment has arrived/ });
    assert.equal(ask.plans.length, 1);
    const outcome = await send();
    assert.equal(outcome?.kind, "found");
    assert.deepEqual([mine().length, ask.plans.length], [1, 1]);
    // From then on it is known as sent.
    ask = new Answer(false);
    await send();
    assert.equal(ask.plans[0]?.yes, "Send Again");
  });

  it("says so when it did not arrive, and tells of the try at the next question", async () => {
    sandbox().faults.add({ method: "POST", path: /comments$/, cut: "before" });
    await assert.rejects(send(), { message: /the comment is not on the ticket so far/ });
    // What GitHub still works on has a minute to arrive.
    await assert.rejects(send(), {
      message: /may still be on its way to GHSA-4g56.*nothing was sent/,
    });
    assert.equal(ask.plans.length, 1);
    sandbox().clock.advance(61_000);
    assert.equal((await send())?.kind, "sent");
    assert.match(ask.plans[1]?.title ?? "", /^A try of .* got no answer and did not arrive/);
    assert.equal(mine().length, 1);
  });

  it("does not wait for the time to come at which it was tried, when the clock was set back", async () => {
    sandbox().faults.add({ method: "POST", path: /comments$/, cut: "before" });
    await assert.rejects(send(), { message: /the comment is not on the ticket so far/ });
    sandbox().clock.advance(-60 * 60_000);
    assert.equal((await send())?.kind, "sent");
  });

  it("takes an answer that makes no sense for a lost one", async () => {
    sandbox().faults.add({ method: "POST", path: /comments$/, malformed: true });
    assert.equal((await send())?.kind, "sent");
    assert.equal(mine().length, 1);
  });

  it("does not send what another window has sent while the question was open", async () => {
    const { comments } = gitHubOf(sandbox(), people.member);
    let sent: Promise<unknown> = Promise.resolve();
    const slow = new Answer(true);
    slow.meanwhile = () => {
      sent = comments.add(PLISTS, TEXT.trimEnd());
    };
    ask = Object.assign(slow, {
      confirm: async (plan: (typeof slow.plans)[number]) => {
        const yes = await Answer.prototype.confirm.call(slow, plan);
        await sent;
        return yes;
      },
    });
    assert.equal((await send())?.kind, "found");
    assert.equal(mine().length, 1);
  });

  it("is sent once when two windows send it at the same moment", async () => {
    const folder = await mkdtemp(join(tmpdir(), "comments-"));
    try {
      const windows = [new RecordFiles(folder), new RecordFiles(folder)];
      const outcomes = await Promise.allSettled(
        windows.map((records) => send(TEXT, undefined, records)),
      );
      assert.equal(ask.plans.length, 2);
      assert.equal(mine().length, 1);
      const refusals = outcomes.flatMap((each) =>
        each.status === "rejected" ? [String(each.reason)] : [],
      );
      assert.equal(refusals.length, 1);
      assert.match(
        refusals.join(),
        /Another window has sent this comment .* nothing was sent here/,
      );
      assert.equal((await windows[0]?.read(PLISTS))?.sentComments?.length, 1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("remembers nothing of what GitHub has refused", async () => {
    sandbox().faults.add({ method: "POST", path: /comments$/, status: 403, body: {} });
    await assert.rejects(send(), { reason: "forbidden" });
    assert.deepEqual((await memory.read(PLISTS)).sentComments, []);
    assert.deepEqual(mine(), []);
  });

  it("keeps the try in mind when it is cancelled under way", async () => {
    sandbox().faults.add({ method: "POST", path: /comments$/, delay: 500 });
    const controller = new AbortController();
    const before = sandbox().requests.length;
    const isUnderWay = () =>
      sandbox()
        .requests.slice(before)
        .some(({ method }) => method === "POST");
    const sending = send(TEXT, controller.signal);
    const ended = assert.rejects(sending, CancelledError);
    while (!isUnderWay()) await wait(10);
    controller.abort();
    await ended;
    assert.equal((await memory.read(PLISTS)).sentComments?.length, 1);
    while (mine().length === 0) await wait(10);
    assert.equal((await send())?.kind, "found");
    assert.equal(mine().length, 1);
  });

  it("asks nothing where this GitHub takes no comments", async () => {
    sandbox().state.advisoryComments = false;
    assert.deepEqual(await send(), { kind: "unavailable" });
    assert.deepEqual([ask.plans, await memory.read(PLISTS)], [[], {}]);
  });

  it("never takes along what names another ticket, or an order to the bot", async () => {
    for (const text of [`See ${BINASCII}.`, "Done. [closed]", " \n"]) {
      const requests = await requestsOf(sandbox(), async () => {
        await assert.rejects(send(text), HumanError);
      });
      assert.ok(requests.every(({ method }) => method === "GET"));
    }
    assert.deepEqual([mine(), ask.plans], [[], []]);
  });
});
