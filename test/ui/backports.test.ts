import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../launch/folders.ts";
import type { Pull } from "../sandbox/model.ts";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";
import { addShelves, pullsFor } from "./shelves.ts";
import type { Tree } from "./tree.ts";
import { until } from "./until.ts";

const NAME = "python/cpython";
const MEMBER = "mel-member";
const ticket = /Shelves can be emptied/;
const fixed = ["Lib/shelfkeys.py", "Lib/shelfends.py"];
const filesWith = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(fixed.map((path) => [path, text]));
const stopped = "2 files can't be merged without you";
const next = "1 file can't be merged without you";
const pictures = join(root, "out", "ui-pages");
const author = { name: "Mel Ångström", email: "mel@example.org" };

describe("a public pull request and its backports, followed in the tree", function () {
  // Each step needs the one before.
  this.bail(true);
  let session: UiSession;
  let tree: Tree;
  let issue = 0;

  const pulls = (base: string): readonly Pull[] =>
    pullsFor(session.surroundings.sandbox, base, issue);
  const labels = (number: number | undefined): readonly string[] =>
    [
      ...(session.surroundings.sandbox.state.mustHave(NAME).threads.get(number ?? 0)?.labels ?? []),
    ].sort();
  const fix = (): Pull => {
    const [pull] = pulls("main");
    assert.ok(pull);
    return pull;
  };
  const refresh = (): Promise<void> => tree.clickTitle("Refresh Tickets");
  /** The plan's exact text in its dialog, and the yes. */
  const agree = async (yes: string): Promise<string> => {
    const shown = await session.workbench.dialog();
    await session.workbench.answerDialog(yes);
    return shown;
  };
  const picture = (name: string): Promise<void> =>
    session.workbench.screenshot(join(pictures, `${name}.png`));
  const push = (files: Readonly<Record<string, string>>): Promise<unknown> =>
    session.surroundings.sandbox.state.commit(`${MEMBER}/cpython`, [
      {
        ...{ branch: `gh-${issue}`, from: "main", author, files },
        ...{ date: session.surroundings.sandbox.clock.now() },
        message: `gh-${issue}: Bound the keys of shelves\n`,
      },
    ]);

  /** Makes the backport that conflicts by hand, up to its first merge editor. */
  const byHand = async (): Promise<void> => {
    const { workbench } = session;
    await workbench.clearNotifications();
    await tree.click(/^\s*3\.11.*by hand/);
    await workbench.quickInput.choose(/Make it by hand/);
    await workbench.quickInput.picks("Pick the change from");
    await workbench.quickInput.choose("main");
    await workbench.notification(stopped);
    await acceptFix();
  };
  /** Resolves what is open in the merge editor. */
  const acceptFix = async (): Promise<void> => {
    const { page } = session.workbench;
    await page
      .getByText(/^Accept Fix/)
      .first()
      .click();
    await page.getByText("0 Conflicts Remaining").waitFor();
  };

  before(async () => {
    session = await sharedSession();
    tree = session.workbench.tree("My Tickets");
    const { state, clock, projectBots } = session.surroundings.sandbox;
    const files = filesWith("LIMIT = 4096\n");
    await addShelves({ state, clock }, "Shelves can be emptied by anybody", files);
    // What another machine has made public of it.
    issue = state.addIssue(NAME, { title: "Shelves lose keys of any size", author: MEMBER }).number;
    await push(files);
    projectBots.turn(true);
    projectBots.pace({ backport: 0, checks: 0 });
    await state.openPull({
      ...{ repository: NAME, headRepository: `${MEMBER}/cpython`, branch: `gh-${issue}` },
      ...{ title: `gh-${issue}: Bound the keys of shelves`, author: MEMBER },
    });
    await projectBots.catchUp();
    await mkdir(pictures, { recursive: true });
    const { workbench } = session;
    await workbench.page.setViewportSize({ width: 1440, height: 1400 });
    await workbench.widenSideBar(640);
    await refresh();
    await tree.description(ticket, "Open the public issue");
    await tree.expand(ticket);
  });
  after(async () => {
    session.surroundings.sandbox.projectBots.turn(false);
    await session.workbench.widenSideBar(340);
    await session.workbench.page.setViewportSize({ width: 1440, height: 900 });
  });

  it("takes up an issue that has its pull request already", async () => {
    const { quickInput } = session.workbench;
    await tree.click(/^\s*Open the public issue/);
    await quickInput.choose("Use an issue that is there");
    await quickInput.type("Number or address", `gh-${issue}`);
    assert.match(await agree("Use This Issue"), new RegExp(`already: #${fix().number}\\.`));
    await tree.row(new RegExp(`^\\s*Label gh-${issue} type-security`));
  });

  it("labels issue and pull request on one yes", async () => {
    await tree.click(new RegExp(`^\\s*Label gh-${issue} type-security`));
    const shown = await agree("Add Label");
    assert.match(shown, new RegExp(`issue #${issue}: Shelves lose`));
    assert.match(shown, new RegExp(`pull request #${fix().number}\\n`));
    await tree.row(new RegExp(`^\\s*Add the news entry to #${fix().number}`));
    assert.deepEqual([labels(issue), labels(fix().number)], [["type-security"], ["type-security"]]);
  });

  it("names what stands between the pull request and its merge, and leads there", async () => {
    const { workbench, surroundings } = session;
    const { projectBots } = surroundings.sandbox;
    await workbench.clearNotifications();
    await tree.click(/^\s*Add the news entry to/);
    await workbench.notification("brings no entry in the Security section");
    await workbench.clearNotifications();
    await push({
      ...filesWith("LIMIT = 4096\n"),
      [`Misc/NEWS.d/next/Security/2026-11-24-09-00-00.gh-issue-${issue}.abcdef.rst`]:
        "Bound keys.\n",
    });
    projectBots.order("Docs / Docs", "failure");
    projectBots.pace({ checks: 60 * 60_000 });
    await refresh();
    await tree.description(ticket, /Waiting for the checks of/);
    projectBots.pace({ checks: 0 });
    await refresh();
    // It has gone to Waiting and back, and is as open as it was left.
    const failed = /^\s*Look at the failed checks of #\d+: Docs \/ Docs/;
    await tree.expand(failed);
    await tree.row(/^\s*Docs \/ Docs.*failed/);
    await tree.row(/^\s*Review.*not reviewed/);
    await tree.row(/^\s*Merge.*without a conflict/);
    await picture("public-pull-request");
    await tree.click(failed);
    assert.deepEqual(await workbench.quickInput.picks("Open a check's page"), ["Docs / Docs"]);
    await workbench.quickInput.cancel("Open a check's page");
    projectBots.order("Docs / Docs", "success");
    await refresh();
    await tree.description(ticket, /Waiting for a core developer to review/);
  });

  it("moves on with the merge to the board of backports", async () => {
    const { workbench, surroundings } = session;
    const { projectBots, state, clock } = surroundings.sandbox;
    // On the oldest branch the bot finds a conflict.
    await state.commit(NAME, [
      {
        ...{ branch: "3.11", author, date: clock.now(), message: "Another way\n" },
        files: filesWith("LIMIT = None\n"),
      },
    ]);
    await projectBots.merge(fix().number, "rory-release");
    await refresh();
    await tree.row(/^\s*Backports.*0 of 5 merged · 5 for you/);
    await tree.row(/^\s*3\.14.*Backport the fix to 3\.14/);
    await tree.chooseFromMenu(/^\s*Backports.*0 of 5/, "Show Backports…");
    const { quickInput } = workbench;
    const picks = await quickInput.picks(/Backports of/);
    assert.equal(picks.length, 6, picks.join());
    await picture("backports-board");
    await quickInput.choose(/Ask the bot for 3\.15, 3\.14/);
    assert.match(await agree("Ask the Bot"), /\+ needs backport to 3\.15/);
    await until("the bot's work", async () => {
      await projectBots.catchUp();
      return pulls("3.12").length === 1 ? true : undefined;
    });
    await refresh();
    await tree.row(/^\s*3\.11.*Backport the fix to 3\.11 by hand: it conflicts/);
    await tree.row(/^\s*3\.14.*Label #\d+ release-blocker/);
    await picture("backports-rows");
  });

  it("labels all backports on one yes, and follows them to their merge", async () => {
    const { workbench, surroundings } = session;
    const { projectBots } = surroundings.sandbox;
    await tree.click(/^\s*3\.14.*Label #\d+ release-blocker/);
    const shown = await workbench.text("Add release-blocker in");
    assert.equal(shown.match(/\+ release-blocker/g)?.length, 4, shown);
    await picture("backports-labels");
    await workbench.clickLens("Add Label (PUBLIC)");
    await tree.noRow(/^\s*3\.14.*Label #\d+ release-blocker/);
    const branches = ["3.15", "3.14", "3.13", "3.12"];
    for (const branch of branches) {
      assert.deepEqual(labels(pulls(branch)[0]?.number), ["release-blocker", "type-security"]);
    }
    await projectBots.catchUp();
    await refresh();
    await tree.row(/^\s*3\.13.*Waiting for the release manager to merge/);
    for (const branch of branches) {
      await projectBots.merge(pulls(branch)[0]?.number ?? 0, "rory-release");
    }
    await refresh();
    await tree.row(/^\s*Backports.*4 of 5 merged · 1 for you/);
    await picture("backports-merged");
  });

  it("aborts the one that conflicts with no question but its own, whatever is unsaved", async () => {
    const { workbench } = session;
    await byHand();
    await workbench.answerNotification(stopped, "Abort Landing…");
    await workbench.answerDialog("Abort Landing");
    await workbench.notification("The landing was aborted");
    const { page } = workbench;
    assert.equal(await page.getByRole("tab", { name: "Merging: " }).count(), 0);
    assert.equal(await page.locator(".monaco-dialog-box").count(), 0);
  });

  it("makes the one that conflicts by hand, from the merge editors to its pull request", async () => {
    const { workbench } = session;
    await byHand();
    await tree.row(/^\s*3\.11.*Resolve the conflicts of the backport/);
    await picture("backport-conflict");
    await workbench.answerNotification(stopped, "Continue Landing");
    await workbench.notification(next);
    await acceptFix();
    await workbench.answerNotification(next, "Continue Landing");
    await workbench.text("Public change against the reviewed one.diff");
    await picture("backport-difference");
    await workbench.clickLens("Accept This Difference");
    await workbench.text("Push backport-");
    await workbench.clickLens("Push (PUBLIC)");
    const shown = await agree("Open Pull Request");
    assert.match(shown, /\[3\.11\] gh-\d+: Bound the keys of shelves \(GH-\d+\)/);
    assert.match(shown, /cherry picked from commit [0-9a-f]{40}/);
    await workbench.notification("The backport to 3.11 is open");
    assert.equal(pulls("3.11").length, 1);
    await picture("backport-by-hand");
  });
});
