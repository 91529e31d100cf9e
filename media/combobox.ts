import { element } from "./element.ts";

export interface ComboboxOption {
  readonly value: string;
  readonly label: string;
  /** A word of warning behind the label. */
  readonly remark: string;
}

export interface ComboboxOptions {
  readonly id: string;
  readonly label: string;
  readonly placeholder: string;
  /** What is said where nothing fits. */
  readonly nothing: () => string;
  /** Best first, for what is typed; asked for at each key. */
  readonly search: (typed: string) => readonly ComboboxOption[];
  readonly onChoose: (value: string) => void;
}

/**
 * A text field with a list of what fits, by the combobox pattern of the ARIA practices guide: the
 * focus stays in the field, the arrows go through the list, Enter takes, Escape closes.
 */
export class Combobox {
  readonly element: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #list: HTMLElement;
  readonly #options: ComboboxOptions;
  #found: readonly ComboboxOption[] = [];
  #active = -1;

  constructor(options: ComboboxOptions) {
    this.#options = options;
    const { id } = options;
    this.#list = element("ul", {
      id: `${id}-list`,
      role: "listbox",
      "aria-label": options.label,
      class: "options",
      hidden: "",
    });
    this.#input = element("input", {
      id,
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: options.placeholder,
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.#list.id,
    });
    this.#input.addEventListener("input", () => this.#open());
    this.#input.addEventListener("click", () => this.#open());
    this.#input.addEventListener("blur", () => this.#close());
    this.#input.addEventListener("keydown", (event) => this.#onKey(event));
    this.element = element(
      "div",
      { class: "combobox" },
      element("label", { for: id }, options.label),
      this.#input,
      this.#list,
    );
  }

  focus(): void {
    this.#input.focus();
  }

  /** Shows the list again when what can be found has changed. */
  refresh(): void {
    if (!this.#list.hidden) this.#open();
  }

  #open(): void {
    this.#found = this.#options.search(this.#input.value);
    const items = this.#found.map((option, at) => this.#item(option, at));
    this.#list.replaceChildren(...(items.length > 0 ? items : [this.#noItem()]));
    this.#list.hidden = items.length === 0 && this.#input.value.trim() === "";
    this.#input.setAttribute("aria-expanded", String(!this.#list.hidden));
    this.#activate(this.#input.value === "" ? -1 : 0);
  }

  #item({ label, remark }: ComboboxOption, at: number): HTMLElement {
    const item = element(
      "li",
      { id: `${this.#options.id}-${at}`, role: "option", "aria-selected": "false" },
      label,
      element("span", { class: "hint" }, remark === "" ? "" : ` ${remark}`),
    );
    // Before the field loses the focus, which closes the list.
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.#choose(at);
    });
    return item;
  }

  #noItem(): HTMLElement {
    const about = { role: "option", "aria-disabled": "true", class: "hint" };
    return element("li", about, this.#options.nothing());
  }

  #activate(at: number): void {
    this.#active = this.#found.length === 0 ? -1 : Math.min(at, this.#found.length - 1);
    for (const [each, item] of [...this.#list.children].entries()) {
      item.setAttribute("aria-selected", String(each === this.#active));
      if (each === this.#active) item.scrollIntoView({ block: "nearest" });
    }
    if (this.#active < 0) this.#input.removeAttribute("aria-activedescendant");
    else this.#input.setAttribute("aria-activedescendant", `${this.#options.id}-${this.#active}`);
  }

  #choose(at: number): void {
    const option = this.#found[at];
    if (option === undefined) return;
    this.#input.value = "";
    this.#close();
    this.#options.onChoose(option.value);
  }

  #close(): void {
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#activate(-1);
  }

  #onKey(event: KeyboardEvent): void {
    const count = this.#found.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.#list.hidden) {
        this.#open();
        if (this.#active < 0) this.#activate(0);
        return;
      }
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#activate((this.#active + step + count) % Math.max(1, count));
    } else if (event.key === "Enter" && !this.#list.hidden) {
      event.preventDefault();
      this.#choose(this.#active);
    } else if (event.key === "Escape" && !this.#list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    }
  }
}
