import {
  changesOf,
  type AdvisoryFieldName,
  type SaveOutcome,
  unsavable,
} from "../src/form/draft.ts";
import { dirtyFields, hasEdits, type FormState } from "../src/form/formState.ts";
import { button } from "./controls.ts";
import { element, localTime, setText } from "./element.ts";
import { FIELD_NAMES } from "./fieldNames.ts";

export interface SaveBarEvents {
  readonly onSave: () => void;
  readonly onDiscard: () => void;
  readonly onUndo: () => void;
}

/** A line about the draft or what became of it. */
export interface Status {
  readonly level: "info" | "warning" | "error";
  readonly text: string;
}

/** What has changed, when the draft was kept, and the buttons that save or drop it. */
export class SaveBar {
  readonly element: HTMLElement;
  readonly #status = element("p", { id: "status", role: "status", tabindex: "-1" });
  readonly #kept = element("p", { id: "draft-kept", class: "hint" });
  readonly #save;
  readonly #discard;
  readonly #undo;

  constructor(events: SaveBarEvents) {
    this.#save = button({
      id: "save",
      text: "Save to advisory…",
      primary: true,
      onPress: events.onSave,
    });
    this.#discard = button({ id: "discard", text: "Discard draft", onPress: events.onDiscard });
    this.#undo = button({ id: "undo", text: "Undo", onPress: events.onUndo });
    this.element = element(
      "div",
      { class: "save-bar", role: "region", "aria-label": "Draft" },
      element("div", { class: "states" }, this.#status, this.#kept),
      element(
        "div",
        { class: "buttons" },
        this.#undo.element,
        this.#discard.element,
        this.#save.element,
      ),
    );
  }

  say({ level, text }: Status): void {
    this.#status.dataset["level"] = level;
    setText(this.#status, text);
  }

  sayKept(text: string): void {
    setText(this.#kept, text);
  }

  update(state: FormState, discarded: boolean): void {
    this.#save.setEnabled(Object.keys(changesOf(state)).length > 0);
    this.#discard.setEnabled(hasEdits(state));
    this.#undo.element.hidden = !discarded;
    this.#discard.element.hidden = discarded;
  }

  /** Where the keyboard stays when a button has done its work and may be disabled now. */
  focusStatus(): void {
    this.#status.focus({ preventScroll: true });
  }

  focusUndo(): void {
    this.#undo.element.focus();
  }
}

export function keptText(savedAt: string | null): string {
  return savedAt === null ? "" : `Draft kept ${localTime(savedAt)}`;
}

export function draftStatus(state: FormState): Status {
  const dirty = dirtyFields(state.edits);
  const bad = unsavable(state);
  if (dirty.length === 0) return { level: "info", text: "As on GitHub." };
  const changed = `Changed: ${names(dirty)}.`;
  return bad.length === 0
    ? { level: "info", text: changed }
    : { level: "warning", text: `${changed} Not ready to be saved: ${names(bad)}.` };
}

export function outcomeStatus(outcome: SaveOutcome, state: FormState): Status {
  if (outcome.kind === "conflict") {
    const fields = names(outcome.conflicts.map(({ field }) => field));
    return {
      level: "error",
      text: `Nothing was written: changed on GitHub meanwhile: ${fields}. Choose what holds.`,
    };
  }
  if (outcome.different.length > 0) {
    const fields = names(outcome.different.map(({ field }) => field));
    return {
      level: "error",
      text: `Written, but GitHub has something else now: ${fields}. Compare, and save again.`,
    };
  }
  const left = dirtyFields(state.edits);
  const saved = `Saved ${names(outcome.confirmed)}; read back and equal.`;
  return left.length === 0
    ? { level: "info", text: saved }
    : { level: "warning", text: `${saved} Still only here: ${names(left)}.` };
}

function names(fields: readonly AdvisoryFieldName[]): string {
  return fields.map((field) => FIELD_NAMES[field]).join(", ");
}
