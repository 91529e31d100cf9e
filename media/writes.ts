import type { Audience, ReviewView, WriteId, WriteView } from "../src/form/reviewView.ts";
import { button } from "./controls.ts";
import { element } from "./element.ts";

const STATES: Readonly<Record<WriteView["state"], string>> = {
  done: "Done",
  next: "Next",
  held: "Held back",
  later: "Later",
};

const WHO: Readonly<Record<Audience, string>> = {
  PUBLIC: "Everybody can read it, at once",
  TEAM: "The private fork’s collaborators can read it",
  YOU: "Stays on your machine",
};

/** Why a step came to nothing. */
interface Failure {
  readonly write: WriteId | null;
  readonly text: string;
}

/** The writes in their order, each with a button that works when its turn has come. */
export class Writes {
  readonly element: HTMLElement;
  readonly #list = element("ol", { class: "writes" });
  readonly #onWrite: (write: WriteId) => void;
  readonly #onReword: () => void;
  #failure: Failure | null = null;
  #isEnabled = true;
  #shown = "";

  constructor(onWrite: (write: WriteId) => void, onReword: () => void) {
    this.#onWrite = onWrite;
    this.#onReword = onReword;
    this.element = element(
      "section",
      { id: "steps", "aria-labelledby": "steps-heading" },
      element("h2", { id: "steps-heading" }, "Steps"),
      this.#list,
    );
  }

  setEnabled(enabled: boolean): void {
    this.#isEnabled = enabled;
  }

  /** @returns the id of the text that says it; undefined where it belongs to no step to be done. */
  setFailure(failure: Failure | null, { writes }: ReviewView): string | undefined {
    const failed = writes.some(({ id, state }) => id === failure?.write && state !== "done");
    this.#failure = failed ? failure : null;
    return this.#failure?.write ? `failure-${this.#failure.write}` : undefined;
  }

  update({ writes }: ReviewView): void {
    const shown = JSON.stringify([writes, this.#failure, this.#isEnabled]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#list.replaceChildren(...writes.map((write) => this.#item(write)));
  }

  #item(write: WriteView): HTMLElement {
    const { id, name, audience, state, words, canReword } = write;
    const failure = this.#failure?.write === id ? this.#failure.text : undefined;
    const press = button({
      id: `write-${id}`,
      text: write.button,
      primary: state === "next",
      onPress: () => this.#onWrite(id),
    });
    press.setEnabled(state === "next" && this.#isEnabled);
    // The library's button can't be described by what lies outside of it.
    press.element.setAttribute("aria-label", `${write.button} ${audience}: ${WHO[audience]}`);
    return element(
      "li",
      {
        class: "write",
        "data-state": failure === undefined ? state : "failed",
        ...(state === "next" && { "aria-current": "step" }),
      },
      element(
        "div",
        { class: "write-head" },
        element("h3", {}, name),
        element("span", { class: "state" }, failure === undefined ? STATES[state] : "Failed"),
      ),
      element("p", { class: "audience" }, audienceMark(audience), ` ${WHO[audience]}.`),
      element("p", { id: `write-${id}-words`, class: "words" }, words),
      ...(failure === undefined
        ? []
        : [element("p", { id: `failure-${id}`, class: "failure", tabindex: "-1" }, failure)]),
      ...(state === "done" ? [] : [press.element]),
      ...(canReword ? [this.#reword()] : []),
    );
  }

  #reword(): HTMLElement {
    const press = button({ id: "reword", text: "Change the Texts…", onPress: this.#onReword });
    press.setEnabled(this.#isEnabled);
    return press.element;
  }
}

/** "PUBLIC", as a mark that is text. */
export function audienceMark(audience: Audience): HTMLElement {
  return element("strong", { class: "mark", "data-audience": audience }, audience);
}
