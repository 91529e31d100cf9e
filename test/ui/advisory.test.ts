import assert from "node:assert/strict";
import { mkdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { root } from "../launch/folders.ts";
import type { Advisory } from "../sandbox/model.ts";
import { PUBLIC_ISSUE } from "../sandbox/scenarios/community.ts";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";
import type { Tree } from "./tree.ts";
import { until } from "./until.ts";

const pictures = join(root, "out", "ui-pages");

const ticket = /Members of archives/;
const title = "Members of archives can hold names of any length";
const CVE = "CVE-2026-40778";
const vector = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N";

/** A program in it that wrapping must leave alone, and a long line that it must not. */
const description =
  "The `tarfile` module read member names of any length in TarFile.next(), so that a small archive could make a program hold several gigabytes. The length is bound now.\n\n" +
  `    with tarfile.open(path) as archive:\n        archive.getmembers()  # ${"x".repeat(60)}\n\n` +
  "Programs that only write archives are not affected. As a mitigation, limit the process's memory.";

describe("the end of an advisory's road, as a person goes it", () => {
  let session: UiSession;
  let tree: Tree;
  let form: Frame;
  let advisory: Advisory;
  let folder: string;

  before(async () => {
    session = await sharedSession();
    tree = session.workbench.tree("My Tickets");
    const { state } = session.surroundings.sandbox;
    folder = join(session.surroundings.folder, "handed-over");
    await mkdir(folder, { recursive: true });
    await mkdir(pictures, { recursive: true });
    await session.workbench.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    advisory = state.addAdvisory({
      ...{ repository: "python/cpython", author: "rita-reporter", state: "draft", daysAgo: 85 },
      ...{ summary: title, description, cveId: CVE, cweIds: ["CWE-400"] },
      vector,
      credits: [
        { login: "rita-reporter", type: "reporter" },
        { login: "mel-member", type: "coordinator" },
      ],
      vulnerabilities: [
        {
          ...{ ecosystem: "other", package: "CPython", vulnerableRange: "< 3.16.0" },
          ...{ patchedVersions: null, functions: [] },
        },
      ],
    });
    await tree.clickTitle("Refresh Tickets");
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
    // What is out of view has no row: the next suites find theirs where they were.
    const { advisories } = session.surroundings.sandbox.state;
    advisories.splice(advisories.indexOf(advisory), 1);
    await tree.clickTitle("Refresh Tickets");
  });

  const copied = (): Promise<unknown> =>
    session.workbench.page.evaluate("navigator.clipboard.readText()");
  /** The text of an editor as it is, not as its lines are broken on the screen. */
  const whole = async (name: string): Promise<unknown> => {
    const { workbench } = session;
    await workbench.tab(name);
    await workbench.page.locator(".editor-group-container.active .view-line").first().click();
    // What was copied before would be taken for it.
    await workbench.page.evaluate('navigator.clipboard.writeText("")');
    await workbench.page.keyboard.press("Control+A");
    await workbench.page.keyboard.press("Control+C");
    await workbench.page.keyboard.press("Control+Home");
    return until("the copied text", async () => {
      const text = await copied();
      return text === "" ? undefined : text;
    });
  };
  /** Where the buttons stand. Too soon after a paste, VS Code would drop that. */
  const top = async (name: string): Promise<void> => {
    await session.workbench.tab(name);
    await session.workbench.page
      .locator(".editor-group-container.active .view-line")
      .last()
      .click();
    await session.workbench.page.keyboard.press("Control+Home");
  };
  /** Puts another text in place of an editor's: what is typed would have its brackets completed. */
  const replace = async (name: string, text: string): Promise<void> => {
    const { page } = session.workbench;
    await session.workbench.tab(name);
    await page.locator(".editor-group-container.active .view-line").first().click();
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
    await page.keyboard.press("Control+A");
    await page.keyboard.press("Control+V");
  };
  /** The form, which is made anew each time it comes back into sight. */
  const back = async (): Promise<void> => {
    form = await session.workbench.webview(advisory.ghsaId);
  };
  const check = (words: RegExp): ReturnType<Frame["locator"]> =>
    form.locator("#consistency li", { hasText: words });
  const tab = (name: "severity" | "email" | "checks"): Promise<void> =>
    form.locator(`#tab-${name}`).click();

  it("holds the e-mail back before its time, unless for a reason", async () => {
    const { workbench } = session;
    const { quickInput } = workbench;
    await tree.chooseFromMenu(ticket, "Compose Advisory E-Mail…");
    const picks = await quickInput.picks("is not due yet");
    assert.match(picks.join("\n"), /pull request is not known[^]*Write It Anyway…$/);
    await workbench.screenshot(join(pictures, "email-not-due.png"));
    await quickInput.choose("Write It Anyway…");
    await quickInput.type("Why is it right all the same?", " ");
    await quickInput.complaint("Give a reason.");
    // The complaint stands in the question's place.
    await quickInput.type("Give a reason.", "It was made public by others");
    await workbench.tab(`Advisory e-mail ${CVE}`);
    await workbench.clickLens("Use This E-Mail");
    assert.match(await workbench.dialog(), /• Line \d+: .*placeholder \{pull request URL\}/);
    await workbench.answerDialog("Use It Anyway…");
    await quickInput.type("Why is it right all the same?", "The address follows");
    await quickInput.picks("How do you want to send it?");
    await workbench.page.keyboard.press("Escape");
    await workbench.noTab(`Advisory e-mail ${CVE}`);
    const record = join(session.storage, "records", `python+cpython+${advisory.ghsaId}.json`);
    assert.match(
      await readFile(record, "utf8"),
      /"reason": "It was made public by others; The address follows"/,
    );
  });

  it("links the public issue, and with it the merged pull request", async () => {
    const { workbench } = session;
    await tree.chooseFromMenu(ticket, "Open Public Issue…");
    await workbench.quickInput.choose("Use an issue that is there");
    await workbench.quickInput.type("Number or address", `gh-${PUBLIC_ISSUE}`);
    await workbench.answerDialog("Use This Issue");
    await tree.description(ticket, "Send the advisory e-mail");
  });

  it("fills in the affected versions as the branches tell them, and saves them", async () => {
    const { workbench } = session;
    await workbench.clearNotifications();
    await tree.chooseFromMenu(ticket, "Open Advisory Form");
    form = await workbench.webview("CVSS v4 vector");
    await form.locator("#affected-fill").click();
    await form
      .getByText(/^Filled in what the branches tell\. 5 not merged yet: a guess\.$/)
      .waitFor();
    const rows = await form
      .locator(".row input")
      .evaluateAll((all: readonly { value: string }[]) => all.map(({ value }) => value));
    assert.deepEqual(rows.slice(0, 3), ["CPython", "< 3.11.2", ""]);
    assert.equal(rows.length, 15);
    await form.locator("#save").click();
    assert.match(await workbench.dialog(), /Save one field to .*>= 3\.14\.0, < 3\.14\.2/s);
    await workbench.screenshot(join(pictures, "save-versions.png"));
    await workbench.answerDialog("Save");
    await form.getByText("Saved affected versions; read back and equal.").waitFor();
    assert.equal(advisory.vulnerabilities.length, 5);
  });

  it("has nothing in the e-mail's way", async () => {
    await tab("checks");
    await form.getByText("Everything agrees.").waitFor();
    await tab("email");
    await session.workbench.screenshot(join(pictures, "email-preview.png"));
  });

  it("leads to FIRST's calculator with the vector", async () => {
    const { workbench } = session;
    await tab("severity");
    await form.getByText("Open on first.org").click();
    assert.match(await workbench.dialog(), /first\.org/);
    await workbench.screenshot(join(pictures, "first.png"));
    await workbench.answerDialog("Copy");
    assert.equal(await copied(), `https://www.first.org/cvss/calculator/4.0#${vector}`);
    await tab("email");
  });

  it("composes the e-mail by the template, wraps it on request, and hands it over", async () => {
    const { workbench } = session;
    await form.locator("#run-composeEmail").click();
    const name = `Advisory e-mail ${CVE}`;
    await workbench.tab(name);
    const document = String(await whole(name));
    assert.equal(
      document,
      `To: security-announce@python.org\nSubject: [${CVE}] ${title}\n\n` +
        `There is a HIGH severity vulnerability affecting CPython.\n\n${description}\n\n` +
        "Please see the linked CVE ID for the latest information on affected versions:\n\n" +
        `* https://www.cve.org/CVERecord?id=${CVE}\n` +
        `* ${session.surroundings.sandbox.url}/python/cpython/pull/${PUBLIC_ISSUE + 1}\n`,
    );
    assert.equal(await workbench.problems(), 0);
    await workbench.command("Format Document");
    const wrapped = await until("wrapped paragraphs", async () => {
      const text = String(await whole(name));
      return text === document ? undefined : text;
    });
    assert.ok(wrapped.includes(`archive.getmembers()  # ${"x".repeat(60)}\n`));
    assert.equal(wrapped.replace(/\s+/g, " "), document.replace(/\s+/g, " "));
    await workbench.screenshot(join(pictures, "email.png"));
    await workbench.clickLens("Use This E-Mail");
    const { quickInput } = workbench;
    assert.ok((await quickInput.picks("How do you want to send it?")).length >= 4);
    await workbench.screenshot(join(pictures, "email-ways.png"));
    await quickInput.choose("Copy the Subject");
    await quickInput.picks("The subject is copied");
    assert.equal(await copied(), `[${CVE}] ${title}`);
    await quickInput.choose("Copy the Text");
    await quickInput.picks("The text is copied");
    assert.equal(await copied(), wrapped.split("\n").slice(3).join("\n"));
    await quickInput.choose("Save as a Message File…");
    const file = join(folder, "mail.eml");
    await quickInput.path("Save the advisory e-mail", file);
    await workbench.notification("Nothing is sent until you send it");
    const message = await readFile(file, "latin1");
    assert.match(message, /^X-Unsent: 1\r\n/m);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
  });

  it("drafts the CVE record, marks what was changed in it, and copies it", async () => {
    const { workbench } = session;
    await workbench.clearNotifications();
    await back();
    // It comes back with the tab that was on show.
    await form.locator("#run-draftCveRecord").click();
    const { quickInput } = workbench;
    await quickInput.type("The first version that is affected", "");
    const name = `${CVE}.json`;
    await workbench.tab(name);
    const record = String(await whole(name));
    await replace(name, record.replace(`"${CVE}"`, '"CVE-2026-40787"'));
    assert.match(await workbench.problem(/The CVE id is/), /40787.* here, and the advisory’s is/);
    const marked = await workbench.problems();
    await top(name);
    await workbench.clickLens("Copy or Save…");
    assert.match(
      await workbench.dialog(),
      /says something else than the advisory.*• Line \d+: The CVE/s,
    );
    await workbench.screenshot(join(pictures, "record-differs.png"));
    await workbench.answerDialog("Edit Again");
    await workbench.tab(name);
    await replace(name, record);
    await until("a record that says what the advisory says", async () =>
      (await workbench.problems()) === marked - 1 ? true : undefined,
    );
    await top(name);
    await workbench.clickLens("Copy or Save…");
    await quickInput.choose("Copy");
    await until("the record in the clipboard", async () =>
      (await copied()) === record ? true : undefined,
    );
  });

  it("saves the CVE record as a file of one's own", async () => {
    const { workbench } = session;
    const { quickInput } = workbench;
    await back();
    await form.locator("#run-draftCveRecord").click();
    await quickInput.type("The first version that is affected", "3.12.0");
    await workbench.tab(`${CVE}.json`);
    await workbench.clickLens("Copy or Save…");
    await quickInput.choose("Save as a File…");
    const file = join(folder, "record.json");
    await quickInput.path("Save the CVE record", file);
    const text = await until("the saved record", () =>
      readFile(file, "utf8").catch(() => undefined),
    );
    assert.match(text, /"cveId": "CVE-2026-40778"[^]*"version": "3\.12\.0"/);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
  });

  it("is marked as sent, with the day", async () => {
    const { workbench } = session;
    await back();
    await form.locator("#run-markEmailSent").click();
    const now = await workbench.quickInput.prompt("When was the e-mail about");
    assert.match(now, /^\d{4}-\d\d-\d\d \d\d:\d\d$/);
    await workbench.quickInput.type("When was the e-mail about", now);
    await tree.description(ticket, /Backport the fix to 3\.\d+/);
  });

  it("tells that the advisory has moved on from what was sent", async () => {
    const { workbench } = session;
    await back();
    await form.locator("#title input").fill(`${title} of bytes`);
    await form.locator("#save").click();
    await workbench.answerDialog("Save");
    await form.getByText("Saved title; read back and equal.").waitFor();
    await tab("checks");
    await check(/The e-mail that was sent \d{4}-\d\d-\d\d says something else/).waitFor();
    await check(/The CVE record that was handed over says something else/).waitFor();
    await workbench.screenshot(join(pictures, "moved-on.png"));
  });

  it("is closed as completed only when what is open was seen, with an export offered first", async () => {
    const { workbench, surroundings } = session;
    const { quickInput } = workbench;
    await workbench.tidy();
    await tree.chooseFromMenu(ticket, "Close Ticket as Completed…");
    assert.match(await workbench.dialog(), /is not completed yet.*• Backport to 3\.14: /s);
    await workbench.screenshot(join(pictures, "complete-open.png"));
    await workbench.returnInDialog();
    assert.equal(advisory.summary, `${title} of bytes`);

    await tree.chooseFromMenu(ticket, "Close Ticket as Completed…");
    await workbench.answerDialog("Close It Anyway…");
    const [first] = await quickInput.picks("as completed");
    assert.match(first ?? "", /Export It First…/);
    await workbench.screenshot(join(pictures, "complete-export.png"));
    await quickInput.choose("Export It First…");
    await quickInput.path("choose a folder that is neither shared nor synced", `${folder}/`);
    await workbench.answerDialog("Export");
    await workbench.notification("is exported to");
    assert.match(await workbench.dialog(), /acts on \[COMPLETED\] in the title at \d\d:00/);
    // At once: VS Code shows three notifications of the same moment, and the fourth would be this one.
    await workbench.answerDialog("Write [COMPLETED]");
    await workbench.notification("It acts on [COMPLETED] in the title");
    await surroundings.sandbox.bot.serve(advisory.ghsaId);
    assert.equal(advisory.state, "closed");
    await tree.clickTitle("Refresh Tickets");
    await tree.noRow(ticket);
  });

  it("is closed directly where the person is an admin, and reopened by the undo", async () => {
    const { state } = session.surroundings.sandbox;
    const { roles } = state.mustHave("python/cpython");
    const other = state.addAdvisory({
      ...{ repository: "python/cpython", author: "rita-reporter", state: "draft", daysAgo: 3 },
      ...{ summary: "Members of groups are read twice", description: "Twice." },
      credits: [{ login: "mel-member", type: "coordinator" }],
    });
    roles.set("mel-member", "admin");
    // What a person may do is asked once in a window.
    const second = await session.secondWindow();
    try {
      await second.showActivity("PSRT");
      const menu = second.tree("My Tickets");
      await menu.chooseFromMenu(/Members of groups/, "Close Ticket as Completed…");
      await second.answerDialog("Close It Anyway…");
      await second.quickInput.choose("Close Without an Export");
      assert.match(await second.dialog(), /draft → closed/);
      await second.answerDialog("Close");
      await second.notification(`${other.ghsaId} is closed.`);
      assert.deepEqual(
        [other.state, other.summary],
        ["closed", "Members of groups are read twice"],
      );
      await second.answerNotification(`${other.ghsaId} is closed.`, "Undo");
      await second.answerDialog("Reopen");
      await second.notification("is open again: it is a draft now");
      assert.equal(other.state, "draft");
    } finally {
      roles.set("mel-member", "write");
      state.advisories.splice(state.advisories.indexOf(other), 1);
      await second.page.close();
    }
  });

  it("has asked GitHub nothing that GitHub's description does not know", () => {
    assert.deepEqual(session.surroundings.sandbox.violations, []);
  });
});
