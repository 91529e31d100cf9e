import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../launch/folders.ts";
import type { Advisory } from "../sandbox/model.ts";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";
import type { Tree } from "./tree.ts";

const pictures = join(root, "out", "ui-pages");
const gizmo = /Gizmos repeat/;

describe("switching the account, and losing the network", () => {
  let session: UiSession;
  let mine: Tree;
  let queue: Tree;
  let report: Advisory;

  before(async () => {
    session = await sharedSession();
    mine = session.workbench.tree("My Tickets");
    queue = session.workbench.tree("Queue");
    await mkdir(pictures, { recursive: true });
    // High enough for all tickets: a row out of view is none in the page.
    await session.workbench.page.setViewportSize({ width: 1440, height: 1600 });
    report = add("Gizmos repeat");
    await mine.clickTitle("Refresh Tickets");
  });

  const add = (summary: string): Advisory =>
    session.surroundings.sandbox.state.addAdvisory({
      ...{ repository: "python/cpython", author: "otto-outsider", daysAgo: 0, summary },
    });

  beforeEach(() => session.workbench.clearNotifications());

  after(async () => {
    session.surroundings.sandbox.faults.clear();
    await session.workbench.page.setViewportSize({ width: 1440, height: 900 });
  });

  const become = async (login: string): Promise<void> => {
    const { workbench, surroundings } = session;
    await workbench.command("PSRT: Sign In with a Token…");
    await workbench.quickInput.type("personal access token", surroundings.sandbox.token(login));
    await workbench.notification(`Signed in to GitHub as ${login}.`);
    await workbench.clearNotifications();
  };

  it("sends nothing as one person that another has begun", async () => {
    const { workbench, surroundings } = session;
    await queue.chooseFromMenu(gizmo, "Reply to Reporter…");
    await workbench.quickInput.choose("Duplicate");
    await workbench.tab(`Reply to ${report.ghsaId}.embargoed`);
    await become("ada-admin");
    const writes = (): number =>
      surroundings.sandbox.requests.filter(({ method }) => method !== "GET").length;
    const before = writes();
    await workbench.command("View: Focus Active Editor Group");
    await workbench.page.keyboard.press("Control+Enter");
    await workbench.notification("This was begun as mel-member, and ada-admin is signed in now.");
    assert.equal(writes(), before);
    await workbench.command("View: Revert and Close Editor");
  });

  it("shows an admin what admins see, and lets them close a ticket directly", async () => {
    const { workbench } = session;
    assert.match(await mine.message(), /You coordinate no tickets, ada-admin/);
    await queue.row("Seen by admins");
    await workbench.screenshot(join(pictures, "as-admin.png"));
    await queue.chooseFromMenu(gizmo, "Close Ticket…");
    await workbench.quickInput.choose("A duplicate");
    assert.match(await workbench.dialog(), /GitHub keeps no reason with it.*triage → closed/s);
    await workbench.answerDialog("Close");
    await workbench.notification(`${report.ghsaId} is closed`);
    await workbench.answerNotification("is closed", "Undo");
    assert.match(await workbench.dialog(), /^Reopen GHSA-/);
    await workbench.answerDialog("Cancel");
    await queue.noRow(gizmo);
    assert.equal(report.state, "closed");
  });

  it("opens it again as a draft, as far as GitHub lets an admin", async () => {
    const { workbench, surroundings } = session;
    const refusal = { status: 422, body: { message: "Validation Failed", errors: [] } };
    const reopen = async (): Promise<void> => {
      await workbench.command("PSRT: Reopen Ticket…");
      await workbench.quickInput.picks("Reopen a Ticket");
      await workbench.quickInput.choose("Gizmos repeat");
    };
    const path = new RegExp(`/${report.ghsaId}$`);
    surroundings.sandbox.faults.add({ method: "PATCH", path, ...refusal });
    await reopen();
    await workbench.answerDialog("Reopen");
    await workbench.notification(/GitHub did not reopen .* Try “Reopen” on its page/);
    assert.equal(report.state, "closed");
    await reopen();
    assert.match(await workbench.dialog(), /becomes a draft, whatever it was before/);
    await workbench.answerDialog("Reopen");
    await workbench.notification("is open again: it is a draft now");
    await queue.description(gizmo, "draft");
  });

  it("lets an admin add an expert directly", async () => {
    const { workbench } = session;
    const { quickInput } = workbench;
    await queue.chooseFromMenu(gizmo, "Add Experts…");
    await quickInput.search("otto");
    await quickInput.picks("Add Experts");
    await quickInput.chooseMany(["otto-outsider"]);
    await workbench.answerDialog("Add");
    await workbench.notification(`otto-outsider can read ${report.ghsaId} now.`);
    assert.deepEqual(report.collaborators, ["otto-outsider"]);
  });

  it("accepts directly as an admin does, and closes it as completed with what is open in view", async () => {
    const { workbench } = session;
    const { quickInput } = workbench;
    const accepted = add("Levers stick");
    await mine.refresh();
    await queue.chooseFromMenu(/Levers stick/, "Accept Ticket…");
    assert.match(await workbench.dialog(), /can't be taken back to triage.*triage → draft/s);
    await workbench.answerDialog("Accept");
    await workbench.notification(`${accepted.ghsaId} is accepted: it is a draft now.`);
    await queue.description(/Levers stick/, "draft");
    await workbench.clearNotifications();
    await queue.chooseFromMenu(/Levers stick/, "Close Ticket as Completed…");
    const open = await workbench.dialog();
    assert.match(open, /is not completed yet.*• Coordinator: Take it.*• Backport to 3\.11/s);
    await workbench.screenshot(join(pictures, "incomplete.png"));
    await workbench.answerDialog("Close It Anyway…");
    await quickInput.picks("The private fork and its pull requests may be gone");
    await quickInput.choose(/Close Without an Export/);
    await workbench.answerDialog("Close");
    await workbench.notification(`${accepted.ghsaId} is closed.`);
    await queue.noRow(/Levers stick/);
    assert.equal(accepted.summary, "Levers stick");
    assert.equal(accepted.state, "closed");
  });

  for (const reason of ["Not an issue, or invalid", "Not planned"]) {
    it(`closes a ticket directly as an admin does: ${reason}`, async () => {
      const { workbench } = session;
      const closed = add("Pistons seize");
      await mine.clickTitle("Refresh Tickets");
      await queue.row(/Pistons seize/);
      await workbench.command("PSRT: Close Ticket…");
      await workbench.quickInput.picks("Close a Ticket");
      await workbench.quickInput.choose("Pistons seize");
      await workbench.quickInput.picks("What the report is");
      await workbench.quickInput.choose(reason);
      await workbench.answerDialog("Close");
      const told = await workbench.notification("is closed");
      assert.equal(told, `${closed.ghsaId} is closed.`);
      await queue.noRow(/Pistons seize/);
      assert.deepEqual([closed.state, closed.summary], ["closed", "Pistons seize"]);
    });
  }

  it("shows a reporter their own reports, and offers nothing that members decide", async () => {
    await become("otto-outsider");
    await queue.row(gizmo);
    assert.deepEqual(await queue.menu(gizmo), [
      ...["Read Ticket", "Create Private Fork…", "Open Advisory Form", "Open on GitHub"],
      ...["Copy GHSA Id", "Export Ticket…", "Purge Ticket from This Machine…"],
    ]);
    await session.workbench.command("PSRT: Close Ticket…");
    await session.workbench.notification("None of the tickets that you see can do that now");
    await session.workbench.clearNotifications();
    await queue.noRow("Seen by admins");
    await queue.noRow("sam-second");
    await session.workbench.screenshot(join(pictures, "as-reporter.png"));
  });

  it("keeps who is signed in when a wrong token is given", async () => {
    const { workbench } = session;
    await workbench.command("PSRT: Sign In with a Token…");
    await workbench.quickInput.type("personal access token", "ghp_notAToken");
    await workbench.notification(/does not know this token/);
    await queue.row(gizmo);
  });

  it("says to a person who sees nothing what to do", async () => {
    const { workbench } = session;
    await become("nils-nobody");
    await mine.welcomeButton("Check My Access").waitFor();
    assert.match(await mine.message(), /shows this account no open security advisory/);
    assert.match(await queue.message(), /There is no ticket that waits/);
    await workbench.screenshot(join(pictures, "as-nobody.png"));
    await mine.welcomeButton("Check My Access").click();
    // Lines break where the window's width wants it.
    const page = (await workbench.text("Check My Access.md")).replace(/\s+/g, " ");
    assert.match(page, /\*\*List of members\*\*\. It has 4 members, and you are not one of them\./);
    await workbench.tidy();
  });

  it("shows a member their tickets again", async () => {
    await become("mel-member");
    await mine.row("Your Move");
    await queue.row("sam-second");
  });

  it("says what it shows and of when once GitHub can't be reached, and writes nothing", async () => {
    const { workbench, surroundings } = session;
    const { sandbox } = surroundings;
    sandbox.faults.add({ path: /^/, cut: "before", times: 1000 });
    await mine.clickTitle("Refresh Tickets");
    await mine.description(/Offline, as of (\S+ )?\d\d:\d\d/, "GitHub could not be reached");
    await queue.row(/Offline, as of/);
    await queue.row(gizmo);
    await workbench.screenshot(join(pictures, "offline.png"));
    const writes = (): number => sandbox.requests.filter(({ method }) => method !== "GET").length;
    const before = writes();
    await queue.chooseFromMenu(gizmo, "Take…");
    await workbench.notification(/GitHub could not be reached/);
    assert.equal(writes(), before);
    sandbox.faults.clear();
    await mine.click(/Offline, as of/);
    await mine.noRow(/Offline/);
    await queue.noRow(/Offline/);
  });

  it("asks again for a sign-in when the token was revoked meanwhile", async () => {
    const { workbench, surroundings } = session;
    surroundings.sandbox.revoke("mel-member");
    await mine.clickTitle("Refresh Tickets");
    await mine.description("python/cpython", /^sign in again · GitHub no longer accepts/);
    await workbench.screenshot(join(pictures, "revoked.png"));
    await become("mel-member");
    await mine.row("Your Move");
    await mine.noRow(/no longer accepts the token/);
  });

  it("has asked GitHub nothing that GitHub's description does not know", () => {
    assert.deepEqual(session.surroundings.sandbox.violations, []);
  });
});
