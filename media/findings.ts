import type { FindingView, LiftView, Piece } from "../src/form/reviewView.ts";
import { button, textField } from "./controls.ts";
import { element, localTime } from "./element.ts";

export interface LiftEvents {
  readonly onLift: (digest: string, reason: string) => void;
  readonly onUnlift: (digest: string) => void;
  /** A reason is asked for somewhere else, or nowhere any more. */
  readonly onAsk: (id: string | undefined) => void;
}

/** What can be let pass with a reason: a finding, or a part that was not searched for. */
export interface Liftable {
  readonly digest: string;
  readonly lift: LiftView | null;
}

/** The buttons that let something pass, with the question for the reason. */
export class Lifting {
  readonly #events: LiftEvents;
  /** Where a reason is being written, and what stands there so far. */
  #asked: string | undefined;
  #reason = "";
  #isEnabled = true;

  constructor(events: LiftEvents) {
    this.#events = events;
  }

  setEnabled(enabled: boolean): void {
    this.#isEnabled = enabled;
  }

  /** What changes how the controls look. */
  get look(): string {
    return JSON.stringify([this.#asked, this.#isEnabled]);
  }

  forget(): void {
    this.#asked = undefined;
    this.#reason = "";
  }

  /**
   * @param id unique in the page.
   * @param what is let pass, for who can't see what the button belongs to.
   */
  controls(id: string, { digest, lift }: Liftable, words: string, what: string): HTMLElement {
    if (lift !== null) return this.#lifted(id, digest, lift, what);
    if (this.#asked === id) return this.#question(id, digest, words, what);
    const ask = button({ id: `lift-${id}`, text: `${words}…`, onPress: () => this.#ask(id) });
    ask.element.setAttribute("aria-label", `${words}… ${what}`);
    ask.setEnabled(this.#isEnabled);
    return ask.element;
  }

  #lifted(id: string, digest: string, { reason, at }: LiftView, what: string): HTMLElement {
    const back = button({
      id: `unlift-${id}`,
      text: "Take back",
      onPress: () => this.#events.onUnlift(digest),
    });
    back.element.setAttribute("aria-label", `Take back: ${what}`);
    back.setEnabled(this.#isEnabled);
    return element(
      "div",
      { class: "lifted" },
      element("p", {}, element("strong", {}, "Let pass by you"), ` ${localTime(at)}: ${reason}`),
      back.element,
    );
  }

  #question(id: string, digest: string, words: string, what: string): HTMLElement {
    const lift = (): void => {
      if (this.#reason.trim() !== "") this.#events.onLift(digest, this.#reason.trim());
    };
    const confirm = button({ id: `confirm-${id}`, text: words, primary: true, onPress: lift });
    confirm.setEnabled(this.#reason.trim() !== "" && this.#isEnabled);
    const reason = textField({
      id: `reason-${id}`,
      label: `Reason to let pass ${what}`,
      placeholder: "Stays on this machine; don’t repeat the secret",
      onInput: (text) => {
        this.#reason = text;
        confirm.setEnabled(text.trim() !== "" && this.#isEnabled);
      },
    });
    reason.setText(this.#reason);
    reason.element.addEventListener("keydown", (event) => {
      if (event.key === "Enter") lift();
      if (event.key === "Escape") this.#ask(undefined);
    });
    const cancel = button({
      id: `cancel-${id}`,
      text: "Cancel",
      onPress: () => this.#ask(undefined),
    });
    return element(
      "div",
      { class: "reason", role: "group", "aria-label": `Let pass: ${what}` },
      reason.element,
      element("div", { class: "buttons" }, confirm.element, cancel.element),
    );
  }

  #ask(id: string | undefined): void {
    this.#asked = id;
    this.#reason = "";
    this.#events.onAsk(id);
  }
}

/** A text whose findings are marked and numbered as in the list below it. */
export function markedText(
  pieces: readonly Piece[],
  findings: readonly FindingView[],
  first = 1,
): readonly (Node | string)[] {
  return pieces.map(({ text, mark }) => {
    const finding = mark === null ? undefined : findings[mark];
    if (mark === null || finding === undefined) return text;
    const number = element("sup", {}, String(mark + first));
    return element("mark", { "data-level": levelOf(finding) }, text, number);
  });
}

function levelOf({ level, lift }: FindingView): string {
  return lift === null ? level : "lifted";
}

/** One finding in words, with its buttons; a warning has none. */
export function findingItem(id: string, finding: FindingView, lifting: Lifting): HTMLElement {
  const { what, where, level } = finding;
  const name = `${what}, ${where}`;
  const held = level === "block" && finding.lift === null;
  const kind = held ? "Held back: " : level === "warning" ? "Warning: " : "";
  return element(
    "li",
    { class: "finding", "data-level": levelOf(finding) },
    element("p", {}, element("strong", {}, kind), name),
    ...(level === "block" ? [lifting.controls(id, finding, "Let pass", name)] : []),
  );
}
