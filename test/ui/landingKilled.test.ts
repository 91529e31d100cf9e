import assert from "node:assert/strict";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { systemCode } from "../../src/base/errors.ts";
import { root } from "../launch/folders.ts";
import { fullNameOf } from "../sandbox/model.ts";
import { git, refsOf } from "./git.ts";
import { HeldGit } from "./heldGit.ts";
import { chooseChange, startLanding, type Answers } from "./landing.ts";
import { openSession, type UiSession } from "./session.ts";
import { until } from "./until.ts";

const pictures = join(root, "out", "landing");
const file = "Lib/cursor.py";
const other = "Lib/cursortools.py";
const difference = "Public change against the reviewed one.diff";

const clean = /Codecs outlive/;
const conflicting = /Cursors outlive/;

const answers: Answers = {
  ...{ pull: /Bound codecs/, issue: "gh-150402", title: "Bound codecs" },
  news: "Bound codecs.",
};

describe("a landing whose extension host is killed", function () {
  this.bail(true);
  let session: UiSession;
  let held: HeldGit;
  /** Full name of the private fork whose change does not conflict. */
  let fork: string;

  const inClone = (...args: readonly string[]): Promise<string> =>
    git(session.surroundings, session.surroundings.clones["python/cpython"] ?? "", ...args);
  const branches = (): Promise<string> =>
    inClone("for-each-ref", "--format=%(objectname) %(refname)", "refs/heads");
  const picture = (name: string): Promise<void> =>
    session.workbench.screenshot(join(pictures, `${name}.png`));
  const leftovers = async (): Promise<readonly string[]> => {
    try {
      return await readdir(join(session.storage, "landings"));
    } catch (error) {
      if (systemCode(error) === "ENOENT") return [];
      throw error;
    }
  };
  const cursor = (line: string): string =>
    [
      "class Cursor:",
      "    def close(self):",
      `        ${line}`,
      "        self.open = False",
      "",
    ].join("\n");

  /** Kills the extension host where it stands, and starts again as a person does. */
  const kill = async (withGit = false): Promise<void> => {
    process.kill(await held.caller(), "SIGKILL");
    if (withGit) process.kill(await held.held(), "SIGKILL");
    await held.letGo();
    await session.workbench.reload();
    await session.workbench.tree("My Tickets").row(clean);
  };
  /** Waits until the gate has asked who the reporter is; it gets no answer. */
  const atGate = async (): Promise<void> => {
    const { faults, requests } = session.surroundings.sandbox;
    await until("the gate", () =>
      Promise.resolve(
        requests.find((each) => each.path.endsWith("/users/rita-reporter") && each.status === 0),
      ),
    );
    faults.clear();
  };

  before(async () => {
    await mkdir(pictures, { recursive: true });
    held = await HeldGit.make();
    session = await openSession({ settings: { "psrt.gitPath": held.program } });
    const { workbench, surroundings } = session;
    const { state, clock } = surroundings.sandbox;
    const author = { name: "Mel Ångström", email: "mel@example.org" };
    const main = { branch: "main", from: "main", author, date: clock.now() };
    await state.commit("python/cpython", [
      { ...main, message: "Cursors\n", files: { [file]: cursor("pass"), [other]: "depth = 1\n" } },
    ]);
    const add = async (
      summary: string,
      title: string,
      files: Readonly<Record<string, string>>,
    ): Promise<string> => {
      const { ghsaId } = state.addAdvisory({
        ...{ repository: "python/cpython", author: "rita-reporter", state: "draft", summary },
        description: "Close the connection first and go on reading what it had.",
        credits: [{ login: "mel-member", type: "coordinator" }],
      });
      const repository = fullNameOf(await state.createPrivateFork(ghsaId));
      await state.commit(repository, [
        { ...main, branch: "advisory-fix-1", message: `${title}\n`, files },
      ]);
      await state.openPull({
        ...{ repository, branch: "advisory-fix-1", title, author: "mel-member" },
        approvedBy: ["sam-second"],
      });
      return repository;
    };
    await add("Cursors outlive their connection", "Close cursors first", {
      [file]: cursor("self.rows = []"),
      [other]: "depth = 2\n",
    });
    fork = await add("Codecs outlive their interpreter", "Bound codecs", {
      "Lib/codec.py": "LIMIT = 1\n",
    });
    await state.commit("python/cpython", [
      { ...main, message: "Moved\n", files: { [file]: cursor("self.log()") } },
    ]);
    await workbench.showActivity("PSRT");
    await workbench.tree("My Tickets").row(clean);
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await picture("failed");
  });
  after(async () => {
    await held.letGo();
    await session.close();
    await held.dispose();
  });

  const stages: readonly {
    readonly stage: string;
    readonly command: string;
    readonly withGit?: boolean;
    /** Whether the person has answered everything by then. */
    readonly isAnswered: boolean;
  }[] = [
    { stage: "the change is fetched", command: "refs/private/head", isAnswered: false },
    { stage: "the project is fetched", command: "+refs/heads/main:", isAnswered: false },
    { stage: "the commit is built", command: "apply --cached", withGit: true, isAnswered: true },
    { stage: "its branch is made", command: "refs/heads/gh-150402", isAnswered: true },
  ];
  for (const [at, { stage, command, withGit, isAnswered }] of stages.entries()) {
    it(`is aborted when it was killed while ${stage}`, async () => {
      const { workbench } = session;
      const before = await branches();
      const given = { ...answers, linked: at > 0 };
      await held.hold(command);
      if (isAnswered) await startLanding(session, clean, given);
      else await chooseChange(session, clean, given);
      await held.held();
      await kill(withGit);
      const offer = "Landing gh-150402: ";
      assert.match(await workbench.notification(offer), /cut short by the end of the editor/);
      await workbench.answerNotification(offer, "Abort Landing…");
      await workbench.answerDialog("Abort Landing");
      await workbench.notification("The landing was aborted");
      assert.equal(await branches(), before);
      assert.deepEqual(await leftovers(), []);
      await workbench.clearNotifications();
    });
  }

  it("goes no further once the private pull request has new commits", async () => {
    const { workbench, surroundings } = session;
    const before = await branches();
    await held.hold("apply --cached");
    await startLanding(session, clean, { ...answers, linked: true });
    await held.held();
    await kill();
    const { state, clock } = surroundings.sandbox;
    await state.commit(fork, [
      {
        ...{ branch: "advisory-fix-1", message: "One more\n", date: clock.now() },
        author: { name: "Eva Expert", email: "eva@example.org" },
        files: { "Lib/codec.py": "LIMIT = 2\n" },
      },
    ]);
    await workbench.answerNotification("Landing gh-150402: ", "Continue Landing");
    const changed = "Private pull request #1 has changed since it was chosen";
    assert.match(await workbench.notification(changed), /its commits are not those/);
    await picture("changed");
    await workbench.answerNotification(changed, "Start Again");
    await workbench.quickInput.picks("Private pull request");
    await workbench.quickInput.choose(/Bound codecs/);
    assert.match(await workbench.dialog(), /#1 has changed since it was approved/);
    await workbench.returnInDialog();
    assert.equal(await branches(), before);
    assert.deepEqual(await leftovers(), []);
    await workbench.clearNotifications();
  });

  describe("and which conflicts", () => {
    const goOn = (): Promise<void> => session.workbench.command("PSRT: Continue Landing");
    const inResult = async (): Promise<string> => {
      const result = session.workbench.page.locator(".merge-editor .code-view.result .view-lines");
      return (await result.innerText()).replaceAll("\u00a0", " ");
    };

    it("goes on from the palette when it was killed while the change is fetched", async () => {
      const { workbench } = session;
      await held.hold("refs/private/head");
      await chooseChange(session, conflicting, {
        ...answers,
        ...{ pull: /Close cursors/, issue: "gh-150401", title: "Close cursors" },
      });
      await held.held();
      await kill();
      await held.hold("worktree add");
      await goOn();
      const entry = "Security entry gh-150401.rst";
      await workbench.tab(entry);
      await workbench.answerNotification("Waiting for your answer", "Cancel");
      const tabs = workbench.page.locator(".tabs-container .tab");
      await tabs.filter({ hasText: entry }).waitFor({ state: "detached" });
      await goOn();
      await workbench.type(entry, "Close cursors.");
      await workbench.page.keyboard.press("Control+Enter");
      await held.held();
    });

    it("opens the merge editor after it was killed before it could, other files applied", async () => {
      const { workbench } = session;
      await kill(true);
      await goOn();
      const words = await workbench.notification("1 file can't be merged without you");
      const [, tree = ""] = /applied in (\S+)\. Resolve/.exec(words) ?? [];
      assert.equal(await readFile(join(tree, other), "utf8"), "depth = 2\n");
      await workbench.page.getByText("1 Conflict Remaining").waitFor();
      await picture("merge-editor");
    });

    it("keeps lines of before both changes on a click alone, and says so before the yes", async () => {
      const { workbench } = session;
      const untouched = "in 1 file neither side of a conflict was taken";
      await workbench.answerNotification("1 file can't be merged without you", "Continue Landing");
      await workbench.answerNotification(untouched, "Keep the Lines From Before");
      const text = await workbench.text(difference);
      assert.match(text, new RegExp(`NOT RESOLVED\\? In ${file} lines that both sides`));
      await picture("kept-lines");
      await workbench.clickLens("Don't accept");
      await workbench.answerNotification("you did not accept how it differs", "Continue Landing");
      await workbench.notification(untouched);
      await workbench.page.getByText("1 Conflict Remaining").waitFor();
    });

    it("keeps what was resolved and not saved when its host is killed and comes back", async () => {
      const { workbench } = session;
      await workbench.clearNotifications();
      await workbench.page.getByText("Accept Private pull request #1", { exact: true }).click();
      await workbench.page.getByText("0 Conflicts Remaining").waitFor();
      const { requests } = session.surroundings.sandbox;
      const before = requests.length;
      process.kill(await held.caller(), "SIGKILL");
      await until("another extension host", () =>
        Promise.resolve(
          requests
            .slice(before)
            .find(({ path, status }) => path.endsWith("/security-advisories") && status > 0),
        ),
      );
      await picture("after-kill");
      assert.match(await inResult(), /self\.rows = \[\]/);
      await goOn();
      await workbench.tab(difference);
      await picture("range-diff");
    });

    it("asks about the difference again when it was killed meanwhile", async () => {
      const { workbench } = session;
      await kill();
      await goOn();
      const text = await workbench.text(difference);
      // VS Code lets nobody close the notice of what was cut short; its button does no harm.
      await workbench.answerNotification("Landing gh-150401: ", "Continue Landing");
      await workbench.notification("This landing is being worked on already");
      assert.match(text, /The public change is not exactly the one of private pull request #1/);
      assert.match(text, new RegExp(`changed otherwise +${file}`));
      assert.match(text, new RegExp(`same +${other}`));
      assert.match(text, /self\.log\(\)/);
      assert.doesNotMatch(await branches(), /gh-150401/);
      const { faults } = session.surroundings.sandbox;
      faults.add({ path: /\/users\/rita-reporter$/, delay: 600_000, times: 1 });
      await workbench.clickLens("Accept This Difference");
      await atGate();
    });

    it("is done when it was killed in the gate and while its branch is made", async () => {
      const { workbench } = session;
      await kill();
      await held.hold("refs/heads/gh-150401");
      await goOn();
      await held.held();
      await kill();
      assert.match(await branches(), /gh-150401/);
      await goOn();
      await workbench.notification("gh-150401 is ready");
      assert.deepEqual(await leftovers(), []);
      assert.equal(await inClone("show", `gh-150401:${other}`), "depth = 2");
      assert.equal(await inClone("show", `gh-150401:${file}`), cursor("self.rows = []").trimEnd());
      assert.equal(await inClone("rev-list", "--count", "upstream/main..gh-150401"), "1");
      await workbench.text("Push gh-150401");
      await workbench.clickLens("Don't push");
    });

    it("is pushed once although it was killed during the push", async () => {
      const { workbench, surroundings } = session;
      const { keyboard } = workbench.page;
      const push = async (): Promise<void> => {
        await workbench.tree("My Tickets").chooseFromMenu(conflicting, "Push Public Branch…");
        await workbench.text("Push gh-150401");
      };
      const before = await refsOf(surroundings, "mel-member/cpython");
      await held.hold("--porcelain");
      await push();
      await keyboard.press("Control+End");
      await keyboard.press("Control+Enter");
      await held.held();
      // Nobody stops git, which pushes now.
      await kill();
      // It is read from its beginning again, wherever it was left.
      await push();
      await workbench.clickLens("Push (PUBLIC)");
      await workbench.notification("gh-150401 is now on mel-member/cpython");
      const commit = await inClone("rev-parse", "gh-150401");
      const after = await refsOf(surroundings, "mel-member/cpython");
      assert.deepEqual(
        after.split("\n").filter((ref) => !before.includes(ref)),
        [`${commit} refs/heads/gh-150401`],
      );
    });

    it("says in an open form and review that nothing arrives any more, and has the draft when the form is opened again", async () => {
      const { workbench } = session;
      await workbench.tidy();
      const tickets = workbench.tree("My Tickets");
      await tickets.chooseFromMenu(clean, "Review Going Public");
      const title = /^Going public: GHSA/;
      await (await workbench.webview(title)).locator("#write-push").waitFor();
      await tickets.chooseFromMenu(clean, "Open Advisory Form");
      const form = await workbench.webview("CVSS v4 vector");
      await form.locator("#title input").fill("Kept before the end");
      await form.getByText("Draft kept").waitFor();
      process.kill(await held.caller(), "SIGKILL");
      await form.locator("#title input").fill("Typed after it");
      const silent = "The extension does not answer.";
      await form.getByText(silent).waitFor();
      await picture("form-after-kill");
      await workbench.page.locator(".tab", { hasText: "Going Public GHSA" }).click();
      await (await workbench.webview(title)).getByText(silent).waitFor();
      await picture("review-after-kill");
      await workbench.tidy();
      await tickets.chooseFromMenu(clean, "Open Advisory Form");
      const again = await workbench.webview("Draft restored from");
      assert.equal(await again.locator("#title input").inputValue(), "Kept before the end");
    });
  });
});
