import type { Locator, Page } from "playwright-core";
import { inTime, until } from "./until.ts";

/** The box at the top of the window: command palette, quick picks and input boxes. */
export class QuickInput {
  readonly #page: Page;
  readonly #widget: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator(".quick-input-widget");
  }

  /** Runs a command by its full name in the palette, such as "PSRT: Refresh". */
  async command(name: string): Promise<void> {
    // A palette opened before the extension is known does not learn of its commands, and one
    // opened while the window still draws itself loses the focus and closes.
    await until(`the command ${name}`, () =>
      inTime(async () => {
        await this.#page.keyboard.press("F1");
        await this.#input.fill(`>${name}`, { timeout: 2000 });
        await this.#entry(name).click({ timeout: 2000 });
      }),
    );
  }

  /** The labels in the pick whose title or placeholder holds `about`. */
  async picks(about: string | RegExp): Promise<readonly string[]> {
    await this.prompt(about);
    await this.#rows.first().waitFor();
    // A pick's second line, its detail, is a label too.
    const labels = this.#rows.locator(".quick-input-list-row:first-child .label-name");
    return labels.allInnerTexts();
  }

  /** Chooses a pick by its label: the whole text, or a pattern. */
  async choose(label: string | RegExp): Promise<void> {
    await this.#entry(label).click();
  }

  /** Marks the named picks of a pick of many, and accepts. */
  async chooseMany(labels: readonly (string | RegExp)[]): Promise<void> {
    for (const label of labels) await this.#entry(label).click();
    await this.#widget.getByRole("button", { name: "OK" }).click();
  }

  /** Types into an input box whose title, prompt or placeholder holds `about`, and accepts. */
  async type(about: string | RegExp, text: string): Promise<void> {
    await this.prompt(about);
    await this.#input.fill(text);
    await this.#input.press("Enter");
  }

  /**
   * Types a path into the box of a file dialog, whose list follows each folder of it, and accepts.
   */
  async path(about: string | RegExp, path: string): Promise<void> {
    await this.#typePath(about, path);
    await this.#leave(about, () => this.#input.press("Enter", { timeout: 2000 }));
  }

  /** Gives a path to the box that asks for a folder, as the server's VS Code and the desktop's simple dialog do. */
  async chooseFolder(about: string | RegExp, path: string, button: string): Promise<void> {
    await this.#typePath(about, path);
    const accept = this.#widget.getByRole("button", { name: button });
    await this.#leave(about, () => accept.click({ timeout: 2000 }));
  }

  /** Types into the box that is open, and leaves it open. */
  async search(text: string): Promise<void> {
    await this.#input.fill(text);
  }

  /** Waits for a box about something, and answers what stands in it. */
  async prompt(about: string | RegExp): Promise<string> {
    await this.#about(about).waitFor();
    return this.#input.inputValue();
  }

  /** Waits until the box complains about something. */
  async complaint(about: string | RegExp): Promise<void> {
    await this.#widget.locator(".quick-input-message").filter({ hasText: about }).waitFor();
  }

  /** Whether the box hides what is typed. */
  async isMasked(): Promise<boolean> {
    return (await this.#input.getAttribute("type")) === "password";
  }

  /** Escapes from the box about something. */
  async cancel(about: string | RegExp): Promise<void> {
    await this.prompt(about);
    await this.#input.press("Escape");
    await this.gone();
  }

  /** Waits until no box is open. */
  async gone(): Promise<void> {
    await this.#widget.waitFor({ state: "hidden" });
  }

  /** Accepts until the box about something is gone: a file dialog takes no answer while it lists. */
  async #leave(about: string | RegExp, accept: () => Promise<void>): Promise<void> {
    const box = this.#about(about);
    await until(`the end of the box about ${String(about)}`, async () => {
      if (!(await box.isVisible())) return true;
      await inTime(accept);
      await inTime(() => box.waitFor({ state: "hidden", timeout: 2000 }));
      return undefined;
    });
  }

  #about(about: string | RegExp): Locator {
    const byText = this.#widget.filter({ hasText: about });
    const byPlaceholder = this.#widget.filter({ has: this.#page.getByPlaceholder(about) });
    return byText.or(byPlaceholder).first();
  }

  async #typePath(about: string | RegExp, path: string): Promise<void> {
    await this.prompt(about);
    // The dialog writes its own path into the box when its first list has come.
    await until(`the path ${path}`, async () => {
      await this.#input.press("Control+A");
      for (const part of path.split(/(?<=\/)/)) {
        await this.#page.keyboard.type(part);
        await until(`a list after ${part}`, async () =>
          (await this.#widget.locator(".quick-input-progress.active").count()) === 0
            ? true
            : undefined,
        );
      }
      return (await this.#input.inputValue()) === path ? true : undefined;
    });
  }

  get #input(): Locator {
    return this.#widget.locator(".quick-input-box input").first();
  }

  get #rows(): Locator {
    return this.#widget.locator(".quick-input-list .monaco-list-row");
  }

  #entry(label: string | RegExp): Locator {
    const name = this.#page.locator(".label-name").getByText(label, { exact: true });
    return this.#rows.filter({ has: name }).first();
  }
}
