import assert from "node:assert/strict";
import { advisoryAccess, creditsAccess } from "../../../src/steps/advisoryAccess.ts";
import { takeTicket } from "../../../src/steps/changeCoordinator.ts";
import { changeState, type StateOutcome } from "../../../src/steps/changeState.ts";
import { openIssue } from "../../../src/steps/publicIssue.ts";
import { saveAdvisory } from "../../../src/steps/saveAdvisory.ts";
import { isCoordinatedBy } from "../../../src/ticket/coordinator.ts";
import { projectOf } from "../../../src/ticket/project.ts";
import type { StateChange } from "../../../src/ticket/stateChange.ts";
import type { TicketRef } from "../../../src/ticket/ticket.ts";
import { bare } from "../scenarios/bare.ts";
import { cpythonSeed } from "../scenarios/community.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { CPYTHON, gitHubOf } from "./person.ts";
import { Answer, MemoryRecords, secretsBy } from "./ports.ts";

const VECTOR = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N";
const HOUR = 60 * 60 * 1000;

describe("a ticket from report to closed", () => {
  const sandbox = useSandbox(() => ({ scenario: bare({ "python/cpython": cpythonSeed() }) }));

  /** What one person does to one ticket; an hour passes where the bot has to act. */
  function walker(login: string) {
    const gitHub = gitHubOf(sandbox(), login);
    const { advisories, repositories, issues } = gitHub;
    const rightsIn = repositories.rights.bind(repositories);
    const records = new MemoryRecords();
    const ask = new Answer(true);
    const { clock } = sandbox();
    const { ghsaId } = sandbox().state.addAdvisory({
      ...{ repository: "python/cpython", summary: "Overflow", author: people.reporter },
      teams: ["psrt"],
    });
    const ref: TicketRef = { repository: CPYTHON, ghsaId };
    const read = () => advisories.get(ref);
    return {
      ref,
      read,
      take: async () => {
        const credits = creditsAccess(gitHub);
        await takeTicket({ credits, ask, pause: () => Promise.resolve() }, ref, login);
      },
      change: async (what: StateChange): Promise<StateOutcome["kind"]> => {
        const ports = { advisories, rightsIn, records, ask, clock };
        const { kind } = await changeState(ports, ref, what);
        if (kind === "ordered") clock.advance(HOUR);
        return kind;
      },
      save: async () => {
        const advisory = advisoryAccess(gitHub);
        const base = await advisory.read(ref);
        await saveAdvisory({ advisory, ask }, ref, base, {
          ...{ title: "Heap overflow in foo()", vector: VECTOR },
        });
      },
      open: async () => {
        const project = projectOf(CPYTHON);
        assert.ok(project);
        const secrets = secretsBy(gitHub, records);
        const ports = { issues, records, ask, clock, login, secrets };
        const text = "# Reading fails\n\nIt raises IndexError.\n";
        const wish = { kind: "ordinary" as const, text };
        return (await openIssue(ports, await read(), project, wish))?.issue.number;
      },
    };
  }

  for (const [who, login, accepted, closed] of [
    ["a member, by the bot", people.member, "ordered", "ordered"],
    ["an admin, directly", people.admin, "done", "done"],
  ] as const) {
    it(`is walked by ${who}, as a vulnerability`, async () => {
      const { take, change, save, read } = walker(login);
      assert.equal((await read()).state, "triage");
      await take();
      assert.ok(isCoordinatedBy(await read(), login));
      assert.equal(await change("accept"), accepted);
      // The bot makes the rest for an admin's draft, too.
      if (accepted === "done") sandbox().clock.advance(HOUR);
      const draft = await read();
      assert.deepEqual(
        [draft.state, draft.title, draft.privateFork !== null, draft.cveId !== null],
        ["draft", "Overflow", true, true],
      );
      await save();
      const scored = await read();
      assert.deepEqual(
        [scored.cvssV4, scored.title, scored.tags, scored.state],
        [VECTOR, "Heap overflow in foo()", accepted === "ordered" ? ["ACCEPT"] : [], "draft"],
      );
      assert.equal(await change("completed"), closed);
      const end = await read();
      assert.deepEqual([end.state, end.title], ["closed", "Heap overflow in foo()"]);
      assert.equal(await change("completed"), "done");
    });

    it(`is walked by ${who}, as an ordinary bug`, async () => {
      const { take, change, open, read } = walker(login);
      await take();
      const number = await open();
      assert.ok(number !== undefined);
      assert.equal((await read()).state, "triage");
      assert.equal(await change("ordinary-bug"), closed);
      assert.equal((await read()).state, "closed");
      assert.equal(await open(), number);
    });
  }
});
