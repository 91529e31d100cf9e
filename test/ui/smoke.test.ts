import assert from "node:assert/strict";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";

describe("the packaged extension in a fresh VS Code", () => {
  let session: UiSession;

  before(async () => {
    session = await sharedSession();
  });

  it("has an icon in the activity bar that shows My Tickets", async () => {
    const { workbench } = session;
    await workbench.showActivity("PSRT");
    assert.ok((await workbench.activities()).some((name) => name.startsWith("PSRT")));
    await workbench.tree("My Tickets").row(/./);
  });
});
