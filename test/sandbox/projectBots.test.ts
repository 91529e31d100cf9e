import assert from "node:assert/strict";
import type { Issue, Pull } from "./model.ts";
import { bare } from "./scenarios/bare.ts";
import { cpythonSeed } from "./scenarios/community.ts";
import { people } from "./scenarios/people.ts";
import { clientOf, useSandbox } from "./testing.ts";

const NAME = "python/cpython";
const author = { name: "Mel Ångström", email: "mel@example.org" };
const NEWS = "Misc/NEWS.d/next/Security/2026-11-23-09-00-00.gh-issue-140400.abcdef.rst";
const MINUTE = 60_000;

describe("the bots and checks of python/cpython", () => {
  const sandbox = useSandbox(() => ({ scenario: bare({ [NAME]: cpythonSeed() }) }));
  let count = 0;
  before(() => sandbox().projectBots.turn(true));

  const wake = async (): Promise<void> => {
    await clientOf(sandbox()).rest.repos.get({ owner: "python", repo: "cpython" });
  };
  const pass = async (milliseconds: number): Promise<void> => {
    sandbox().clock.advance(milliseconds);
    await wake();
  };
  const issue = (): Issue =>
    sandbox().state.addIssue(NAME, { title: "Bound it", author: people.member });
  const open = async (
    title: string,
    files: Record<string, string>,
    base = "main",
  ): Promise<Pull> => {
    const branch = `fix-${(count += 1)}`;
    const { state, clock } = sandbox();
    await state.commit(`${people.member}/cpython`, [
      { branch, from: base, author, date: clock.now(), message: `${title}\n`, files },
    ]);
    const pull = await state.openPull({
      ...{ repository: NAME, headRepository: `${people.member}/cpython`, branch, base, title },
      author: people.member,
    });
    await wake();
    return pull;
  };
  const said = (pull: Pull): Record<string, string> =>
    Object.fromEntries(
      sandbox()
        .state.mustHave(NAME)
        .checks.filter(({ commit }) => commit === pull.head.sha)
        .map(({ name, outcome }) => [name, outcome]),
    );
  const backports = (): readonly Pull[] =>
    [...sandbox().state.mustHave(NAME).threads.values()].filter(
      (thread): thread is Pull => thread.kind === "pull" && thread.base.branch !== "main",
    );

  it("link issue and pull request to each other and check title and news", async () => {
    const { number, ...rest } = issue();
    assert.equal(rest.body, null);
    const pull = await open(`gh-${number}: Bound it`, {
      "Lib/a.py": "a = 1\n",
      [NEWS]: "Bound.\n",
    });
    const thread = sandbox().state.mustHave(NAME).threads.get(number);
    assert.match(
      thread?.body ?? "",
      new RegExp(`<!-- gh-linked-prs -->\n### Linked PRs\n\\* gh-${pull.number}\n`),
    );
    assert.match(pull.body ?? "", new RegExp(`<!-- gh-issue-number: gh-${number} -->`));
    const { "bedevere/news": news, "bedevere/issue-number": number_ } = said(pull);
    assert.deepEqual([news, number_], ["success", "success"]);
    const bad = await open("Bound it", { "Lib/b.py": "b = 1\n" });
    const { "bedevere/news": noNews, "bedevere/issue-number": noNumber } = said(bad);
    assert.deepEqual([noNews, noNumber], ["failure", "failure"]);
    bad.labels = ["skip news"];
    await wake();
    assert.equal(said(bad)["bedevere/news"], "success");
  });

  it("check each head for a while, as was ordered", async () => {
    const pull = await open("gh-140400: Check it", { "Lib/c.py": "c = 1\n" });
    assert.equal(said(pull)["All required checks pass"], "pending");
    sandbox().projectBots.order("Docs / Docs", "failure");
    await pass(21 * MINUTE);
    const { "Docs / Docs": docs, "All required checks pass": all } = said(pull);
    assert.deepEqual([docs, all], ["failure", "failure"]);
    sandbox().projectBots.order("Docs / Docs", "success");
    await pass(MINUTE);
    assert.equal(said(pull)["All required checks pass"], "success");
  });

  it("backport what is merged and labelled, or say why not, with the exact command", async () => {
    const { number } = issue();
    const pull = await open(`gh-${number}: Bound names`, {
      "Lib/shelve.py": "shelf = 1\n",
      [NEWS]: "Bound names.\n",
    });
    const { state } = sandbox();
    // On the oldest branch the same lines are others.
    const old = { branch: "3.11", author, date: sandbox().clock.now(), message: "Old\n" };
    await state.commit(NAME, [{ ...old, files: { "Lib/shelve.py": "other = 2\n" } }]);
    pull.labels = ["type-security", "release-blocker", "needs backport to 3.14"];
    await assert.rejects(
      sandbox().projectBots.merge(pull.number, people.outsider),
      /may not merge/,
    );
    await sandbox().projectBots.merge(pull.number, people.member);
    assert.match(
      await state.git.text(NAME, ["log", "-1", "--format=%an%n%B", "main"]),
      new RegExp(`^Mel Ångström\ngh-${number}: Bound names \\(#${pull.number}\\)`),
    );
    assert.match(
      pull.comments.at(-1)?.body ?? "",
      /I'm working now to backport this PR to: 3.14\./,
    );
    assert.deepEqual(backports(), []);
    await pass(2 * MINUTE);
    const [first] = backports();
    assert.ok(first);
    const sha = pull.merge?.sha ?? "";
    assert.deepEqual(
      [first.title, first.author, first.head.branch, first.labels],
      [
        `[3.14] gh-${number}: Bound names (GH-${pull.number})`,
        "miss-islington",
        `backport-${sha.slice(0, 7)}-3.14`,
        ["type-security"],
      ],
    );
    assert.equal(first.body?.split("\n")[0], `(cherry picked from commit ${sha})`);
    assert.deepEqual(pull.labels, ["type-security", "release-blocker"]);
    assert.match(
      state.mustHave(NAME).threads.get(number)?.body ?? "",
      new RegExp(`gh-${first.number}\n`),
    );
    pull.labels.push("needs backport to 3.11");
    await wake();
    await pass(2 * MINUTE);
    assert.match(
      pull.comments.at(-1)?.body ?? "",
      new RegExp(`due to a conflict[^]*cherry_picker ${sha} 3\\.11\n`),
    );
    assert.deepEqual(pull.assignees, [people.member]);
    assert.equal(backports().length, 1);
  });

  it("let only release managers merge into a security branch", async () => {
    const pull = await open("[3.12] gh-140400: Old (GH-1)", { "Lib/d.py": "d = 1\n" }, "3.12");
    assert.equal(said(pull)["bedevere/maintenance-branch-pr"], "success");
    const control = (by: string) =>
      fetch(`${sandbox().controlUrl}/merge`, {
        method: "POST",
        body: JSON.stringify({ number: pull.number, by }),
      });
    assert.equal((await control(people.member)).status, 409);
    assert.equal((await control(people.releaseManager)).status, 200);
    assert.equal(pull.state, "closed");
    const wrong = await open("gh-140400: Old", { "Lib/e.py": "e = 1\n" }, "3.12");
    assert.equal(said(wrong)["bedevere/maintenance-branch-pr"], "failure");
  });
});
