import type { Frame, Locator, Page } from "playwright-core";
import type { RunningEditor } from "../launch/editor.ts";
import { QuickInput } from "./quickInput.ts";
import { Tree } from "./tree.ts";
import { patience, until } from "./until.ts";

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
    if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
    await until(`the views of ${name}`, async () =>
      (await tab.getAttribute("aria-selected")) === "true" ? true : undefined,
    );
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

  /** Clicks a button of a notification. */
  async answerNotification(text: string | RegExp, button: string): Promise<void> {
    await this.#toast(text).getByRole("button", { name: button, exact: true }).click();
  }

  async clearNotifications(): Promise<void> {
    await this.command("Notifications: Clear All Notifications");
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

  /** The titles of the open editors. */
  async tabs(): Promise<readonly string[]> {
    return this.page.locator(".tabs-container .tab .label-name").allInnerTexts();
  }

  /** The text on show in the text editors, one after the other: in a diff, original first. */
  async editorTexts(): Promise<readonly string[]> {
    const editors = this.page.locator(".editor-instance .monaco-editor .view-lines");
    await editors.first().waitFor();
    const texts = await editors.allInnerTexts();
    return texts.map((text) => text.replaceAll("\u00a0", " "));
  }

  /** The text of the status bar's items. */
  async statusBar(): Promise<readonly string[]> {
    return this.page.locator(".part.statusbar .statusbar-item").allInnerTexts();
  }

  async screenshot(file: string): Promise<void> {
    await this.page.screenshot({ path: file });
  }

  #toast(text: string | RegExp): Locator {
    return this.page.locator(".notification-list-item").filter({ hasText: text }).first();
  }

  get #dialog(): Locator {
    return this.page.locator(".monaco-dialog-box");
  }
}
