import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { silentLog } from "../../../src/base/log.ts";
import { Git } from "../../../src/git/git.ts";
import {
  backportOf,
  backportBoard,
  keepBackport,
  labelBackports,
  openBackportPull,
  orderBackports,
  pickSources,
  type BoardLine,
} from "../../../src/steps/backports.ts";
import { backportWish } from "../../../src/steps/backportLanding.ts";
import { startLanding } from "../../../src/steps/landing.ts";
import { isSameProof, type Landing } from "../../../src/ticket/landing.ts";
import { pushBranch } from "../../../src/steps/pushBranch.ts";
import { readFacts } from "../../../src/steps/readFacts.ts";
import { projectOf } from "../../../src/ticket/project.ts";
import type { BackportBranch } from "../../../src/ticket/record.ts";
import { builtInBranches } from "../../../src/ticket/releaseBranches.ts";
import type { Ticket, TicketRef } from "../../../src/ticket/ticket.ts";
import type { RoadFacts } from "../../../src/ticket/ticketFacts.ts";
import type { Pull } from "../model.ts";
import { bare } from "../scenarios/bare.ts";
import { cpythonSeed } from "../scenarios/community.ts";
import { people } from "../scenarios/people.ts";
import { useFolder, useSandbox } from "../testing.ts";
import { prepareWorkspace } from "../workspace.ts";
import { CPYTHON, gitHubOf } from "./person.ts";
import { Answer, MemoryRecords, secretsBy } from "./ports.ts";

const { member, second, reporter, releaseManager } = people;
const NAME = "python/cpython";
const author = { name: "Mel Ångström", email: "mel@example.org" };
const MINUTE = 60_000;

const project = (() => {
  const found = projectOf(CPYTHON);
  assert.ok(found);
  return found;
})();

describe("the backports of a merged fix", () => {
  const sandbox = useSandbox(() => ({ scenario: bare({ [NAME]: cpythonSeed() }) }));
  const folder = useFolder();
  let ask: Answer;
  let records: MemoryRecords;
  let ref: TicketRef;
  let fix: Pull;
  let issue: number;

  /** A fix that is merged into main; on 3.11 and 3.12 the lines around it are others. */
  beforeEach(async () => {
    const { state, clock, projectBots } = sandbox();
    ask = new Answer(true);
    records = new MemoryRecords();
    projectBots.turn(true);
    const { ghsaId } = state.addAdvisory({
      ...{ repository: NAME, author: reporter, state: "draft" },
      summary: "Reading takes all memory there is",
      credits: [{ login: member, type: "coordinator" }],
    });
    ref = { repository: CPYTHON, ghsaId };
    issue = state.addIssue(NAME, { title: "Bound it", author: member }).number;
    const file = `Lib/part${issue}.py`;
    const news = `Misc/NEWS.d/next/Security/2026-11-23-09-00-00.gh-issue-${issue}.abcdef.rst`;
    const commit = (repository: string, branch: string, text: string, from?: string) =>
      state.commit(repository, [
        {
          ...{ branch, author, date: clock.now(), message: `gh-${issue}: Bound it\n` },
          ...(from !== undefined && { from }),
          files: { [file]: text, ...(repository !== NAME && { [news]: "Bound it.\n" }) },
        },
      ]);
    await commit(NAME, "main", "one\ntwo\nthree\n");
    for (const branch of ["3.15", "3.14", "3.13"]) await commit(NAME, branch, "one\ntwo\nthree\n");
    for (const branch of ["3.12", "3.11"]) await commit(NAME, branch, "eins\nzwei\ndrei\n");
    const branch = `gh-${issue}`;
    const fork = state.git.path(`${member}/cpython`);
    await state.git.run(fork, ["fetch", "--quiet", state.git.path(NAME), "+main:refs/heads/main"]);
    await commit(`${member}/cpython`, branch, "one\n2\nthree\n", "main");
    fix = await state.openPull({
      ...{ repository: NAME, headRepository: `${member}/cpython`, branch },
      ...{ title: `gh-${issue}: Bound it`, author: member, labels: ["type-security"] },
    });
    await projectBots.catchUp();
    await projectBots.merge(fix.number, member);
    await records.update(ref, { publicIssue: issue, publicPullRequest: fix.number });
  });

  const gitHub = (login: string = member) => gitHubOf(sandbox(), login);
  const ticket = (): Promise<Ticket> => gitHub().advisories.get(ref);
  const read = async (): Promise<RoadFacts> =>
    readFacts(
      { gitHub: gitHub(), releases: () => Promise.resolve(builtInBranches), log: silentLog },
      await ticket(),
      await records.read(ref),
    );
  const board = async (): Promise<readonly BoardLine[]> =>
    backportBoard(
      { record: await records.read(ref), road: await read() },
      project,
      sandbox().clock.now(),
    );
  const states = async (): Promise<readonly string[]> =>
    (await board()).map(({ branch, state }) =>
      state.kind === "pull"
        ? `${branch.name} ${state.next}, lacks ${state.missing.join()}`
        : `${branch.name} ${state.kind}`,
    );
  const order = async (branches: readonly string[], login: string = member) => {
    const { issues } = gitHub(login);
    return orderBackports({ issues, ask }, project, fix.number, branches);
  };
  const label = async (login: string = member) =>
    labelBackports({ issues: gitHub(login).issues, ask }, project, await board());
  const pulls = (to: string): readonly Pull[] =>
    [...sandbox().state.mustHave(NAME).threads.values()].filter(
      (thread): thread is Pull =>
        thread.kind === "pull" &&
        thread.base.branch === to &&
        thread.title.includes(`gh-${issue}:`),
    );
  const pass = async (milliseconds: number): Promise<void> => {
    // What was asked for last begins now.
    await sandbox().projectBots.catchUp();
    sandbox().clock.advance(milliseconds);
    await sandbox().projectBots.catchUp();
  };

  it("go from needed over the bot and the labels to the release manager and merged", async () => {
    assert.deepEqual(
      await states(),
      ["3.15", "3.14", "3.13", "3.12", "3.11"].map((name) => `${name} needed`),
    );
    await order(["3.14", "3.13", "3.12"]);
    assert.deepEqual(ask.plans[0]?.writes, [
      {
        target: `the labels of pull request #${fix.number} of python/cpython`,
        audience: "PUBLIC",
        text: "+ needs backport to 3.14\n+ needs backport to 3.13\n+ needs backport to 3.12",
      },
    ]);
    assert.equal((await states())[1], "3.14 bot-working");
    await pass(2 * MINUTE);
    assert.deepEqual(await states(), [
      "3.15 needed",
      "3.14 checks, lacks release-blocker",
      "3.13 checks, lacks release-blocker",
      "3.12 bot-failed",
      "3.11 needed",
    ]);
    // Who may not label is told of all that is missing; nothing is there.
    const missing = await label(second);
    assert.deepEqual(
      missing?.map(({ number, labels }) => [number, labels]),
      [...pulls("3.14"), ...pulls("3.13")].map(({ number }) => [number, ["release-blocker"]]),
    );
    assert.deepEqual(await label(), []);
    const plan = ask.plans.at(-1);
    assert.deepEqual(
      plan?.writes.map(({ text, audience }) => [text, audience]),
      [
        ["+ release-blocker", "PUBLIC"],
        ["+ release-blocker", "PUBLIC"],
      ],
    );
    const asked = ask.plans.length;
    assert.deepEqual(await label(), []);
    assert.equal(ask.plans.length, asked);
    await pass(21 * MINUTE);
    assert.deepEqual((await states()).slice(1, 3), ["3.14 merge, lacks ", "3.13 merge, lacks "]);
    await sandbox().projectBots.merge(pulls("3.13")[0]?.number ?? 0, releaseManager);
    assert.equal((await states())[2], "3.13 merged, lacks ");
  });

  it("are found by the bots' words where the issue does not list them", async () => {
    await order(["3.14"]);
    await pass(2 * MINUTE);
    const thread = sandbox().state.mustHave(NAME).threads.get(issue);
    assert.ok(thread);
    thread.body = "";
    assert.equal((await states())[1], "3.14 checks, lacks release-blocker");
  });

  it("are asked for again where the bot has given up, and never by who said no", async () => {
    await order(["3.12"]);
    await pass(2 * MINUTE);
    assert.equal((await states())[3], "3.12 bot-failed");
    ask = new Answer(false);
    assert.equal(await order(["3.12"]), undefined);
    assert.deepEqual(fix.labels.at(-1), "needs backport to 3.12");
    ask = new Answer(true);
    await order(["3.12"]);
    assert.equal(
      ask.plans[0]?.writes[0]?.text,
      "- needs backport to 3.12\n+ needs backport to 3.12",
    );
    assert.deepEqual(await order(["3.11"], second).catch(() => "refused"), "refused");
  });

  describe("by hand", () => {
    const clones = new Map<string, string>();
    const git = (): Git => {
      const basic = { origin: sandbox().url, token: sandbox().token(member) };
      const environment = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" };
      return new Git({ environment, credentials: () => Promise.resolve([basic]) });
    };
    const make = async (branch: string, commit: string, source?: string) => {
      const found = clones.get(folder()) ?? "";
      const nobody = (): Promise<never> => Promise.reject(new Error("Nothing is to be asked"));
      const { pulls } = gitHub();
      const outcome = await startLanding(
        {
          ...{ git: git(), storage: join(folder(), "storage"), records, pulls },
          ...{ secrets: secretsBy(gitHub(), records), clock: sandbox().clock },
          questions: { authorship: nobody, news: nobody, accept: nobody },
        },
        { ticket: await ticket(), project, upstream: `${sandbox().url}/${NAME}.git` },
        {
          ...backportWish({ commit, branch, ...(source !== undefined && { source }) }),
          publicClone: found,
        },
      );
      const made = outcome.at === "publish" ? backportOf(outcome.landing) : undefined;
      if (made !== undefined) await keepBackport(records, ref, made);
      return outcome;
    };
    const publish = async (to: string, { branch, commit = "", message }: Landing) => {
      const clone = clones.get(folder()) ?? "";
      const fork = { owner: member, repo: "cpython" };
      await pushBranch(
        { git: git(), ask, records, secrets: secretsBy(gitHub(), records) },
        {
          ...{ ticket: await ticket(), publicClone: clone, branch, commit, mainBranch: to },
          upstream: `${sandbox().url}/${NAME}.git`,
          memberFork: { name: fork, address: `${sandbox().url}/${member}/cpython.git` },
          forbidden: [],
        },
      );
      const made: BackportBranch = {
        ...{ to, clone, name: branch, commit, pushedTo: `${member}/cpython` },
      };
      await keepBackport(records, ref, made);
      const { pulls, issues } = gitHub();
      return openBackportPull({ pulls, issues, ask }, project, made, message);
    };
    beforeEach(async () => {
      const found = await prepareWorkspace(sandbox(), join(folder(), "public"), member);
      clones.set(folder(), found.clones[NAME] ?? "");
    });
    after(() => {
      for (const clone of clones.values()) rmSync(clone, { recursive: true, force: true });
    });

    it("are made, proven, pushed and opened once, as cherry_picker does", async () => {
      const commit = fix.merge?.sha ?? "";
      const outcome = await make("3.14", commit);
      assert.equal(outcome.at, "publish");
      const { landing: backport } = outcome;
      assert.ok(backport.proof !== undefined && isSameProof(backport.proof));
      assert.deepEqual(ask.plans, []);
      assert.equal((await states())[1], "3.14 made");
      sandbox().faults.add({ method: "POST", path: /\/pulls$/, cut: "after" });
      const opened = await publish("3.14", backport);
      assert.deepEqual([opened?.missingLabels, opened?.hasMoved], [[], false]);
      await publish("3.14", backport);
      const [pull, ...others] = pulls("3.14");
      assert.ok(pull);
      assert.deepEqual(
        [others, pull.title, [...pull.labels].sort(), pull.head.branch],
        [
          [],
          `[3.14] gh-${issue}: Bound it (GH-${fix.number})`,
          ["release-blocker", "type-security"],
          `backport-${commit.slice(0, 7)}-3.14`,
        ],
      );
      assert.match(pull.body ?? "", new RegExp(`^\\(cherry picked from commit ${commit}\\)`));
      assert.equal((await states())[1], "3.14 checks, lacks ");
    });

    it("conflict on old branches, and may be picked from a newer one's merged backport", async () => {
      const commit = fix.merge?.sha ?? "";
      const conflict = await make("3.12", commit);
      assert.ok(conflict.at === "conflict");
      assert.deepEqual(
        conflict.open.map(({ path }) => path),
        [`Lib/part${issue}.py`],
      );
      assert.equal((await states())[3], "3.12 making");
      // A release manager's own backport to 3.12, with other lines.
      const { state, clock, projectBots } = sandbox();
      await state.fork(NAME, releaseManager).catch(() => undefined);
      const head = { branch: `backport-${issue}`, author, date: clock.now() };
      await state.git.run(state.git.path(`${releaseManager}/cpython`), [
        ...["fetch", "--quiet", state.git.path(NAME), "+3.12:refs/heads/3.12"],
      ]);
      await state.commit(`${releaseManager}/cpython`, [
        {
          ...{
            ...head,
            from: "3.12",
            message: `[3.12] gh-${issue}: Bound it (GH-${fix.number})\n`,
          },
          files: { [`Lib/part${issue}.py`]: "eins\n2\ndrei\n" },
        },
      ]);
      const { number } = await state.openPull({
        ...{ repository: NAME, headRepository: `${releaseManager}/cpython` },
        ...{ branch: head.branch, base: "3.12", author: releaseManager },
        title: `[3.12] gh-${issue}: Bound it (GH-${fix.number})`,
      });
      await projectBots.catchUp();
      await projectBots.merge(number, releaseManager);
      const road = await read();
      const sources = pickSources({ record: {}, road }, await board(), "3.11");
      assert.deepEqual(
        sources.map(({ branch }) => branch),
        [undefined, "3.12"],
      );
      const chained = await make("3.11", sources[1]?.commit ?? "", "3.12");
      assert.equal(chained.at, "publish");
      const opened = await publish("3.11", chained.landing);
      assert.equal(
        opened?.pull.title,
        `[3.11] gh-${issue}: Bound it (GH-${number})`.replace(
          `(GH-${number})`,
          `(GH-${fix.number}) (GH-${number})`,
        ),
      );
    });
  });
});
