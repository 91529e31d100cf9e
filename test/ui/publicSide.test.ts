import assert from "node:assert/strict";
import { join } from "node:path";
import { RecordFiles } from "../../src/editor/recordFiles.ts";
import type { Pull } from "../sandbox/model.ts";
import { startLanding } from "./landing.ts";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";
import { addShelves, pullsFor } from "./shelves.ts";
import type { Tree } from "./tree.ts";
import { until } from "./until.ts";

const NAME = "python/cpython";
const MEMBER = "mel-member";
const ticket = /Shelves can be filled/;

describe("a fix's public side, as a person goes it", () => {
  let session: UiSession;
  let tree: Tree;
  let issue = 0;
  let privatePull: Pull;

  before(async () => {
    session = await sharedSession();
    tree = session.workbench.tree("My Tickets");
    const { state, clock } = session.surroundings.sandbox;
    const files = { "Lib/shelfbound.py": "BOUND = 8192\n" };
    const summary = "Shelves can be filled without a bound";
    privatePull = await addShelves({ state, clock }, summary, files, ["Ann", "Bob"]);
    await session.workbench.widenSideBar(560);
    await tree.refresh();
    // It moves to its place, folded, once its road is read.
    await tree.description(ticket, "Open the public issue");
    await tree.expand(ticket);
  });
  after(async () => {
    await session.workbench.widenSideBar(340);
  });

  const pulls = (base: string): readonly Pull[] =>
    pullsFor(session.surroundings.sandbox, base, issue);
  /** Why something was let pass. */
  const reasons = async (): Promise<readonly string[]> => {
    const records = await new RecordFiles(join(session.storage, "records")).all();
    return [...records.values()].flatMap(({ lifts = [] }) => lifts.map(({ reason }) => reason));
  };
  /** The plan's exact text in its dialog, and the yes. */
  const agree = async (yes: string): Promise<string> => {
    const shown = await session.workbench.dialog();
    await session.workbench.answerDialog(yes);
    return shown;
  };

  it("opens the public issue from neutral text, marked while it gives something away", async () => {
    const { workbench } = session;
    const begin = async (): Promise<void> => {
      await tree.click(/^\s*Open the public issue/);
      await workbench.quickInput.choose("Write the issue");
      await workbench.tab("Public issue.md");
    };
    await begin();
    const write = async (text: string): Promise<void> => {
      await workbench.page.keyboard.press("Control+A");
      await workbench.type("Public issue.md", text);
    };
    await write("# Shelves take keys of any size\n\nReported by rita-reporter.\n");
    assert.match(await workbench.problem("gives away"), /This gives away the reporter/);
    await workbench.page.keyboard.press("Control+1");
    // What the person lets pass with a reason holds nothing back any more, and the reason is kept.
    const reason = "They are the module's expert.";
    await workbench.clickLens("Let pass…");
    await workbench.quickInput.type("Why may everybody read this?", reason);
    await until("the reason", async () => ((await reasons()).includes(reason) ? true : undefined));
    await workbench.page
      .locator(".codelens-decoration")
      .filter({ hasText: "Let pass…" })
      .waitFor({ state: "detached" });
    await workbench.page.locator(".monaco-editor .view-line").last().click();
    await write("# Shelves take keys of any size\n\nA key should have a bound.\n");
    await workbench.page.keyboard.press("Control+Enter");
    await workbench.returnInDialog();
    // After a no it begins as it was left.
    await begin();
    assert.match(await workbench.text("Public issue.md"), /A key should have a bound\./);
    await workbench.page.keyboard.press("Control+Enter");
    const shown = await agree("Open Issue");
    assert.match(shown, /PUBLIC: everybody can read it at once/);
    assert.match(shown, /labelled type-security/);
    assert.match(shown, /A key should have a bound\./);
    await workbench.notification("The public issue is open");
    const { threads } = session.surroundings.sandbox.state.mustHave(NAME);
    const opened = [...threads.values()].filter(({ title }) => title.startsWith("Shelves take"));
    assert.deepEqual(
      opened.map(({ labels }) => labels),
      [["type-security"]],
    );
    issue = opened[0]?.number ?? 0;
    await tree.noRow(/^\s*Open the public issue/);
  });

  it("brings the patch to a public branch and pushes it", async () => {
    const { workbench } = session;
    await workbench.clearNotifications();
    await startLanding(session, ticket, {
      ...{ pull: /^#1 Bound the keys$/, issue: `gh-${issue}`, linked: true },
      ...{ title: "Bound the keys of shelves", news: "Bound the keys of :mod:`shelve`." },
      ...{ author: /^Keep the author: Mel/, unnamed: [/^Ann$/] },
    });
    await workbench.notification(`gh-${issue} is ready`);
    const shown = await workbench.text(`Push gh-${issue}`);
    assert.match(shown, /Co-authored-by: Bob <Bob@example.com>/);
    assert.doesNotMatch(shown, /Ann@/);
    // A reviewer finds something while the plan stands there.
    privatePull.reviews.push({
      ...{ id: 1, author: "ada-admin", state: "CHANGES_REQUESTED", body: "Wait." },
      ...{ commit: privatePull.head.sha, submittedAt: session.surroundings.sandbox.clock.now() },
    });
    await workbench.clickLens("Push (PUBLIC)");
    await workbench.notification("asks for changes since you were asked: nothing was pushed");
    await tree.chooseFromMenu(ticket, "Push Public Branch…");
    assert.match(await agree("Don't push it"), /has a review that asks for changes/);
    privatePull.reviews.pop();
    await tree.chooseFromMenu(ticket, "Push Public Branch…");
    await workbench.text(`Push gh-${issue}`);
    await workbench.clickLens("Push (PUBLIC)");
    await workbench.notification(`gh-${issue} is now on ${MEMBER}/cpython`);
  });

  it("opens the public pull request from it, with the commit's words", async () => {
    const { workbench } = session;
    await workbench.clearNotifications();
    await tree.click(/^\s*Open the public pull request from gh-/);
    await workbench.tab("Public pull request.md");
    await workbench.page.keyboard.press("Control+Enter");
    const shown = await agree("Open Pull Request");
    assert.match(
      shown,
      new RegExp(`from gh-${issue} of ${MEMBER}/cpython into main, labelled type-security`),
    );
    await workbench.notification("The public pull request is open");
    assert.deepEqual(
      pulls("main").map(({ labels, title }) => [labels, title]),
      [[["type-security"], `gh-${issue}: Bound the keys of shelves`]],
    );
  });
});
