// The one file that knows the control library. The rest of the form sees only the four controls
// below, so another library, or plain HTML, can take its place here.
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeRadio,
  vsCodeRadioGroup,
  vsCodeTextArea,
  vsCodeTextField,
  type Button,
  type Radio,
  type RadioGroup,
  type TextArea,
  type TextField,
} from "@vscode/webview-ui-toolkit";

provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeRadio(),
  vsCodeRadioGroup(),
  vsCodeTextArea(),
  vsCodeTextField(),
);

declare global {
  interface HTMLElementTagNameMap {
    "vscode-button": Button;
    "vscode-radio": Radio;
    "vscode-radio-group": RadioGroup;
    "vscode-text-area": TextArea;
    "vscode-text-field": TextField;
  }
}

export interface ButtonControl {
  readonly element: HTMLElement;
  setEnabled(enabled: boolean): void;
}

export function button(options: {
  readonly id: string;
  readonly text: string;
  readonly primary?: boolean;
  readonly onPress: () => void;
}): ButtonControl {
  const element = document.createElement("vscode-button");
  element.id = options.id;
  element.textContent = options.text;
  element.setAttribute("appearance", options.primary === true ? "primary" : "secondary");
  element.addEventListener("click", () => {
    if (!element.disabled) options.onPress();
  });
  return { element, setEnabled: (enabled) => (element.disabled = !enabled) };
}

export interface RadioOption {
  readonly value: string;
  readonly label: string;
  /** The id of the element that explains this value. */
  readonly describedBy: string;
}

export interface RadioGroupControl {
  readonly element: HTMLElement;
  /** Selects without telling `onSelect`; undefined selects none. */
  setValue(value: string | undefined): void;
  /** A short text beside a value; its place is kept free while it is empty. */
  setNote(value: string, note: string): void;
}

export function radioGroup(options: {
  readonly id: string;
  readonly labelledBy: string;
  readonly options: readonly RadioOption[];
  readonly onSelect: (value: string) => void;
  /** The value that has focus or lies under the pointer; undefined when none does any more. */
  readonly onPoint: (value: string | undefined) => void;
}): RadioGroupControl {
  const group = document.createElement("vscode-radio-group");
  group.id = options.id;
  group.setAttribute("aria-labelledby", options.labelledBy);
  const notes = new Map<string, HTMLElement>();
  const radios = options.options.map(({ value, label, describedBy }) => {
    const radio = document.createElement("vscode-radio");
    radio.id = `${options.id}-${value}`;
    radio.value = value;
    const note = document.createElement("span");
    note.className = "note-beside";
    notes.set(value, note);
    radio.append(label, " ", note);
    radio.setAttribute("aria-describedby", describedBy);
    for (const event of ["focus", "pointerenter"]) {
      radio.addEventListener(event, () => options.onPoint(value));
    }
    for (const event of ["blur", "pointerleave"]) {
      radio.addEventListener(event, () => options.onPoint(undefined));
    }
    return radio;
  });
  group.append(...radios);

  let chosen = "";
  group.addEventListener("change", () => {
    // The library tells of each change of a radio and of the group, ours too, and some of them late.
    if (group.value === "" || group.value === chosen) return;
    chosen = group.value;
    options.onSelect(chosen);
  });

  return {
    element: group,
    setValue(value) {
      chosen = value ?? "";
      group.value = chosen;
      if (value === undefined) {
        for (const [at, radio] of radios.entries()) {
          radio.checked = false;
          radio.setAttribute("tabindex", at === 0 ? "0" : "-1");
        }
      }
    },
    setNote(value, text) {
      const note = notes.get(value);
      if (note !== undefined && note.textContent !== text) note.textContent = text;
    },
  };
}

export interface TextControl {
  readonly element: HTMLElement;
  readonly text: string;
  /** Replaces the text unless it is the same already, so that the caret stays. */
  setText(text: string): void;
  setInvalid(invalid: boolean): void;
  /** Puts the focus there and selects a part of the text, in UTF-16 units. */
  select(start: number, end: number): void;
}

interface TextOptions {
  readonly id: string;
  readonly label: string;
  readonly placeholder?: string;
  readonly onInput: (text: string) => void;
}

export function textField(options: TextOptions): TextControl {
  return textControl(document.createElement("vscode-text-field"), options);
}

export function textArea(options: TextOptions & { readonly rows: number }): TextControl {
  const element = document.createElement("vscode-text-area");
  element.rows = options.rows;
  element.resize = "vertical";
  return textControl(element, options);
}

function textControl(element: TextField | TextArea, options: TextOptions): TextControl {
  element.id = options.id;
  element.textContent = options.label;
  element.placeholder = options.placeholder ?? "";
  element.addEventListener("input", () => options.onInput(element.value));
  return {
    element,
    get text() {
      return element.value;
    },
    setText(text) {
      if (element.value !== text) element.value = text;
    },
    setInvalid(invalid) {
      element.setAttribute("aria-invalid", String(invalid));
    },
    select(start, end) {
      // A browser scrolls to the caret when the focus comes, not when a selection is made.
      element.control.blur();
      element.control.setSelectionRange(end, end);
      element.control.focus();
      element.control.setSelectionRange(start, end);
    },
  };
}
