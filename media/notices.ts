import { button } from "./controls.ts";
import { element, setText } from "./element.ts";

/** What the person should know before going on: that reading failed, that a draft is lost. */
export class Notices {
  readonly element: HTMLElement;
  readonly #failure = element("div", {
    id: "load-failure",
    class: "notice",
    role: "alert",
    "data-level": "error",
  });
  readonly #draft = element("div", {
    id: "draft-note",
    class: "notice",
    role: "status",
    "data-level": "warning",
  });
  readonly #silence: HTMLElement;
  readonly #onRetry: () => void;

  /** @param silent what follows from it that the extension does not answer. */
  constructor(onRetry: () => void, silent: string) {
    this.#onRetry = onRetry;
    this.#silence = element(
      "div",
      { id: "silence", class: "notice", role: "alert", "data-level": "error", hidden: "" },
      element("p", {}, element("strong", {}, "The extension does not answer."), ` ${silent}`),
    );
    this.element = element("div", { class: "notices" }, this.#silence, this.#failure, this.#draft);
    this.#failure.hidden = true;
    this.#draft.hidden = true;
  }

  showFailure(failure: { readonly message: string; readonly next: string } | null): void {
    this.#failure.hidden = failure === null;
    if (failure === null) {
      this.#failure.replaceChildren();
      return;
    }
    const retry = button({ id: "retry", text: "Try again", onPress: this.#onRetry });
    this.#failure.replaceChildren(
      element("p", {}, element("strong", {}, failure.message), ` ${failure.next}`),
      retry.element,
    );
  }

  /** That nothing which is typed or pressed arrives, or that it does again. */
  showSilence(isSilent: boolean): void {
    this.#silence.hidden = !isSilent;
  }

  showDraftProblem(problem: string): void {
    this.#draft.hidden = false;
    setText(this.#draft, `A kept draft could not be read. ${problem}`);
  }
}
