import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { isCancellation } from "../../../src/base/errors.ts";
import { Git } from "../../../src/git/git.ts";
import { gitCredential } from "../../../src/steps/gitHub.ts";
import { addLabels } from "../../../src/steps/labels.ts";
import { openIssue, type PublicIssuePorts } from "../../../src/steps/publicIssue.ts";
import {
  openPublicPull,
  pullDocument,
  pullTextOf,
  type PublicPullPorts,
} from "../../../src/steps/publicPull.ts";
import type { AllRecords, Records } from "../../../src/steps/ports.ts";
import { pushBranch, type PushBranchPorts } from "../../../src/steps/pushBranch.ts";
import { projectOf } from "../../../src/ticket/project.ts";
import { changedRecord } from "../../../src/ticket/record.ts";
import type { TicketRef } from "../../../src/ticket/ticket.ts";
import type { Fault } from "../faults.ts";
import { bare } from "../scenarios/bare.ts";
import { cpythonSeed } from "../scenarios/community.ts";
import { people } from "../scenarios/people.ts";
import { git as runGit, useFolder, useSandbox } from "../testing.ts";
import { prepareWorkspace } from "../workspace.ts";
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

type Ports = PublicIssuePorts & PublicPullPorts & PushBranchPorts;

describe("what is written in public", function () {
  this.timeout(240_000);
  const sandbox = useSandbox(() => ({ scenario: bare({ [NAME]: cpythonSeed() }) }));
  const folder = useFolder();
  let records: MemoryRecords;
  let ref: TicketRef;
  /** What the person was asked, and says yes to. */
  let ask: Answer;

  const ports = (dies: boolean): Ports => {
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
          after.publicBranch?.pushedTo !== before.publicBranch?.pushedTo ||
          after.publicPullRequest !== before.publicPullRequest;
        if (isOpened) throw new Error("Killed");
        await records.update(of, change);
      },
    };
    const own = dies ? dying : records;
    const git = new Git({
      credentials: () => Promise.resolve([gitCredential(gitHub.site, sandbox().token(member))]),
      environment: { PATH: process.env["PATH"], HOME: folder(), GIT_CONFIG_NOSYSTEM: "1" },
    });
    return { git, issues, pulls, records: own, ask, clock, login: member, secrets };
  };
  const makeTicket = (): void => {
    const { ghsaId } = sandbox().state.addAdvisory({
      ...{ repository: NAME, author: reporter, state: "draft" },
      summary: "Reading takes all memory there is",
    });
    records = new MemoryRecords();
    ask = new Answer(true);
    ref = { repository: CPYTHON, ghsaId };
  };
  /** Clicks through all troubles, then once more without any. */
  const click = async (
    path: RegExp,
    all: readonly { readonly trouble: Partial<Fault> | undefined; readonly dies: boolean }[],
    write: (ports: Ports) => Promise<unknown>,
  ): Promise<void> => {
    for (const { trouble, dies } of all) {
      if (trouble !== undefined) sandbox().faults.add({ method: "POST", path, ...trouble });
      await write(ports(dies)).catch((error: unknown) => {
        if (isCancellation(error)) throw error;
      });
      sandbox().faults.clear();
      // Before that, a try without an answer may still arrive.
      sandbox().clock.advance(60_000);
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

  it("is one push, asked for no more once it has arrived", async () => {
    const { clones } = await prepareWorkspace(sandbox(), join(folder(), "public"), member);
    const publicClone = clones[NAME] ?? "";
    const gitHub = gitHubOf(sandbox(), member);
    const fork = { owner: member, repo: "cpython" };
    const address = gitHub.gitUrl(fork);
    await fc.assert(
      fc.asyncProperty(clicks, async (all) => {
        makeTicket();
        const ticket = await gitHub.advisories.get(ref);
        const branch = `gh-${150_900 + ++count}`;
        await runGit(publicClone, ["checkout", "--quiet", "-b", branch, "upstream/main"]);
        writeFileSync(join(publicClone, "Lib", `pushed${count}.py`), "x = 1\n");
        await runGit(publicClone, ["add", "."]);
        await runGit(publicClone, ["commit", "--quiet", "--message", `${branch}: Bound it`]);
        const commit = await runGit(publicClone, ["rev-parse", "HEAD"]);
        await records.update(ref, {
          publicBranch: {
            ...{ clone: publicClone, name: branch, commit },
            ...{ pullRequest: 1, head: "b".repeat(40) },
          },
        });
        const tip = async (): Promise<string> =>
          (await runGit(publicClone, ["ls-remote", address, `refs/heads/${branch}`])).slice(0, 40);
        await click(/\/mel-member\/cpython(?:\.git)?\/git-receive-pack$/, all, async (own) => {
          const [before, asked] = [await tip(), ask.plans.length];
          assert.ok(["", commit].includes(before));
          await pushBranch(own, {
            ...{ ticket, publicClone, branch, commit, mainBranch: "main" },
            ...{ upstream: gitHub.gitUrl(CPYTHON), memberFork: { name: fork, address } },
            forbidden: [],
          }).finally(() => {
            if (before === commit) assert.equal(ask.plans.length, asked);
          });
        });
        assert.equal(await tip(), commit);
        assert.equal((await records.read(ref)).publicBranch?.pushedTo, `${member}/cpython`);
      }),
      RUNS,
    );
  });

  it("is each label once, asked for no more once it is there", async () => {
    const label = "type-security";
    await fc.assert(
      fc.asyncProperty(clicks, async (all) => {
        makeTicket();
        const issue = sandbox().state.addIssue(NAME, { title: "Bound", author: member });
        await click(/\/issues\/\d+\/labels$/, all, async (own) => {
          const [isThere, asked] = [issue.labels.includes(label), ask.plans.length];
          await addLabels(own, CPYTHON, [
            { number: issue.number, what: "issue", labels: [label] },
          ]).finally(() => {
            if (isThere) assert.equal(ask.plans.length, asked);
          });
        });
        assert.deepEqual(issue.labels, [label]);
      }),
      RUNS,
    );
  });
});
