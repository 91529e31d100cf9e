import assert from "node:assert/strict";
import { access } from "node:fs/promises";
import { join } from "node:path";
import axe from "axe-core";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";
import { until } from "./until.ts";

const ticket = "Use after free in";

describe("without a mouse", () => {
  let session: UiSession;

  before(async () => {
    session = await sharedSession();
  });

  it("a ticket's fork is cloned from its context menu", async () => {
    const { workbench, surroundings } = session;
    const { keyboard } = workbench.page;
    await keyboard.press("F1");
    await workbench.quickInput.prompt(/./);
    await keyboard.type("PSRT: Focus on My Tickets View");
    await keyboard.press("Enter");
    const tree = workbench.tree("My Tickets");
    let last: string | undefined;
    await until("the focus on the ticket", async () => {
      const focused = await tree.focused();
      if (focused?.includes(ticket) === true) return true;
      // The window may tell late where the focus is: whoever came past the row begins anew.
      await keyboard.press(focused === last ? "Home" : "ArrowDown");
      last = focused;
      return undefined;
    });
    await keyboard.press("Shift+F10");
    await until("the focus on the menu's item", async () => {
      await keyboard.press("ArrowDown");
      return (await workbench.focusedMenuItem()) === "Clone Private Fork" ? true : undefined;
    });
    await keyboard.press("Enter");
    await workbench.notification("The private fork is");
    await access(join(surroundings.privateFolder, "cpython-ghsa-7m89-2p3q-4r5v", ".git"));
  });

  it("the advisory form can be used: axe finds nothing", async () => {
    const { workbench } = session;
    await workbench.tree("My Tickets").chooseFromMenu(ticket, "Open Advisory Form");
    const form = await workbench.webview("CVSS v4 vector");
    await form.evaluate(axe.source);
    const violations: unknown = await form.evaluate(
      "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))",
    );
    assert.deepEqual(violations, []);
  });
});
