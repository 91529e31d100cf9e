import {
  comparableText,
  conflictsOf,
  keepMine,
  takeTheirs,
  type AdvisoryFieldName,
  type AdvisoryFields,
  type FormState,
} from "../src/form/draft.ts";
import { button } from "./controls.ts";
import { element, localTime, setText } from "./element.ts";

export interface NoticeEvents {
  readonly onChange: (change: (state: FormState) => FormState) => void;
  readonly onRetry: () => void;
}

/** What the person should know before going on: failures, a restored draft, conflicts. */
export class Notices {
  readonly element: HTMLElement;
  readonly #failure = element("div", {
    id: "load-failure",
    class: "notice",
    role: "alert",
    "data-level": "error",
  });
  readonly #draft = element("div", { id: "draft-note", class: "notice", role: "status" });
  readonly #conflicts = element("div", { id: "conflicts", role: "status" });
  readonly #events: NoticeEvents;
  #shownConflicts = "";

  constructor(events: NoticeEvents) {
    this.#events = events;
    this.element = element(
      "div",
      { class: "notices" },
      this.#failure,
      this.#draft,
      this.#conflicts,
    );
    this.#failure.hidden = true;
    this.#draft.hidden = true;
  }

  showFailure(failure: { readonly message: string; readonly next: string } | null): void {
    this.#failure.hidden = failure === null;
    if (failure === null) {
      this.#failure.replaceChildren();
      return;
    }
    const retry = button({ id: "retry", text: "Try again", onPress: this.#events.onRetry });
    this.#failure.replaceChildren(
      element("p", {}, element("strong", {}, failure.message), ` ${failure.next}`),
      retry.element,
    );
  }

  showRestored(savedAt: string | null): void {
    this.#draft.hidden = savedAt === null;
    this.#draft.dataset["level"] = "info";
    setText(this.#draft, savedAt === null ? "" : `Draft restored from ${localTime(savedAt)}.`);
  }

  showDraftProblem(problem: string): void {
    this.#draft.hidden = false;
    this.#draft.dataset["level"] = "warning";
    setText(this.#draft, `A kept draft could not be read. ${problem}`);
  }

  update(state: FormState): void {
    const conflicts = conflictsOf(state);
    const shown = conflicts.map((field) => `${field}\n${githubText(state.fields, field)}`).join();
    if (shown === this.#shownConflicts) return;
    this.#shownConflicts = shown;
    this.#conflicts.replaceChildren(
      ...conflicts.map((field) => this.#conflict(field, state.fields)),
    );
  }

  #conflict(field: AdvisoryFieldName, fields: AdvisoryFields): HTMLElement {
    const { onChange } = this.#events;
    const keep = button({
      id: `keep-${field}`,
      text: "Keep mine",
      onPress: () => onChange((state) => keepMine(state, field)),
    });
    const take = button({
      id: `take-${field}`,
      text: "Take GitHub’s",
      onPress: () => onChange((state) => takeTheirs(state, field)),
    });
    return element(
      "div",
      { class: "notice", "data-level": "warning" },
      element(
        "p",
        {},
        `The ${field} changed on GitHub after you began to edit it. It reads there now:`,
      ),
      element(
        "pre",
        { tabindex: "0", "aria-label": `GitHub’s ${field}` },
        githubText(fields, field),
      ),
      element("div", { class: "buttons" }, keep.element, take.element),
    );
  }
}

function githubText(fields: AdvisoryFields, field: AdvisoryFieldName): string {
  const text = comparableText(fields, field);
  return text === "" ? "(empty)" : text;
}
