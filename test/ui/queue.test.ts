import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../launch/folders.ts";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";
import { until } from "./until.ts";

/** Where the views can be looked at. */
const pictures = join(root, "out", "ui-pages");

/** A theme and the class that the window has in it; the last is the one that the others expect. */
const themes = [
  ["Light Modern", "vs"],
  ["Dark High Contrast", "hc-black"],
  ["Dark Modern", "vs-dark"],
] as const;

const waiting = /CRLF injection/;

describe("the queue, as a person sees it", () => {
  let session: UiSession;

  before(async () => {
    session = await sharedSession();
    await mkdir(pictures, { recursive: true });
  });

  after(() => session.workbench.tree("Queue").collapse(waiting));

  it("has the tickets without coordinator first, then the others' by coordinator", async () => {
    const queue = session.workbench.tree("Queue");
    await queue.row(waiting);
    const groups = (await queue.rows()).filter(({ level }) => level === 1);
    assert.equal(groups[0]?.label, "No Coordinator");
    assert.match(groups[0].description, /^\d+$/);
    assert.equal(groups[1]?.label, "sam-second");
  });

  it("counts the tickets whose move is the person's, and tells the nearest deadline", async () => {
    const { workbench } = session;
    const yours = (await workbench.tree("My Tickets").rows()).find(
      ({ label }) => label === "Your Move",
    );
    const activities = await workbench.activities();
    assert.ok(
      activities.some((name) => name.includes(`${yours?.description ?? ""} tickets: your move`)),
      activities.join("; "),
    );
    const deadline = workbench.page.locator(".statusbar-item").filter({ hasText: "days over" });
    assert.match(
      (await deadline.locator("a").getAttribute("aria-label")) ?? "",
      /nearest deadline: \d+ days over for GHSA(-[0-9a-z]{4}){3}$/,
    );
  });

  it("says how long a ticket is idle, to a screen reader too", async () => {
    const row = await session.workbench.tree("Queue").row(waiting);
    assert.match((await row.getAttribute("aria-label")) ?? "", /idle for/);
  });

  it("offers to take a ticket that nobody coordinates", async () => {
    const items = await session.workbench.tree("Queue").menu(waiting);
    assert.ok(
      items.some((item) => item.startsWith("Take…")),
      items.join("; "),
    );
    assert.ok(!items.some((item) => item.startsWith("Push")), items.join("; "));
  });

  it("names, under a new ticket, the one that it may repeat", async () => {
    const queue = session.workbench.tree("Queue");
    // Opens it and takes the keyboard there.
    await queue.click(waiting);
    // It stands below what a low view shows.
    const found = await until("the likely duplicate", async () => {
      await session.workbench.page.keyboard.press("ArrowDown");
      return (await queue.rows()).find(({ label }) => label.startsWith("Duplicate of"));
    });
    assert.equal(found.label, "Duplicate of GHSA-9q23-4r5v-6w7x?");
    assert.match(found.description, /^draft · Header injection/);
  });

  for (const [theme, name] of themes) {
    it(`can be read beside the tree in ${theme}`, async () => {
      const { workbench } = session;
      await workbench.command("Preferences: Color Theme");
      await workbench.quickInput.type(/theme/i, theme);
      await workbench.page.locator(`.monaco-workbench.${name}`).waitFor();
      await workbench.quickInput.gone();
      await workbench.tree("My Tickets").row("Your Move");
      await workbench.tree("Queue").row(waiting);
      await workbench.screenshot(join(pictures, `queue-${name}.png`));
    });
  }
});
