import assert from "node:assert/strict";
import type { Frame, Keyboard } from "playwright-core";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";

const ticket = /Header injection/;

describe("going public, reviewed", () => {
  let session: UiSession;
  let page: Frame;
  let keyboard: Keyboard;

  before(async () => {
    session = await sharedSession();
    ({ keyboard } = session.workbench.page);
  });

  it("opens", async () => {
    const { workbench } = session;
    await workbench.tree("My Tickets").chooseFromMenu(ticket, "Review Going Public");
    page = await workbench.webview("Going public: GHSA");
    await page.locator("#write-issue").waitFor();
    await workbench.screenshot("out/1.png");
    assert.ok(keyboard);
  });
});
