import {
  descriptionPrompts,
  placeOfPrompt,
  withStarter,
  type DescriptionPrompt,
} from "../src/form/draft.ts";
import { element, linkButton, setText } from "./element.ts";

export interface PromptEvents {
  /** Where the description says it already. */
  readonly onShow: (place: { start: number; end: number }) => void;
  /** The description with a sentence to begin with, and the part of it to write first. */
  readonly onBegin: (text: string, place: { start: number; end: number }) => void;
}

/** What a description is to say, each ticked once it seems to; a click leads to it or begins it. */
export class Prompts {
  readonly element: HTMLElement;
  readonly #rows;
  #text = "";

  constructor(events: PromptEvents) {
    this.#rows = descriptionPrompts.map((prompt) => {
      const state = element("span", { class: "visually-hidden" });
      const ask = linkButton(`prompt-${prompt.id}`, prompt.name, () => this.#go(prompt, events));
      ask.append(state);
      return { prompt, state, item: element("li", {}, ask) };
    });
    this.element = element(
      "ul",
      { class: "prompts", "aria-label": "What the description says" },
      ...this.#rows.map(({ item }) => item),
    );
  }

  update(text: string): void {
    this.#text = text;
    for (const { prompt, state, item } of this.#rows) {
      const isThere = placeOfPrompt(text, prompt) !== undefined;
      item.classList.toggle("there", isThere);
      setText(state, isThere ? ": seems to be there, show it" : ": not there yet, begin it");
    }
  }

  #go(prompt: DescriptionPrompt, { onShow, onBegin }: PromptEvents): void {
    const place = placeOfPrompt(this.#text, prompt);
    if (place !== undefined) {
      onShow(place);
      return;
    }
    const { text, part } = withStarter(this.#text, prompt);
    onBegin(text, part);
  }
}
