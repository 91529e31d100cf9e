import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { root } from "../launch/folders.ts";
import type { Advisory } from "../sandbox/model.ts";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";
import { until } from "./until.ts";
import type { Workbench } from "./workbench.ts";

const pictures = join(root, "out", "ui-pages");

const ticket = /Mailboxes are locked/;
const title = "Mailboxes are locked by nobody while they are written";

/** As long as GitHub takes. */
const longest = "One more line of what is known. ".repeat(2048).slice(0, 65_534).trimEnd() + ".";

describe("saving an advisory when things go wrong", () => {
  let session: UiSession;
  let advisory: Advisory;

  before(async () => {
    session = await sharedSession();
    await mkdir(pictures, { recursive: true });
    advisory = session.surroundings.sandbox.state.addAdvisory({
      ...{ repository: "python/cpython", author: "rita-reporter", state: "draft", daysAgo: 70 },
      ...{ summary: title, description: "A mailbox can lose mail.", cveId: "CVE-2026-40779" },
      credits: [{ login: "mel-member", type: "coordinator" }],
      vulnerabilities: [
        {
          ...{ ecosystem: "other", package: "CPython", vulnerableRange: "< 3.16.0" },
          ...{ patchedVersions: null, functions: [] },
        },
      ],
    });
    await session.workbench.tree("My Tickets").clickTitle("Refresh Tickets");
  });

  after(async () => {
    const { faults, state } = session.surroundings.sandbox;
    faults.clear();
    // What is out of view has no row: the next suites find theirs where they were.
    state.advisories.splice(state.advisories.indexOf(advisory), 1);
    const { workbench } = session;
    await workbench.showActivity("PSRT");
    await workbench.tree("My Tickets").clickTitle("Refresh Tickets");
  });

  const openForm = async (workbench: Workbench): Promise<Frame> => {
    await workbench.tree("My Tickets").chooseFromMenu(ticket, "Open Advisory Form");
    return workbench.webview("CVSS v4 vector");
  };
  const titleOf = (form: Frame): Promise<string> => form.locator("#title input").inputValue();
  const save = async (workbench: Workbench, form: Frame): Promise<void> => {
    await form.locator("#save").click();
    await workbench.answerDialog("Save");
  };
  const patches = (): number =>
    session.surroundings.sandbox.requests.filter(
      ({ method, path }) => method === "PATCH" && path.endsWith(`/${advisory.ghsaId}`),
    ).length;

  it("keeps a description as long as GitHub takes, and is as quick with it", async () => {
    const form = await openForm(session.workbench);
    await form.locator("#description textarea").fill(longest);
    await form.getByText("65,535 of 65,535").waitFor();
    await form.locator("#description textarea").press("End");
    await form.getByText("Draft kept").waitFor();
    await session.workbench.tidy();
    const again = await openForm(session.workbench);
    await again.getByText("Draft restored from").waitFor();
    assert.equal(await again.locator("#description textarea").inputValue(), longest);
    await again.locator("#discard").click();
    await again.getByText("Draft discarded.").waitFor();
  });

  it("says that nothing was written while the network is cut, and keeps the draft", async () => {
    const { workbench, surroundings } = session;
    const form = await workbench.webview("CVSS v4 vector");
    await form.locator("#title input").fill(`${title}, first`);
    await form.getByText("Draft kept").waitFor();
    const path = new RegExp(`/${advisory.ghsaId}$`);
    surroundings.sandbox.faults.add({ method: "PATCH", path, cut: "before", times: 100 });
    await save(workbench, form);
    await form.locator('#status[data-level="error"]').waitFor();
    await workbench.screenshot(join(pictures, "save-cut.png"));
    assert.equal(await titleOf(form), `${title}, first`);
    assert.equal(advisory.summary, title);
    surroundings.sandbox.faults.clear();
  });

  it("writes once, also when the answer is lost", async () => {
    const { workbench, surroundings } = session;
    const form = await workbench.webview("CVSS v4 vector");
    const before = patches();
    const path = new RegExp(`/${advisory.ghsaId}$`);
    surroundings.sandbox.faults.add({ method: "PATCH", path, cut: "after" });
    await save(workbench, form);
    await until("the end of the saving", async () =>
      (await form.locator("#status").innerText()).includes("Saving") ? undefined : true,
    );
    if ((await form.locator('#status[data-level="error"]').count()) > 0) {
      // GitHub has it already, so that there is nothing to ask.
      await form.locator("#save").click();
    }
    await form.getByText("Saved title; read back and equal.").waitFor();
    assert.equal(advisory.summary, `${title}, first`);
    assert.equal(patches() - before, 1);
  });

  it("has a second window’s other change shown beside one’s own, and overwrites neither", async () => {
    const { workbench } = session;
    const mine = await workbench.webview("CVSS v4 vector");
    const second = await session.secondWindow();
    try {
      await second.showActivity("PSRT");
      const other = await openForm(second);
      const theirs = `${title}, by the \u202eother`;
      await other.locator("#title input").fill(theirs);
      await other.locator("#description textarea").fill("Mail is lost.");
      await mine.locator("#title input").fill(`${title}, by me`);
      await save(second, other);
      await other.getByText("Saved title, description; read back and equal.").waitFor();

      await mine.locator("#save").click();
      const conflict = mine.getByRole("region", { name: "Both changed: title" });
      await conflict.waitFor();
      await mine.getByText(/^Nothing was written: changed on GitHub meanwhile: title\./).waitFor();
      const added = await conflict.locator("ins").allInnerTexts();
      assert.deepEqual(added, ["by the ⟨U+202E⟩other", "by me"]);
      await workbench.screenshot(join(pictures, "three-ways.png"));
      assert.equal(advisory.summary, theirs);
      // What only the other has changed is there without a question.
      assert.equal(await mine.locator("#description textarea").inputValue(), "Mail is lost.");
      await conflict.getByRole("button", { name: "Keep mine" }).click();
      // The button is gone; the keyboard is not lost with it.
      assert.equal(await mine.evaluate("document.activeElement.id"), "status");
      await save(workbench, mine);
      await mine.getByText("Saved title; read back and equal.").waitFor();
      assert.equal(advisory.summary, `${title}, by me`);
      assert.equal(advisory.description, "Mail is lost.");
    } finally {
      await second.page.close();
    }
  });

  it("has the draft after a crash in the middle of a save, which arrived or did not", async () => {
    const { surroundings } = session;
    const form = await session.workbench.webview("CVSS v4 vector");
    await form.locator("#title input").fill(`${title}, at last`);
    await form.getByText("Draft kept").waitFor();
    const before = patches();
    const path = new RegExp(`/${advisory.ghsaId}$`);
    surroundings.sandbox.faults.add({ method: "PATCH", path, delay: 600_000 });
    await save(session.workbench, form);
    await until("the write on its way", () =>
      Promise.resolve(patches() > before ? true : undefined),
    );
    await session.crash();
    surroundings.sandbox.faults.clear();
    const { workbench } = session;
    const again = await workbench.webview("CVSS v4 vector");
    await again.getByText("Draft restored from").waitFor();
    assert.equal(await titleOf(again), `${title}, at last`);
    assert.equal(advisory.summary, `${title}, by me`);
    await save(workbench, again);
    await again.getByText("Saved title; read back and equal.").waitFor();
    assert.equal(advisory.summary, `${title}, at last`);
  });
});
