import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../launch/folders.ts";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";
import { until } from "./until.ts";

const ticket = /tarfile reads member/;
const page = "GHSA-c234-5r6v-7w8x.embargoed";
const hostile = /<script>/;
const answered = /Unbounded memory/;
const signed = /Shelves open/;

/** Where the pages can be looked at. */
const pictures = join(root, "out", "ui-pages");

/** A theme and the class that the window has in it. */
const themes = [
  ["Light Modern", "vs"],
  ["Dark High Contrast", "hc-black"],
  ["Light High Contrast", "hc-light"],
  ["Dark Modern", "vs-dark"],
] as const;

/** How much the banner's letters differ from what they stand on, as WCAG counts it. */
const BANNER_CONTRAST = `(() => {
  const editor = document.querySelector(".editor-instance .monaco-editor");
  const solid = (element) => {
    const color = element && getComputedStyle(element).backgroundColor;
    return color && !/, 0\\)$/.test(color) ? color : undefined;
  };
  // High contrast themes draw nothing behind the banner but the editor itself, on black or white.
  const behind = [...editor.querySelectorAll(".view-overlays .cdr")].map(solid).find(Boolean) ??
    (document.querySelector(".monaco-workbench.hc-black") ? "rgb(0, 0, 0)" : "rgb(255, 255, 255)");
  const letters = getComputedStyle(editor.querySelector(".view-line span span")).color;
  const light = (color) => {
    const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map((part) => {
      const share = Number(part) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low, high] = [light(behind), light(letters)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
})()`;

describe("reading and answering a ticket, as a person does", () => {
  let session: UiSession;

  before(async () => {
    session = await sharedSession();
    await mkdir(pictures, { recursive: true });
  });

  it("opens the report from a row under the ticket", async () => {
    const { workbench } = session;
    const tree = workbench.tree("My Tickets");
    await tree.expand(ticket);
    await tree.click("Report and comments");
    const text = await workbench.text(page);
    assert.match(text, /^EMBARGOED · GHSA-c234-5r6v-7w8x/);
    assert.match(text, /A small archive can make `tarfile` hold names/);
  });

  for (const [theme, name] of themes) {
    it(`shows the banner clearly in ${theme}`, async () => {
      const { workbench } = session;
      await workbench.command("Preferences: Color Theme");
      await workbench.quickInput.type(/theme/i, theme);
      await workbench.page.locator(`.monaco-workbench.${name}`).waitFor();
      await workbench.quickInput.gone();
      const contrast = await until("a clear banner", async () => {
        const found: unknown = await workbench.page.evaluate(BANNER_CONTRAST);
        return typeof found === "number" && found >= 4.5 ? found : undefined;
      });
      assert.ok(contrast >= 4.5);
      await workbench.screenshot(join(pictures, `${theme}.png`));
    });
  }

  it("makes nothing of a hostile report a link or a picture", async () => {
    const { workbench } = session;
    await workbench.tree("My Tickets").chooseFromMenu(hostile, "Read Ticket");
    await workbench.tab("GHSA-5h67-8j9m-2p3q.embargoed");
    const editor = workbench.page.locator(".editor-group-container.active .monaco-editor").first();
    await editor.getByText("[click](command:workbench.action.terminal.new)").waitFor();
    await workbench.page.keyboard.down("Control");
    await editor.getByText("https://tracker.example/pixel.png").hover();
    assert.equal(await editor.locator(".detected-link, .detected-link-active, img").count(), 0);
    await workbench.page.keyboard.up("Control");
    await workbench.screenshot(join(pictures, "hostile.png"));
  });

  it("brings no report back when the window is loaded again", async () => {
    const { workbench } = session;
    await workbench.reload();
    await workbench.showActivity("PSRT");
    // Its hover would lie over the rows.
    await workbench.page.mouse.move(900, 700);
    await workbench.tree("My Tickets").row(ticket);
    const tabs = await workbench.page.locator(".tabs-container .tab").allInnerTexts();
    assert.deepEqual(
      tabs.filter((tab) => tab.includes("embargoed")),
      [],
    );
    // A row may move to another group once all is read, under the menu that was opened on it.
    const { requests } = session.surroundings.sandbox;
    await until("the end of reading", async () => {
      const before = requests.length;
      await workbench.page.waitForTimeout(1000);
      return requests.length === before ? true : undefined;
    });
  });

  it("keeps a reply that was begun and not sent", async () => {
    const { workbench } = session;
    const { quickInput } = workbench;
    await workbench.tree("My Tickets").chooseFromMenu(answered, "Reply to Reporter…");
    await quickInput.picks("Begin with");
    await quickInput.choose("Duplicate");
    await workbench.tab("Reply to GHSA-4g56-7h8j-9m2p.embargoed");
    await workbench.page.keyboard.press("Control+End");
    await workbench.type("Reply to", "\nBest wishes, the PSRT.");
    await workbench.page.keyboard.press("Control+Enter");
    const question = await workbench.dialog();
    assert.match(question, /the reporter will see this and get a mail/);
    assert.match(question, /an issue that is already being tracked internally.*Best wishes/s);
    await workbench.returnInDialog();
    await workbench.notification("Nothing was sent");
  });

  it("sends it on a yes, once", async () => {
    const { workbench, surroundings } = session;
    const { quickInput } = workbench;
    await workbench.clearNotifications();
    await workbench.tree("My Tickets").chooseFromMenu(answered, "Reply to Reporter…");
    const [first] = await quickInput.picks("Begin with");
    assert.equal(first, "Go On with What You Wrote");
    await quickInput.choose("Go On with What You Wrote");
    assert.match(await workbench.text("Reply to"), /Best wishes, the PSRT\./);
    await workbench.page.keyboard.press("Control+Enter");
    await workbench.dialog();
    await workbench.answerDialog("Send");
    await workbench.notification("Your reply is on GHSA-4g56-7h8j-9m2p");
    const posts = surroundings.sandbox.requests.filter(
      ({ method, path }) => method === "POST" && path.endsWith("/GHSA-4g56-7h8j-9m2p/comments"),
    );
    assert.deepEqual(
      posts.map(({ status }) => status),
      [201],
    );
    await workbench.clearNotifications();
  });

  it("copies a reply and opens the page where GitHub takes no comments by its API", async () => {
    const { workbench, surroundings } = session;
    const { quickInput, page } = workbench;
    const { state } = surroundings.sandbox;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    state.advisoryComments = false;
    try {
      await workbench.tree("My Tickets").chooseFromMenu(answered, "Reply to Reporter…");
      await quickInput.picks("Begin with");
      await quickInput.choose("Reject");
      await workbench.tab("Reply to GHSA-4g56-7h8j-9m2p.embargoed");
      await page.keyboard.press("Control+Enter");
      assert.match(await workbench.dialog(), /takes no comments by its API here\. Copy the reply/);
      const opened = page.context().waitForEvent("page");
      await workbench.answerDialog("Copy and Open");
      const other = await opened;
      await until("the ticket's page", () =>
        Promise.resolve(other.url().endsWith("/advisories/GHSA-4g56-7h8j-9m2p") || undefined),
      );
      await other.close();
      const copied: unknown = await page.evaluate("navigator.clipboard.readText()");
      assert.match(String(copied), /^Thanks for your report\. We've determined/);
    } finally {
      state.advisoryComments = true;
    }
  });

  it("allows nothing destructive about a certificate before it is verified", async () => {
    const { workbench } = session;
    const { quickInput } = workbench;
    await workbench.tree("My Tickets").chooseFromMenu(signed, "Code-Signing Report…");
    await quickInput.picks("verification 0 of 3");
    await workbench.screenshot(join(pictures, "code-signing.png"));
    await quickInput.choose(/Revoke the certificate/);
    assert.match(await workbench.dialog(), /Not allowed before checksums, signatures and audit/);
    await workbench.answerDialog("OK");
    await quickInput.picks("verification 0 of 3");
    await quickInput.choose(/Rotate TrustedSigningSecret/);
    await quickInput.choose("It was done");
    await workbench.tree("My Tickets").expand(signed);
    await quickInput.cancel("verification 0 of 3");
    await workbench.tree("My Tickets").row("Code-signing report");
  });

  it("compares reported checksums with a folder of artifacts", async () => {
    const { workbench, surroundings } = session;
    const { quickInput } = workbench;
    const artifacts = join(surroundings.privateFolder, "..", "artifacts");
    await mkdir(artifacts, { recursive: true });
    await writeFile(join(artifacts, "python.exe"), "genuine");
    await writeFile(join(artifacts, "pythonw.exe"), "genuine, too");
    const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
    await workbench.tree("My Tickets").click("Code-signing report");
    await quickInput.picks("verification 0 of 3");
    await quickInput.choose(/Compare the checksums/);
    await quickInput.choose("Compare checksums with artifacts…");
    const given = `${sha256("genuine")}  python.exe\nSHA256 (pythonw.exe) = ${sha256("forged")}`;
    await workbench.type("Reported checksums", given);
    await workbench.page.keyboard.press("Control+Enter");
    await quickInput.choose("A folder, with all below it");
    await quickInput.prompt("Artifacts to Compare");
    const box = workbench.page.locator(".quick-input-widget");
    const input = box.locator(".quick-input-box input").first();
    // The dialog writes its own folder into the box when it is ready.
    await until("the folder in the box", async () => {
      await input.fill(`${artifacts}/`);
      await workbench.page.waitForTimeout(500);
      return (await input.inputValue()) === `${artifacts}/` ? true : undefined;
    });
    await box.getByRole("button", { name: "Compare" }).click();
    const text = await workbench.text("checksums.embargoed");
    assert.match(text, /MATCH: [^\n]* \(1\)\n[^\n]*python\.exe\n *→ python\.exe\n/);
    assert.match(text, /DIFFERENT: [^\n]* \(1\)\n[^\n]*pythonw\.exe\n *→ pythonw\.exe\n/);
    await workbench.screenshot(join(pictures, "checksums.png"));
    // VS Code's own saving and ours must not have met.
    const left = workbench.page.locator(".tabs-container .tab, .notification-list-item");
    assert.equal(await left.filter({ hasText: "Reported checksums" }).count(), 0);
    await workbench.clickLens("Code-Signing Report");
    await quickInput.picks("verification 0 of 3");
    await quickInput.choose(/Compare the checksums/);
    await quickInput.choose("No sign of compromise");
    await quickInput.cancel("verification 1 of 3");
  });

  it("has asked GitHub nothing that GitHub's description does not know", () => {
    assert.deepEqual(session.surroundings.sandbox.violations, []);
  });
});
