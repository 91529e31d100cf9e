import type { ReviewView, TextView } from "../src/form/reviewView.ts";
import { element } from "./element.ts";
import { findingItem, markedText, type Lifting } from "./findings.ts";

/** Every text that everybody will be able to read, side by side, with what was found marked. */
export class PublicTexts {
  readonly element: HTMLElement;
  readonly #lifting: Lifting;
  readonly #grid = element("div", { class: "texts" });
  #shown = "";

  constructor(lifting: Lifting) {
    this.#lifting = lifting;
    this.element = element(
      "section",
      { id: "texts", "aria-labelledby": "texts-heading" },
      element("h2", { id: "texts-heading" }, "What everybody will read"),
      this.#grid,
    );
  }

  update({ texts }: ReviewView): void {
    const shown = JSON.stringify([texts, this.#lifting.look]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#grid.replaceChildren(...texts.map((text) => this.#text(text)));
  }

  #text({ id, name, note, pieces, findings }: TextView): HTMLElement {
    const heading = `text-${id}-heading`;
    return element(
      "article",
      { class: "text", id: `text-${id}`, "aria-labelledby": heading },
      element("h3", { id: heading }, name),
      element("p", { class: "hint" }, note),
      ...(pieces.length === 0
        ? []
        : [
            element(
              "pre",
              { tabindex: "0", role: "group", "aria-labelledby": heading },
              ...markedText(pieces, findings),
            ),
          ]),
      ...(findings.length === 0
        ? []
        : [
            element(
              "ol",
              { class: "findings" },
              ...findings.map((finding, at) => findingItem(`${id}-${at}`, finding, this.#lifting)),
            ),
          ]),
    );
  }
}
