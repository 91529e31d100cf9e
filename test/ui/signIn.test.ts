import assert from "node:assert/strict";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";
import type { Tree } from "./tree.ts";

describe("signing out and in", () => {
  let session: UiSession;
  let tree: Tree;

  before(async () => {
    session = await sharedSession();
    tree = session.workbench.tree("My Tickets");
  });

  it("shows no ticket to a person who has signed out, but two ways to sign in", async () => {
    await session.workbench.command("PSRT: Sign Out");
    await tree.welcomeButton("Sign In to GitHub").waitFor();
    await tree.welcomeButton("Sign In with a Token").waitFor();
    assert.match(await tree.message(), /Sign in to GitHub to see the security advisories/);
    assert.deepEqual(await tree.rows(), []);
    assert.deepEqual(
      (await session.workbench.activities()).filter((name) => name.startsWith("PSRT")),
      ["PSRT"],
    );
  });

  it("says that VS Code's own account is for github.com only", async () => {
    const { workbench } = session;
    await tree.welcomeButton("Sign In to GitHub").click();
    assert.match(
      await workbench.notification("account is for github.com"),
      /psrt\.apiUrl names another server.*Sign In with a Token/s,
    );
  });

  it("masks the token, and refuses one that GitHub does not know", async () => {
    const { workbench } = session;
    await workbench.clearNotifications();
    await tree.welcomeButton("Sign In with a Token").click();
    await workbench.quickInput.prompt("personal access token");
    assert.equal(await workbench.quickInput.isMasked(), true);
    await workbench.quickInput.type("personal access token", "ghp_notAToken");
    assert.match(await workbench.notification("token"), /does not know this token.*pasted whole/s);
    assert.deepEqual(await tree.rows(), []);
  });

  it("takes a good token and shows that person's tickets", async () => {
    const { workbench, surroundings } = session;
    await workbench.clearNotifications();
    await tree.welcomeButton("Sign In with a Token").click();
    const token = surroundings.sandbox.token("mel-member");
    await workbench.quickInput.type("personal access token", token);
    await workbench.notification("Signed in to GitHub as mel-member.");
    await tree.row(/Header injection/);
  });
});
