import type { Locator, Page } from "playwright-core";
import { inTime, until } from "./until.ts";

/** A row of a tree view, as a person reads it. */
export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** 1 at the root. */
  readonly level: number;
  /** Undefined for a row without children. */
  readonly expanded: boolean | undefined;
}

/** A tree view of the side bar. Rows that are scrolled out of sight don't exist for all but `row`. */
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
    const texts = this.#pane.locator(".welcome-view, .message").filter({ hasText: /\S/ });
    return texts.first().innerText();
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

  /** Waits for the first row that holds the text in label or description, and scrolls for it. */
  async row(text: string | RegExp): Promise<Locator> {
    const row = this.#pane.locator(".monaco-list-row").filter({ hasText: text }).first();
    await until(`the row ${String(text)}`, async () => {
      const isThere = await inTime(() => row.waitFor({ timeout: 3000 }));
      if (isThere === undefined) await this.#scroll();
      return isThere;
    });
    return row;
  }

  /** Waits until no row holds the text. */
  async noRow(text: string | RegExp): Promise<void> {
    await this.#pane
      .locator(".monaco-list-row")
      .filter({ hasText: text })
      .waitFor({ state: "detached" });
  }

  /** Waits until a row's description says something. */
  async description(text: string | RegExp, said: string | RegExp): Promise<string> {
    const description = (await this.row(text)).locator(".label-description");
    await description.filter({ hasText: said }).waitFor({ state: "attached" });
    return description.innerText();
  }

  /** Clicks a row, as a person does to open what it stands for. */
  async click(text: string | RegExp): Promise<void> {
    await (await this.row(text)).click();
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

  /** Closes a row's children; nothing happens to one that is closed. */
  async collapse(text: string | RegExp): Promise<void> {
    const row = await this.row(text);
    if ((await row.getAttribute("aria-expanded")) === "true") {
      await row.locator(".monaco-tl-twistie").click();
    }
    await until(`the end of the children of ${String(text)}`, async () =>
      (await row.getAttribute("aria-expanded")) === "false" ? true : undefined,
    );
  }

  /** Closes the children of every ticket in view. */
  async foldTickets(): Promise<void> {
    const open = this.#pane.locator('.monaco-list-row[aria-level="2"][aria-expanded="true"]');
    await until("the end of all tickets' children", async () => {
      if ((await open.count()) === 0) return true;
      await open.first().locator(".monaco-tl-twistie").click();
      return undefined;
    });
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
    const choice = menu.getByRole("menuitem", { name: item, exact: true });
    await choice.waitFor();
    // A menu that has just opened takes no click, lest one chooses what comes up under the pointer.
    await until(`the choice of ${item}`, () =>
      inTime(async () => {
        if (await menu.isVisible()) await choice.click({ timeout: 2000 });
        await menu.waitFor({ state: "hidden", timeout: 500 });
      }),
    );
  }

  /** Waits for a button in the view's title, which shows its buttons under the pointer only. */
  async titleButton(action: string): Promise<Locator> {
    const header = this.#pane.locator(".pane-header");
    await header.hover();
    const button = header.getByRole("button", { name: action, exact: true });
    await button.waitFor();
    return button;
  }

  async clickTitle(action: string): Promise<void> {
    await (await this.titleButton(action)).click();
  }

  /**
   * Reads the tickets and waits for the end of it: while VS Code draws rows anew, a menu of one
   * brings its command nothing.
   */
  async refresh(): Promise<void> {
    await this.clickTitle("Refresh Tickets");
    // Until the other button is there in its place.
    await this.#page.waitForTimeout(300);
    await this.titleButton("Refresh Tickets");
  }

  /** A button of the text that stands in the view instead of rows. */
  welcomeButton(text: string): Locator {
    return this.#pane.locator(".welcome-view").getByRole("button", { name: text, exact: true });
  }

  /** The text of the row that the keyboard is on. */
  async focused(): Promise<string | undefined> {
    const [text] = await this.#pane.locator(".monaco-list-row.focused").allInnerTexts();
    return text;
  }

  /** Half a page down, or back to the top from the end. */
  async #scroll(): Promise<void> {
    const list = this.#pane.locator(".monaco-list");
    const box = await list.boundingBox();
    if (box === null) return;
    const top = (): Promise<string> =>
      list
        .locator(".monaco-list-rows")
        .evaluate(({ style }: { style: { top: string } }) => style.top);
    const before = await top();
    await this.#page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await this.#page.mouse.wheel(0, box.height / 2);
    await this.#page.evaluate("new Promise(requestAnimationFrame)");
    if ((await top()) === before) await this.#page.mouse.wheel(0, -100_000);
  }

  async #openMenu(text: string | RegExp): Promise<Locator> {
    await (await this.row(text)).click({ button: "right" });
    const menu = this.#page.locator(".monaco-menu");
    await menu.waitFor();
    return menu;
  }
}
