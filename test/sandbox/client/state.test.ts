import assert from "node:assert/strict";
import { changeState } from "../../../src/steps/changeState.ts";
import { clockTime } from "../../../src/ticket/botSchedule.ts";
import type { Repository } from "../model.ts";
import { people } from "../scenarios/people.ts";
import { gitHubOf } from "./person.ts";
import { Answer } from "./ports.ts";
import { StateWalk } from "./stateWalk.ts";

const START = new Date("2026-11-23T09:20:00Z");
const HOUR = 60 * 60 * 1000;
const AT_TEN = clockTime(new Date("2026-11-23T10:00:00Z"));

const { member, admin } = people;

describe("a ticket's state", () => {
  const walk = new StateWalk(START);

  describe("changed by a member", () => {
    it("is a tag in the title that the bot acts on at the full hour, shown as it will stand", async () => {
      const ref = walk.report();
      const sent = await walk.writes(async () => {
        const outcome = await walk.change(ref, "accept");
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
      assert.deepEqual(walk.ask.plans, [
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
      assert.deepEqual(await walk.records.read(ref), {
        botOrder: { tag: "ACCEPT", askedAt: START },
      });
      walk.sandbox.clock.advance(HOUR);
      assert.deepEqual(await walk.change(ref, "accept"), {
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
          const ref = walk.report({ state, summary: "[Accepted] Crash" });
          if (state === "triage") walk.advisory(ref).summary = "Crash";
          await walk.change(ref, what);
          assert.match(
            walk.advisory(ref).summary,
            new RegExp(`^\\[${tag}\\] (\\[Accepted\\] )?Crash$`),
          );
          await walk.sandbox.bot.run();
          assert.equal(walk.advisory(ref).state, "closed");
        }
      });
    }

    it("is asked for once: doing it again finds the order, and writes nothing", async () => {
      const ref = walk.report();
      await walk.change(ref, "invalid");
      walk.sandbox.clock.advance(5 * 60_000);
      const sent = await walk.writes(async () => {
        const outcome = await walk.change(ref, "invalid");
        assert.ok(outcome.kind === "ordered" && !outcome.isNew);
      });
      assert.deepEqual([sent, walk.ask.plans.length], [[], 1]);
      assert.deepEqual((await walk.records.read(ref)).botOrder?.askedAt, START);
    });

    it("does not order two things at once", async () => {
      const ref = walk.report({ summary: "Crash [accept]" });
      assert.equal(
        await walk.trouble(walk.change(ref, "duplicate")),
        `The title of ${ref.ghsaId} carries [ACCEPT], which tells the PSRT bot to accept it. Use “Undo Order to the Bot” first, then try again.`,
      );
      assert.deepEqual(walk.ask.plans, []);
    });

    it("is not touched on a no", async () => {
      walk.ask = new Answer(false);
      const ref = walk.report();
      const sent = await walk.writes(async () => {
        assert.deepEqual(await walk.change(ref, "accept"), { kind: "declined" });
      });
      assert.deepEqual([sent, await walk.records.read(ref)], [[], {}]);
    });

    it("keeps a title that somebody wrote while the question was open, and asks again", async () => {
      const ref = walk.report();
      walk.ask.meanwhile = () => {
        if (walk.ask.plans.length === 1) walk.advisory(ref).summary = "Crash in re.compile()";
      };
      await walk.change(ref, "accept");
      assert.deepEqual(
        walk.ask.plans.map((plan) => plan.writes[0]?.text),
        ["[ACCEPT] Crash in re", "[ACCEPT] Crash in re.compile()"],
      );
      assert.match(walk.ask.plans[1]?.note ?? "", /^Somebody has changed its title or its state/);
      assert.equal(walk.advisory(ref).summary, "[ACCEPT] Crash in re.compile()");
    });

    it("gives up on a ticket that never stands still", async () => {
      const ref = walk.report();
      walk.ask.meanwhile = () => (walk.advisory(ref).summary += "!");
      assert.match(
        await walk.trouble(walk.change(ref, "accept")),
        /changed each time before your answer/,
      );
      assert.equal(walk.advisory(ref).summary, "Crash in re!!!!");
    });

    it("is done when an admin was quicker than the answer", async () => {
      const ref = walk.report();
      walk.ask.meanwhile = () => (walk.advisory(ref).state = "draft");
      assert.deepEqual(await walk.change(ref, "accept"), {
        ...{ kind: "done", state: "draft", before: "triage", by: "nobody" },
      });
      assert.equal(walk.advisory(ref).summary, "Crash in re");
    });

    it("is overdue when two runs have passed the order over", async () => {
      const ref = walk.report();
      await walk.change(ref, "accept");
      await walk.sandbox.bot.turn(false);
      walk.sandbox.clock.set(new Date("2026-11-23T11:30:00Z"));
      const outcome = await walk.change(ref, "accept");
      assert.ok(outcome.kind === "ordered" && outcome.wait.overdue);
      await walk.sandbox.bot.turn(true);
    });

    it("says when the title has no room for the tag", async () => {
      const ref = walk.report({ summary: "x".repeat(1020) });
      assert.match(await walk.trouble(walk.change(ref, "accept")), /Shorten it by 5 characters/);
    });

    it("has no bot in repositories that it does not serve", async () => {
      const { ghsaId } = walk.sandbox.state.addAdvisory({
        ...{ repository: "other/thing", summary: "x", author: member, teams: [] },
      });
      const ref = { repository: { owner: "other", repo: "thing" }, ghsaId };
      assert.match(await walk.trouble(walk.change(ref, "accept")), /does not serve the repository/);
    });
  });

  describe("changed by an admin", () => {
    it("changes at once, with a word on what can't be taken back", async () => {
      const ref = walk.report();
      const sent = await walk.writes(async () => {
        assert.deepEqual(await walk.change(ref, "accept", admin), {
          ...{ kind: "done", state: "draft", before: "triage", by: "you" },
        });
      });
      assert.deepEqual(sent, [{ state: "draft" }]);
      const [plan] = walk.ask.plans;
      assert.deepEqual(plan?.writes, [
        {
          target: `State of ${ref.ghsaId} in python/cpython`,
          ...{ audience: "REPORTER", text: "triage → draft" },
        },
      ]);
      assert.match(plan.note ?? "", /^An accepted ticket can't be taken back to triage\. At /);
      assert.deepEqual(await walk.change(ref, "completed", admin), {
        ...{ kind: "done", state: "closed", before: "draft", by: "you" },
      });
      assert.match(walk.ask.plans[1]?.note ?? "", /up to GitHub/);
    });

    it("overtakes the bot, but not an order that the bot would act on after", async () => {
      const ref = walk.report({ summary: "[ACCEPT] Crash" });
      await walk.change(ref, "invalid", admin);
      assert.equal(walk.advisory(ref).state, "closed");
      const ordered = walk.report({ summary: "[CLOSED] Crash", state: "draft" });
      assert.match(
        await walk.trouble(walk.change(ordered, "accept", admin)),
        /tells the PSRT bot to close it/,
      );
    });

    it("goes by the bot after all where GitHub refuses, on a second yes", async () => {
      const ref = walk.report();
      const outcome = await changeState(walk.ports(member, "admin"), ref, "invalid");
      assert.ok(outcome.kind === "ordered" && outcome.isNew);
      assert.deepEqual(
        walk.ask.plans.map(({ yes, writes }) => [yes, writes[0]?.text]),
        [
          ["Close", "triage → closed"],
          ["Write [INVALID]", "[INVALID] Crash in re"],
        ],
      );
      assert.match(
        walk.ask.plans[1]?.note ?? "",
        /^GitHub does not let you close it directly\. The bot/,
      );
    });

    it("is found changed when only the answer was lost", async () => {
      const ref = walk.report();
      walk.sandbox.faults.add({ method: "PATCH", path: /security-advisories/, cut: "after" });
      const outcome = await walk.change(ref, "invalid", admin);
      assert.deepEqual(outcome, { kind: "done", state: "closed", before: "triage", by: "you" });
    });

    it("is not said to be changed when the request never arrived", async () => {
      const ref = walk.report();
      walk.sandbox.faults.add({ method: "PATCH", path: /security-advisories/, cut: "before" });
      assert.match(
        await walk.trouble(walk.change(ref, "invalid", admin)),
        /GitHub could not be reached/,
      );
      assert.equal(walk.advisory(ref).state, "triage");
    });
  });

  it("is no business of who may only read it", async () => {
    const ref = walk.report({ state: "published" });
    assert.match(await walk.trouble(walk.change(ref, "invalid")), /is published\./);
  });

  it("has a private fork, which takes a while, once the bot has accepted", async () => {
    const ref = walk.report();
    await walk.change(ref, "accept");
    walk.sandbox.clock.advance(HOUR);
    const { privateFork, cveId } = await gitHubOf(walk.sandbox, member).advisories.get(ref);
    assert.ok(privateFork !== null && cveId !== null);
    const pending: Repository["pending"] = { rest: 2, git: 1 };
    assert.deepEqual(
      walk.sandbox.state.mustHave(`${privateFork.owner}/${privateFork.repo}`).pending,
      pending,
    );
  });
});
