import assert from "node:assert/strict";
import fc from "fast-check";
import { isCancellation } from "../../../src/base/errors.ts";
import { openIssue, type PublicIssuePorts } from "../../../src/steps/publicIssue.ts";
import {
  openPublicPull,
  pullDocument,
  pullTextOf,
  type PublicPullPorts,
} from "../../../src/steps/publicPull.ts";
import type { AllRecords, Records } from "../../../src/steps/ports.ts";
import { projectOf } from "../../../src/ticket/project.ts";
import { changedRecord } from "../../../src/ticket/record.ts";
import type { TicketRef } from "../../../src/ticket/ticket.ts";
import type { Fault } from "../faults.ts";
import { bare } from "../scenarios/bare.ts";
import { cpythonSeed } from "../scenarios/community.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { CPYTHON, gitHubOf } from "./person.ts";
import { Answer, MemoryRecords, secretsBy } from "./ports.ts";

const NAME = "python/cpython";
const { member, reporter } = people;
const author = { name: "Mel Ångström", email: "mel@example.org" };
const RUNS = { numRuns: 6, endOnFailure: true };

const project = (() => {
  const found = projectOf(CPYTHON);
  assert.ok(found);
  return found;
})();

/** What may happen to one write, as the person sees it: nothing, or no answer. */
const troubles: readonly (Partial<Fault> | undefined)[] = [
  undefined,
  { cut: "before" },
  { cut: "after" },
  { cut: "middle" },
  { malformed: true },
  { status: 500 },
  { status: 502 },
];

/** Of each click: which trouble meets the opening, and whether the record is lost with the editor. */
const clicks = fc.array(fc.record({ trouble: fc.constantFrom(...troubles), dies: fc.boolean() }), {
  minLength: 1,
  maxLength: 3,
});

describe("what is written in public", function () {
  this.timeout(240_000);
  const sandbox = useSandbox(() => ({ scenario: bare({ [NAME]: cpythonSeed() }) }));
  let records: MemoryRecords;
  let ref: TicketRef;

  const ports = (dies: boolean): PublicIssuePorts & PublicPullPorts => {
    const gitHub = gitHubOf(sandbox(), member);
    const { issues, pulls } = gitHub;
    const { clock } = sandbox();
    const secrets = secretsBy(gitHub, records);
    // The editor is killed after GitHub's answer and before anything of it is kept.
    const dying: AllRecords & Records = {
      all: () => records.all(),
      read: (of) => records.read(of),
      update: async (of, change) => {
        const before = await records.read(of);
        const after = changedRecord(before, change);
        const isOpened =
          after.publicIssue !== before.publicIssue ||
          after.publicPullRequest !== before.publicPullRequest;
        if (isOpened) throw new Error("Killed");
        await records.update(of, change);
      },
    };
    const own = dies ? dying : records;
    return { issues, pulls, records: own, ask: new Answer(true), clock, login: member, secrets };
  };
  const makeTicket = (): void => {
    const { ghsaId } = sandbox().state.addAdvisory({
      ...{ repository: NAME, author: reporter, state: "draft" },
      summary: "Reading takes all memory there is",
    });
    records = new MemoryRecords();
    ref = { repository: CPYTHON, ghsaId };
  };
  /** Clicks through all troubles, then once more without any. */
  const click = async (
    path: RegExp,
    all: readonly { readonly trouble: Partial<Fault> | undefined; readonly dies: boolean }[],
    write: (ports: PublicIssuePorts & PublicPullPorts) => Promise<unknown>,
  ): Promise<void> => {
    for (const { trouble, dies } of all) {
      if (trouble !== undefined) sandbox().faults.add({ method: "POST", path, ...trouble });
      await write(ports(dies)).catch((error: unknown) => {
        if (isCancellation(error)) throw error;
      });
      sandbox().faults.clear();
    }
    await write(ports(false));
  };
  const threads = (kind: "issue" | "pull", title: string): number =>
    [...sandbox().state.mustHave(NAME).threads.values()].filter(
      (thread) => thread.kind === kind && thread.title === title,
    ).length;
  let count = 0;

  it("is one issue, whatever happens to the answers and to the editor", async () => {
    await fc.assert(
      fc.asyncProperty(clicks, async (all) => {
        makeTicket();
        const ticket = await gitHubOf(sandbox(), member).advisories.get(ref);
        const title = `Bound what is read ${++count}`;
        await click(/\/repos\/python\/cpython\/issues$/, all, (own) =>
          openIssue(own, ticket, project, {
            kind: "security",
            text: `# ${title}\n\nIt has none.\n`,
          }),
        );
        assert.equal(threads("issue", title), 1);
        assert.ok((await records.read(ref)).publicIssue);
      }),
      RUNS,
    );
  });

  it("is one pull request, whatever happens to the answers and to the editor", async () => {
    await fc.assert(
      fc.asyncProperty(clicks, async (all) => {
        makeTicket();
        const { state, clock } = sandbox();
        const title = `Bound it ${++count}`;
        const issue = state.addIssue(NAME, { title, author: member }).number;
        const branch = `gh-${issue}`;
        const message = `gh-${issue}: ${title}\n`;
        const files = { [`Lib/x${issue}.py`]: "x = 1\n" };
        const [commit = ""] = await state.commit(`${member}/cpython`, [
          { branch, from: "main", author, date: clock.now(), message, files },
        ]);
        await records.update(ref, {
          publicIssue: issue,
          publicBranch: {
            ...{ clone: "/x", name: branch, commit, pullRequest: 1, head: "b".repeat(40) },
            pushedTo: `${member}/cpython`,
          },
        });
        const ticket = await gitHubOf(sandbox(), member).advisories.get(ref);
        const text = pullDocument(pullTextOf(project, issue, message));
        await click(/\/repos\/python\/cpython\/pulls$/, all, (own) =>
          openPublicPull(own, ticket, project, text),
        );
        assert.equal(threads("pull", message.trim()), 1);
        assert.ok((await records.read(ref)).publicPullRequest);
      }),
      RUNS,
    );
  });
});
