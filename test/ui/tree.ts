import type { Locator, Page } from "playwright-core";
import { until } from "./until.ts";

/** A row of a tree view, as a person reads it. */
export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** 1 at the root. */
  readonly level: number;
  /** Undefined for a row without children. */
  readonly expanded: boolean | undefined;
}

/** A tree view of the side bar. Rows that are scrolled out of sight don't exist for it. */
export class Tree {
  readonly #page: Page;
  readonly #pane: Locator;

  /** @param name the view's name, as in its header. */
  constructor(page: Page, name: string) {
    this.#page = page;
    const header = page.locator(`.pane-header[aria-label="${name} Section"]`);
    this.#pane = page.locator(".pane").filter({ has: header });
  }

  /** What stands in the view instead of rows: a welcome text or a message. */
  async message(): Promise<string> {
    return this.#pane.locator(".welcome-view, .message").first().innerText();
  }

  async rows(): Promise<readonly TreeRow[]> {
    const rows: TreeRow[] = [];
    for (const row of await this.#pane.locator(".monaco-list-row").all()) {
      const expanded = await row.getAttribute("aria-expanded");
      rows.push({
        label: await row.locator(".label-name").first().innerText(),
        description: (await row.locator(".label-description").allInnerTexts()).join(""),
        level: Number(await row.getAttribute("aria-level")),
        expanded: expanded === null ? undefined : expanded === "true",
      });
    }
    return rows;
  }

  /** Waits for the first row that holds the text in label or description. */
  async row(text: string | RegExp): Promise<Locator> {
    const row = this.#pane.locator(".monaco-list-row").filter({ hasText: text }).first();
    await row.waitFor();
    return row;
  }

  /** Opens a row's children; nothing happens to one that is open. */
  async expand(text: string | RegExp): Promise<void> {
    const row = await this.row(text);
    if ((await row.getAttribute("aria-expanded")) !== "true") {
      await row.locator(".monaco-tl-twistie").click();
    }
    await until(`the children of ${String(text)}`, async () =>
      (await row.getAttribute("aria-expanded")) === "true" ? true : undefined,
    );
  }

  /** The items of a row's context menu, which is closed again. */
  async menu(text: string | RegExp): Promise<readonly string[]> {
    const menu = await this.#openMenu(text);
    const items = await menu.locator(".action-menu-item").allInnerTexts();
    await this.#page.keyboard.press("Escape");
    return items.map((item) => item.trim());
  }

  /** Chooses an item of a row's context menu. */
  async chooseFromMenu(text: string | RegExp, item: string): Promise<void> {
    const menu = await this.#openMenu(text);
    await menu.getByRole("menuitem", { name: item, exact: true }).click();
  }

  /** Clicks a button shown on the row itself. */
  async clickInline(text: string | RegExp, action: string): Promise<void> {
    const row = await this.row(text);
    await row.hover();
    await row.getByRole("button", { name: action }).click();
  }

  async #openMenu(text: string | RegExp): Promise<Locator> {
    await (await this.row(text)).click({ button: "right" });
    const menu = this.#page.locator(".monaco-menu");
    await menu.waitFor();
    return menu;
  }
}
