import { plainLine } from "../src/base/plainLine.ts";
import type { FormState } from "../src/form/formState.ts";
import { element } from "./element.ts";

/** Who is credited; changed by its own commands, which lose no entry that others made. */
export class Credits {
  readonly element: HTMLElement;
  readonly #list = element("ul", { id: "credits", class: "chosen" });
  #shown = "";

  constructor() {
    this.element = element(
      "div",
      { class: "text", role: "group", "aria-labelledby": "credits-label" },
      element("p", { id: "credits-label" }, "Credits"),
      this.#list,
    );
  }

  update({ fields }: FormState): void {
    const shown = JSON.stringify(fields.credits);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const rows = fields.credits.map(({ login, type, state }) =>
      element(
        "li",
        {},
        element("span", {}, plainLine(login)),
        element("span", { class: "hint" }, `${plainLine(type).replaceAll("_", " ")}, ${state}`),
      ),
    );
    this.#list.replaceChildren(...(rows.length === 0 ? [element("li", {}, "Nobody yet.")] : rows));
  }
}
