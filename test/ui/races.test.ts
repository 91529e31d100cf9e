import assert from "node:assert/strict";
import type { Advisory } from "../sandbox/model.ts";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";
import type { Tree } from "./tree.ts";
import { until } from "./until.ts";
import type { Workbench } from "./workbench.ts";

/** Longer than any test: who waits for it has not been cancelled. In milliseconds. */
const endless = 600_000;
const twin = /Twins disagree/;
const longest = "**b** [x](command:workbench.action.quit) $(trash) \u202Eexe ";

describe("when two windows, or GitHub and the person, act at once", () => {
  let session: UiSession;
  let mine: Tree;
  let queue: Tree;
  let other: Workbench;
  let report: Advisory;
  let hostile: Advisory;

  const added: Advisory[] = [];
  /** The longest idle, so that it stands first in any window. */
  const add = (summary: string): Advisory => {
    const advisory = session.surroundings.sandbox.state.addAdvisory({
      ...{ repository: "python/cpython", author: "otto-outsider", daysAgo: 9, summary },
    });
    added.push(advisory);
    return advisory;
  };
  const writes = (): number =>
    session.surroundings.sandbox.requests.filter(
      ({ method, path }) => method === "PATCH" && path.endsWith(`/${report.ghsaId}`),
    ).length;

  before(async () => {
    session = await sharedSession();
    mine = session.workbench.tree("My Tickets");
    queue = session.workbench.tree("Queue");
    report = add("Twins disagree");
    await mine.refresh();
    await queue.row(twin);
    other = await session.secondWindow();
    await other.showActivity("PSRT");
    await other.tree("Queue").row(twin);
  });

  beforeEach(async () => {
    // A page behind another draws nothing, its notifications' end included.
    await session.workbench.page.bringToFront();
    await session.workbench.clearNotifications();
  });

  afterEach(() => session.surroundings.sandbox.faults.clear());

  after(async () => {
    await other.page.close();
    for (const each of added) each.state = "closed";
    await mine.clickTitle("Refresh Tickets");
    await queue.noRow(/\*\*b\*\*/);
  });

  it("stops before anything is written when taking is cancelled", async () => {
    const { workbench, surroundings } = session;
    const path = new RegExp(`/${report.ghsaId}$`);
    surroundings.sandbox.faults.add({ method: "GET", path, delay: endless });
    await queue.chooseFromMenu(twin, "Take…");
    await workbench.answerNotification(`Taking ${report.ghsaId}`, "Cancel");
    await until("the end of the taking", async () => {
      const shown = workbench.page.locator(".notification-list-item");
      return (await shown.count()) === 0 ? true : undefined;
    });
    assert.equal(writes(), 0);
  });

  it("asks once at a double click", async () => {
    await queue.expand(twin);
    await (await queue.row(/^\s*Take it, or leave it/)).dblclick();
    await session.workbench.answerDialog("Cancel");
    await queue.collapse(twin);
    assert.equal(writes(), 0);
  });

  it("takes a ticket once, whichever window is behind", async () => {
    const { workbench } = session;
    await other.tree("Queue").chooseFromMenu(twin, "Take…");
    await other.answerDialog("Take");
    await other.notification(`You coordinate ${report.ghsaId} now`);
    // This window still shows it in the queue.
    await queue.chooseFromMenu(twin, "Take…");
    await workbench.notification(`You coordinate ${report.ghsaId} already.`);
    await mine.row(twin);
    assert.equal(writes(), 1);
  });

  it("hands it back once when the answer is lost on its way", async () => {
    const { workbench, surroundings } = session;
    const path = new RegExp(`/${report.ghsaId}$`);
    surroundings.sandbox.faults.add({ method: "PATCH", path, cut: "after" });
    await mine.chooseFromMenu(twin, "Hand Back…");
    await workbench.answerDialog("Hand Back");
    await workbench.notification(`You no longer coordinate ${report.ghsaId}`);
    assert.equal(writes(), 2);
    assert.deepEqual(report.credits, []);
  });

  it("says what to do where a hostile title leaves no room for the bot's tag", async () => {
    const { workbench } = session;
    hostile = add(longest.repeat(30).slice(0, 1024));
    await mine.refresh();
    const row = await queue.row(/\*\*b\*\*/);
    assert.doesNotMatch(await row.innerText(), /\u202E/);
    await workbench.clearNotifications();
    await queue.chooseFromMenu(/\*\*b\*\*/, "Accept Ticket…");
    const told = await workbench.notification("too long to take the bot's tag");
    assert.match(told, /Shorten it by 9 characters in the advisory form/);
    assert.equal(hostile.state, "triage");
  });

  it("shows in its question what hides in a title", async () => {
    const { workbench } = session;
    hostile.summary = "**b** \u202Eexe [x](command:workbench.action.quit)";
    await mine.refresh();
    await queue.row(/\*\*b\*\*\s+exe/);
    await queue.chooseFromMenu(/\*\*b\*\*/, "Accept Ticket…");
    const question = await workbench.dialog();
    assert.ok(question.includes("[ACCEPT] **b** ⟨U+202E⟩exe [x](command:"), question);
    await workbench.answerDialog("Don't write [ACCEPT]");
    assert.equal(hostile.state, "triage");
  });

  it("has asked GitHub nothing that GitHub's description does not know", () => {
    assert.deepEqual(session.surroundings.sandbox.violations, []);
  });
});
