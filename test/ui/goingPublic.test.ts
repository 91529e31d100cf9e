import assert from "node:assert/strict";
import type { Keyboard } from "playwright-core";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";

describe("the going-public review", () => {
  let session: UiSession;
  let keyboard: Keyboard;

  before(async () => {
    session = await sharedSession();
    ({ keyboard } = session.workbench.page);
  });

  it("opens from the palette by keyboard, with the first step alone to be done", async () => {
    const { workbench } = session;
    await keyboard.press("F1");
    await keyboard.insertText(">PSRT: Review Going Public");
    await workbench.quickInput.prompt(/./);
    await keyboard.press("Enter");
    await workbench.quickInput.prompt("Review Going Public");
    await keyboard.insertText("Use after free in");
    await keyboard.press("Enter");
    const review = await workbench.webview(/^Going public: GHSA/);
    await review.locator("#write-issue").waitFor();
    assert.deepEqual(await review.locator(".write .state").allInnerTexts(), [
      "Next",
      ...["Later", "Later", "Later", "Later"],
    ]);
    const banner = await review.locator("#banner").innerText();
    assert.match(banner, /EMBARGOED.*Nothing of this fix is public yet/);
  });
});
