import { element } from "./element.ts";

export interface Tab {
  readonly id: string;
  readonly name: string;
  readonly panel: HTMLElement;
}

/**
 * Tabs over panels, by the pattern of the ARIA practices guide: one tab stop, arrows, Home and End.
 * The first panel can stand beside the others instead of behind a tab of its own.
 */
export class Tabs {
  readonly list: HTMLElement;
  readonly #tabs: readonly [Tab, ...Tab[]];
  readonly #buttons: readonly HTMLButtonElement[];
  readonly #listeners = new Map<string, () => void>();
  #onSelect: ((id: string) => void) | undefined;
  #selected = 0;
  #beside = false;

  constructor(label: string, tabs: readonly [Tab, ...Tab[]]) {
    this.#tabs = tabs;
    this.#buttons = tabs.map(({ id, name, panel }, at) => {
      const button = element(
        "button",
        { type: "button", role: "tab", id: `tab-${id}`, "aria-controls": panel.id },
        name,
      );
      button.addEventListener("click", () => this.#select(at));
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", button.id);
      return button;
    });
    this.list = element(
      "div",
      { class: "tabs", role: "tablist", "aria-label": label },
      ...this.#buttons,
    );
    this.list.addEventListener("keydown", (event) => this.#onKey(event));
    this.#select(0);
  }

  /** Whether the first panel is always on show, and has no tab. */
  setBeside(beside: boolean): void {
    this.#beside = beside;
    const [first] = this.#buttons;
    if (first !== undefined) first.hidden = beside;
    const [{ panel }] = this.#tabs;
    // The keyboard meets it where it stands.
    if (beside) this.list.before(panel);
    else this.list.after(panel);
    this.#select(beside && this.#selected === 0 ? 1 : this.#selected);
  }

  get panels(): readonly HTMLElement[] {
    return this.#tabs.map(({ panel }) => panel);
  }

  /** Tells each time that the panel comes into sight. */
  onShow(id: string, listener: () => void): void {
    this.#listeners.set(id, listener);
  }

  /** Tells each time which tab was chosen. */
  onSelect(listener: (id: string) => void): void {
    this.#onSelect = listener;
  }

  /** Puts a few more words on a tab: "Severity 8.7 High". */
  setName(id: string, name: string): void {
    const button = this.#buttons[this.#tabs.findIndex((tab) => tab.id === id)];
    if (button !== undefined && button.textContent !== name) button.textContent = name;
  }

  show(id: string): void {
    const at = this.#tabs.findIndex((tab) => tab.id === id);
    if (at >= 0 && !(this.#beside && at === 0)) this.#select(at);
  }

  #select(at: number): void {
    this.#selected = at;
    for (const [each, button] of this.#buttons.entries()) {
      button.setAttribute("aria-selected", String(each === at));
      button.tabIndex = each === at ? 0 : -1;
    }
    for (const [each, { panel }] of this.#tabs.entries()) {
      panel.hidden = each !== at && !(this.#beside && each === 0);
    }
    const id = this.#tabs[at]?.id ?? "";
    this.#listeners.get(id)?.();
    this.#onSelect?.(id);
  }

  #onKey(event: KeyboardEvent): void {
    const first = this.#beside ? 1 : 0;
    const last = this.#tabs.length - 1;
    const next = {
      ArrowRight: this.#selected === last ? first : this.#selected + 1,
      ArrowLeft: this.#selected === first ? last : this.#selected - 1,
      Home: first,
      End: last,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.#select(next);
    this.#buttons[next]?.focus();
  }
}
