import assert from "node:assert/strict";
import { people } from "../sandbox/scenarios/people.ts";
import { mergePull } from "../sandbox/project/merge.ts";
import { git } from "./git.ts";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";
import type { Tree } from "./tree.ts";

const NAME = "pypa/pip";
const ticket = /Archive members may be/;
const label = "type: security";

describe("a pip ticket's way into public, as a person goes it", function () {
  // Each step needs the one before.
  this.bail(true);
  let session: UiSession;
  let tree: Tree;
  let issue = 0;

  const agree = async (yes: string): Promise<string> => {
    const shown = await session.workbench.dialog();
    await session.workbench.answerDialog(yes);
    return shown;
  };

  before(async () => {
    session = await sharedSession();
    tree = session.workbench.tree("My Tickets");
    await session.workbench.page.setViewportSize({ width: 1440, height: 1400 });
    await session.workbench.widenSideBar(640);
    issue = session.surroundings.sandbox.state.mustHave(NAME).nextNumber;
  });
  after(async () => {
    await session.workbench.widenSideBar(340);
    await session.workbench.page.setViewportSize({ width: 1440, height: 900 });
  });

  it("begins with an issue whose label somebody else must set, and says whom to ask", async () => {
    const { workbench, surroundings } = session;
    const { quickInput, page } = workbench;
    await tree.chooseFromMenu(ticket, "Start Landing…");
    await quickInput.picks("Private pull request");
    await quickInput.choose(/Check members/);
    await quickInput.picks("One issue for each CVE");
    await quickInput.choose("Write the issue");
    await workbench.tab("Public issue.md");
    await page.keyboard.press("Control+A");
    await workbench.type(
      "Public issue.md",
      "# Check where members go\n\nThey should stay inside.\n",
    );
    await page.keyboard.press("Control+Enter");
    assert.match(await agree("Open Issue"), /A new issue of pypa\/pip, labelled type: security/);
    const missing = `#${issue} lacks ${label}: GitHub did not let you set it`;
    assert.match(await workbench.notification(missing), /Ask somebody who triages pypa\/pip/);
    await workbench.answerNotification(missing, "Copy Request");
    surroundings.sandbox.state.mustHave(NAME).threads.get(issue)?.labels.push(label);
  });

  it("lands one commit with a news fragment, and pushes it to the member's fork", async () => {
    const { workbench, surroundings } = session;
    await workbench.quickInput.type("PUBLIC title", "Keep unpacked members inside the target");
    await workbench.quickInput.picks("PUBLIC author");
    await workbench.quickInput.choose(/^You are the author/);
    await workbench.type(`News entry ${issue}.rst`, "Refuse members that leave the target.");
    await workbench.page.keyboard.press("Control+Enter");
    await workbench.notification(`gh-${issue} is ready`);
    const shown = await workbench.text(`Push gh-${issue}`);
    assert.ok(shown.includes(`+++ b/news/${issue}.bugfix.rst`), shown);
    await workbench.clickLens("Push (PUBLIC)");
    await workbench.notification(`gh-${issue} is now on ${people.member}/pip`);
    const clone = surroundings.clones[NAME] ?? "";
    assert.equal(
      await git(surroundings, clone, "log", "-1", "--format=%an %s", `gh-${issue}`),
      "Mel Ångström Keep unpacked members inside the target",
    );
  });

  it("opens pip's pull request, which closes the issue, and has no backports", async () => {
    const { workbench, surroundings } = session;
    const { state } = surroundings.sandbox;
    await workbench.clearNotifications();
    await tree.expand(ticket);
    await tree.click(new RegExp(`^\\s*Open the public pull request from gh-${issue}`));
    await workbench.tab("Public pull request.md");
    await workbench.page.keyboard.press("Control+Enter");
    const shown = await agree("Open Pull Request");
    assert.match(shown, new RegExp(`into main, labelled ${label}`));
    assert.match(shown, new RegExp(`Closes #${issue}\\.`));
    await tree.row(new RegExp(`^\\s*Label #\\d+ ${label}`));
    const pull = [...state.mustHave(NAME).threads.values()].find(({ kind }) => kind === "pull");
    assert.ok(pull?.kind === "pull");
    pull.labels.push(label);
    await mergePull(state, state.mustHave(NAME), pull.number, people.second);
    await tree.clickTitle("Refresh Tickets");
    await tree.description(ticket, "Waiting for pip's release");
    await tree.click(/^\s*Advisory e-mail/);
    await workbench.quickInput.cancel("Which release of pip has the fix?");
    await tree.expand(/^\s*Done.*items/);
    await tree.row(/^\s*Backports.*not needed: pip has no backports/);
  });
});
