import assert from "node:assert/strict";
import { clockTime } from "../../../src/ticket/botSchedule.ts";
import { people } from "../scenarios/people.ts";
import { StateWalk } from "./stateWalk.ts";

const START = new Date("2026-11-23T09:20:00Z");
const HOUR = 60 * 60 * 1000;
const AT_TEN = clockTime(new Date("2026-11-23T10:00:00Z"));

const { member } = people;

describe("a change of a ticket's state", () => {
  const walk = new StateWalk(START);

  describe("ordered from the bot", () => {
    it("can be undone until the bot has run: the title is as it was", async () => {
      const ref = walk.report({ summary: "Crash  in re [sic]" });
      await walk.change(ref, "accept");
      const sent = await walk.writes(async () => {
        assert.deepEqual(await walk.undo(ref), { kind: "undone", tags: ["ACCEPT"] });
      });
      assert.deepEqual(sent, [{ summary: "Crash  in re [sic]" }]);
      assert.equal((await walk.records.read(ref)).botOrder, undefined);
      assert.deepEqual(walk.ask.plans[1], {
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
      walk.sandbox.clock.advance(HOUR);
      await walk.sandbox.bot.catchUp();
      assert.equal(walk.advisory(ref).state, "triage");
    });

    it("leaves a tag in peace that has done its work", async () => {
      const ref = walk.report({ state: "draft", summary: "[ACCEPT] Crash [closed]" });
      await walk.undo(ref);
      assert.equal(walk.advisory(ref).summary, "[ACCEPT] Crash");
      assert.match(
        await walk.trouble(walk.undo(ref)),
        /^No order to the PSRT bot waits .* It is draft\.$/,
      );
    });

    it("can't be undone any more when the bot was quicker, also while the question is open", async () => {
      const ref = walk.report();
      await walk.change(ref, "invalid");
      walk.sandbox.clock.advance(HOUR);
      assert.deepEqual(await walk.undo(ref), { kind: "too-late", state: "closed" });
      const other = walk.report();
      await walk.change(other, "accept");
      walk.ask.meanwhile = () => walk.sandbox.clock.advance(HOUR);
      assert.deepEqual(await walk.undo(other), { kind: "too-late", state: "draft" });
      assert.equal(walk.advisory(other).summary, "[ACCEPT] Crash in re");
    });

    it("is not undone when that would leave no title", async () => {
      const ref = walk.report({ summary: "[CLOSED]" });
      assert.match(await walk.trouble(walk.undo(ref)), /is nothing but \[CLOSED\]/);
    });
  });

  describe("closed", () => {
    it("is opened again as a draft, without the tags that would close it, by one write", async () => {
      const ref = walk.report({ state: "closed", summary: "[INVALID] Crash [accept]", daysAgo: 9 });
      const sent = await walk.writes(async () => {
        assert.deepEqual(await walk.reopen(ref), { kind: "reopened" });
      });
      assert.deepEqual(sent, [{ state: "draft", summary: "Crash [accept]" }]);
      assert.deepEqual(walk.ask.plans, [
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
      walk.sandbox.clock.advance(HOUR);
      await walk.sandbox.bot.catchUp();
      assert.equal(walk.advisory(ref).state, "draft");
      assert.deepEqual(await walk.reopen(ref), { kind: "open", state: "draft" });
    });

    it("stays closed, and the person is told where to go, when GitHub refuses", async () => {
      const ref = walk.report({ state: "closed" });
      assert.match(
        await walk.trouble(walk.reopen(ref, member)),
        /^GitHub did not reopen GHSA-.*; it is closed as before\. Try “Reopen” on its page/,
      );
      const body = { message: "Validation Failed", errors: [] };
      walk.sandbox.faults.add({ method: "PATCH", path: /security-advisories/, status: 422, body });
      assert.match(await walk.trouble(walk.reopen(ref)), /^GitHub did not reopen/);
      assert.equal(walk.advisory(ref).state, "closed");
    });

    it("is found reopened when only the answer was lost, or somebody else was quicker", async () => {
      const ref = walk.report({ state: "closed" });
      walk.sandbox.faults.add({ method: "PATCH", path: /security-advisories/, cut: "after" });
      assert.deepEqual(await walk.reopen(ref), { kind: "reopened" });
      const other = walk.report({ state: "closed" });
      walk.ask.meanwhile = () => (walk.advisory(other).state = "draft");
      assert.deepEqual(await walk.reopen(other), { kind: "open", state: "draft" });
    });

    it("is not opened under a title that orders the bot to close it, nor once published", async () => {
      const ref = walk.report({ state: "closed", summary: "[CLOSED]" });
      assert.match(await walk.trouble(walk.reopen(ref)), /nothing but \[CLOSED\]/);
      const out = walk.report({ state: "published" });
      assert.match(await walk.trouble(walk.reopen(out)), /is published\. Only a closed ticket/);
    });
  });
});
