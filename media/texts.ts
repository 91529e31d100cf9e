import {
  checkDescription,
  checkTitle,
  descriptionOf,
  lengthOf,
  MAX_DESCRIPTION,
  MAX_TITLE,
  titleOf,
  type Check,
  type FormState,
} from "../src/form/draft.ts";
import { textArea, textField, type TextControl } from "./controls.ts";
import { element, setText } from "./element.ts";

export interface TextEvents {
  readonly onTitle: (text: string) => void;
  readonly onDescription: (text: string) => void;
}

/** Title and description with their counts and checks. */
export class Texts {
  readonly element: HTMLElement;
  readonly #title: CheckedText;
  readonly #description: CheckedText;

  constructor(events: TextEvents) {
    this.#title = new CheckedText(
      "title",
      MAX_TITLE,
      textField({ id: "title", label: "Title", onInput: events.onTitle }),
    );
    this.#description = new CheckedText(
      "description",
      MAX_DESCRIPTION,
      textArea({
        id: "description",
        label: "Description",
        placeholder: "Module, function, behaviour, fix; who is not affected; mitigation.",
        rows: 14,
        onInput: events.onDescription,
      }),
    );
    this.element = element(
      "section",
      { "aria-labelledby": "text-heading" },
      element("h2", { id: "text-heading" }, "Advisory"),
      this.#title.element,
      this.#description.element,
    );
  }

  update(state: FormState): void {
    const title = titleOf(state);
    const description = descriptionOf(state);
    this.#title.update(title, checkTitle(title));
    this.#description.update(description, checkDescription(description));
  }
}

const numbers = new Intl.NumberFormat("en");

class CheckedText {
  readonly element: HTMLElement;
  readonly #control: TextControl;
  readonly #limit: number;
  readonly #checks: HTMLElement;
  readonly #count: HTMLElement;

  constructor(id: string, limit: number, control: TextControl) {
    this.#control = control;
    this.#limit = limit;
    this.#checks = element("p", { id: `${id}-checks`, class: "checks", role: "status" });
    this.#count = element("p", { id: `${id}-count`, class: "count" });
    this.element = element(
      "div",
      { class: "text" },
      control.element,
      element("div", { class: "under" }, this.#checks, this.#count),
    );
  }

  update(text: string, checks: readonly Check[]): void {
    // One at a time, the gravest first, so that the line stays one line.
    const check = checks.find(({ level }) => level === "error") ?? checks[0];
    const bad = check?.level === "error";
    this.#control.setText(text);
    this.#control.setInvalid(bad);
    this.#checks.dataset["level"] = bad ? "error" : "warning";
    setText(this.#checks, check?.text ?? "");
    setText(this.#count, `${numbers.format(lengthOf(text))} of ${numbers.format(this.#limit)}`);
  }
}
