import { diffWordsWithSpace } from "diff";
import { visibleText } from "../src/base/visibleText.ts";
import {
  conflictsOf,
  keepMine,
  takeTheirs,
  type AdvisoryFieldName,
  type Conflict,
} from "../src/form/draft.ts";
import type { FormState } from "../src/form/formState.ts";
import { button } from "./controls.ts";
import { element } from "./element.ts";
import { FIELD_NAMES } from "./fieldNames.ts";

/** Longer texts are shown without marks: comparing them word by word would hold the page up. */
const MAX_MARKED = 20_000;

export interface ConflictEvents {
  readonly onChange: (change: (state: FormState) => FormState) => void;
  /** The last choice was made, and its button is gone. */
  readonly onDone: () => void;
}

/**
 * Fields that both the person and somebody else changed: what was there before, what each made of
 * it, and the choice between the two.
 */
export class Conflicts {
  readonly element = element("div", { id: "conflicts", role: "status" });
  readonly #events: ConflictEvents;
  #shown = "";

  constructor(events: ConflictEvents) {
    this.#events = events;
  }

  update(state: FormState): void {
    const conflicts = conflictsOf(state);
    const shown = JSON.stringify(conflicts);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.element.replaceChildren(...conflicts.map((conflict) => this.#conflict(conflict)));
  }

  /** The keyboard goes on to the next choice. */
  #choose(change: (state: FormState) => FormState): void {
    this.#events.onChange(change);
    const next = this.element.querySelector("vscode-button");
    if (next === null) this.#events.onDone();
    else next.focus();
  }

  #conflict({ field, base, theirs, mine }: Conflict): HTMLElement {
    const name = FIELD_NAMES[field];
    const keep = button({
      id: `keep-${field}`,
      text: "Keep mine",
      onPress: () => this.#choose((state) => keepMine(state, field)),
    });
    const take = button({
      id: `take-${field}`,
      text: "Take GitHub’s",
      onPress: () => this.#choose((state) => takeTheirs(state, field)),
    });
    return element(
      "section",
      { class: "notice", "data-level": "warning", "aria-label": `Both changed: ${name}` },
      element(
        "p",
        {},
        element("strong", {}, `Both changed: ${name}. `),
        "Somebody changed it on GitHub after you began. Nothing is overwritten until you choose; kept, yours can still be edited below.",
      ),
      element(
        "div",
        { class: "versions" },
        version(field, "Before", base, base),
        version(field, "On GitHub now", base, theirs),
        version(field, "Yours", base, mine),
      ),
      element("div", { class: "buttons" }, keep.element, take.element),
    );
  }
}

/** One version, with what it added and took away marked against the one before. */
function version(field: AdvisoryFieldName, label: string, base: string, text: string): HTMLElement {
  const content =
    text === "" && base === "" ? ["(empty)"] : marked(visibleText(base), visibleText(text));
  return element(
    "figure",
    {},
    element("figcaption", {}, label),
    element("pre", { tabindex: "0", "aria-label": `${label}: ${FIELD_NAMES[field]}` }, ...content),
  );
}

function marked(base: string, text: string): readonly (Node | string)[] {
  if (base === text) return [text];
  if (base.length + text.length > MAX_MARKED) return [text === "" ? "(empty)" : text];
  return diffWordsWithSpace(base, text).map(({ value, added, removed }) => {
    if (added) return element("ins", {}, value);
    return removed ? element("del", {}, value) : value;
  });
}
