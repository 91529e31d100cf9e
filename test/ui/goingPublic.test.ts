import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import axe from "axe-core";
import type { Frame, Keyboard } from "playwright-core";
import { fullNameOf } from "../sandbox/model.ts";
import { refsOf } from "./git.ts";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";
import { until } from "./until.ts";

const ticket = /Tables without rows/;
const issue = 150_101;

const themes = [
  "Light Modern",
  "Dark Modern",
  "Default High Contrast",
  "Default High Contrast Light",
];

const held = "would give away the reporter in Lib/table.py:1";

/** Names the reporter in a comment, as a patch of somebody who means well does. */
const table = "# Rita Researcher found this.\ndef rows(table):\n    return list(table or ())\n";

describe("going public, reviewed by keyboard alone", function () {
  // Each step needs the one before.
  this.bail(true);
  let session: UiSession;
  let keyboard: Keyboard;
  let review: Frame;

  const workspaceSettings = (): string => join(session.surroundings.folder, ".vscode");
  const text = (selector: string): Promise<string> => review.locator(selector).innerText();
  const focused = async (): Promise<string> =>
    String(await review.evaluate("document.activeElement?.id ?? ''"));
  const violations = async (): Promise<unknown> => {
    await review.evaluate(axe.source);
    return review.evaluate(
      "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))",
    );
  };
  /** Tabs on until the element has the focus, as who has no mouse does. */
  const tabTo = async (id: string): Promise<void> => {
    for (let tabs = 0; tabs < 60; tabs++) {
      if ((await focused()) === id) return;
      await keyboard.press("Tab");
    }
    assert.fail(`${id} can't be reached by Tab`);
  };
  const press = async (id: string): Promise<void> => {
    await until(`${id} to be ready`, async () =>
      (await review.locator(`#${id}`).getAttribute("disabled")) === null ? true : undefined,
    );
    await tabTo(id);
    await keyboard.press("Enter");
  };
  /** The page is made anew when it was covered by another editor; what it says has the focus. */
  const said = (words: string | RegExp): Promise<unknown> =>
    until(`the review to say ${String(words)}`, async () => {
      review = await session.workbench.webview(/^Going public: GHSA/);
      const told = review
        .locator("#status, .failure")
        .filter({ hasText: words })
        .and(review.locator(":focus"));
      return (await told.isVisible().catch(() => false)) ? true : undefined;
    });
  /** In a question, where Return alone says no. */
  const yes = async (): Promise<string> => {
    const { workbench } = session;
    const question = await workbench.dialog();
    await keyboard.press("Tab");
    await keyboard.press("Enter");
    await workbench.page.locator(".monaco-dialog-box").waitFor({ state: "hidden" });
    return question;
  };
  /** The first pick that the text leaves. */
  const pick = async (about: string, text: string): Promise<void> => {
    const { quickInput } = session.workbench;
    await quickInput.picks(about);
    await quickInput.type(about, text);
  };
  const states = async (): Promise<readonly string[]> =>
    review.locator(".write .state").allInnerTexts();

  before(async () => {
    session = await sharedSession();
    const { workbench, surroundings } = session;
    ({ keyboard } = workbench.page);
    const { state, clock } = surroundings.sandbox;
    const { ghsaId } = state.addAdvisory({
      ...{ repository: "python/cpython", author: "rita-reporter", state: "draft" },
      summary: "Tables without rows stop a whole program",
      description: "If you call the reader with a table that has no rows at all, it reads beyond.",
      credits: [{ login: "mel-member", type: "coordinator" }],
      cveId: "CVE-2026-40191",
    });
    const repository = fullNameOf(await state.createPrivateFork(ghsaId));
    const author = { name: "Mel Ångström", email: "mel@example.org" };
    await state.commit(repository, [
      {
        ...{ branch: "advisory-fix-1", message: "Read tables without rows\n" },
        ...{ author, date: clock.now(), files: { "Lib/table.py": table } },
      },
    ]);
    await state.openPull({
      ...{ repository, branch: "advisory-fix-1", title: "Read empty tables" },
      ...{ author: "mel-member", approvedBy: ["sam-second"] },
    });
    state.mustHave("python/cpython").nextNumber = issue;
    await workbench.tree("My Tickets").clickTitle("Refresh Tickets");
    await workbench.tree("My Tickets").row(ticket);
  });

  after(async () => {
    await session.workbench.page.setViewportSize({ width: 1440, height: 900 });
    await rm(workspaceSettings(), { recursive: true, force: true });
  });

  it("opens from the palette, with the first step alone to be done", async () => {
    const { workbench } = session;
    await workbench.command("PSRT: Review Going Public");
    await pick("Review Going Public", "Tables without");
    review = await workbench.webview(/^Going public: GHSA/);
    await review.locator("#write-issue").waitFor();
    assert.deepEqual(await states(), ["Next", "Later", "Later", "Later", "Later"]);
    assert.match(await text("#banner"), /EMBARGOED.*Nothing of this fix is public yet/);
  });

  it("reserves the issue's number first, on a yes", async () => {
    const { workbench } = session;
    await review.locator("#reload").focus();
    await press("write-issue");
    await pick("One issue for each CVE", "Reserve");
    await workbench.tab("Public issue.md");
    await until("the placeholder", async () =>
      (await workbench.editorTexts()).some((each) => each.includes("reserves a number"))
        ? true
        : undefined,
    );
    await keyboard.press("Control+Enter");
    assert.match(await yes(), /PUBLIC: everybody can read it at once/);
    await said("Done.");
    assert.match(await text("#write-issue-words"), new RegExp(`^#${issue}, quiet`));
    assert.deepEqual(await states(), ["Done", "Next", "Later", "Later", "Later"]);
  });

  it("holds back the commit that names the reporter, and shows where", async () => {
    const { workbench } = session;
    const { quickInput } = workbench;
    await press("write-build");
    await pick("Private pull request", "Read empty tables");
    await quickInput.type("PUBLIC title", "Read tables that have no rows");
    await workbench.type(`Security entry gh-${issue}.rst`, "Read tables without rows.");
    await keyboard.press("Control+Enter");
    await said(held);
    assert.equal((await states())[1], "Failed");
    assert.equal(await text("#refused mark"), "Rita Researcher1");
    for (const name of [
      "Continue Landing… YOU: Stays on your machine",
      "Push… PUBLIC: Everybody can read it, at once",
      "Let pass… the reporter, line 1",
    ]) {
      assert.equal(await review.getByRole("button", { name, exact: true }).count(), 1, name);
    }
  });

  it("says why once, at its step, and asks for other texts there", async () => {
    const { workbench } = session;
    assert.equal((await text("body")).split(held).length, 2);
    assert.equal(await workbench.notifications(held), 0);
    await press("reword");
    assert.equal(
      await workbench.quickInput.prompt("PUBLIC title"),
      "Read tables that have no rows",
    );
    await workbench.quickInput.type("PUBLIC title", "Read tables which have no rows");
    await workbench.tab(`Security entry gh-${issue}.rst`);
    await keyboard.press("Control+Enter");
    await said(held);
    assert.match(await text("#text-message pre"), /^gh-150101: Read tables which have no rows/);
  });

  it("lets it pass with a reason, and builds the commit", async () => {
    await press("lift-refused-0-0");
    await until("the question", async () =>
      (await focused()) === "reason-refused-0-0" ? true : undefined,
    );
    await keyboard.insertText("Rita wants to be named here.");
    await keyboard.press("Enter");
    await said("Let pass, with your reason.");
    await press("write-build");
    await said("Done.");
    assert.equal((await states())[2], "Next");
    assert.match(await text("#text-message pre"), /^gh-150101: Read tables which have no rows/);
    assert.match(await text("#change"), /Rita wants to be named here\./);
  });

  it("has nothing that axe finds, in each kind of theme and at 320 pixels", async () => {
    const { workbench } = session;
    await mkdir(workspaceSettings(), { recursive: true });
    for (const theme of themes) {
      await writeFile(
        join(workspaceSettings(), "settings.json"),
        JSON.stringify({ "workbench.colorTheme": theme }),
      );
      await until(`the theme ${theme}`, async () =>
        (await review.evaluate("document.body.dataset.vscodeThemeId")) === theme ? true : undefined,
      );
      assert.deepEqual(await violations(), [], theme);
    }
    await workbench.command("View: Toggle Primary Side Bar Visibility");
    for (let width = 380, have = 0; have !== 320; width += 320 - have) {
      await workbench.page.setViewportSize({ width, height: 900 });
      await workbench.page.waitForTimeout(500);
      have = Number(await review.evaluate("innerWidth"));
    }
    assert.equal(await review.evaluate("document.documentElement.scrollWidth"), 320);
    assert.deepEqual(await violations(), []);
    await workbench.page.setViewportSize({ width: 1440, height: 900 });
    await workbench.command("View: Toggle Primary Side Bar Visibility");
  });

  it("comes back after a reload", async () => {
    const { workbench } = session;
    await workbench.reload();
    review = await workbench.webview(/^Going public: GHSA/);
    await review.locator("#write-push").waitFor();
    assert.deepEqual(await states(), ["Done", "Done", "Next", "Later", "Later"]);
  });

  it("pushes exactly that on a yes, and nothing on a no", async () => {
    const { workbench, surroundings } = session;
    const before = await refsOf(surroundings, "mel-member/cpython");
    await review.locator("#reload").focus();
    await press("write-push");
    await workbench.text(`Push gh-${issue}`);
    await workbench.clickLens("Don't push");
    await said("nothing was written");
    assert.equal(await refsOf(surroundings, "mel-member/cpython"), before);
    await press("write-push");
    await workbench.text(`Push gh-${issue}`);
    await keyboard.press("Control+Enter");
    await said("Done.");
    assert.notEqual(await refsOf(surroundings, "mel-member/cpython"), before);
    assert.match(await text("#banner"), /^PUBLIC/);
    assert.equal((await states())[3], "Next");
  });

  it("opens the pull request, describes the issue and sets the labels, each on its yes", async () => {
    const { workbench, surroundings } = session;
    const { state } = surroundings.sandbox;
    await press("write-pull");
    await workbench.tab("Public pull request.md");
    await workbench.text("Public pull request.md");
    await keyboard.press("Control+Enter");
    await yes();
    await said("Done.");
    assert.match(await text("#text-pull pre"), /^gh-150101: Read tables which have no rows/);
    assert.deepEqual(await states(), ["Done", "Done", "Done", "Done", "Next"]);
    await press("write-labels");
    await workbench.type(`Public issue ${issue}.md`, "");
    await keyboard.press("Control+A");
    await keyboard.insertText("# Tables without rows\n\nReading one raises IndexError.\n");
    await keyboard.press("Control+Enter");
    // Only the answer tells that somebody may not set labels.
    const labels = new RegExp(`/issues/${issue}/labels$`);
    surroundings.sandbox.faults.add({ method: "POST", path: labels, status: 403, times: 2 });
    await yes();
    assert.match(await yes(), new RegExp(`issue #${issue}: Tables without rows`));
    const lacks = `#${issue} lacks type-security: GitHub did not let you set it.`;
    await said(lacks);
    const request = `Please add type-security to ${surroundings.sandbox.url}/python/cpython/issues/${issue}`;
    assert.ok((await text(".failure")).includes(`“${request}”`));
    assert.deepEqual(await states(), ["Done", "Done", "Done", "Done", "Failed"]);
    await workbench.answerNotification(lacks, "Copy Request");
    await workbench.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    assert.equal(await workbench.page.evaluate("navigator.clipboard.readText()"), request);
    surroundings.sandbox.faults.clear();
    await press("write-labels");
    await yes();
    await said("Done.");
    assert.deepEqual(await states(), ["Done", "Done", "Done", "Done", "Done"]);
    const { threads } = state.mustHave("python/cpython");
    assert.deepEqual(threads.get(issue)?.labels, ["type-security"]);
    assert.equal(threads.get(issue)?.title, "Tables without rows");
  });
});
