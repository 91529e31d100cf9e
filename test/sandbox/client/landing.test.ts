import assert from "node:assert/strict";
import { join } from "node:path";
import { Git } from "../../../src/git/git.ts";
import { gitCredential, type GitHub } from "../../../src/steps/gitHub.ts";
import {
  continueLanding,
  requireUnchanged,
  startLanding,
  type LandingOutcome,
  type LandingPlace,
  type LandingPorts,
} from "../../../src/steps/landing.ts";
import type { LandingQuestions, OwnNews } from "../../../src/steps/landingPorts.ts";
import { movedNews } from "../../../src/steps/publicTexts.ts";
import { ChangedPullRequestError } from "../../../src/steps/unlandable.ts";
import type { Landing, LandingNews } from "../../../src/ticket/landing.ts";
import type { PullRequest } from "../../../src/ticket/pullRequest.ts";
import { projectOf } from "../../../src/ticket/project.ts";
import type { Ticket } from "../../../src/ticket/ticket.ts";
import type { CommitPlan } from "../commits.ts";
import { fullNameOf } from "../model.ts";
import { bare } from "../scenarios/bare.ts";
import { cpythonSeed } from "../scenarios/community.ts";
import { people } from "../scenarios/people.ts";
import { git as runGit, useFolder, useSandbox } from "../testing.ts";
import { prepareWorkspace } from "../workspace.ts";
import { CPYTHON, gitHubOf } from "./person.ts";
import { MemoryRecords, secretsBy } from "./ports.ts";

const NAME = "python/cpython";
const ISSUE = 150_501;
const { member, reporter } = people;
const mel = { name: "Mel Ångström", email: "mel@example.org" };
const eva = { name: "Eva Expert", email: "eva@example.org" };
const MESSAGE = `gh-${ISSUE}: Bound the readers`;
const SECURITY = "Misc/NEWS.d/next/Security/";

const project = (() => {
  const found = projectOf(CPYTHON);
  assert.ok(found);
  return found;
})();

/** A landing by the product's own steps, with what GitHub and git answer over HTTP. */
describe("a landing over the network", function () {
  this.timeout(60_000);
  const sandbox = useSandbox(() => ({ scenario: bare({ [NAME]: cpythonSeed() }) }));
  const folder = useFolder();
  let fork: string;
  let gitHub: GitHub;
  let ticket: Ticket;
  let clone: string;
  let records: MemoryRecords;
  let asked: OwnNews[];

  beforeEach(async () => {
    const { state } = sandbox();
    const { ghsaId } = state.addAdvisory({
      ...{ repository: NAME, author: reporter, state: "draft", summary: "Readers without bound" },
      description: "A file of a few bytes is read into all memory that there is on the machine.",
      credits: [{ login: member, type: "coordinator" }],
    });
    fork = fullNameOf(await state.createPrivateFork(ghsaId));
    gitHub = gitHubOf(sandbox(), member);
    ticket = await gitHub.advisories.get({ repository: CPYTHON, ghsaId });
    records = new MemoryRecords();
    asked = [];
    const { clones } = await prepareWorkspace(sandbox(), join(folder(), "public"), member);
    clone = clones[NAME] ?? "";
  });

  const commit = (
    seed: Pick<CommitPlan, "message"> & Partial<CommitPlan>,
    repository = fork,
  ): Promise<readonly string[]> =>
    sandbox().state.commit(repository, [
      { branch: "advisory-fix-1", author: mel, date: sandbox().clock.now(), ...seed },
    ]);
  const open = async (): Promise<PullRequest> => {
    const { number } = await sandbox().state.openPull({
      ...{ repository: fork, branch: "advisory-fix-1", title: "Bound readers", author: member },
    });
    const pull = await gitHub.pulls.get(place().fork.name, number);
    assert.ok(pull);
    return pull;
  };
  const entry = {
    kind: "entry",
    path: `${SECURITY}2026-11-23-10-00-00.gh-issue-${ISSUE}.abcDEF.rst`,
    content: "Bound the readers.\n",
    replaces: [],
  } as const satisfies LandingNews;
  const ports = (questions: Partial<LandingQuestions> = {}): LandingPorts => {
    const credentials = [gitCredential(gitHub.site, sandbox().token(member))];
    return {
      git: new Git({ credentials: () => Promise.resolve(credentials) }),
      ...{ pulls: gitHub.pulls, records, secrets: secretsBy(gitHub, records) },
      ...{ storage: join(folder(), "storage"), clock: sandbox().clock },
      questions: {
        authorship: (kept, own) => Promise.resolve(kept ?? { author: own, coAuthors: [] }),
        news: (own) => {
          asked.push(...own);
          return Promise.resolve(entry);
        },
        accept: () => assert.fail("Nothing has to be accepted."),
        ...questions,
      },
    };
  };
  const place = (): LandingPlace & Required<Pick<LandingPlace, "fork">> => {
    const { privateFork } = ticket;
    assert.ok(privateFork);
    const upstream = gitHub.gitUrl(CPYTHON);
    const fork = { name: privateFork, address: gitHub.gitUrl(privateFork) };
    return { ticket, project, upstream, fork };
  };
  const start = (
    pullRequest: PullRequest,
    questions?: Partial<LandingQuestions>,
  ): Promise<LandingOutcome> =>
    startLanding(ports(questions), place(), {
      of: { kind: "main", pullRequest: pullRequest.number, head: pullRequest.head.sha },
      ...{ pullRequest, publicClone: clone, branch: `gh-${ISSUE}`, issue: ISSUE, message: MESSAGE },
    });
  const land = async (
    pullRequest: PullRequest,
    questions?: Partial<LandingQuestions>,
  ): Promise<Landing> => {
    const { at, landing } = await start(pullRequest, questions);
    assert.equal(at, "publish");
    return landing;
  };
  const show = (...args: readonly string[]): Promise<string> =>
    runGit(clone, ["-c", "core.quotePath=false", ...args]);
  const changed = (branch = `gh-${ISSUE}`): Promise<string> =>
    show("diff-tree", "-r", "--name-status", "--no-commit-id", branch);

  describe("whose private pull request has an entry of its own", () => {
    const own = "Misc/NEWS.d/next/Library/2026-11-01-10-00-00.gh-issue-1.aaaaaa.rst";
    const answer =
      (choose: (own: OwnNews) => LandingNews) =>
      (all: readonly OwnNews[]): Promise<LandingNews> => {
        const [first, ...others] = all;
        assert.ok(first);
        assert.deepEqual(others, []);
        return Promise.resolve(choose(first));
      };

    it("moves it to Security, its words as they are", async () => {
      await commit({
        message: "Fix",
        files: { "Lib/reader.py": "x = 1\n", [own]: "As it was.\n" },
      });
      const news = answer(({ path, content = "", isInPlace }) => {
        assert.deepEqual([path, content, isInPlace], [own, "As it was.\n", false]);
        const moved = movedNews(project, ISSUE, path, content, sandbox().clock.now());
        assert.ok(moved.valid);
        return { kind: "entry", ...moved.value, replaces: [path] };
      });
      const { commit: made = "" } = await land(await open(), { news });
      const [code, entry = ""] = (await changed(made)).split("\n");
      assert.equal(code, "A\tLib/reader.py");
      assert.match(entry, new RegExp(`^A\\t${SECURITY}.*\\.gh-issue-${ISSUE}\\.`));
      assert.equal(await show("show", `${made}:${entry.slice(2)}`), "As it was.");
    });

    it("keeps one that is in Security and named for the issue", async () => {
      const path = `${SECURITY}2026-11-01-10-00-00.gh-issue-${ISSUE}.aaaaaa.rst`;
      await commit({ message: "Fix", files: { "Lib/reader.py": "x = 1\n", [path]: "Kept.\n" } });
      const news = answer(() => ({ kind: "keep" }));
      const { commit: made = "" } = await land(await open(), { news });
      assert.equal(await changed(made), `A\tLib/reader.py\nA\t${path}`);
      assert.equal(await show("show", `${made}:${path}`), "Kept.");
    });

    it("puts another one in its place", async () => {
      await commit({ message: "Fix", files: { "Lib/reader.py": "x = 1\n", [own]: "No.\n" } });
      const news = answer(({ path }) => ({ ...entry, replaces: [path] }));
      const { commit: made = "" } = await land(await open(), { news });
      assert.equal(await changed(made), `A\tLib/reader.py\nA\t${entry.path}`);
    });
  });

  for (const [what, files] of [
    [
      "more than 300 files",
      Object.fromEntries(
        Array.from({ length: 301 }, (_, at) => [`Lib/many/f${at}.py`, `x = ${at}\n`]),
      ),
    ],
    ["more than 20 000 lines", { "Lib/long.py": "x = 1\n".repeat(20_001) }],
  ] as const) {
    it(`is made of the fetched head, which is named, where GitHub refuses a patch of ${what}`, async () => {
      await commit({ message: "Fix", files });
      const { route, commit: made = "" } = await land(await open());
      assert.deepEqual(route, { from: "head", because: "too-large" });
      const paths = (await changed(made)).split("\n");
      assert.equal(paths.length, Object.keys(files).length + 1);
    });
  }

  it("has nothing to do where the private branch comes to nothing", async () => {
    await commit({ message: "Fix", files: { "Lib/reader.py": "x = 1\n" } });
    await commit({ message: "Take it back", files: { "Lib/reader.py": null } });
    await assert.rejects(start(await open()), /There is no fix in .* it changes nothing\./);
    assert.equal((await records.read(ticket)).landing, undefined);
    assert.equal(await show("branch", "--list", "gh-*"), "");
  });

  it("has nothing to do where the same is public already", async () => {
    const files = { "Lib/public.py": "x = 1\n" };
    await commit({ message: "Fix", files });
    await commit({ message: "The same", files, branch: "main" }, NAME);
    await assert.rejects(start(await open()), /is in the project's main already/);
    assert.equal((await records.read(ticket)).landing, undefined);
  });

  it("stops where a file that it changes is not on main any more, and shows the choice", async () => {
    await commit({ message: "There", files: { "Lib/gone.py": "a = 1\n" }, branch: "main" }, NAME);
    await runGit(sandbox().repositoryPath(fork), [
      ...["fetch", "--quiet", sandbox().repositoryPath(NAME), "+main:main"],
    ]);
    await commit({ message: "Fix", from: "main", files: { "Lib/gone.py": "a = 2\n" } });
    await commit({ message: "Gone", files: { "Lib/gone.py": null }, branch: "main" }, NAME);
    const outcome = await start(await open());
    assert.ok(outcome.at === "conflict");
    assert.deepEqual(outcome.open, [{ path: "Lib/gone.py", hasMarkers: false }]);
  });

  it("names the private commits' authors as they are told to be, and lets the gate pass it", async () => {
    const trailer = "Co-authored-by: Ann Author Of Very Many Words <ann@example.org>";
    await commit({ message: `Fix\n\n${trailer}\n`, files: { "Lib/reader.py": "x = 1\n" } });
    const blank = "Co-authored-by: Bob Builder <bob at example.org>";
    await commit({
      message: `More\n\n${blank}\n`,
      author: eva,
      files: { "Lib/reader.py": "x = 2\n" },
    });
    const { commit: made = "" } = await land(await open());
    assert.equal(
      await show("show", "-s", "--format=%an <%ae>", made),
      `${mel.name} <${mel.email}>`,
    );
    assert.equal(
      await show("show", "-s", "--format=%B", made),
      [MESSAGE, "", trailer, `Co-authored-by: ${eva.name} <${eva.email}>`, blank].join("\n"),
    );
  });

  it("is held back where its title repeats a private commit's message", async () => {
    const words = "Stop at the first byte of a file that has no end at all";
    await commit({ message: `Fix\n\n${words}.\n`, files: { "Lib/reader.py": `# ${words}\n` } });
    await assert.rejects(start(await open()), /words of a private text in Lib\/reader\.py:1/);
  });

  it("goes no further once commits came after the approval, and is not pushed either", async () => {
    await commit({ message: "Fix", files: { "Lib/reader.py": "x = 1\n" } });
    const pull = await open();
    const stop = new Error("Stopped");
    await assert.rejects(start(pull, { news: () => Promise.reject(stop) }), stop);
    await commit({ message: "Another", files: { "Lib/reader.py": "x = 2\n" } });
    await assert.rejects(continueLanding(ports(), place(), "main"), ChangedPullRequestError);
    const { landing } = await records.read(ticket);
    assert.ok(landing);
    await assert.rejects(requireUnchanged(ports(), place(), landing.of), ChangedPullRequestError);
    assert.equal(await show("branch", "--list", "gh-*"), "");
  });
});
