import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import axe from "axe-core";
import type { Frame, Keyboard } from "playwright-core";
import { root } from "../launch/folders.ts";
import type { UiSession } from "./session.ts";
import { sharedSession } from "./sharedSession.ts";
import { until } from "./until.ts";

const ticket = /Quadratic time in/;

const themes = [
  "Light Modern",
  "Dark Modern",
  "Default High Contrast",
  "Default High Contrast Light",
];

describe("the advisory form", () => {
  let session: UiSession;
  let form: Frame;
  let keyboard: Keyboard;

  const workspaceSettings = (): string => join(session.surroundings.folder, ".vscode");
  const text = (selector: string): Promise<string> => form.locator(selector).innerText();
  const violations = async (): Promise<unknown> => {
    await form.evaluate(axe.source);
    return form.evaluate(
      "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))",
    );
  };

  before(async () => {
    session = await sharedSession();
    ({ keyboard } = session.workbench.page);
  });

  after(async () => {
    await session.workbench.page.setViewportSize({ width: 1440, height: 900 });
    await rm(workspaceSettings(), { recursive: true, force: true });
  });

  it("opens from a ticket's row", async () => {
    const { workbench } = session;
    await workbench.tree("My Tickets").chooseFromMenu(ticket, "Open Advisory Form");
    form = await workbench.webview("CVSS v4 vector");
  });

  it("is scored by keyboard alone, with the words of the value that has the focus in sight", async () => {
    await form.locator("#metric-AV-N").focus();
    await keyboard.press("Space");
    await keyboard.press("ArrowRight");
    assert.match(await text("#metric-words > p.shown"), /^Attack Vector: Adjacent\. Bound to/);
    await keyboard.press("ArrowLeft");
    for (const id of ["AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA"]) {
      await keyboard.press("Tab");
      await keyboard.press("Space");
      // To the last value: none, or the mildest.
      await keyboard.press("ArrowLeft");
      const focused = await form.evaluate("document.activeElement.id");
      assert.ok(String(focused).startsWith(`metric-${id}-`), String(focused));
    }
    const vector = "CVSS:4.0/AV:N/AC:H/AT:P/PR:H/UI:A/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N";
    await until(vector, async () =>
      (await form.locator("#vector input").inputValue()) === vector ? true : undefined,
    );
    assert.equal(await text("#score"), "0.0");
    await form.locator("#metric-VA-H").click();
    // Beside each value stands the score that it would make.
    await until("the score of VA:L", async () =>
      /^Low \d\.\d$/.test(await text("#metric-VA-L")) ? true : undefined,
    );
  });

  it("offers the repair of a vector by name", async () => {
    const vector = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N";
    await form.locator("#vector input").fill(`${vector}/`);
    assert.match(await text("#vector-problem"), /“\/” too many.*repaired: no “\/” at the end/);
    await form.locator("#repair-vector").click();
    assert.equal(await form.locator("#vector input").inputValue(), vector);
    assert.equal(await text("#score"), "8.7");
    await form.locator("#explanation summary").click();
    const explanation = form.locator("#explanation");
    await explanation.getByText("8.8 − 0.075 = 8.725, rounded 8.7").waitFor();
    assert.equal(await explanation.locator("ol > li").count(), 6);
    // A tie, of which the standard does not say how it is rounded.
    const tie = vector.replace(
      "UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N",
      "UI:P/VC:H/VI:L/VA:N/SC:H/SI:H/SA:H",
    );
    await form.locator("#vector input").fill(`https://www.first.org/cvss/calculator/4.0#${tie}`);
    assert.match(await text("#vector-problem"), /repaired: no address in front/);
    await form.locator("#repair-vector").click();
    assert.equal(await text("#score"), "8.6");
    await explanation.getByText("FIRST’s page shows 8.5; the severity is the same.").waitFor();
    await form.locator("#vector input").fill(vector);
    await form.locator("#explanation summary").click();
  });

  it("compares with the vectors of earlier Python CVEs", async () => {
    await form.locator("#earlier summary").click();
    const earlier = form.locator("#earlier li", { hasText: "CVE-2024-8088" });
    await earlier.getByText(/^8\.7 High/).waitFor();
    const local = form.locator("#earlier li", { hasText: "CVE-2024-3219" });
    await local.getByText(/AV:L \(here AV:N\)|AV:L \(here N\)/).waitFor();
    await form.locator("#earlier summary").click();
  });

  it("keeps threat metrics here, and warns where GitHub’s severity is another", async () => {
    await form.locator("#group-threat summary").click();
    await form.locator("#metric-E-U").click();
    assert.match(await text("#vector-problem"), /E:U stays here\. There the severity is High/);
    assert.match(await text("#score-hint"), /^CVSS-BT · CVSS-B 8\.7/);
    await form.locator("#copy-vector").click();
    await form.getByText(/^Base vector copied\. .* There the severity is High \(8\.7\)/).waitFor();
    const { page } = session.workbench;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    assert.equal(
      await page.evaluate("navigator.clipboard.readText()"),
      "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N",
    );
    await form.locator("#group-environmental summary").click();
    await form.locator("#metric-CR-H").click();
    assert.match(await text("#score-hint"), /^CVSS-BTE · .*CVSS-BE.* · CVSS-B 8\.7$/);
    await form.locator("#metric-CR-X").click();
    await form.locator("#group-environmental summary").click();
    await form.locator("#group-supplemental summary").click();
    const before = await text("#score");
    await form.locator("#metric-R-U").click();
    assert.equal(await text("#score"), before);
    await form.locator("#metric-R-X").click();
    await form.locator("#group-supplemental summary").click();
    await form.locator("#metric-E-X").click();
    await form.locator("#group-threat summary").click();
  });

  it("says what does not agree, each with a way to it by keyboard", async () => {
    await form.locator("#tab-checks").focus();
    await keyboard.press("Enter");
    await form.locator("#tab-checks", { hasText: /^Checks: \d+$/ }).waitFor();
    await form.locator("#consistency").getByText("The public pull request is not known").waitFor();
    const description = form.locator("#description textarea");
    const before = await description.inputValue();
    await description.fill(`${before}\n\nSee https://https://docs.python.org for more.`);
    const slip = form.locator("#consistency li", { hasText: "The address begins twice." });
    await slip.waitFor();
    await slip.getByRole("button", { name: "Go to description" }).focus();
    await keyboard.press("Enter");
    const marked = await form.evaluate("getSelection()?.toString() ?? ''");
    assert.equal(marked, "https://https://");
    await description.fill(before);
    await slip.waitFor({ state: "detached" });
  });

  it("ticks off what a description says, and begins what it does not", async () => {
    const description = form.locator("#description textarea");
    const before = await description.inputValue();
    await description.fill("The `re` module takes long.");
    assert.deepEqual(await form.locator(".prompts > .there").allTextContents(), [
      "Module: seems to be there, show it",
    ]);
    await form.locator("#prompt-mitigation").focus();
    await keyboard.press("Enter");
    await until("the part to be written", async () =>
      (await form.evaluate("getSelection()?.toString()")) === "{what can be done without the fix}"
        ? true
        : undefined,
    );
    await form.getByText("Fill in what stands in braces.").waitFor();
    await keyboard.type("bound the input");
    assert.match(await description.inputValue(), /long\.\n\nAs a mitigation, bound the input\.$/);
    assert.equal(await form.locator(".prompts > .there").count(), 2);
    await description.fill(before);
  });

  it("moves nothing while somebody types", async () => {
    await form.locator("#tab-severity").click();
    await form.evaluate(`
      window.shifts = [];
      new PerformanceObserver((list) => {
        for (const { value, sources } of list.getEntries()) {
          window.shifts.push([value, sources.map(({ node }) => node?.id || node?.className || node?.parentElement?.outerHTML)]);
        }
      }).observe({ type: "layout-shift" })`);
    const title = form.locator("#title input");
    const before = await title.inputValue();
    await title.press("End");
    await keyboard.type(". CVE-2026-1 [ACCEPT] and a title that becomes longer and longer", {
      delay: 15,
    });
    await form.locator("#description textarea").focus();
    await keyboard.type("{project} two  blanks https://https://x ", { delay: 15 });
    await form.locator("#vector input").focus();
    await keyboard.press("End");
    await keyboard.type("/E:", { delay: 40 });
    await keyboard.press("Backspace");
    await keyboard.press("Backspace");
    await keyboard.press("Backspace");
    await form.getByText("Draft kept").waitFor();
    await title.fill(before);
    assert.deepEqual(await form.evaluate("window.shifts"), []);
  });

  it("has nothing that axe finds, in each kind of theme, and keeps what is typed meanwhile", async () => {
    const title = form.locator("#title input");
    const before = await title.inputValue();
    await title.fill("Typed before another theme came");
    await mkdir(workspaceSettings(), { recursive: true });
    for (const theme of themes) {
      await writeFile(
        join(workspaceSettings(), "settings.json"),
        JSON.stringify({ "workbench.colorTheme": theme }),
      );
      await until(`the theme ${theme}`, async () =>
        (await form.evaluate("document.body.dataset.vscodeThemeId")) === theme ? true : undefined,
      );
      assert.deepEqual(await violations(), [], theme);
    }
    assert.equal(await title.inputValue(), "Typed before another theme came");
    await title.fill(before);
  });

  it("can be used at a width of 320 pixels, where nothing has to be scrolled sideways", async () => {
    const { workbench } = session;
    await workbench.command("View: Toggle Primary Side Bar Visibility");
    for (let width = 380, have = 0; have !== 320; width += 320 - have) {
      await workbench.page.setViewportSize({ width, height: 900 });
      await workbench.page.waitForTimeout(500);
      have = Number(await form.evaluate("innerWidth"));
    }
    for (const tab of ["advisory", "severity", "email", "checks"]) {
      await form.locator(`#tab-${tab}`).click();
      assert.equal(await form.evaluate("document.documentElement.scrollWidth"), 320, tab);
      assert.deepEqual(await violations(), [], tab);
    }
    await workbench.page.setViewportSize({ width: 1440, height: 900 });
    await workbench.command("View: Toggle Primary Side Bar Visibility");
  });

  it("stands beside another ticket’s form, which has a v3 vector to score anew", async () => {
    const { workbench } = session;
    const id = await text("h1");
    await workbench.tree("My Tickets").chooseFromMenu(/Certificates are not/, "Open Advisory Form");
    await workbench.webview("v3: rescore");
    await workbench.command("View: Move Editor into Next Group");
    form = await workbench.webview(id);
    const other = await workbench.webview("GHSA-6j78-9m2p-3q4r");
    await other.locator("#tab-severity").click();
    assert.match(
      await other.locator("#v3-note").innerText(),
      /GitHub has CVSS:3\.1\/AV:N.*can’t be/,
    );
    assert.equal(await other.locator("#score").innerText(), "–");
    await other.locator("#tab-advisory").click();
    await other.locator("#title input").fill("Only the other one’s");
    await other.getByText("Draft kept").waitFor();
    assert.notEqual(await form.locator("#title input").inputValue(), "Only the other one’s");
    assert.doesNotMatch(await text("#status"), /title/);
    await workbench.screenshot(join(root, "out", "ui-pages", "form-beside.png"));
    await other.locator("#discard").click();
    await other.getByText("Draft discarded.").waitFor();
  });
});
