import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../launch/folders.ts";
import { git, refsOf } from "./git.ts";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";
import { until } from "./until.ts";
import type { Workbench } from "./workbench.ts";

const ticket = /Links in archives/;
const pictures = join(root, "out", "shield");

describe("the window of a private clone", () => {
  let session: UiSession;
  let window: Workbench;
  let clone: string;
  let settings: string;
  /** How many requests GitHub had got when the window was opened. */
  let opened: number;

  /** The shield's text and colour, once the text is as wanted. */
  const shield = async (wanted: RegExp): Promise<string> => {
    const item = window.page.locator("[id='psrt.psrt-coordinator.psrt.shield']");
    return until(`a shield with ${String(wanted)}`, async () => {
      const text = await item.innerText().catch(() => "");
      if (!wanted.test(text)) return undefined;
      const classes = (await item.getAttribute("class")) ?? "";
      return classes.includes("error-kind")
        ? "red"
        : classes.includes("warning-kind")
          ? "amber"
          : "plain";
    });
  };
  const change = async (edit: (text: string) => string): Promise<void> => {
    await writeFile(settings, edit(await readFile(settings, "utf8")));
  };

  before(async () => {
    session = await sharedSession();
    await mkdir(pictures, { recursive: true });
    const { workbench, surroundings } = session;
    await workbench.tree("My Tickets").chooseFromMenu(ticket, "Clone Private Fork");
    const message = await workbench.notification("The private fork is");
    clone = message.slice(message.indexOf("/"));
    assert.ok(clone.startsWith(surroundings.privateFolder), clone);
    settings = join(clone, ".vscode", "settings.json");
    opened = surroundings.sandbox.requests.length;
    window = await workbench.newWindow(() =>
      workbench.answerNotification("The private fork is", "Open in New Window"),
    );
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await window.screenshot(join(pictures, "failed.png"));
  });
  after(async () => {
    await window.page.close();
  });

  it("has a shield that holds, without anybody having opened a view", async () => {
    assert.equal(await shield(/Embargoed: shield holds/), "plain");
    await window.screenshot(join(pictures, "holds.png"));
  });

  it("has read no ticket to get there: only who the signing in is for", async () => {
    await window.page.waitForTimeout(1500);
    const { requests } = session.surroundings.sandbox;
    const since = requests.slice(opened).map(({ method, path }) => `${method} ${path}`);
    // The other window tries the new clone's private pull request on the project's main meanwhile.
    const trial = " /python/cpython.git/";
    assert.deepEqual(
      since.filter((each) => each !== "GET /api/v3/user" && !each.includes(trial)),
      [],
    );
  });

  it("turns the shield red when a quarantine setting is changed, and says which", async () => {
    await change((text) => text.replace('"git.autofetch": false', '"git.autofetch": true'));
    assert.equal(await shield(/Embargoed: 1 open/), "red");
    await window.command("PSRT: Show Embargo Shield");
    const labels = await window.quickInput.picks("What holds here");
    await window.screenshot(join(pictures, "open.png"));
    assert.deepEqual(
      labels.map((label) => label.trim()).filter((label) => /fetch|Put All/.test(label)),
      ["Put All Right", "git fetches by itself"],
    );
    await window.quickInput.choose("git fetches by itself");
    assert.equal(await shield(/Embargoed: shield holds/), "plain");
    assert.match(await readFile(settings, "utf8"), /"git.autofetch": false/);
    await window.page.keyboard.press("Escape");
  });

  it("tells when the push lock is broken, and puts it right with all else", async () => {
    const { surroundings } = session;
    await git(surroundings, clone, "config", "core.hooksPath", "/nowhere");
    await change((text) =>
      text.replace(
        '"workbench.localHistory.enabled": false',
        '"workbench.localHistory.enabled": true',
      ),
    );
    assert.equal(await shield(/Embargoed: 2 open/), "red");
    await window.command("PSRT: Show Embargo Shield");
    await window.quickInput.choose("Put All Right");
    assert.equal(await shield(/Embargoed: shield holds/), "plain");
    await window.page.keyboard.press("Escape");
    const publicRefs = await refsOf(surroundings, "python/cpython");
    const { url } = surroundings.sandbox;
    await assert.rejects(
      git(surroundings, clone, "push", `${url}/python/cpython.git`, "HEAD:refs/heads/leak"),
    );
    assert.equal(await refsOf(surroundings, "python/cpython"), publicRefs);
  });
});
