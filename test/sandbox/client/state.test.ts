import assert from "node:assert/strict";
import { HumanError } from "../../../src/base/errors.ts";
import { changeState, type ChangeStatePorts } from "../../../src/steps/changeState.ts";
import { reopenTicket } from "../../../src/steps/reopenTicket.ts";
import { undoBotOrder } from "../../../src/steps/undoBotOrder.ts";
import { clockTime } from "../../../src/ticket/botSchedule.ts";
import type { StateChange } from "../../../src/ticket/stateChange.ts";
import type { TicketRef } from "../../../src/ticket/ticket.ts";
import type { Advisory, Repository } from "../model.ts";
import type { AdvisorySeed } from "../scenario.ts";
import { bare } from "../scenarios/bare.ts";
import { cpythonSeed } from "../scenarios/community.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { CPYTHON, gitHubOf, requestsOf } from "./person.ts";
import { Answer, MemoryRecords } from "./ports.ts";

const START = new Date("2026-11-23T09:20:00Z");
const HOUR = 60 * 60 * 1000;
const AT_TEN = clockTime(new Date("2026-11-23T10:00:00Z"));

const { member, admin, reporter } = people;

describe("a ticket's state", () => {
  const sandbox = useSandbox(() => ({
    scenario: { ...bare({ "python/cpython": cpythonSeed(), "other/thing": {} }), start: START },
  }));
  let ask: Answer;
  let records: MemoryRecords;
  beforeEach(() => {
    sandbox().clock.set(START);
    ask = new Answer(true);
    records = new MemoryRecords();
  });

  function report(seed: Partial<AdvisorySeed> = {}): TicketRef {
    const { ghsaId } = sandbox().state.addAdvisory({
      ...{ repository: "python/cpython", summary: "Crash in re", author: reporter },
      ...seed,
    });
    return { repository: CPYTHON, ghsaId };
  }

  function advisory({ ghsaId }: TicketRef): Advisory {
    const found = sandbox().state.advisory(ghsaId);
    assert.ok(found);
    return found;
  }

  function ports(login: string, pretends?: "admin"): ChangeStatePorts {
    const { advisories, repositories } = gitHubOf(sandbox(), login);
    const rightsIn: ChangeStatePorts["rightsIn"] = (name, signal) =>
      pretends === "admin"
        ? Promise.resolve({ administers: true })
        : repositories.rights(name, signal);
    return { advisories, rightsIn, records, ask, clock: sandbox().clock };
  }

  const change = (ref: TicketRef, what: StateChange, login: string = member) =>
    changeState(ports(login), ref, what);
  const undo = (ref: TicketRef, login: string = member) => undoBotOrder(ports(login), ref);

  const reopen = (ref: TicketRef, login: string = admin) => reopenTicket(ports(login), ref);

  async function trouble(call: Promise<unknown>): Promise<string> {
    try {
      await call;
    } catch (error) {
      assert.ok(error instanceof HumanError, String(error));
      return `${error.message} ${error.next}`;
    }
    throw new assert.AssertionError({ message: "It was not refused." });
  }

  /** The bodies of the writes while something is done. */
  async function writes(work: () => Promise<unknown>): Promise<readonly unknown[]> {
    const requests = await requestsOf(sandbox(), work);
    return requests.filter(({ method }) => method !== "GET").map(({ body }) => body);
  }

  describe("changed by a member", () => {
    it("is a tag in the title that the bot acts on at the full hour, shown as it will stand", async () => {
      const ref = report();
      const sent = await writes(async () => {
        const outcome = await change(ref, "accept");
        assert.deepEqual(outcome, {
          kind: "ordered",
          isNew: true,
          wait: {
            order: { target: "draft", tags: ["ACCEPT"] },
            until: new Date("2026-11-23T10:00:00Z"),
            overdue: false,
          },
        });
      });
      assert.deepEqual(sent, [{ summary: "[ACCEPT] Crash in re" }]);
      assert.deepEqual(ask.plans, [
        {
          title: `Ask the PSRT bot to accept ${ref.ghsaId}?`,
          note: `The bot acts on [ACCEPT] in the title at ${AT_TEN}. Until then it can be undone.`,
          writes: [
            {
              target: `Title of ${ref.ghsaId} in python/cpython`,
              audience: "REPORTER",
              text: "[ACCEPT] Crash in re",
            },
          ],
          yes: "Write [ACCEPT]",
        },
      ]);
      assert.deepEqual(await records.read(ref), { botOrder: { tag: "ACCEPT", askedAt: START } });
      sandbox().clock.advance(HOUR);
      assert.deepEqual(await change(ref, "accept"), {
        ...{ kind: "done", state: "draft", before: "draft", by: "nobody" },
      });
    });

    for (const [what, tag] of [
      ["ordinary-bug", "CLOSED"],
      ["invalid", "INVALID"],
      ["duplicate", "DUPLICATE"],
      ["not-planned", "NOTPLANNED"],
    ] as const) {
      it(`is closed as ${what} by [${tag}], from triage and draft`, async () => {
        for (const state of ["triage", "draft"] as const) {
          const ref = report({ state, summary: "[Accepted] Crash" });
          if (state === "triage") advisory(ref).summary = "Crash";
          await change(ref, what);
          assert.match(advisory(ref).summary, new RegExp(`^\\[${tag}\\] (\\[Accepted\\] )?Crash$`));
          await sandbox().bot.run();
          assert.equal(advisory(ref).state, "closed");
        }
      });
    }

    it("is asked for once: doing it again finds the order, and writes nothing", async () => {
      const ref = report();
      await change(ref, "invalid");
      sandbox().clock.advance(5 * 60_000);
      const sent = await writes(async () => {
        const outcome = await change(ref, "invalid");
        assert.ok(outcome.kind === "ordered" && !outcome.isNew);
      });
      assert.deepEqual([sent, ask.plans.length], [[], 1]);
      assert.deepEqual((await records.read(ref)).botOrder?.askedAt, START);
    });

    it("does not order two things at once", async () => {
      const ref = report({ summary: "Crash [accept]" });
      assert.equal(
        await trouble(change(ref, "duplicate")),
        `The title of ${ref.ghsaId} carries [ACCEPT], which tells the PSRT bot to accept it. Use “Undo Order to the Bot” first, then try again.`,
      );
      assert.deepEqual(ask.plans, []);
    });

    it("is not touched on a no", async () => {
      ask = new Answer(false);
      const ref = report();
      const sent = await writes(async () => {
        assert.deepEqual(await change(ref, "accept"), { kind: "declined" });
      });
      assert.deepEqual([sent, await records.read(ref)], [[], {}]);
    });

    it("keeps a title that somebody wrote while the question was open, and asks again", async () => {
      const ref = report();
      ask.meanwhile = () => {
        if (ask.plans.length === 1) advisory(ref).summary = "Crash in re.compile()";
      };
      await change(ref, "accept");
      assert.deepEqual(
        ask.plans.map((plan) => plan.writes[0]?.text),
        ["[ACCEPT] Crash in re", "[ACCEPT] Crash in re.compile()"],
      );
      assert.match(ask.plans[1]?.note ?? "", /^Somebody has changed its title or its state/);
      assert.equal(advisory(ref).summary, "[ACCEPT] Crash in re.compile()");
    });

    it("gives up on a ticket that never stands still", async () => {
      const ref = report();
      ask.meanwhile = () => (advisory(ref).summary += "!");
      assert.match(await trouble(change(ref, "accept")), /changed each time before your answer/);
      assert.equal(advisory(ref).summary, "Crash in re!!!!");
    });

    it("is done when an admin was quicker than the answer", async () => {
      const ref = report();
      ask.meanwhile = () => (advisory(ref).state = "draft");
      assert.deepEqual(await change(ref, "accept"), {
        ...{ kind: "done", state: "draft", before: "triage", by: "nobody" },
      });
      assert.equal(advisory(ref).summary, "Crash in re");
    });

    it("is overdue when two runs have passed the order over", async () => {
      const ref = report();
      await change(ref, "accept");
      await sandbox().bot.turn(false);
      sandbox().clock.set(new Date("2026-11-23T11:30:00Z"));
      const outcome = await change(ref, "accept");
      assert.ok(outcome.kind === "ordered" && outcome.wait.overdue);
      await sandbox().bot.turn(true);
    });

    it("says when the title has no room for the tag", async () => {
      const ref = report({ summary: "x".repeat(1020) });
      assert.match(await trouble(change(ref, "accept")), /Shorten it by 5 characters/);
    });

    it("has no bot in repositories that it does not serve", async () => {
      const { ghsaId } = sandbox().state.addAdvisory({
        ...{ repository: "other/thing", summary: "x", author: member, teams: [] },
      });
      const ref = { repository: { owner: "other", repo: "thing" }, ghsaId };
      assert.match(await trouble(change(ref, "accept")), /does not serve the repository/);
    });
  });

  describe("changed by an admin", () => {
    it("changes at once, with a word on what can't be taken back", async () => {
      const ref = report();
      const sent = await writes(async () => {
        assert.deepEqual(await change(ref, "accept", admin), {
          ...{ kind: "done", state: "draft", before: "triage", by: "you" },
        });
      });
      assert.deepEqual(sent, [{ state: "draft" }]);
      const [plan] = ask.plans;
      assert.deepEqual(plan?.writes, [
        {
          target: `State of ${ref.ghsaId} in python/cpython`,
          ...{ audience: "REPORTER", text: "triage → draft" },
        },
      ]);
      assert.match(plan.note ?? "", /^An accepted ticket can't be taken back to triage\. At /);
      assert.deepEqual(await change(ref, "completed", admin), {
        ...{ kind: "done", state: "closed", before: "draft", by: "you" },
      });
      assert.match(ask.plans[1]?.note ?? "", /up to GitHub/);
    });

    it("overtakes the bot, but not an order that the bot would act on after", async () => {
      const ref = report({ summary: "[ACCEPT] Crash" });
      await change(ref, "invalid", admin);
      assert.equal(advisory(ref).state, "closed");
      const ordered = report({ summary: "[CLOSED] Crash", state: "draft" });
      assert.match(
        await trouble(change(ordered, "accept", admin)),
        /tells the PSRT bot to close it/,
      );
    });

    it("goes by the bot after all where GitHub refuses, on a second yes", async () => {
      const ref = report();
      const outcome = await changeState(ports(member, "admin"), ref, "invalid");
      assert.ok(outcome.kind === "ordered" && outcome.isNew);
      assert.deepEqual(
        ask.plans.map(({ yes, writes }) => [yes, writes[0]?.text]),
        [
          ["Close", "triage → closed"],
          ["Write [INVALID]", "[INVALID] Crash in re"],
        ],
      );
      assert.match(
        ask.plans[1]?.note ?? "",
        /^GitHub does not let you close it directly\. The bot/,
      );
    });

    it("is found changed when only the answer was lost", async () => {
      const ref = report();
      sandbox().faults.add({ method: "PATCH", path: /security-advisories/, cut: "after" });
      const outcome = await change(ref, "invalid", admin);
      assert.deepEqual(outcome, { kind: "done", state: "closed", before: "triage", by: "you" });
    });

    it("is not said to be changed when the request never arrived", async () => {
      const ref = report();
      sandbox().faults.add({ method: "PATCH", path: /security-advisories/, cut: "before" });
      assert.match(await trouble(change(ref, "invalid", admin)), /GitHub could not be reached/);
      assert.equal(advisory(ref).state, "triage");
    });
  });

  it("is no business of who may only read it", async () => {
    const ref = report({ state: "published" });
    assert.match(await trouble(change(ref, "invalid")), /is published\./);
  });

  describe("ordered from the bot", () => {
    it("can be undone until the bot has run: the title is as it was", async () => {
      const ref = report({ summary: "Crash  in re [sic]" });
      await change(ref, "accept");
      const sent = await writes(async () => {
        assert.deepEqual(await undo(ref), { kind: "undone", tags: ["ACCEPT"] });
      });
      assert.deepEqual(sent, [{ summary: "Crash  in re [sic]" }]);
      assert.equal((await records.read(ref)).botOrder, undefined);
      assert.deepEqual(ask.plans[1], {
        title: `Take [ACCEPT] out of the title of ${ref.ghsaId}?`,
        note: "The PSRT bot then does not accept it.",
        writes: [
          {
            target: `Title of ${ref.ghsaId} in python/cpython`,
            ...{ audience: "REPORTER", text: "Crash  in re [sic]" },
          },
        ],
        yes: "Undo",
      });
      sandbox().clock.advance(HOUR);
      await sandbox().bot.catchUp();
      assert.equal(advisory(ref).state, "triage");
    });

    it("leaves a tag in peace that has done its work", async () => {
      const ref = report({ state: "draft", summary: "[ACCEPT] Crash [closed]" });
      await undo(ref);
      assert.equal(advisory(ref).summary, "[ACCEPT] Crash");
      assert.match(await trouble(undo(ref)), /^No order to the PSRT bot waits .* It is draft\.$/);
    });

    it("can't be undone any more when the bot was quicker, also while the question is open", async () => {
      const ref = report();
      await change(ref, "invalid");
      sandbox().clock.advance(HOUR);
      assert.deepEqual(await undo(ref), { kind: "too-late", state: "closed" });
      const other = report();
      await change(other, "accept");
      ask.meanwhile = () => sandbox().clock.advance(HOUR);
      assert.deepEqual(await undo(other), { kind: "too-late", state: "draft" });
      assert.equal(advisory(other).summary, "[ACCEPT] Crash in re");
    });

    it("is not undone when that would leave no title", async () => {
      const ref = report({ summary: "[CLOSED]" });
      assert.match(await trouble(undo(ref)), /is nothing but \[CLOSED\]/);
    });
  });

  describe("closed", () => {
    it("is opened again as a draft, without the tags that would close it, by one write", async () => {
      const ref = report({ state: "closed", summary: "[INVALID] Crash [accept]", daysAgo: 9 });
      const sent = await writes(async () => {
        assert.deepEqual(await reopen(ref), { kind: "reopened" });
      });
      assert.deepEqual(sent, [{ state: "draft", summary: "Crash [accept]" }]);
      assert.deepEqual(ask.plans, [
        {
          title: `Reopen ${ref.ghsaId}?`,
          note: `It becomes a draft, whatever it was before. At ${AT_TEN} the PSRT bot makes the private fork and, for CPython, reserves a CVE id, where they are missing.`,
          writes: [
            {
              target: `State of ${ref.ghsaId} in python/cpython`,
              ...{ audience: "REPORTER", text: "closed → draft" },
            },
            {
              target: `Title of ${ref.ghsaId} in python/cpython`,
              ...{ audience: "REPORTER", text: "Crash [accept]" },
            },
          ],
          yes: "Reopen",
        },
      ]);
      sandbox().clock.advance(HOUR);
      await sandbox().bot.catchUp();
      assert.equal(advisory(ref).state, "draft");
      assert.deepEqual(await reopen(ref), { kind: "open", state: "draft" });
    });

    it("stays closed, and the person is told where to go, when GitHub refuses", async () => {
      const ref = report({ state: "closed" });
      assert.match(
        await trouble(reopen(ref, member)),
        /^GitHub did not reopen GHSA-.*; it is closed as before\. Try “Reopen” on its page/,
      );
      const body = { message: "Validation Failed", errors: [] };
      sandbox().faults.add({ method: "PATCH", path: /security-advisories/, status: 422, body });
      assert.match(await trouble(reopen(ref)), /^GitHub did not reopen/);
      assert.equal(advisory(ref).state, "closed");
    });

    it("is found reopened when only the answer was lost, or somebody else was quicker", async () => {
      const ref = report({ state: "closed" });
      sandbox().faults.add({ method: "PATCH", path: /security-advisories/, cut: "after" });
      assert.deepEqual(await reopen(ref), { kind: "reopened" });
      const other = report({ state: "closed" });
      ask.meanwhile = () => (advisory(other).state = "draft");
      assert.deepEqual(await reopen(other), { kind: "open", state: "draft" });
    });

    it("is not opened under a title that orders the bot to close it, nor once published", async () => {
      const ref = report({ state: "closed", summary: "[CLOSED]" });
      assert.match(await trouble(reopen(ref)), /nothing but \[CLOSED\]/);
      const out = report({ state: "published" });
      assert.match(await trouble(reopen(out)), /is published\. Only a closed ticket/);
    });
  });

  it("has a private fork, which takes a while, once the bot has accepted", async () => {
    const ref = report();
    await change(ref, "accept");
    sandbox().clock.advance(HOUR);
    const { privateFork, cveId } = await gitHubOf(sandbox(), member).advisories.get(ref);
    assert.ok(privateFork !== null && cveId !== null);
    const pending: Repository["pending"] = { rest: 2, git: 1 };
    assert.deepEqual(
      sandbox().state.mustHave(`${privateFork.owner}/${privateFork.repo}`).pending,
      pending,
    );
  });
});
