import { affectedOf, checksOf, ecosystems, type AffectedPackage } from "../src/form/draft.ts";
import type { FormState } from "../src/form/formState.ts";
import { textField, type TextControl } from "./controls.ts";
import { element, linkButton, setText } from "./element.ts";

type Column = "name" | "affectedRange" | "patched";

const COLUMNS: readonly (readonly [Column, string, string])[] = [
  ["name", "Product", "CPython"],
  ["affectedRange", "Affected", ">= 3.13.0, < 3.13.9"],
  ["patched", "Fixed in", "3.13.9"],
];

export interface AffectedEvents {
  readonly onAffected: (affected: readonly AffectedPackage[]) => void;
  /** The person wants what the project's branches tell. */
  readonly onBranches: () => void;
}

/** The affected and fixed versions: a row for each product or branch. */
export class Affected {
  readonly element: HTMLElement;
  readonly #rows = element("div", { class: "rows" });
  readonly #check = element("p", { id: "affected-checks", class: "checks", role: "status" });
  readonly #onAffected: AffectedEvents["onAffected"];
  #made: readonly Row[] = [];
  #affected: readonly AffectedPackage[] = [];

  constructor({ onAffected, onBranches }: AffectedEvents) {
    this.#onAffected = onAffected;
    const fill = linkButton("affected-fill", "Fill in from the branches", onBranches);
    const add = linkButton("affected-add", "Add a row", () => this.#add());
    this.element = element(
      "div",
      { class: "text", role: "group", "aria-labelledby": "affected-label" },
      element("p", { id: "affected-label" }, "Affected versions"),
      this.#rows,
      element("div", { class: "under" }, this.#check, fill, add),
    );
  }

  update(state: FormState): void {
    this.#affected = affectedOf(state);
    // Rows are kept while their number stays, so that the caret stays.
    if (this.#made.length !== this.#affected.length) {
      this.#made = this.#affected.map((_, at) => this.#row(at));
      this.#rows.replaceChildren(...this.#made.map((row) => row.element));
    }
    for (const [at, row] of this.#made.entries()) row.update(this.#affected[at]);
    const checks = checksOf(state, "affected");
    const check = checks.find(({ level }) => level === "error") ?? checks[0];
    this.#check.dataset["level"] = check?.level ?? "warning";
    setText(this.#check, check?.text ?? "");
  }

  focus(): void {
    this.#made[0]?.focus();
  }

  #row(at: number): Row {
    return new Row(at, {
      onText: (column, text) => {
        const value = text.trim() === "" ? null : text;
        this.#change(at, (row) => ({ ...row, [column]: value }));
      },
      onEcosystem: (ecosystem) => this.#change(at, (row) => ({ ...row, ecosystem })),
      onRemove: () => {
        this.#onAffected(this.#affected.filter((_, each) => each !== at));
        this.#made[Math.max(0, at - 1)]?.focus();
      },
    });
  }

  #change(at: number, change: (row: AffectedPackage) => AffectedPackage): void {
    this.#onAffected(this.#affected.map((row, each) => (each === at ? change(row) : row)));
  }

  /** As the last one, without versions. */
  #add(): void {
    const last = this.#affected.at(-1);
    const { ecosystem = "other", name = null } = last ?? {};
    this.#onAffected([
      ...this.#affected,
      { ecosystem, name, affectedRange: null, patched: null, functions: last?.functions ?? [] },
    ]);
    this.#made.at(-1)?.focus();
  }
}

interface RowEvents {
  readonly onText: (column: Column, text: string) => void;
  readonly onEcosystem: (ecosystem: string) => void;
  readonly onRemove: () => void;
}

class Row {
  readonly element: HTMLElement;
  readonly #texts: readonly (readonly [Column, TextControl])[];
  readonly #ecosystem: HTMLSelectElement;

  constructor(at: number, events: RowEvents) {
    const number = at + 1;
    this.#texts = COLUMNS.map(([column, label, placeholder]) => [
      column,
      textField({
        id: `affected-${number}-${column}`,
        label,
        placeholder,
        onInput: (text) => events.onText(column, text),
      }),
    ]);
    this.#ecosystem = element(
      "select",
      { id: `affected-${number}-ecosystem`, "aria-label": `Ecosystem of row ${number}` },
      ...ecosystems.map((name) => element("option", { value: name }, name)),
    );
    this.#ecosystem.addEventListener("change", () => events.onEcosystem(this.#ecosystem.value));
    const remove = linkButton(`affected-${number}-remove`, "Remove", events.onRemove);
    remove.setAttribute("aria-label", `Remove row ${number}`);
    this.element = element(
      "div",
      { class: "row", role: "group", "aria-label": `Row ${number}` },
      ...this.#texts.map(([, control]) => control.element),
      element("div", { class: "row-end" }, this.#ecosystem, remove),
    );
  }

  update(row: AffectedPackage | undefined): void {
    if (row === undefined) return;
    for (const [column, control] of this.#texts) {
      const text = row[column] ?? "";
      if (control.text.trim() !== text.trim()) control.setText(text);
    }
    // A word of GitHub's that is not known here is shown and kept.
    if (![...this.#ecosystem.options].some(({ value }) => value === row.ecosystem)) {
      this.#ecosystem.append(element("option", { value: row.ecosystem }, row.ecosystem));
    }
    this.#ecosystem.value = row.ecosystem;
  }

  focus(): void {
    this.#texts[1]?.[1].select(0, 0);
  }
}
