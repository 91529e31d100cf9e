import assert from "node:assert/strict";
import { HumanError } from "../../../src/base/errors.ts";
import { LeakGate } from "../../../src/steps/leakGate.ts";
import { requireSameHead } from "../../../src/steps/openPull.ts";
import {
  knownPull,
  openPublicPull,
  pullDocument,
  pullRemarks,
  pullTextOf,
  type PublicPullPorts,
} from "../../../src/steps/publicPull.ts";
import { projectOf } from "../../../src/ticket/project.ts";
import type { Ticket, TicketRef } from "../../../src/ticket/ticket.ts";
import type { Pull } from "../model.ts";
import { bare } from "../scenarios/bare.ts";
import { cpythonSeed } from "../scenarios/community.ts";
import { people } from "../scenarios/people.ts";
import { useSandbox } from "../testing.ts";
import { CPYTHON, gitHubOf } from "./person.ts";
import { Answer, MemoryRecords, secretsBy } from "./ports.ts";

const { member, second, reporter } = people;
const NAME = "python/cpython";
const PULLS = "/api/v3/repos/python/cpython/pulls";
const author = { name: "Mel Ångström", email: "mel@example.org" };

const project = (() => {
  const found = projectOf(CPYTHON);
  assert.ok(found);
  return found;
})();

describe("the public pull request", () => {
  const sandbox = useSandbox(() => ({ scenario: bare({ [NAME]: cpythonSeed() }) }));
  let ask: Answer;
  let records: MemoryRecords;
  let ref: TicketRef;
  let issue: number;
  let branch: string;

  /** A ticket whose fix is on a branch of that person's fork. */
  const prepare = async (login: string, news = true): Promise<void> => {
    const { state, clock } = sandbox();
    const { ghsaId } = state.addAdvisory({
      ...{ repository: NAME, author: reporter, state: "draft" },
      summary: "Reading takes all memory there is",
    });
    ref = { repository: CPYTHON, ghsaId };
    issue = state.addIssue(NAME, { title: "Bound it", author: login }).number;
    branch = `gh-${issue}`;
    const path = `Misc/NEWS.d/next/Security/2026-11-23-09-00-00.gh-issue-${issue}.abcdef.rst`;
    const files = { [`Lib/x${issue}.py`]: "x = 1\n", ...(news && { [path]: "Bound it.\n" }) };
    const message = `gh-${issue}: Bound it\n\nFor all readers.\n`;
    const [commit = ""] = await state.commit(`${login}/cpython`, [
      { branch, from: "main", author, date: clock.now(), message, files },
    ]);
    await records.update(ref, {
      publicIssue: issue,
      publicBranch: {
        ...{ clone: "/x", name: branch, commit, pullRequest: 1, head: "b".repeat(40) },
        pushedTo: `${login}/cpython`,
      },
    });
  };
  beforeEach(async () => {
    ask = new Answer(true);
    records = new MemoryRecords();
    await prepare(member);
  });

  const ports = (login: string = member): PublicPullPorts => {
    const gitHub = gitHubOf(sandbox(), login);
    const { pulls, issues } = gitHub;
    return { pulls, issues, records, ask, secrets: secretsBy(gitHub, records) };
  };
  const ticket = (): Promise<Ticket> => gitHubOf(sandbox(), member).advisories.get(ref);
  const text = (): string =>
    pullDocument(pullTextOf(project, issue, `gh-${issue}: Bound it\n\nFor all readers.\n`));
  const open = async (login: string = member, given = text()) =>
    openPublicPull(ports(login), await ticket(), project, given);
  const pulls = (): readonly Pull[] =>
    [...sandbox().state.mustHave(NAME).threads.values()].filter(
      (thread): thread is Pull => thread.kind === "pull" && thread.head.branch === branch,
    );

  it("is opened from the fork as shown, labelled, and linked to the ticket", async () => {
    const opened = await open();
    const [pull, ...others] = pulls();
    assert.ok(pull && opened);
    assert.deepEqual(
      [others, pull.title, pull.body, pull.labels, pull.head.repository, pull.base.branch],
      [
        [],
        `gh-${issue}: Bound it`,
        "For all readers.\n",
        ["type-security"],
        "mel-member/cpython",
        "main",
      ],
    );
    assert.deepEqual(
      [opened.how, opened.missingLabels, opened.hasNews, opened.hasMoved],
      ["opened", [], true, false],
    );
    assert.equal((await records.read(ref)).publicPullRequest, pull.number);
    assert.deepEqual(ask.plans[0]?.writes, [
      {
        target: `a new pull request of python/cpython, from ${branch} of mel-member/cpython into main, labelled type-security`,
        audience: "PUBLIC",
        text: `gh-${issue}: Bound it\n\nFor all readers.\n`,
      },
    ]);
  });

  it("is not opened on a no", async () => {
    ask = new Answer(false);
    assert.equal(await open(), undefined);
    assert.deepEqual([pulls(), (await records.read(ref)).publicPullRequest], [[], undefined]);
  });

  it("is one, however often and after whatever it is asked for", async function () {
    // Each cut connection is asked about again after a while.
    this.timeout(60_000);
    for (const cut of ["after", "middle"] as const) {
      await prepare(member);
      sandbox().faults.add({ method: "POST", path: PULLS, cut });
      await open();
      await open();
      assert.deepEqual(
        pulls().map(({ labels }) => labels),
        [["type-security"]],
        cut,
      );
    }
    // The first request never arrives; nothing is there, and the second makes it.
    await prepare(member);
    sandbox().faults.add({ method: "POST", path: PULLS, cut: "before" });
    await assert.rejects(open(), HumanError);
    assert.equal(pulls().length, 0);
    await open();
    assert.equal(pulls().length, 1);
    // Refused for the rate, for the rights, and by an error of GitHub's.
    await prepare(member);
    sandbox().faults.add({
      method: "POST",
      path: PULLS,
      rateLimit: { status: 429, retryAfter: 60 },
    });
    await assert.rejects(open(), /rate limit/);
    sandbox().faults.add({
      method: "POST",
      path: PULLS,
      status: 403,
      body: { message: "Forbidden" },
    });
    await assert.rejects(open(), /You may not/);
    sandbox().faults.add({ method: "POST", path: PULLS, status: 502 });
    await assert.rejects(open(), HumanError);
    assert.equal(pulls().length, 0);
  });

  it("is taken up when somebody has opened it meanwhile", async () => {
    const { state } = sandbox();
    ask.meanwhile = () => undefined;
    const seed = {
      ...{ repository: NAME, headRepository: `${member}/cpython`, branch, author: member },
      title: `gh-${issue}: By hand`,
    };
    const { number } = await state.openPull(seed);
    const opened = await open();
    assert.deepEqual(
      [opened?.how, opened?.pull.number, opened?.missingLabels, ask.plans],
      ["there", number, ["type-security"], []],
    );
    assert.equal((await records.read(ref)).publicPullRequest, number);
    records = new MemoryRecords();
    await prepare(member);
    assert.equal(await knownPull(ports(), await ticket(), project), undefined);
    await open();
    assert.ok(await knownPull(ports(), await ticket(), project));
  });

  it("is taken up when GitHub says that there is one (422)", async () => {
    const opened = await open();
    const found = `A pull request already exists for ${member}:${branch}.`;
    sandbox().faults.add({ path: PULLS, method: "GET", status: 200, body: [] });
    sandbox().faults.add({
      ...{ path: PULLS, method: "POST", status: 422 },
      body: { message: "Validation Failed", errors: [{ message: found }] },
    });
    const again = await open();
    assert.deepEqual([again?.how, again?.pull.number], ["there", opened?.pull.number]);
    assert.equal(pulls().length, 1);
  });

  it("is reopened when it was closed, or opened anew where GitHub can't", async () => {
    const opened = await open();
    const [pull] = pulls();
    assert.ok(pull);
    pull.state = "closed";
    assert.equal(await knownPull(ports(), await ticket(), project), undefined);
    const again = await open();
    assert.deepEqual([again?.how, again?.pull.number], ["reopened", opened?.pull.number]);
    assert.equal(pull.state, "open");
    pull.state = "closed";
    sandbox().faults.add({ method: "PATCH", path: /\/pulls\/\d+$/, status: 422 });
    const anew = await open();
    assert.equal(anew?.how, "opened");
    assert.notEqual(anew.pull.number, opened?.pull.number);
    assert.deepEqual(ask.plans.map(({ yes }) => yes).slice(-2), ["Reopen", "Open Pull Request"]);
  });

  it("tells which label is missing, that it has no news, and that its branch has moved", async () => {
    await prepare(second, false);
    const opened = await open(second);
    assert.deepEqual([opened?.missingLabels, opened?.hasNews], [["type-security"], false]);
    const { clock, state } = sandbox();
    await state.commit(`${second}/cpython`, [
      { branch, author, date: clock.now(), message: "More\n", files: { "Lib/y.py": "" } },
    ]);
    const again = await open(second);
    assert.ok(again?.hasMoved);
    assert.throws(() => requireSameHead(again), /another commit/);
  });

  it("is held back while its text is none or gives something away", async () => {
    const given = await ticket();
    const gate = await LeakGate.open(ports(), given);
    const bad = [
      `# Bound it\n`,
      `# gh-${issue + 1}: Bound it\n`,
      `# gh-${issue}: [ACCEPT] Bound it\n`,
      `# gh-${issue}: Bound it\n\nSee ${given.ghsaId}.\n`,
      `# gh-${issue}: Bound it\n\nThanks to @rita-reporter.\n`,
      `# gh-${issue}: ${given.title}\n`,
      `gh-${issue}: Bound it\n`,
    ];
    for (const each of bad) {
      const errors = pullRemarks(project, issue, each, gate).filter(
        ({ level }) => level === "error",
      );
      assert.ok(errors.length > 0, each);
      await assert.rejects(open(member, each), HumanError, each);
    }
    assert.deepEqual([pulls(), ask.plans], [[], []]);
    assert.deepEqual(pullRemarks(project, issue, text(), gate), []);
  });

  it("waits for the push and for the issue", async () => {
    const { publicBranch } = await records.read(ref);
    assert.ok(publicBranch);
    records = new MemoryRecords();
    await records.update(ref, { publicIssue: issue });
    await assert.rejects(open(), /has not been pushed/);
    records = new MemoryRecords();
    await records.update(ref, { publicBranch });
    await assert.rejects(open(), /no public issue/);
  });
});
