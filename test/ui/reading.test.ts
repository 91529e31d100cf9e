import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../launch/folders.ts";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";

const ticket = /Header injection/;
const hostile = /<script>/;
const page = "GHSA-9q23-4r5v-6w7x.embargoed";

/** Where the pages can be looked at. */
const pictures = join(root, "out", "ui-pages");

describe("reading a ticket, as a person does", () => {
  let session: UiSession;

  before(async () => {
    session = await sharedSession();
    await mkdir(pictures, { recursive: true });
  });

  it("opens the report from the ticket's first row", async () => {
    const { workbench } = session;
    const tree = workbench.tree("My Tickets");
    await tree.expand(ticket);
    await tree.click("Report and comments");
    const text = await workbench.text(page);
    assert.match(text, /^EMBARGOED · GHSA-9q23-4r5v-6w7x/);
    assert.match(text, /I can confirm that the branch fixes it\./);
  });

  for (const theme of ["Light Modern", "Dark Modern", "Dark High Contrast", "Light High Contrast"]) {
    it(`can be read in ${theme}`, async () => {
      const { workbench } = session;
      await workbench.command("Preferences: Color Theme");
      await workbench.page.keyboard.insertText(theme);
      await workbench.page.waitForTimeout(500);
      await workbench.page.keyboard.press("Enter");
      await workbench.page.waitForTimeout(1500);
      await workbench.screenshot(join(pictures, `ticket-${theme.replaceAll(" ", "-")}.png`));
    });
  }
  it("hostile", async () => {
      const { workbench } = session;
    await workbench.tree("My Tickets").chooseFromMenu(hostile, "Read Ticket");
      await workbench.page.waitForTimeout(2500);
      await workbench.screenshot(join(pictures, `hostile.png`));
  });
});
