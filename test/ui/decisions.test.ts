import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { asRecord } from "../../src/base/shape.ts";
import { root } from "../launch/folders.ts";
import type { Advisory } from "../sandbox/model.ts";
import type { AdvisorySeed } from "../sandbox/scenario.ts";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";
import type { Tree } from "./tree.ts";

const HOUR = 60 * 60 * 1000;

/** Where what a person decides on can be looked at. */
const pictures = join(root, "out", "ui-pages");

const walked = /Walked buffers/;
const typo = /Drifting clocks/;

describe("deciding on a ticket, as a member does", () => {
  let session: UiSession;
  let mine: Tree;
  let queue: Tree;
  let report: Advisory;
  let bug: Advisory;

  const add = (seed: Pick<AdvisorySeed, "summary" | "description">): Advisory => {
    const { state } = session.surroundings.sandbox;
    const credits = [{ login: "otto-outsider", type: "finder" as const }];
    return state.addAdvisory({
      ...{ repository: "python/cpython", author: "rita-reporter", daysAgo: 0, credits },
      ...seed,
    });
  };
  const refresh = (): Promise<void> => mine.refresh();
  const coordinators = (): readonly string[] =>
    report.credits.flatMap(({ type, login }) => (type === "coordinator" ? [login] : []));
  const patches = ({ ghsaId }: Advisory): readonly unknown[] =>
    session.surroundings.sandbox.requests
      .filter(({ method, path }) => method === "PATCH" && path.endsWith(`/${ghsaId}`))
      .map(({ body }) => asRecord(body));

  before(async () => {
    session = await sharedSession();
    mine = session.workbench.tree("My Tickets");
    queue = session.workbench.tree("Queue");
    await mkdir(pictures, { recursive: true });
    // High enough for all tickets: a row out of view is none in the page.
    await session.workbench.page.setViewportSize({ width: 1440, height: 1600 });
  });

  after(async () => {
    await queue.collapse(walked);
    await session.workbench.page.setViewportSize({ width: 1440, height: 900 });
  });

  beforeEach(() => session.workbench.clearNotifications());

  it("hears of a new report once, by its id alone, and is shown it", async () => {
    const { workbench } = session;
    report = add({ summary: "Walked buffers overflow", description: "One byte too many." });
    await refresh();
    const told = await workbench.notification(/new report/);
    assert.equal(told, `PSRT: ${report.ghsaId}: new report.`);
    const mark = (await queue.row(walked)).locator("[class*='decoration-itemBadge']");
    await mark.waitFor();
    await workbench.screenshot(join(pictures, "news.png"));
    await workbench.answerNotification(/new report/, "Show Ticket");
    await mark.waitFor({ state: "detached" });
    await refresh();
    await queue.row(walked);
    assert.equal(await workbench.page.locator(".notification-list-item").count(), 0);
  });

  it("takes it by a click on its next step, and loses nobody's credit", async () => {
    const { workbench } = session;
    await queue.expand(walked);
    await queue.click(/^\s*Take it, or leave it to another/);
    const plan = await workbench.dialog();
    assert.match(plan, /otto-outsider: finder\nmel-member: coordinator, new/);
    await workbench.answerDialog("Cancel");
    assert.deepEqual(coordinators(), []);
    await queue.chooseFromMenu(walked, "Take…");
    await workbench.answerDialog("Take");
    await workbench.notification(`You coordinate ${report.ghsaId} now`);
    await mine.description(walked, "Accept or close it");
    assert.deepEqual(
      report.credits.map(({ login, type, state }) => [login, type, state]),
      [
        ["otto-outsider", "finder", "accepted"],
        ["mel-member", "coordinator", "pending"],
      ],
    );
  });

  it("hands it to another member with a note, and takes it back", async () => {
    const { workbench } = session;
    const { quickInput } = workbench;
    await mine.chooseFromMenu(walked, "Delegate…");
    const members = await quickInput.picks("Who coordinates it");
    assert.ok(!members.includes("Mel Ångström"), members.join("; "));
    assert.equal(members[0], "Sam Second");
    await quickInput.choose("Sam Second");
    await quickInput.picks(`Handing ${report.ghsaId} to sam-second`);
    await quickInput.choose("Write a handover note…");
    await workbench.type("Handover of", "The fix is in the second comment. [CLOSE]");
    await workbench.clickLens("Use This Note");
    await workbench.notification(/\[CLOSE\] is an order to the PSRT bot/);
    await workbench.page.keyboard.press("Control+A");
    await workbench.type("Handover of", "The fix is in the second comment.");
    await workbench.clickLens("Use This Note");
    assert.match(
      await workbench.dialog(),
      /will see this and get a mail.*\n\nThe fix is in the second comment\.$/s,
    );
    await workbench.answerDialog("Cancel");
    await workbench.notification(/Nothing was changed\. Your note is kept/);
    await workbench.clearNotifications();
    await mine.chooseFromMenu(walked, "Delegate…");
    await quickInput.choose("Sam Second");
    await quickInput.choose("Write a handover note…");
    await workbench.tab("Handover of");
    await workbench.clickLens("Use This Note");
    const plan = await workbench.dialog();
    assert.match(plan, /sam-second: coordinator, new.*\nmel-member: no longer coordinator/);
    assert.match(
      plan,
      /get a mail.*\n\n@sam-second coordinates .*\.\nThe fix is in the second comment\.$/s,
    );
    await workbench.screenshot(join(pictures, "delegate.png"));
    await workbench.answerDialog("Hand Over");
    await workbench.notification(/sam-second coordinates .* The note is sent\./);
    assert.deepEqual(coordinators(), ["sam-second"]);
    assert.equal(await workbench.problems(), 0);
    await workbench.answerNotification("The note is sent", "Undo");
    await workbench.answerDialog("Undo");
    await workbench.notification(/The change of GHSA-.* is undone/);
    await mine.row(walked);
    assert.deepEqual(coordinators(), ["mel-member"]);
  });

  it("accepts it by the bot: ordered, undone, ordered again, and done at the full hour", async () => {
    const { workbench, surroundings } = session;
    await mine.expand(walked);
    await mine.click(/^\s*Accept or close it/);
    const kinds = await workbench.quickInput.picks("What the report is");
    assert.deepEqual(kinds, [
      "A vulnerability",
      "An ordinary bug",
      "Not an issue, or invalid",
      "A duplicate",
      "Not planned",
    ]);
    await workbench.quickInput.choose("A vulnerability");
    assert.match(await workbench.dialog(), /acts on \[ACCEPT\] in the title at \d\d:00/);
    await workbench.answerDialog("Write [ACCEPT]");
    await workbench.notification(/Waiting for the bot until \d\d:00\. It acts on \[ACCEPT\]/);
    await mine.description(walked, /Waiting for the bot to act on \[ACCEPT\] at \d\d:00/);
    await workbench.answerNotification("Waiting for the bot", "Undo");
    await workbench.answerDialog("Undo");
    await workbench.notification("[ACCEPT] is out of the title");
    assert.equal(report.summary, "Walked buffers overflow");
    await mine.description(walked, "Accept or close it");

    await workbench.clearNotifications();
    await mine.chooseFromMenu(walked, "Accept Ticket…");
    await workbench.answerDialog("Write [ACCEPT]");
    await mine.description(walked, "Waiting for the bot");
    await surroundings.sandbox.bot.serve(report.ghsaId);
    await refresh();
    await workbench.notification(new RegExp(`${report.ghsaId}: .*CVE id assigned`));
    await mine.description(walked, "Score with CVSS v4");
    assert.equal(report.state, "draft");
  });

  it("is told whom to ask when the bot has passed an order over twice", async () => {
    const { workbench, surroundings } = session;
    report.summary = "[CLOSE] Walked buffers overflow";
    report.updatedAt = new Date(surroundings.sandbox.clock.now().getTime() - 3 * HOUR);
    await refresh();
    await mine.description(walked, /The bot is overdue to act on \[CLOSE\]/);
    await mine.chooseFromMenu(walked, "Check Order to the Bot");
    const told = await workbench.notification("The bot is overdue");
    assert.match(told, /it has run twice or more past \[CLOSE\]\. .*Ada Admin \(ada-admin\)/);
    await workbench.screenshot(join(pictures, "overdue.png"));
    await workbench.answerNotification("The bot is overdue", "Copy Message to Admins");
    await workbench.clearNotifications();
    await mine.chooseFromMenu(walked, "Undo Order to the Bot…");
    await workbench.answerDialog("Undo");
    await workbench.notification("[CLOSE] is out of the title");
    assert.equal(report.summary, "Walked buffers overflow");
  });

  it("learns who may add an expert", async () => {
    const { workbench } = session;
    const { quickInput } = workbench;
    await mine.chooseFromMenu(walked, "Add Experts…");
    await quickInput.prompt("Login or name");
    await workbench.page.keyboard.type("nobody-at-all");
    await quickInput.prompt("GitHub knows nobody by “nobody-at-all”");
    await quickInput.search("rory");
    await quickInput.picks("Add Experts");
    await workbench.page.keyboard.press("Enter");
    const told = await workbench.notification("You can't add collaborators");
    assert.match(told, /An admin of python\/cpython can\. The PSRT's admins: Ada Admin/);
  });

  it("hands it back to the queue, and puts back the credit that an older list took meanwhile", async () => {
    const { workbench } = session;
    await mine.chooseFromMenu(walked, "Hand Back…");
    await workbench.dialog();
    report.credits = report.credits.filter(({ login }) => login !== "otto-outsider");
    await workbench.answerDialog("Hand Back");
    await workbench.notification("You no longer coordinate");
    await queue.description(walked, /^due in 2 d · idle <1 h · draft$/);
    assert.deepEqual(report.credits, []);
    const lost = "somebody else changed these: otto-outsider (finder)";
    await workbench.notification(lost);
    await workbench.screenshot(join(pictures, "lost-credit.png"));
    await workbench.answerNotification(lost, "Put Back…");
    assert.match(await workbench.dialog(), /^Put the lost credits .*otto-outsider: finder, new/s);
    await workbench.answerDialog("Put Back");
    await workbench.notification(`The credits of ${report.ghsaId} are as they were.`);
    assert.deepEqual(
      report.credits.map(({ login, type }) => [login, type]),
      [["otto-outsider", "finder"]],
    );
  });

  it("closes an ordinary bug only after its public issue, whose text gives nothing away", async () => {
    const { workbench, surroundings } = session;
    const { quickInput } = workbench;
    const { state } = surroundings.sandbox;
    bug = add({ summary: "Drifting clocks", description: "It prints the wrong day in winter." });
    await refresh();
    await queue.chooseFromMenu(typo, "Close Ticket…");
    await quickInput.picks("What the report is");
    await workbench.screenshot(join(pictures, "close.png"));
    await quickInput.choose("An ordinary bug");
    await workbench.type("Public issue", `The day is wrong\n\nAs in ${bug.ghsaId}.`);
    await workbench.clickLens("Open This Issue");
    await workbench.notification("gives away a GHSA id");
    await workbench.page.keyboard.press("Control+A");
    await workbench.type("Public issue", "# The day is wrong\n\nIn winter, on Linux.\n");
    await workbench.clickLens("Open This Issue");
    const issues = state.mustHave("python/cpython").threads;
    const before = issues.size;
    assert.match(await workbench.dialog(), /labelled type-bug\nPUBLIC: everybody can read/);
    await workbench.answerDialog("Open Issue");
    assert.match(await workbench.dialog(), /to close GHSA-.* as an ordinary bug/);
    assert.equal(issues.size, before + 1);
    assert.equal(bug.state, "triage");
    await workbench.answerDialog("Write [CLOSED]");
    await workbench.notification("It acts on [CLOSED]");
    await surroundings.sandbox.bot.serve(bug.ghsaId);
    await refresh();
    await queue.noRow(typo);
    assert.equal(bug.state, "closed");
    assert.deepEqual(patches(bug), [{ summary: "[CLOSED] Drifting clocks" }]);
  });

  it("closes an ordinary bug by describing the placeholder that had reserved its number", async () => {
    const { workbench, surroundings } = session;
    const { quickInput } = workbench;
    const issues = surroundings.sandbox.state.mustHave("python/cpython").threads;
    const fan = add({ summary: "Fans spin", description: "Backwards, when it is cold." });
    fan.state = "draft";
    await refresh();
    await queue.chooseFromMenu("Fans spin", "Open Public Issue…");
    await quickInput.picks("Public Issue of");
    await quickInput.choose("Reserve a number");
    await workbench.tab("Public issue");
    await workbench.clickLens("Open This Issue");
    assert.match(await workbench.dialog(), /without a label\nPUBLIC/);
    await workbench.answerDialog("Open Issue");
    const [number = ""] = /#\d+/.exec(await workbench.notification("issue is open")) ?? [];
    const before = issues.size;
    await queue.chooseFromMenu("Fans spin", "Close Ticket…");
    await quickInput.picks("What the report is");
    await quickInput.choose("An ordinary bug");
    // A no leaves ticket and issue as they are.
    await workbench.tab("Public issue");
    await workbench.clickLens("Cancel");
    await queue.chooseFromMenu("Fans spin", "Close Ticket…");
    await quickInput.choose("An ordinary bug");
    await workbench.tab("Public issue");
    await workbench.page.keyboard.press("Control+A");
    await workbench.type("Public issue", "# Fans turn the wrong way\n\nIn winter.\n");
    await workbench.clickLens("Describe This Issue");
    const plan = await workbench.dialog();
    assert.match(plan, new RegExp(`^Describe ${number} of .*In winter\\.\n.*\\+ type-bug`, "s"));
    assert.equal(fan.state, "draft");
    await workbench.answerDialog("Describe Issue");
    assert.match(await workbench.dialog(), /to close GHSA-.* as an ordinary bug/);
    const issue = issues.get(Number(number.slice(1)));
    assert.deepEqual(
      [issues.size, issue?.title, issue?.body, issue?.labels],
      [before, "Fans turn the wrong way", "In winter.\n", ["type-bug"]],
    );
    await workbench.answerDialog("Write [CLOSED]");
    await workbench.notification("It acts on [CLOSED]");
    await surroundings.sandbox.bot.serve(fan.ghsaId);
    await refresh();
    await queue.noRow("Fans spin");
    assert.equal(fan.state, "closed");
  });

  for (const [title, reason, tag, state] of [
    ["Wheels turn", "Not an issue, or invalid", "INVALID", "triage"],
    ["Axles creak", "Not planned", "NOTPLANNED", "triage"],
    ["Brakes slip", "Completed", "COMPLETED", "draft"],
  ] as const) {
    it(`closes a ticket by the bot, as a member does: ${reason}`, async () => {
      const { workbench, surroundings } = session;
      const { quickInput } = workbench;
      const ticket = add({ summary: title, description: "They do." });
      ticket.state = state;
      await refresh();
      await queue.chooseFromMenu(title, "Close Ticket…");
      await quickInput.picks("What the report is");
      await quickInput.choose(reason);
      if (reason === "Completed") {
        await workbench.answerDialog("Close It Anyway…");
        await quickInput.choose(/Close Without an Export/);
      }
      assert.match(await workbench.dialog(), new RegExp(`\\[${tag}\\] in the title at`));
      await workbench.answerDialog(`Write [${tag}]`);
      await workbench.notification(`It acts on [${tag}]`);
      assert.equal(ticket.state, state);
      await surroundings.sandbox.bot.serve(ticket.ghsaId);
      await refresh();
      await queue.noRow(title);
      assert.equal(ticket.state, "closed");
      assert.deepEqual(patches(ticket), [{ summary: `[${tag}] ${title}` }]);
    });
  }

  it("tells of one's own tickets alone, or of none, as the setting says", async () => {
    const { workbench } = session;
    const own = add({ summary: "Hoses leak", description: "Slowly." });
    own.credits.push({ login: "mel-member", type: "coordinator", state: "accepted" });
    await refresh();
    await mine.row(/Hoses leak/);
    await workbench.clearNotifications();
    await workbench.chooseSetting("psrt.notifications", "mine");
    const other = add({ summary: "Pumps stop", description: "At once." });
    own.cveId = "CVE-2026-49001";
    own.state = "draft";
    await refresh();
    const told = await workbench.notification(/CVE id assigned/);
    assert.equal(told, `PSRT: ${own.ghsaId}: CVE id assigned.`);
    await queue.row(/Pumps stop/);
    await workbench.clearNotifications();
    await workbench.chooseSetting("psrt.notifications", "off");
    own.privateFork = "python/cpython-ghsa-none";
    await refresh();
    await mine.row(/Hoses leak/);
    await workbench.chooseSetting("psrt.notifications", "all");
    assert.equal(await workbench.page.locator(".notification-list-item").count(), 0);
    own.state = "closed";
    other.state = "closed";
    await refresh();
    await queue.noRow(/Pumps stop/);
  });

  it("has asked GitHub nothing that GitHub's description does not know", () => {
    assert.deepEqual(session.surroundings.sandbox.violations, []);
  });
});
