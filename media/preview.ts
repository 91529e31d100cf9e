import { emailOf } from "../src/form/draft.ts";
import type { FormState } from "../src/form/formState.ts";
import { button } from "./controls.ts";
import { element, setText } from "./element.ts";

/** The advisory e-mail as it would be sent now. */
export class Preview {
  readonly element: HTMLElement;
  readonly #subject = element("p", { id: "email-subject", class: "subject" });
  readonly #body = element("pre", { id: "email-body" });
  readonly #missing = element("p", { id: "email-missing", class: "checks", role: "status" });

  constructor(onCopy: (text: string, what: string) => void) {
    const copySubject = button({
      id: "copy-subject",
      text: "Copy subject",
      onPress: () => onCopy(this.#subject.textContent, "Subject"),
    });
    const copyBody = button({
      id: "copy-email",
      text: "Copy text",
      onPress: () => onCopy(this.#body.textContent, "E-mail text"),
    });
    this.element = element(
      "section",
      { "aria-labelledby": "email-heading" },
      element(
        "div",
        { class: "heading-line" },
        element("h2", { id: "email-heading" }, "Advisory e-mail"),
        element("div", { class: "buttons" }, copySubject.element, copyBody.element),
      ),
      this.#missing,
      element(
        "div",
        { class: "email", role: "group", "aria-label": "Preview" },
        element("p", { class: "to" }, "To: security-announce@python.org"),
        this.#subject,
        this.#body,
      ),
    );
  }

  update(state: FormState): void {
    const { subject, body, missing } = emailOf(state);
    setText(this.#subject, subject);
    setText(this.#body, body);
    this.#missing.dataset["level"] = "warning";
    setText(this.#missing, missing.length === 0 ? "" : `Not there yet: ${missing.join(", ")}.`);
  }
}
