import type { FileFindingView, FileView, ReviewView } from "../src/form/reviewView.ts";
import { button } from "./controls.ts";
import { element, setText } from "./element.ts";
import { findingItem, markedText, type Lifting } from "./findings.ts";

/** The files of the public commit, with what was found in the lines that it adds. */
export class PublicChange {
  readonly element: HTMLElement;
  readonly #lifting: Lifting;
  readonly #words = element("p", { class: "hint" });
  readonly #show;
  readonly #list = element("ul", { class: "files" });
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
      this.#list,
    );
  }

  update({ change, hasCommit, files }: ReviewView): void {
    this.#show.element.hidden = !hasCommit;
    setText(this.#words, change);
    const shown = JSON.stringify([files, this.#lifting.look]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#list.hidden = files.length === 0;
    this.#list.replaceChildren(...files.map((file, at) => this.#file(file, at)));
  }

  #file({ path, what, findings }: FileView, at: number): HTMLElement {
    return element(
      "li",
      {},
      element("p", {}, element("strong", {}, path), element("span", { class: "hint" }, ` ${what}`)),
      ...(findings.length === 0
        ? []
        : [
            element(
              "ol",
              { class: "findings" },
              ...findings.map((finding, index) => this.#finding(finding, path, at, index)),
            ),
          ]),
    );
  }

  #finding(finding: FileFindingView, path: string, file: number, at: number): HTMLElement {
    const item = findingItem(`file-${file}-${at}`, finding, this.#lifting);
    const label = `${finding.what} in ${path}, ${finding.where}`;
    const line = element(
      "pre",
      { tabindex: "0", role: "group", "aria-label": label },
      ...markedText(finding.pieces, [finding], at + 1),
    );
    item.firstElementChild?.after(line);
    return item;
  }
}
