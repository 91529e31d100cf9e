import assert from "node:assert/strict";
import { join } from "node:path";
import { silentLog } from "../../../src/base/log.ts";
import { draftEmail } from "../../../src/steps/emailDraft.ts";
import { gatherSecrets } from "../../../src/steps/gatherSecrets.ts";
import { startLanding } from "../../../src/steps/landing.ts";
import { openIssue } from "../../../src/steps/publicIssue.ts";
import { openPublicPull, pullDocument, pullTextOf } from "../../../src/steps/publicPull.ts";
import { commitTitle, makeNews } from "../../../src/steps/publicTexts.ts";
import { pushBranch } from "../../../src/steps/pushBranch.ts";
import { TicketBoard } from "../../../src/steps/ticketBoard.ts";
import { checklist, itemOf } from "../../../src/ticket/checklist.ts";
import { projectOf } from "../../../src/ticket/project.ts";
import { builtInBranches } from "../../../src/ticket/releaseBranches.ts";
import type { Ticket, TicketRef } from "../../../src/ticket/ticket.ts";
import { mergePull } from "../project/merge.ts";
import { community } from "../scenarios/community.ts";
import { people } from "../scenarios/people.ts";
import { git as runGit, useFolder, useSandbox } from "../testing.ts";
import { prepareWorkspace } from "../workspace.ts";
import { gitHubOf, PIP } from "./person.ts";
import { Answer, isListed, MemoryBoards, MemoryRecords } from "./ports.ts";
import { gitAt, roadOf } from "./road.ts";

const NAME = "pypa/pip";
const { member, second } = people;

/**
 * From an approved private pull request of pip's to the e-mail that goes out with its release, over
 * real HTTP and git, by the product's own steps: what differs from CPython's road.
 */
describe("a pip ticket's way into public", () => {
  const sandbox = useSandbox(() => ({ scenario: community() }));
  const folder = useFolder();

  it("has an issue, a news fragment and a pull request of pip's kind, and no backports", async () => {
    const project = projectOf(PIP);
    assert.ok(project);
    const { state, clock } = sandbox();
    const gitHub = gitHubOf(sandbox(), member);
    const { issues, pulls } = gitHub;
    const records = new MemoryRecords();
    const ask = new Answer(true);
    const ref: TicketRef = { repository: PIP, ghsaId: "GHSA-x567-8q9r-2v3w" };
    const board = new TicketBoard({
      isListed,
      ...{ gitHub: () => gitHub, repositories: () => [PIP], records, clock, log: silentLog },
      releases: () => Promise.resolve(builtInBranches),
      kept: new MemoryBoards(),
    });
    const { facts, ticket, next } = roadOf(board, clock, ref);
    const home = join(folder(), "home");
    const git = gitAt(home, sandbox(), member, "Mel Ångström");
    const secrets = (of: Ticket): ReturnType<typeof gatherSecrets> =>
      gatherSecrets({ gitHub, records, log: silentLog, paths: [home] }, of);
    const { clones } = await prepareWorkspace(sandbox(), join(folder(), "public"), member);
    const publicClone = clones[NAME] ?? "";
    const fork = (await ticket()).privateFork;
    assert.ok(fork !== null);

    // The issue has pip's own label.
    assert.equal(await next(), "Open the public issue");
    const opened = await openIssue(
      { issues, records, ask, clock, login: member, secrets },
      await ticket(),
      project,
      { kind: "security", text: "# Check where members go\n\nThey should stay inside.\n" },
    );
    const number = opened?.issue.number ?? 0;
    assert.equal(
      ask.plans.at(-1)?.writes[0]?.target,
      "A new issue of pypa/pip, labelled type: security",
    );
    const thread = state.mustHave(NAME).threads.get(number);
    assert.ok(thread);
    // Who may not label there is told what to ask for.
    assert.deepEqual([opened?.missingLabels, thread.labels], [["type: security"], []]);
    assert.equal(await next(), `Label gh-${number} type: security`);
    thread.labels.push("type: security");

    // One commit with a fragment that is named for the issue.
    assert.equal(await next(), "Apply the patch to a public branch");
    const [pull] = await pulls.list(fork);
    assert.ok(pull);
    const now = clock.now();
    const message = commitTitle(project, number, "Keep unpacked members inside the target");
    const news = makeNews(
      project,
      number,
      "Refuse members of archives that leave the target.",
      now,
    );
    assert.ok(message.valid && news.valid);
    const { at, landing } = await startLanding(
      {
        ...{ git, pulls, records, secrets, clock, storage: join(folder(), "storage") },
        questions: {
          authorship: (kept, own) => Promise.resolve(kept ?? { author: own, coAuthors: [] }),
          news: () => Promise.resolve({ kind: "entry", ...news.value, replaces: [] }),
          accept: (): Promise<never> => assert.fail("Nothing has to be accepted."),
        },
      },
      {
        ...{ ticket: await ticket(), project, upstream: gitHub.gitUrl(PIP) },
        fork: { name: fork, address: gitHub.gitUrl(fork) },
      },
      {
        of: { kind: "main", pullRequest: pull.number, head: pull.head.sha },
        ...{ pullRequest: pull, publicClone, branch: `gh-${number}`, message: message.value },
        issue: number,
      },
    );
    assert.equal(at, "publish");
    const { branch, commit = "" } = landing;
    const show = (...args: readonly string[]): Promise<string> => runGit(publicClone, [...args]);
    assert.deepEqual((await show("diff", "--name-only", `${commit}~1`, commit)).split("\n"), [
      `news/${number}.bugfix.rst`,
      "src/pip/_internal/utils/unpacking.py",
    ]);
    const fragment = `${commit}:news/${number}.bugfix.rst`;
    const words = "Refuse members of archives that leave the target.";
    assert.equal(await show("show", fragment), words);
    assert.equal(await show("cat-file", "-s", fragment), String(`${words}\n`.length));
    assert.equal(await show("log", "-1", "--format=%B", commit), message.value);

    // To the member's fork, and from there into pip's main branch.
    const memberFork = { owner: member, repo: "pip" };
    assert.equal(
      await pushBranch(
        { git, ask, records, secrets },
        {
          ...{ ticket: await ticket(), publicClone, branch, commit },
          ...{ upstream: gitHub.gitUrl(PIP), mainBranch: "main" },
          memberFork: { name: memberFork, address: gitHub.gitUrl(memberFork) },
          forbidden: [gitHub.gitUrl(fork)],
        },
      ),
      "pushed",
    );
    assert.equal(await next(), `Open the public pull request from gh-${number}`);
    const document = pullDocument(pullTextOf(project, number, message.value));
    const publicPull = await openPublicPull(
      { pulls, issues, records, secrets, ask },
      await ticket(),
      project,
      document,
    );
    assert.ok(publicPull);
    const made = state.mustHave(NAME).threads.get(publicPull.pull.number);
    assert.ok(made?.kind === "pull");
    assert.deepEqual(
      [made.title, made.body, publicPull.hasNews, publicPull.missingLabels],
      [message.value, `Closes #${number}.\n`, true, ["type: security"]],
    );
    assert.equal(await next(), `Label #${made.number} type: security`);
    made.labels = ["type: security"];

    // It is merged once its checks have passed.
    assert.equal(await next(), `Waiting for the checks of #${made.number}`);
    const passed = { name: "tests / 3.14", outcome: "success" } as const;
    state.addCheck(NAME, { kind: "run", commit: made.head.sha, ...passed });
    assert.match(
      await next(),
      /^Waiting for a core developer to review #\d+ and merge it into main/,
    );
    await mergePull(state, state.mustHave(NAME), made.number, second);

    // There are no backports, and the advisory waits for the release.
    const merged = await facts();
    const list = checklist(merged, clock.now());
    assert.deepEqual(itemOf(list, "backports")?.state, { kind: "not-needed" });
    assert.ok(!list.items.some(({ id }) => id.startsWith("backport ")));
    assert.equal(itemOf(list, "email")?.words, "Waiting for pip's release, with which it goes out");
    const early = draftEmail(project, merged).troubles.map(({ code }) => code);
    assert.ok(early.includes("not-released"), early.join());
    await records.update(ref, { fixRelease: "26.4" });
    const due = await facts();
    assert.ok(!draftEmail(project, due).troubles.some(({ code }) => code === "not-released"));
    assert.match(draftEmail(project, due).document, new RegExp(`/pypa/pip/pull/${made.number}`));
    assert.equal(itemOf(checklist(due, clock.now()), "email")?.words, "Send the advisory e-mail");
  }).timeout(60_000);
});
