import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../launch/folders.ts";
import { community } from "../sandbox/scenarios/community.ts";
import { people } from "../sandbox/scenarios/people.ts";
import { describeEndOfTicket } from "./endOfTicket.ts";
import { git, refsOf } from "./git.ts";
import { CheckScript, describeLocalChecks } from "./localChecks.ts";
import { openSession, type UiSession } from "./session.ts";
import type { Tree } from "./tree.ts";

const GHSA = "GHSA-6j78-9m2p-3q4r";
const FORK = `python/cpython-${GHSA.toLowerCase()}`;
const ticket = /Certificates are/;
const pictures = join(root, "out", "private-pull");

/** A theme and the class that the window has in it; the last is the one that the others expect. */
const themes = [
  ["Light Modern", "vs"],
  ["Dark High Contrast", "hc-black"],
  ["Dark Modern", "vs-dark"],
] as const;

describe("a fix in private, made by an expert who was invited to one ticket", function () {
  // Each step needs the one before.
  this.bail(true);
  let session: UiSession;
  let clone: string;
  let script: CheckScript;
  const tree = (): Tree => session.workbench.tree("My Tickets");

  const picture = (name: string): Promise<void> =>
    session.workbench.screenshot(join(pictures, `${name}.png`));

  before(async () => {
    script = await CheckScript.create();
    const scenario = community({ start: "now" });
    const advisories = scenario.advisories.map((each) =>
      each.ghsaId === GHSA ? { ...each, collaborators: [people.expert] } : each,
    );
    session = await openSession({
      ...{ login: people.expert, scenario: { ...scenario, advisories } },
      settings: script.settings,
    });
    await mkdir(pictures, { recursive: true });
    await session.workbench.widenSideBar(560);
    await session.workbench.showActivity("PSRT");
    clone = join(session.surroundings.privateFolder, FORK.split("/")[1] ?? "");
  });
  afterEach(async function () {
    if (this.currentTest?.state !== "failed") return;
    const name = `failed-${this.currentTest.title.replace(/\W+/g, "-").slice(0, 60)}.png`;
    await session.workbench.screenshot(join(pictures, name));
  });
  after(async () => {
    await session.close();
    await script.remove();
  });

  it("shows that one ticket under what they help with, and nothing else that is private", async () => {
    await tree().row("You Help With");
    const rows = await tree().rows();
    assert.deepEqual(
      rows.filter(({ level }) => level <= 2).map(({ label }) => label.split("…")[0]?.trim()),
      ["You Help With", rows[1]?.label.split("…")[0]?.trim()],
    );
    assert.match(await tree().description(ticket, "·"), /MEL-MEMBER coordinates it/);
  });

  it("waits for the fork that the bot makes, over a restart of the editor", async () => {
    await tree().chooseFromMenu(ticket, "Create Private Fork…");
    const words = await session.workbench.notification("takes an admin");
    assert.match(words, /The PSRT bot is overdue to do it\. An admin of python\/cpython can/);
    await session.workbench.clearNotifications();
    // The bot does it while the editor is closed, or as good as.
    await session.surroundings.sandbox.state.createPrivateFork(GHSA);
    await session.workbench.showActivity("Explorer");
    await session.restart();
    // No view of ours is on show, so that no tickets are read before it is there; then slowly, so
    // that the window knows the ticket only as it was before the restart when it is to be cloned.
    const slow = { path: /\/security-advisories$/, delay: 5000 };
    session.surroundings.sandbox.faults.add(slow);
    const ready = `The private fork of ${GHSA} is ready`;
    await session.workbench.notification(ready);
    await session.workbench.answerNotification(ready, "Clone Private Fork");
    await session.workbench.notification("The private fork is cloned");
    await session.workbench.clearNotifications();
    await session.workbench.showActivity("PSRT");
  });

  it("starts the fix branch with one click on the next thing to do", async () => {
    await tree().expand(ticket);
    await tree().click("Push the fix and open a private pull request");
    const { quickInput } = session.workbench;
    assert.deepEqual(
      (await quickInput.picks("There is no branch with a fix yet")).map((label) => label.trim()),
      ["Start a fix branch…"],
    );
    await quickInput.choose("Start a fix branch…");
    await quickInput.picks("The next free advisory-fix-N");
    await quickInput.choose("Make it and check it out");
    await session.workbench.notification("advisory-fix-1 is checked out");
    await session.workbench.clearNotifications();
    const head = await git(session.surroundings, clone, "symbolic-ref", "--short", "HEAD");
    assert.equal(head, "advisory-fix-1");
  });

  it("pushes the commit and opens the private pull request on one yes", async () => {
    const { surroundings, workbench } = session;
    const publicRefs = await refsOf(surroundings, "python/cpython");
    await writeFile(join(clone, "Lib", "ssl_fix.py"), "checked = True\n");
    await git(surroundings, clone, "add", "Lib/ssl_fix.py");
    await git(
      surroundings,
      clone,
      "commit",
      "-q",
      "-m",
      "Verify the chain first\n\nThen the name.",
    );
    await tree().click("Push the fix and open a private pull request");
    await workbench.tab("Private pull request from advisory-fix-1");
    const text = await workbench.text("Private pull request from advisory-fix-1");
    assert.equal(text.trim(), "# Verify the chain first\n\nThen the name.");
    await workbench.screenshot(join(pictures, "write.png"));
    await workbench.page.keyboard.press("Control+Enter");
    const question = await workbench.dialog();
    await workbench.screenshot(join(pictures, "question.png"));
    assert.match(question, /Push advisory-fix-1 and open this private pull request\?/);
    assert.match(question, /The collaborators of the private fork can read it\./);
    assert.match(question, /Lib\/ssl_fix\.py \| 1 \+/);
    await workbench.answerDialog("Push and Open");
    await workbench.notification(`Private pull request #1 of ${FORK} is open`);
    await workbench.clearNotifications();
    assert.equal(await refsOf(surroundings, "python/cpython"), publicRefs);
    const pull = surroundings.sandbox.state.mustHave(FORK).threads.get(1);
    assert.deepEqual(
      [pull?.title, pull?.body?.trim(), pull?.author],
      ["Verify the chain first", "Then the name.", people.expert],
    );
  });

  it("shows it under the ticket, with its commits and how it fits the project's main", async () => {
    await tree().expand("Private pull requests");
    const words = await tree().description(/^#1 Verify/, "applies cleanly");
    assert.equal(words, "not reviewed · 1 commit · applies cleanly");
    await tree().expand(/^#1 Verify/);
    await tree().row("Applies cleanly");
    assert.match(
      await tree().description(/^Verify the chain first/, "eva-expert"),
      /^[0-9a-f]{10} · eva-expert$/,
    );
    for (const [theme, shown] of themes) {
      await session.workbench.command("Preferences: Color Theme");
      await session.workbench.quickInput.type(/theme/i, theme);
      await session.workbench.page.locator(`.monaco-workbench.${shown}`).waitFor();
      await session.workbench.quickInput.gone();
      await session.workbench.screenshot(join(pictures, `row-${shown}.png`));
    }
  });

  it("tells when the project's main has moved so that it conflicts", async () => {
    const { sandbox } = session.surroundings;
    await sandbox.state.commit("python/cpython", [
      {
        ...{ branch: "main", from: "main", message: "Other\n", date: sandbox.clock.now() },
        author: { name: "Sam", email: "sam@example.org" },
        files: { "Lib/ssl_fix.py": "checked = False\n" },
      },
    ]);
    await tree().clickTitle("Refresh Tickets");
    await tree().description(/^#1 Verify/, "conflicts in 1 file");
    await tree().expand(/^Conflicts in 1 file/);
    await tree().row("Lib/ssl_fix.py");
    await session.workbench.screenshot(join(pictures, "conflict.png"));
    assert.equal(await git(session.surroundings, clone, "status", "--porcelain"), "");
  });

  it("has its text changed from its own row", async () => {
    const { workbench } = session;
    await tree().chooseFromMenu(/^#1 Verify/, "Edit Private Pull Request…");
    await workbench.tab("Private pull request 1");
    await workbench.page.keyboard.press("Control+Home");
    await workbench.page.keyboard.press("End");
    await workbench.type("Private pull request 1", " of certificates");
    await workbench.page.keyboard.press("Control+Enter");
    assert.match(await workbench.dialog(), /Change the text of private pull request #1\?/);
    await workbench.answerDialog("Change");
    await workbench.notification("The text of private pull request #1 is changed");
    await workbench.clearNotifications();
    await tree().row("#1 Verify the chain first of certificates");
  });

  describeLocalChecks(() => ({ session, script, fork: FORK, picture }));
  describeEndOfTicket(() => ({ session, ticket, ghsaId: GHSA, clone, fork: FORK, picture }));
});
