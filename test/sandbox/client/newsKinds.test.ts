import assert from "node:assert/strict";
import { silentLog } from "../../../src/base/log.ts";
import { TicketBoard } from "../../../src/steps/ticketBoard.ts";
import { TicketNews } from "../../../src/steps/ticketNews.ts";
import type { Memory, TicketEvent } from "../../../src/ticket/memory.ts";
import { newsWords } from "../../../src/ticket/newsWords.ts";
import { builtInBranches } from "../../../src/ticket/releaseBranches.ts";
import type { TicketRef } from "../../../src/ticket/ticket.ts";
import { bare } from "../scenarios/bare.ts";
import { cpythonSeed } from "../scenarios/community.ts";
import { people } from "../scenarios/people.ts";
import { clientOf, useSandbox } from "../testing.ts";
import { CPYTHON, gitHubOf } from "./person.ts";
import { isListed, MemoryBoards, MemoryRecords } from "./ports.ts";

const NAME = "python/cpython";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const author = { name: "Mel Ångström", email: "mel@example.org" };
const { member, second, admin, reporter, releaseManager } = people;

describe("each kind of news, as it comes about on GitHub", () => {
  const sandbox = useSandbox(() => ({ scenario: bare({ [NAME]: cpythonSeed() }) }));
  let records: MemoryRecords;
  let memory: Memory | undefined;
  let told: (readonly TicketEvent[])[];
  let board: TicketBoard;
  let news: TicketNews;
  let ref: TicketRef;

  beforeEach(() => {
    records = new MemoryRecords();
    memory = undefined;
    told = [];
    const person = gitHubOf(sandbox(), member);
    const [gitHub, { clock }] = [() => person, sandbox()];
    board = new TicketBoard({
      ...{ gitHub, repositories: () => [CPYTHON], clock, log: silentLog, isListed },
      ...{ records, kept: new MemoryBoards() },
      releases: () => Promise.resolve(builtInBranches),
    });
    news = new TicketNews({
      ...{ board, gitHub, clock, log: silentLog, tell: (events) => told.push(events) },
      memories: {
        read: () => Promise.resolve(memory),
        write: (_, written) => Promise.resolve(void (memory = written)),
      },
    });
    ref = report();
  });

  afterEach(() => news.dispose());

  /** A ticket that the member coordinates. */
  const report = (summary = "Lines break"): TicketRef => {
    const { ghsaId } = sandbox().state.addAdvisory({
      ...{ repository: NAME, author: reporter, summary },
      credits: [{ login: member, type: "coordinator" }],
    });
    return { repository: CPYTHON, ghsaId };
  };
  /** What the next reading tells, as a person reads it; each only once. */
  const heard = async (): Promise<string | undefined> => {
    told = [];
    await board.refresh();
    await news.settled;
    const events = told.flat();
    assert.ok(told.length <= 1);
    await board.refresh();
    await news.settled;
    assert.ok(told.length <= 1, "It was told twice.");
    return newsWords(events, "all")?.text.replace(ref.ghsaId, "it");
  };
  const pass = async (milliseconds: number): Promise<void> => {
    await sandbox().projectBots.catchUp();
    sandbox().clock.advance(milliseconds);
    await sandbox().projectBots.catchUp();
  };

  it("is a report that somebody sends in", async () => {
    assert.equal(await heard(), undefined);
    const fresh = report("Another");
    assert.equal(await heard(), `PSRT: ${fresh.ghsaId}: new report.`);
  });

  it("is the id and the private fork that the bot brings to an accepted ticket", async () => {
    await heard();
    await gitHubOf(sandbox(), admin).advisories.update(ref, { state: "draft" });
    assert.equal(await heard(), undefined);
    await pass(HOUR);
    assert.equal(await heard(), "PSRT: it: CVE id assigned, private fork ready.");
  });

  it("is a review of the private pull request, and another of its next commits", async () => {
    const { state } = sandbox();
    await gitHubOf(sandbox(), admin).advisories.update(ref, { state: "draft" });
    const fork = await state.createPrivateFork(ref.ghsaId, { at: "main" });
    const name = `python/${fork.name}`;
    const commit = (message: string): Promise<unknown> =>
      state.commit(name, [
        {
          ...{ branch: "advisory-fix-1", author, date: sandbox().clock.now(), message },
          files: { "Lib/spam.py": message },
        },
      ]);
    await commit("One\n");
    const { number } = await state.openPull({
      ...{ repository: name, branch: "advisory-fix-1", title: "Fix", author: member },
    });
    await heard();
    const review = (login: string, event: "APPROVE" | "REQUEST_CHANGES"): Promise<unknown> =>
      clientOf(sandbox(), login).rest.pulls.createReview({
        ...{ owner: "python", repo: fork.name, pull_number: number, event, body: "As it is." },
      });
    await review(second, "REQUEST_CHANGES");
    assert.equal(await heard(), "PSRT: it: private pull request reviewed.");
    await pass(MINUTE);
    await review(second, "APPROVE");
    assert.equal(await heard(), "PSRT: it: private pull request reviewed.");
  });

  it("is what the reporter answers, not what others say", async () => {
    await heard();
    await pass(MINUTE);
    await gitHubOf(sandbox(), second).comments.add(ref, "Who has looked at it?");
    assert.equal(await heard(), undefined);
    await pass(MINUTE);
    await gitHubOf(sandbox(), reporter).comments.add(ref, "It is in the parser.");
    assert.equal(await heard(), "PSRT: it: the reporter answered.");
  });

  it("is the merge, a backport that the bot gives up, and one whose checks fail", async () => {
    const { state, clock, projectBots } = sandbox();
    projectBots.turn(true);
    await gitHubOf(sandbox(), admin).advisories.update(ref, { state: "draft" });
    const issue = state.addIssue(NAME, { title: "Bound it", author: member }).number;
    const file = `Lib/part${issue}.py`;
    const entry = `Misc/NEWS.d/next/Security/2026-11-23-09-00-00.gh-issue-${issue}.abcdef.rst`;
    const commit = (repository: string, branch: string, text: string, from?: string) =>
      state.commit(repository, [
        {
          ...{ branch, author, date: clock.now(), message: `gh-${issue}: Bound it\n` },
          ...(from !== undefined && { from }),
          files: { [file]: text, ...(repository !== NAME && { [entry]: "Bound it.\n" }) },
        },
      ]);
    for (const branch of ["main", "3.14"]) await commit(NAME, branch, "one\ntwo\nthree\n");
    await commit(NAME, "3.12", "eins\nzwei\ndrei\n");
    const fork = state.git.path(`${member}/cpython`);
    await state.git.run(fork, ["fetch", "--quiet", state.git.path(NAME), "+main:refs/heads/main"]);
    await commit(`${member}/cpython`, `gh-${issue}`, "one\n2\nthree\n", "main");
    const fix = await state.openPull({
      ...{ repository: NAME, headRepository: `${member}/cpython`, branch: `gh-${issue}` },
      ...{ title: `gh-${issue}: Bound it`, author: member, labels: ["type-security"] },
    });
    await records.update(ref, { publicIssue: issue, publicPullRequest: fix.number });
    await pass(HOUR);
    await heard();
    await projectBots.merge(fix.number, releaseManager);
    assert.equal(await heard(), "PSRT: it: public pull request merged.");
    await clientOf(sandbox(), member).rest.issues.addLabels({
      ...{ owner: "python", repo: "cpython", issue_number: fix.number },
      labels: ["needs backport to 3.14", "needs backport to 3.12"],
    });
    assert.equal(await heard(), undefined);
    await pass(2 * MINUTE);
    assert.equal(await heard(), "PSRT: it: backport failed.");
    projectBots.order("Docs / Docs", "failure");
    await pass(21 * MINUTE);
    assert.equal(await heard(), "PSRT: it: backport failed.");
  });
});
