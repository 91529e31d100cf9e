import {
  cweId,
  cweLabel,
  parseCweId,
  searchWeaknesses,
  weaknessesOf,
  type Weakness,
  type WeaknessList,
} from "../src/form/draft.ts";
import type { FormState } from "../src/form/formState.ts";
import { Combobox, type ComboboxOption } from "./combobox.ts";
import { element } from "./element.ts";

/** The advisory's weaknesses, and the search of the official list for more. */
export class Weaknesses {
  readonly element: HTMLElement;
  readonly #chosen = element("ul", { id: "weaknesses-chosen", class: "chosen" });
  readonly #search: Combobox;
  readonly #onWeaknesses: (cweIds: readonly string[]) => void;
  #cweIds: readonly string[] = [];
  #list: WeaknessList | undefined;
  #shown = "";

  constructor(onWeaknesses: (cweIds: readonly string[]) => void) {
    this.#onWeaknesses = onWeaknesses;
    this.#search = new Combobox({
      id: "weaknesses",
      label: "Weaknesses (CWE)",
      placeholder: "Search by number or words: 22, path traversal, redos",
      nothing: () =>
        this.#list === undefined
          ? "The official list is being read."
          : "The official list has none like that, or it is chosen already.",
      search: (typed) => this.#find(typed),
      onChoose: (id) => this.#onWeaknesses([...this.#cweIds, id]),
    });
    this.element = element("div", { class: "text" }, this.#search.element, this.#chosen);
  }

  /** The official list has come. */
  setList(list: WeaknessList): void {
    this.#list = list;
    this.#search.refresh();
    this.#paint();
  }

  focus(): void {
    this.#search.focus();
  }

  update(state: FormState): void {
    this.#cweIds = weaknessesOf(state);
    this.#paint();
  }

  #find(typed: string): readonly ComboboxOption[] {
    if (this.#list === undefined) return [];
    return searchWeaknesses(this.#list, typed)
      .filter(({ id }) => !this.#cweIds.includes(cweId(id)))
      .map(({ id, name, usage }) => ({
        value: cweId(id),
        label: `${cweId(id)} ${name}`,
        remark: REMARKS[usage],
      }));
  }

  #paint(): void {
    const shown = JSON.stringify([this.#cweIds, this.#list?.version]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#chosen.replaceChildren(...this.#cweIds.map((id) => this.#row(id)));
    this.#chosen.hidden = this.#cweIds.length === 0;
  }

  #row(id: string): HTMLElement {
    const number = parseCweId(id);
    const label =
      number === undefined || this.#list === undefined ? id : cweLabel(this.#list, number);
    const remove = element(
      "button",
      { type: "button", class: "link", "aria-label": `Remove ${id}` },
      "Remove",
    );
    remove.addEventListener("click", () => {
      this.#onWeaknesses(this.#cweIds.filter((other) => other !== id));
      // The button is gone; the keyboard stays near.
      this.#search.focus();
    });
    return element("li", {}, element("span", {}, label), remove);
  }
}

const REMARKS: Readonly<Record<Weakness["usage"], string>> = {
  Allowed: "",
  "Allowed-with-Review": "(look closely whether it fits)",
  Discouraged: "(too wide: MITRE would rather have a narrower one)",
  Prohibited: "(a category, not for vulnerabilities)",
};
