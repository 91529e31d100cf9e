import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HumanError } from "../../../src/base/errors.ts";
import { silentLog } from "../../../src/base/log.ts";
import { Git } from "../../../src/git/git.ts";
import type { MarkedClone } from "../../../src/steps/cloneMark.ts";
import { clonePrivateFork } from "../../../src/steps/clonePrivateFork.ts";
import { editPrivatePull } from "../../../src/steps/editPrivatePull.ts";
import { startFixBranch } from "../../../src/steps/fixBranch.ts";
import { listFixBranches, lookAtFix, type FixChange } from "../../../src/steps/fixBranches.ts";
import { gitCredential, type GitHub } from "../../../src/steps/gitHub.ts";
import {
  openPrivatePull,
  pullOfBranch,
  type PrivatePullOutcome,
} from "../../../src/steps/openPrivatePull.ts";
import { requirePlace } from "../../../src/steps/privatePlace.ts";
import { publishChecks } from "../../../src/steps/publishChecks.ts";
import { PullFits } from "../../../src/steps/pullFits.ts";
import { TicketBoard } from "../../../src/steps/ticketBoard.ts";
import type { LocalCheck } from "../../../src/ticket/localCheck.ts";
import { fitWords } from "../../../src/ticket/pullFit.ts";
import type { PullText } from "../../../src/ticket/pullRequest.ts";
import { builtInBranches } from "../../../src/ticket/releaseBranches.ts";
import { fullName, type RepositoryName } from "../../../src/ticket/repositoryName.ts";
import { ticketKey, type TicketRef } from "../../../src/ticket/ticket.ts";
import { myTicketRows } from "../../../src/tree/rows.ts";
import type { Row } from "../../../src/tree/row.ts";
import { people } from "../scenarios/people.ts";
import { git as runGit, useFolder, useSandbox } from "../testing.ts";
import { CPYTHON, gitHubOf, requestsOf } from "./person.ts";
import { Answer, isListed, MemoryBoards, MemoryRecords } from "./ports.ts";

const TEXT: PullText = { title: "Refuse it", body: "All of it.\n" };

describe("a private pull request", () => {
  const sandbox = useSandbox();
  const folder = useFolder();
  let ref: TicketRef;
  let fork: RepositoryName;
  let records: MemoryRecords;
  /** Who works: invited to this one ticket, and to nothing else. */
  let login: string;
  let gitHub: GitHub;
  let git: Git;
  let place: MarkedClone;
  beforeEach(async () => {
    login = people.expert;
    for (const advisory of sandbox().state.advisories) advisory.collaborators = [];
    const { ghsaId } = sandbox().state.addAdvisory({
      ...{ repository: "python/cpython", author: people.reporter, state: "draft" },
      ...{ summary: "Overflow in spam", collaborators: [login] },
      credits: [{ login: people.member, type: "coordinator" }],
    });
    ref = { repository: CPYTHON, ghsaId };
    const made = await sandbox().state.createPrivateFork(ghsaId, { at: "main~1" });
    fork = { owner: "python", repo: made.name };
    records = new MemoryRecords();
    await work();
  });

  /** Signs in and clones. */
  const work = async (): Promise<void> => {
    gitHub = gitHubOf(sandbox(), login);
    const token = sandbox().token(login);
    const home = join(folder(), `home-${login}`);
    mkdirSync(home, { recursive: true });
    writeFileSync(
      join(home, ".gitconfig"),
      `[user]\n\tname = ${login}\n\temail = ${login}@example.org\n`,
    );
    git = new Git({
      credentials: () => Promise.resolve([gitCredential(gitHub.site, token)]),
      environment: { PATH: process.env["PATH"], HOME: home, GIT_CONFIG_NOSYSTEM: "1" },
    });
    await clonePrivateFork(
      { git, records },
      {
        ...{ ticket: ref, branch: "main", target: join(folder(), login, fork.repo) },
        ...{ fork: gitHub.gitUrl(fork), upstream: gitHub.gitUrl(CPYTHON) },
      },
    );
    place = await requirePlace(records, ref);
  };
  const start = (): Promise<string> =>
    startFixBranch({ git }, { place, mainBranch: "main", used: [], checkOut: true });
  let commits = 0;
  const commit = async (message: string): Promise<void> => {
    commits += 1;
    writeFileSync(join(place.path, `fix-${commits}.txt`), `${message}\n`);
    await runGit(place.path, ["add", "."]);
    await runGit(place.path, ["commit", "--quiet", "--message", message]);
  };
  const look = async (wanted: string): Promise<FixChange> => {
    const branch = (await listFixBranches({ git }, place)).find(({ name }) => name === wanted);
    assert.ok(branch);
    return lookAtFix({ git }, place, "main", branch);
  };
  const open = async (
    branch: string,
    ask = new Answer(true),
    change?: FixChange,
  ): Promise<PrivatePullOutcome | undefined> =>
    openPrivatePull(
      { git, pulls: gitHub.pulls, ask },
      ...[{ place, fork, mainBranch: "main", change: change ?? (await look(branch)), text: TEXT }],
    );
  const pulls = () =>
    [...sandbox().state.mustHave(fullName(fork)).threads.values()].filter(
      ({ kind }) => kind === "pull",
    );
  const publicRefs = (): Promise<ReadonlyMap<string, string>> =>
    sandbox().state.git.refs("python/cpython");

  it("is made by who is invited to this one ticket: branch, push and pull request on one yes", async () => {
    const before = await publicRefs();
    const branch = await start();
    await commit("Refuse it");
    await commit("Test it");
    const ask = new Answer(true);
    const outcome = await open(branch, ask);
    assert.deepEqual([outcome?.kind, outcome?.pushed], ["opened", 2]);
    const [pull] = pulls();
    assert.deepEqual(
      [pull?.title, pull?.body, pull?.author, pull?.number],
      [TEXT.title, TEXT.body, login, outcome?.pull.number],
    );
    assert.equal(ask.plans.length, 1);
    const plan = ask.plans[0];
    assert.ok(plan);
    assert.equal(plan.title, "Push advisory-fix-1 and open this private pull request?");
    assert.deepEqual(
      plan.writes.map(({ target, audience }) => [target, audience]),
      [
        [
          `a new pull request of ${fullName(fork)}, from advisory-fix-1 to main, with 2 commits`,
          "TEAM",
        ],
        [`branch advisory-fix-1 of ${fullName(fork)}, which is new`, "TEAM"],
      ],
    );
    assert.match(plan.writes[1]?.text ?? "", /Refuse it \(Mel\)\n[0-9a-f]{10} Test it/);
    assert.deepEqual(await publicRefs(), before);
  });

  it("is not pushed and not opened without a yes", async () => {
    const branch = await start();
    await commit("Refuse it");
    assert.equal(await open(branch, new Answer(false)), undefined);
    assert.deepEqual(pulls(), []);
    const refs = await sandbox().state.git.branches(fullName(fork));
    assert.equal(refs.has(branch), false);
  });

  it("is found and not opened again; new commits are pushed to it on a yes", async () => {
    const branch = await start();
    await commit("Refuse it");
    await open(branch);
    const ask = new Answer(true);
    const requests = await requestsOf(sandbox(), async () => {
      const again = await open(branch, ask);
      assert.deepEqual([again?.kind, again?.pushed], ["there", 0]);
    });
    assert.ok(
      requests.every(({ method, path }) => method === "GET" || path.endsWith("upload-pack")),
    );
    assert.equal(ask.plans.length, 0);
    await commit("More");
    const grown = await open(branch, ask);
    assert.deepEqual([grown?.kind, grown?.pushed, pulls().length], ["there", 1, 1]);
    assert.equal(ask.plans[0]?.title, "Push 1 commit to advisory-fix-1?");
  });

  it("is opened once when the answer is lost, before or after it was", async () => {
    const branch = await start();
    await commit("Refuse it");
    const path = new RegExp(`${fork.repo}/pulls$`);
    sandbox().faults.add({ method: "POST", path, cut: "after" });
    const outcome = await open(branch);
    assert.deepEqual([outcome?.kind, pulls().length], ["opened", 1]);

    const second = await start();
    await commit("Another");
    sandbox().faults.add({ method: "POST", path, cut: "before" });
    await assert.rejects(open(second), /nobody knows whether the private pull request was opened/);
    assert.equal(pulls().length, 1);
    const again = await open(second);
    assert.deepEqual([again?.kind, again?.pushed, pulls().length], ["opened", 0, 2]);

    const third = await start();
    await commit("A third");
    sandbox().faults.add({ method: "POST", path, malformed: true });
    assert.equal((await open(third))?.kind, "opened");
    assert.equal(pulls().length, 3);
  });

  it("is found where another window has opened it while the question stood", async () => {
    const branch = await start();
    await commit("Refuse it");
    await runGit(place.path, ["push", "--quiet"], { token: sandbox().token(login) });
    const ask = new Answer(true);
    let other: Promise<unknown> | undefined;
    ask.meanwhile = () => {
      other = sandbox().state.openPull({
        ...{ repository: fullName(fork), branch, title: "Theirs", author: people.member },
      });
    };
    const outcome = await open(branch, ask);
    await other;
    assert.deepEqual([outcome?.kind, outcome?.pull.title, pulls().length], ["there", "Theirs", 1]);
  });

  it("says what to do when GitHub refuses", async () => {
    const branch = await start();
    await commit("Refuse it");
    const path = new RegExp(`${fork.repo}/pulls$`);
    for (const status of [403, 404, 422] as const) {
      const body = { message: "No", documentation_url: "https://docs.github.com", errors: [] };
      sandbox().faults.add({ method: "POST", path, status, body });
      await assert.rejects(open(branch), (error) => {
        assert.ok(error instanceof HumanError);
        assert.match(
          error.next,
          /^advisory-fix-1 is in the fork, and no pull request was opened\./,
        );
        return true;
      });
    }
    assert.deepEqual(pulls(), []);
  });

  it("is not pushed over what somebody has pushed meanwhile", async () => {
    const branch = await start();
    await commit("Refuse it");
    const change = await look(branch);
    await sandbox().state.commit(fullName(fork), [
      {
        ...{ branch, from: "main", message: "Theirs\n", date: sandbox().clock.now() },
        author: { name: "Mel", email: "mel@example.org" },
      },
    ]);
    const theirs = (await sandbox().state.git.branches(fullName(fork))).get(branch);
    await assert.rejects(
      open(branch, new Answer(true), change),
      /somebody has pushed to it meanwhile/,
    );
    const now = (await sandbox().state.git.branches(fullName(fork))).get(branch);
    assert.equal(now, theirs);
    assert.deepEqual(pulls(), []);
  });

  it("is pushed through the lock, which is put right first", async () => {
    const branch = await start();
    await commit("Refuse it");
    const upstream = gitHub.gitUrl(CPYTHON);
    await runGit(place.path, ["remote", "set-url", "--push", "origin", upstream]);
    await runGit(place.path, ["config", "core.hooksPath", "/nowhere"]);
    const before = await publicRefs();
    assert.equal((await open(branch))?.kind, "opened");
    assert.deepEqual(await publicRefs(), before);
    // What stands before every repository can't be put right there, so nothing is pushed.
    const next = await start();
    await commit("Another");
    await runGit(place.path, ["config", `url.${upstream}.insteadOf`, place.fork]);
    await assert.rejects(open(next), /could go to another place than its fork|was not found/);
    assert.deepEqual(await publicRefs(), before);
  });

  it("says so when who was invited is no longer", async () => {
    const branch = await start();
    await commit("Refuse it");
    const change = await look(branch);
    const advisory = sandbox().state.advisory(ref.ghsaId);
    assert.ok(advisory);
    advisory.collaborators = [];
    await assert.rejects(open(branch, new Answer(true), change), HumanError);
    assert.deepEqual(pulls(), []);
  });

  it("has its text changed on a yes, unless somebody else has changed it", async () => {
    const branch = await start();
    await commit("Refuse it");
    const number = (await open(branch))?.pull.number ?? 0;
    const before = await gitHub.pulls.text(fork, number);
    assert.deepEqual(before, TEXT);
    const after = { title: "Refuse all of it", body: "Every bit.\n" };
    const edit = (given: PullText, wanted: PullText, yes = true): Promise<unknown> =>
      editPrivatePull(
        { pulls: gitHub.pulls, ask: new Answer(yes) },
        { fork, number, before: given, after: wanted },
      );
    assert.equal(await edit(before, before), "same");
    assert.equal(await edit(before, after, false), undefined);
    assert.equal(await edit(before, after), "changed");
    assert.deepEqual(await gitHub.pulls.text(fork, number), after);
    await assert.rejects(edit(before, { ...after, title: "Mine" }), /Somebody else has changed/);
    const path = new RegExp(`${fork.repo}/pulls/${number}$`);
    sandbox().faults.add({ method: "PATCH", path, cut: "after" });
    assert.equal(await edit(after, { ...after, title: "Once more" }), "changed");
    assert.equal((await gitHub.pulls.text(fork, number)).title, "Once more");
  });

  it("has the results of checks in its body on a yes, in the place of earlier ones", async () => {
    const branch = await start();
    await commit("Refuse it");
    const number = (await open(branch))?.pull.number ?? 0;
    const publish = (ask = new Answer(true)): Promise<unknown> =>
      publishChecks({ pulls: gitHub.pulls, ask, records }, { ticket: ref, fork, number });
    const body = async (): Promise<string> => (await gitHub.pulls.text(fork, number)).body;
    await assert.rejects(publish(), /was not built and tested here/);
    const sha = "0123456789".repeat(4);
    const about = { pullRequest: number, head: sha, base: sha, at: sandbox().clock.now() } as const;
    const check = (name: string, outcome: LocalCheck["outcome"], count = 0): LocalCheck => ({
      ...{ ...about, branch: name, outcome, count },
      ...(outcome === "running" && { pid: process.pid }),
    });
    const remember = (...checks: readonly LocalCheck[]): Promise<void> =>
      records.update(ref, { checks });
    await remember(check("main", "running"));
    await assert.rejects(publish(), /was not built and tested here/);
    const others = { ...check("3.14", "passed"), pullRequest: number + 1 };
    await remember(check("main", "passed", 2), check("3.13", "running"), others);
    const no = new Answer(false);
    assert.equal(await publish(no), undefined);
    assert.deepEqual(await body(), TEXT.body);
    assert.match(no.plans[0]?.writes[0]?.text ?? "", /\| main \| passed \(2 test files\) \|/);
    // Each write reaches GitHub once, also when its answer is lost.
    const path = new RegExp(`${fork.repo}/pulls/${number}$`);
    sandbox().faults.add({ method: "PATCH", path, cut: "after" });
    assert.equal(await publish(), "changed");
    assert.match(
      await body(),
      /^All of it\.\n\n<!-- psrt-local-checks -->\nBuilt and tested by hand/,
    );
    assert.ok(!/3\.1\d/.test(await body()));
    assert.equal(await publish(), "same");
    // Whoever writes around the table keeps that.
    await gitHub.pulls.edit(fork, number, { body: `First.\n\n${await body()}\nLast.\n` });
    await remember(check("main", "failed-test", 2));
    assert.equal(await publish(), "changed");
    assert.match(await body(), /^First\.\n\nAll of it\.\n[^]*\| failed at test \|[^]*\nLast\.\n?$/);
    assert.equal((await body()).split("psrt-local-checks").length, 3);
    const written = sandbox().requests.filter(
      (request) => request.method === "PATCH" && path.test(request.path),
    );
    assert.equal(written.length, 3);
  });

  it("stands under the ticket that its maker helps with, with review, commits and how it fits", async () => {
    const board = new TicketBoard({
      isListed,
      ...{ gitHub: () => gitHub, repositories: () => [CPYTHON], records, log: silentLog },
      ...{ clock: sandbox().clock, kept: new MemoryBoards() },
      releases: () => Promise.resolve(builtInBranches),
    });
    await board.refresh();
    const seen = (board.board?.readings ?? []).flatMap(({ tickets = [] }) => tickets);
    assert.deepEqual(
      seen.filter(({ state }) => state !== "published").map(({ ghsaId }) => ghsaId),
      [ref.ghsaId],
    );
    const branch = await start();
    await commit("Refuse it");
    await open(branch);
    await board.roadChanged(ref);
    const fits = new PullFits({ git: () => git, board, log: silentLog });
    assert.deepEqual((await fits.check(ref, {})).map(fitWords), ["applies cleanly"]);
    assert.ok(board.board);
    const rows = myTicketRows(board.board, sandbox().clock.now());
    const find = (all: readonly Row[], id: string): Row | undefined => {
      for (const row of all) {
        const found = row.id.startsWith(id) ? row : find(row.children, id);
        if (found !== undefined) return found;
      }
      return undefined;
    };
    assert.equal(find(rows, `ticket ${ticketKey(ref)}`)?.id, `ticket ${ticketKey(ref)}`);
    const row = find(rows, "private pull 1 ");
    assert.equal(row?.description, "not reviewed · 1 commit · applies cleanly");
    assert.equal(find(rows, "item private-review")?.label, "Private pull request");
    const there = await pullOfBranch({ pulls: gitHub.pulls }, fork, branch, "main");
    assert.equal(there?.number, 1);
  });

  it("is made by a member and by an admin as well", async () => {
    for (const each of [people.second, people.admin]) {
      login = each;
      records = new MemoryRecords();
      await work();
      const branch = await start();
      await commit(`By ${each}`);
      assert.equal((await open(branch))?.kind, "opened");
    }
    assert.deepEqual(
      pulls().map(({ author }) => author),
      [people.second, people.admin],
    );
  });
});
