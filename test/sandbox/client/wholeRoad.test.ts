import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { silentLog } from "../../../src/base/log.ts";
import { ReleaseCycle } from "../../../src/github/releaseCycle.ts";
import { advisoryAccess, creditsAccess } from "../../../src/steps/advisoryAccess.ts";
import { takeTicket } from "../../../src/steps/changeCoordinator.ts";
import { backportBoard, labelBackports, orderBackports } from "../../../src/steps/backports.ts";
import { changeState } from "../../../src/steps/changeState.ts";
import { clonePrivateFork } from "../../../src/steps/clonePrivateFork.ts";
import { draftEmail } from "../../../src/steps/emailDraft.ts";
import { startFixBranch } from "../../../src/steps/fixBranch.ts";
import { listFixBranches, lookAtFix } from "../../../src/steps/fixBranches.ts";
import { gatherSecrets } from "../../../src/steps/gatherSecrets.ts";
import { startLanding } from "../../../src/steps/landing.ts";
import { openPrivatePull } from "../../../src/steps/openPrivatePull.ts";
import { requirePlace } from "../../../src/steps/privatePlace.ts";
import { openIssue } from "../../../src/steps/publicIssue.ts";
import { openPublicPull, pullDocument, pullTextOf } from "../../../src/steps/publicPull.ts";
import { pushBranch } from "../../../src/steps/pushBranch.ts";
import { saveAdvisory } from "../../../src/steps/saveAdvisory.ts";
import { TicketBoard } from "../../../src/steps/ticketBoard.ts";
import { makeBlurb } from "../../../src/text/blurb.ts";
import { projectOf } from "../../../src/ticket/project.ts";
import type { StateChange } from "../../../src/ticket/stateChange.ts";
import type { Ticket, TicketRef } from "../../../src/ticket/ticket.ts";
import type { Pull } from "../model.ts";
import { bare } from "../scenarios/bare.ts";
import { cpythonSeed } from "../scenarios/community.ts";
import { people } from "../scenarios/people.ts";
import { clientOf, git as runGit, useFolder, useSandbox } from "../testing.ts";
import { prepareWorkspace } from "../workspace.ts";
import { CPYTHON, gitHubOf } from "./person.ts";
import { Answer, isListed, MemoryBoards, MemoryRecords } from "./ports.ts";
import { gitAt, roadOf } from "./road.ts";

const NAME = "python/cpython";
const VECTOR = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N";
const HOUR = 60 * 60 * 1000;
const DESCRIPTION =
  "`ftplib.FTP.login()` accepted line breaks. A program that passes on untrusted names could be " +
  "made to send further commands.";

/**
 * A ticket's whole road over real HTTP and git, by the product's own steps: after each, the next step
 * that the tree shows is the one that is done then. What other people do is done by the sandbox.
 */
describe("a ticket's whole road", () => {
  const sandbox = useSandbox(() => ({ scenario: bare({ [NAME]: cpythonSeed() }) }));
  const folder = useFolder();
  before(() => sandbox().projectBots.turn(true));

  for (const [who, login, direct] of [
    ["a member, by the bot", people.member, false],
    ["an admin, directly", people.admin, true],
  ] as const) {
    it(`is walked by ${who}`, async () => {
      const project = projectOf(CPYTHON);
      assert.ok(project);
      const { state, clock, projectBots } = sandbox();
      const gitHub = gitHubOf(sandbox(), login);
      const { advisories, repositories, issues, pulls } = gitHub;
      const records = new MemoryRecords();
      const ask = new Answer(true);
      const { ghsaId } = state.addAdvisory({
        ...{ repository: NAME, author: people.reporter, summary: "Line breaks in ftplib" },
        ...{ description: "Names go out as they are.", daysAgo: 1 },
      });
      const ref: TicketRef = { repository: CPYTHON, ghsaId };
      const cycle = new ReleaseCycle(globalThis.fetch, silentLog);
      const board = new TicketBoard({
        isListed,
        ...{ gitHub: () => gitHub, repositories: () => [CPYTHON], records, clock, log: silentLog },
        releases: (signal) =>
          cycle.read(`${sandbox().url}/release-cycle.json`, clock.now(), signal),
        kept: new MemoryBoards(),
      });
      const { facts, ticket, next } = roadOf(board, clock, ref);
      const change = async (what: StateChange): Promise<void> => {
        const rightsIn = repositories.rights.bind(repositories);
        const outcome = await changeState({ advisories, rightsIn, records, ask, clock }, ref, what);
        assert.equal(outcome.kind, direct ? "done" : "ordered");
      };
      const home = join(folder(), login);
      const git = gitAt(home, sandbox(), login);
      const secrets = (of: Ticket): ReturnType<typeof gatherSecrets> =>
        gatherSecrets({ gitHub, records, log: silentLog, paths: [home] }, of);

      // Intake and determination.
      assert.match(await next(), /^Take it/);
      const credits = { credits: creditsAccess(gitHub), ask, pause: () => Promise.resolve() };
      await takeTicket(credits, ref, login);
      assert.equal(await next(), "Accept or close it");
      await change("accept");
      if (!direct) assert.match(await next(), /^Waiting for the bot to act on \[ACCEPT\]/);
      clock.advance(HOUR);
      assert.equal(await next(), "Score with CVSS v4");

      // The advisory's texts.
      const advisory = advisoryAccess(gitHub);
      const title = "Command injection through line breaks in ftplib.FTP.login()";
      await saveAdvisory({ advisory, ask }, ref, await advisory.read(ref), {
        ...{ title, vector: VECTOR, description: DESCRIPTION },
      });

      // The private side: the fork becomes readable after a while.
      const fork = (await ticket()).privateFork;
      assert.ok(fork !== null);
      state.mustHave(`${fork.owner}/${fork.repo}`).pending = { rest: 0, git: 0 };
      assert.equal(await next(), "Clone the private fork");
      const { clones } = await prepareWorkspace(sandbox(), join(folder(), "public"), login);
      const publicClone = clones[NAME] ?? "";
      await clonePrivateFork(
        { git, records },
        {
          ...{ ticket: ref, branch: "main", target: join(folder(), "private", fork.repo) },
          ...{ fork: gitHub.gitUrl(fork), upstream: gitHub.gitUrl(CPYTHON), publicClone },
        },
      );
      assert.equal(await next(), "Push the fix and open a private pull request");
      const place = await requirePlace(records, ref);
      const fix = { place, mainBranch: "main", used: [], checkOut: true };
      const fixBranch = await startFixBranch({ git }, fix);
      const fixed = `"""Speak FTP."""\n\nrefuse_line_breaks = "${who}"\n`;
      writeFileSync(join(place.path, "Lib", "ftplib.py"), fixed);
      await runGit(place.path, ["add", "."]);
      await runGit(place.path, [
        ...["-c", `user.name=${login}`, "-c", `user.email=${login}@example.org`],
        ...["commit", "--quiet", "--message", "Refuse line breaks"],
      ]);
      const branch = (await listFixBranches({ git }, place)).find(({ name }) => name === fixBranch);
      assert.ok(branch);
      const opened = await openPrivatePull(
        { git, pulls, ask },
        {
          ...{ place, fork, mainBranch: "main", text: { title: "Refuse line breaks", body: "" } },
          change: await lookAtFix({ git }, place, "main", branch),
        },
      );
      assert.ok(opened?.kind === "opened");
      assert.match(await next(), /^Waiting for a review of private #1/);
      const privatePull = state.mustHave(`${fork.owner}/${fork.repo}`).threads.get(1);
      assert.ok(privatePull?.kind === "pull");
      privatePull.reviews.push({
        ...{ id: state.newId(), author: people.second, state: "APPROVED", body: "" },
        ...{ commit: privatePull.head.sha, submittedAt: clock.now() },
      });

      // Going public: the issue, the commit, the push, each through the gate.
      assert.equal(await next(), "Open the public issue");
      const issue = await openIssue(
        { issues, records, ask, clock, login, secrets },
        await ticket(),
        project,
        { kind: "security", text: "# Refuse line breaks in ftplib\n\nThey should be refused.\n" },
      );
      assert.ok(issue);
      const { number } = issue.issue;
      const thread = state.mustHave(NAME).threads.get(number);
      if (thread?.labels.includes("type-security") !== true) thread?.labels.push("type-security");
      assert.equal(await next(), "Apply the patch to a public branch");
      const body = "Reject line breaks in :meth:`ftplib.FTP.login`.";
      const blurb = makeBlurb({ issue: number, section: "Security", body, now: clock.now() });
      assert.ok(blurb.valid);
      const message = `gh-${number}: Reject line breaks in ftplib`;
      const no = (): Promise<never> => assert.fail("Nothing has to be accepted.");
      const { at, landing } = await startLanding(
        {
          ...{ git, pulls, records, secrets, clock, storage: join(folder(), "storage") },
          questions: {
            authorship: (kept, own) => Promise.resolve(kept ?? { author: own, coAuthors: [] }),
            news: () => Promise.resolve({ kind: "entry", ...blurb.value, replaces: [] }),
            accept: no,
          },
        },
        {
          ...{ ticket: await ticket(), project, upstream: gitHub.gitUrl(CPYTHON) },
          fork: { name: fork, address: gitHub.gitUrl(fork) },
        },
        {
          of: { kind: "main", pullRequest: opened.pull.number, head: opened.pull.head.sha },
          ...{ pullRequest: opened.pull, publicClone, branch: `gh-${number}`, message },
          issue: number,
        },
      );
      assert.equal(at, "publish");
      const { branch: name, commit = "" } = landing;
      assert.equal(await next(), `Push gh-${number}`);
      const memberFork = { owner: login, repo: "cpython" };
      if (state.repository(`${login}/cpython`) === undefined) await state.fork(NAME, login);
      const pushed = await pushBranch(
        { git, ask, records, secrets },
        {
          ...{
            ticket: await ticket(),
            publicClone,
            branch: name,
            commit,
          },
          ...{ upstream: gitHub.gitUrl(CPYTHON), mainBranch: "main" },
          memberFork: { name: memberFork, address: gitHub.gitUrl(memberFork) },
          forbidden: [gitHub.gitUrl(fork)],
        },
      );
      assert.equal(pushed, "pushed");
      assert.equal(await next(), `Open the public pull request from gh-${number}`);

      // In public: pull request and label, checks, a core developer's merge.
      const publicPull = await openPublicPull(
        { pulls, issues, records, secrets, ask },
        await ticket(),
        project,
        pullDocument(pullTextOf(project, number, message)),
      );
      assert.ok(publicPull);
      const wake = (): Promise<unknown> =>
        clientOf(sandbox()).rest.repos.get({ owner: "python", repo: "cpython" });
      clock.advance(HOUR);
      await wake();
      assert.match(await next(), /^Waiting for a core developer to review #\d+ and merge/);
      await projectBots.merge(publicPull.pull.number, people.releaseManager);

      // The advisory goes out.
      assert.equal(await next(), "Send the advisory e-mail");
      const email = draftEmail(project, await facts());
      assert.deepEqual(email.troubles, []);
      assert.deepEqual(email.check(email.document), []);
      await records.update(ref, { emailSentAt: clock.now() });

      // The backports: ordered from the bot, labelled, merged; one branch never had the mistake.
      assert.match(await next(), /^Backport the fix to 3\.15/);
      const branches = ["3.15", "3.14", "3.13", "3.12", "3.11"];
      const ports = { issues, ask };
      assert.deepEqual(await orderBackports(ports, project, publicPull.pull.number, branches), []);
      await wake();
      clock.advance(HOUR);
      await wake();
      const backports = (): readonly Pull[] =>
        [...state.mustHave(NAME).threads.values()].filter(
          (each): each is Pull =>
            each.kind === "pull" &&
            each.base.branch !== "main" &&
            each.title.includes(`gh-${number}`),
        );
      const made = backports();
      assert.ok(made.length > 0);
      assert.match(await next(), /^Label #\d+ /);
      const lines = backportBoard(await facts(), project, clock.now());
      assert.deepEqual(await labelBackports(ports, project, lines), []);
      clock.advance(HOUR);
      await wake();
      for (const backport of made) await projectBots.merge(backport.number, people.releaseManager);
      const left = branches.filter((name) => !made.some(({ base }) => base.branch === name));
      await records.update(ref, { unaffectedBranches: left });
      assert.match(await next(), /^Close/);
      await change("completed");
      clock.advance(HOUR);
      assert.match(await next(), /^Nothing/);
      assert.deepEqual([(await ticket()).state, (await ticket()).title], ["closed", title]);
    }).timeout(120_000);
  }
});
