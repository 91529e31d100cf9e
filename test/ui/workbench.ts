import type { Frame, Locator, Page } from "playwright-core";
import type { RunningEditor } from "../launch/editor.ts";
import { QuickInput } from "./quickInput.ts";
import { Tree } from "./tree.ts";
import { inTime, patience, until } from "./until.ts";

/** What is read of an element of the page. */
interface DrawnLine {
  readonly style: { readonly top: string };
  readonly textContent: string;
}

/**
 * One window of VS Code, driven the way a person does it: by what can be read and clicked. It is
 * the same for the desktop and for the web workbench.
 */
export class Workbench {
  readonly page: Page;
  readonly quickInput: QuickInput;

  private constructor(page: Page) {
    this.page = page;
    this.quickInput = new QuickInput(page);
  }

  /** Opens a window on a folder and waits until it can be used. */
  static async open(editor: RunningEditor, folder: string): Promise<Workbench> {
    return Workbench.#of(await editor.open(folder));
  }

  /** What a window's page becomes once the workbench is drawn in it. */
  static async #of(page: Page): Promise<Workbench> {
    page.setDefaultTimeout(patience);
    await page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: 2 * patience });
    return new Workbench(page);
  }

  /** Waits for the window that `action` makes VS Code open. */
  async newWindow(action: () => Promise<void>): Promise<Workbench> {
    const opened = this.page.context().waitForEvent("page", { timeout: patience });
    await action();
    return Workbench.#of(await opened);
  }

  /** The icons of the activity bar, by name, with what their badges say. */
  async activities(): Promise<readonly string[]> {
    const icons = await this.page.locator(".part.activitybar [role=tab] .action-label").all();
    const names = await Promise.all(icons.map((icon) => icon.getAttribute("aria-label")));
    return names.filter((name) => name !== null);
  }

  /** Shows the views behind an icon of the activity bar. */
  async showActivity(name: string): Promise<void> {
    const tab = this.page.locator(".part.activitybar").getByRole("tab", { name }).first();
    // A click on the icon of what is on show hides it, and a window that is being drawn shows it late.
    await until(`the views of ${name}`, async () => {
      if ((await tab.getAttribute("aria-selected")) === "true") return true;
      await inTime(() => tab.click({ timeout: 2000 }));
      await this.page.waitForTimeout(300);
      return undefined;
    });
  }

  /** Closes what an earlier scene has left open. */
  async tidy(): Promise<void> {
    await this.page.keyboard.press("Escape");
    await this.command("View: Close All Editors");
    await this.quickInput.gone();
    await this.clearNotifications();
  }

  /** Reloads the window, as "Developer: Reload Window" does, and waits until it can be used. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent("domcontentloaded", { timeout: patience });
    await this.command("Developer: Reload Window");
    await loaded;
    await Workbench.#of(this.page);
  }

  /** The item of the open menu that the keyboard is on. */
  async focusedMenuItem(): Promise<string | undefined> {
    const focused = this.page.locator(".monaco-menu .action-item.focused .action-label");
    const [text] = await focused.allInnerTexts();
    return text;
  }

  /** Drags the side bar's edge. @param width in pixels. */
  async widenSideBar(width: number): Promise<void> {
    const box = await this.page.locator(".part.sidebar").boundingBox();
    if (box === null) throw new Error("There is no side bar.");
    const { mouse } = this.page;
    const y = box.y + box.height / 2;
    await mouse.move(box.x + box.width, y);
    await mouse.down();
    await mouse.move(box.x + width, y, { steps: 5 });
    await mouse.up();
  }

  /** Chooses a value of a machine's setting in the settings editor, and closes that. */
  async chooseSetting(id: string, value: string): Promise<void> {
    await this.command("Preferences: Open Settings (UI)");
    const editor = this.page.locator(".settings-editor");
    await editor.locator(".suggest-input-container").click();
    await this.page.keyboard.press("Control+A");
    await this.page.keyboard.type(id);
    // Machine settings stand apart from the person's own, where VS Code runs on a server.
    const remote = editor.locator(".settings-target-container").getByText("Remote");
    if ((await remote.count()) > 0) await remote.first().click();
    const choice = editor.locator(`.setting-item-contents[data-key="${id}"] select`);
    // The list is drawn anew when the machine's settings come, with the value that they have.
    await until(`${id} to be ${value}`, async () => {
      await inTime(async () => {
        await choice.selectOption({ label: value }, { force: true, timeout: 2000 });
      });
      await this.page.waitForTimeout(1000);
      return (await choice.inputValue()) === value ? true : undefined;
    });
    await this.page.keyboard.press("Escape");
    await editor.waitFor({ state: "hidden" });
  }

  tree(view: string): Tree {
    return new Tree(this.page, view);
  }

  /** Runs a command by its full name in the palette, such as "PSRT: Refresh". */
  async command(name: string): Promise<void> {
    await this.quickInput.command(name);
  }

  /** The text of the first notification that holds the given one. */
  async notification(text: string | RegExp): Promise<string> {
    return this.#toast(text).locator(".notification-list-item-message").innerText();
  }

  /** How many notifications hold the text. */
  async notifications(text: string | RegExp): Promise<number> {
    return this.page.locator(".notification-list-item").filter({ hasText: text }).count();
  }

  /** Clicks a button of a notification. */
  async answerNotification(text: string | RegExp, button: string): Promise<void> {
    const choice = this.#toast(text).getByRole("button", { name: button, exact: true });
    await choice.waitFor();
    const drawn = await choice.elementHandle();
    // A notification that moves under the pointer takes no click; one that took it is gone.
    await until(`the answer ${button}`, () =>
      inTime(async () => {
        if (await drawn.isVisible()) await drawn.click({ timeout: 2000 });
        await drawn.waitForElementState("hidden", { timeout: 1000 });
      }),
    );
  }

  /** Closes the notifications on show one by one: the palette has no command for none. */
  async clearNotifications(): Promise<void> {
    const shown = this.page.locator(".notifications-toasts .notification-list-item");
    await until("the end of the notifications", async () => {
      if ((await shown.count()) === 0) return true;
      await inTime(async () => {
        await shown.first().hover({ timeout: 2000 });
        const close = shown.first().getByRole("button", { name: /^Clear Notification/ });
        await close.click({ timeout: 2000 });
      });
      return undefined;
    });
  }

  /** Message and detail of the modal dialog on show. */
  async dialog(): Promise<string> {
    return this.#dialog.locator(".dialog-message-container").innerText();
  }

  /** Clicks a button of the modal dialog and waits until the dialog is gone. */
  async answerDialog(button: string): Promise<void> {
    await this.#dialog.getByRole("button", { name: button, exact: true }).click();
    await this.#dialog.waitFor({ state: "hidden" });
  }

  /** Presses Return in the modal dialog, as a hand that is too quick does. */
  async returnInDialog(): Promise<void> {
    await this.#dialog.waitFor();
    await this.page.keyboard.press("Enter");
    await this.#dialog.waitFor({ state: "hidden" });
  }

  /** The inner frame of the webview that shows the text. */
  async webview(text: string | RegExp): Promise<Frame> {
    return until(`a webview with ${String(text)}`, async () => {
      for (const frame of this.page.frames()) {
        if (frame === this.page.mainFrame()) continue;
        const found = frame.getByText(text).first();
        if (await found.isVisible().catch(() => false)) return frame;
      }
      return undefined;
    });
  }

  /** Waits until an editor with this title is open. */
  async tab(title: string): Promise<void> {
    await this.page.locator(".tabs-container .tab").filter({ hasText: title }).waitFor();
  }

  /** Waits until no editor with this title is open. */
  async noTab(title: string): Promise<void> {
    const tab = this.page.locator(".tabs-container .tab").filter({ hasText: title });
    await tab.first().waitFor({ state: "hidden" });
  }

  /** The text on show in the text editors, one after the other: in a diff, original first. */
  async editorTexts(): Promise<readonly string[]> {
    const editors = this.page.locator(".editor-instance .monaco-editor .view-lines");
    await editors.first().waitFor();
    const texts = await editors.allInnerTexts();
    return texts.map((text) => text.replaceAll("\u00a0", " "));
  }

  /** Types into the text editor of an open tab, which must have the focus. */
  async type(tab: string, text: string): Promise<void> {
    await this.#textEditor(tab, ".focused");
    await this.page.keyboard.insertText(text);
  }

  /** The whole text of the editor of a tab; only what is scrolled into sight exists on the page. */
  async text(tab: string): Promise<string> {
    const editor = await this.#textEditor(tab);
    await editor.locator(".view-line").first().click();
    await this.page.keyboard.press("Control+Home");
    const lines = new Map<number, string>();
    for (let before = -1; before < lines.size;) {
      before = lines.size;
      const seen = await editor
        .locator(".view-line")
        .evaluateAll((all: readonly DrawnLine[]) =>
          all.map((line) => [Number.parseFloat(line.style.top), line.textContent] as const),
        );
      for (const [top, text] of seen) lines.set(top, text.replaceAll("\u00a0", " "));
      await this.page.keyboard.press("PageDown");
      await this.page.evaluate("new Promise(requestAnimationFrame)");
    }
    await this.page.keyboard.press("Control+Home");
    return [...lines]
      .sort(([a], [b]) => a - b)
      .map(([, text]) => text)
      .join("\n");
  }

  /**
   * Clicks a line of text above the code, which does what it says; again where nothing came of it,
   * since VS Code loses a click while it draws these lines anew. What comes of it closes the tab,
   * asks or complains.
   */
  async clickLens(text: string): Promise<void> {
    const lens = this.page.locator(".codelens-decoration a").filter({ hasText: text }).first();
    await lens.waitFor();
    // The box of the command before goes late on a slow machine, and notifications go by themselves.
    await this.quickInput.gone();
    // What is told without having been asked is information.
    const complaints = this.page
      .locator(".notification-list-item")
      .filter({ has: this.page.locator(".codicon-error, .codicon-warning") });
    // Their texts also count the problems that are marked.
    const tabs = (): Promise<unknown> =>
      this.page.evaluate(
        "[...document.querySelectorAll('.tabs-container .tab')].map((tab) => [tab.dataset.resourceName, tab.classList.contains('active')].join()).join()",
      );
    const before = { complaints: await complaints.count(), tabs: await tabs() };
    const box = this.page.locator(".quick-input-widget");
    const hasActed = async (): Promise<boolean> =>
      (await tabs()) !== before.tabs ||
      (await this.#dialog.isVisible()) ||
      (await box.isVisible()) ||
      (await complaints.count()) > before.complaints;
    await until(`what comes of “${text}”`, async () => {
      await inTime(() => lens.click({ timeout: 2000 }));
      for (let look = 0; look < 40; look++) {
        if (await hasActed()) return true;
        await this.page.waitForTimeout(100);
      }
      return undefined;
    });
  }

  /** What the Problems view lists, once it lists something that holds the text. */
  async problem(text: string | RegExp): Promise<string> {
    await this.command("Problems: Focus on Problems View");
    const row = this.page.locator(".markers-panel .monaco-list-row").filter({ hasText: text });
    const found = await row.first().innerText();
    await this.command("View: Hide Panel");
    return found;
  }

  /** How many errors and warnings the status bar counts. */
  async problems(): Promise<number> {
    const text = await this.page.locator("[id='status.problems']").innerText();
    return (text.match(/\d+/g) ?? []).reduce((sum, count) => sum + Number(count), 0);
  }

  async screenshot(file: string): Promise<void> {
    // Playwright scrolls what it clicks into view, and with it the whole window by some pixels.
    await this.page.evaluate(
      "for (const part of document.querySelectorAll('.monaco-workbench, .split-view-container')) part.scrollTo(0, 0)",
    );
    await this.page.screenshot({ path: file });
  }

  async #textEditor(tab: string, state = ""): Promise<Locator> {
    await this.page.locator(".tabs-container .tab.active").filter({ hasText: tab }).waitFor();
    const editor = this.page
      .locator(`.editor-group-container.active .monaco-editor${state}`)
      .first();
    await editor.waitFor();
    return editor;
  }

  #toast(text: string | RegExp): Locator {
    return this.page.locator(".notification-list-item").filter({ hasText: text }).first();
  }

  get #dialog(): Locator {
    return this.page.locator(".monaco-dialog-box");
  }
}
