import {
  checksOf,
  descriptionOf,
  lengthOf,
  MAX_DESCRIPTION,
  MAX_TITLE,
  titleOf,
  type Check,
} from "../src/form/draft.ts";
import type { FormState } from "../src/form/formState.ts";
import { textArea, textField, type TextControl } from "./controls.ts";
import { element, linkButton, setText } from "./element.ts";
import { Prompts } from "./prompts.ts";

export interface TextEvents {
  readonly onTitle: (text: string) => void;
  readonly onDescription: (text: string) => void;
}

/** Title and description with their counts and checks. */
export class Texts {
  readonly title: CheckedText;
  readonly description: CheckedText;
  readonly #prompts: Prompts;

  constructor(events: TextEvents) {
    this.title = new CheckedText(
      "title",
      MAX_TITLE,
      "What happens where, in one line: the API’s name with (), no tags, no final period.",
      textField({ id: "title", label: "Title", onInput: events.onTitle }),
    );
    this.#prompts = new Prompts({
      onShow: (place) => this.description.show(place),
      onBegin: (text, place) => {
        events.onDescription(text);
        // The library brings a text into its control a little later.
        requestAnimationFrame(() => this.description.show(place));
      },
    });
    this.description = new CheckedText(
      "description",
      MAX_DESCRIPTION,
      "What is not ticked seems to be missing: choose it to begin a sentence.",
      textArea({
        id: "description",
        label: "Description",
        rows: 12,
        onInput: events.onDescription,
      }),
      this.#prompts.element,
    );
  }

  update(state: FormState): void {
    this.title.update(titleOf(state), checksOf(state, "title"));
    const description = descriptionOf(state);
    this.description.update(description, checksOf(state, "description"));
    this.#prompts.update(description);
  }
}

const numbers = new Intl.NumberFormat("en");

/** A text with what it should say, its count, and the gravest thing that is wrong with it. */
export class CheckedText {
  readonly element: HTMLElement;
  readonly #control: TextControl;
  readonly #limit: number;
  readonly #checks: HTMLElement;
  readonly #prompt: HTMLElement;
  readonly #count: HTMLElement;
  readonly #show: HTMLButtonElement;
  #place: Check["at"];

  constructor(
    id: string,
    limit: number,
    prompt: string,
    control: TextControl,
    ...below: readonly HTMLElement[]
  ) {
    this.#control = control;
    this.#limit = limit;
    this.#checks = element("span", { id: `${id}-checks`, class: "check" });
    this.#prompt = element("p", { class: "guidance" }, prompt);
    this.#count = element("p", { id: `${id}-count`, class: "count" });
    this.#show = linkButton(`${id}-show`, "Show", () => this.show(this.#place));
    this.element = element(
      "div",
      { class: "text" },
      control.element,
      ...below,
      element(
        "div",
        { class: "under" },
        // Either is shown, in one place, so that a message moves nothing.
        element(
          "div",
          { class: "instead" },
          this.#prompt,
          element("p", { role: "status" }, this.#checks, this.#show),
        ),
        this.#count,
      ),
    );
  }

  update(text: string, checks: readonly Check[]): void {
    // One at a time, the gravest first, so that the line stays one line.
    const check = checks.find(({ level }) => level === "error") ?? checks[0];
    const bad = check?.level === "error";
    this.#place = check?.at;
    this.#control.setText(text);
    this.#control.setInvalid(bad);
    this.#checks.dataset["level"] = bad ? "error" : "warning";
    setText(this.#checks, check?.text ?? "");
    this.#show.hidden = check?.at === undefined;
    this.#prompt.classList.toggle("away", check !== undefined);
    setText(this.#count, `${numbers.format(lengthOf(text))} of ${numbers.format(this.#limit)}`);
  }

  /** Selects the part that a check means. */
  show(place: Check["at"]): void {
    this.#control.select(place?.start ?? 0, place?.end ?? 0);
  }
}
