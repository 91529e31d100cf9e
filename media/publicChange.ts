import type { ReviewView } from "../src/form/reviewView.ts";
import { button } from "./controls.ts";
import { element, setText } from "./element.ts";
import { fileList } from "./fileList.ts";
import type { Lifting } from "./findings.ts";

/** The files of the public commit, with what was found in the lines that it adds. */
export class PublicChange {
  readonly element: HTMLElement;
  readonly #lifting: Lifting;
  readonly #words = element("p", { class: "hint" });
  readonly #show;
  readonly #files = element("div");
  #shown = "";

  constructor(lifting: Lifting, onShow: () => void) {
    this.#lifting = lifting;
    this.#show = button({ id: "show-commit", text: "Show Commit in Diff Editor", onPress: onShow });
    this.element = element(
      "section",
      { id: "change", "aria-labelledby": "change-heading" },
      element("h2", { id: "change-heading" }, "The change"),
      this.#words,
      this.#show.element,
      this.#files,
    );
  }

  update({ change, hasCommit, files }: ReviewView): void {
    this.#show.element.hidden = !hasCommit;
    setText(this.#words, change);
    const shown = JSON.stringify([files, this.#lifting.look]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#files.replaceChildren(
      ...(files.length === 0 ? [] : [fileList(files, "file", this.#lifting)]),
    );
  }
}
