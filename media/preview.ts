import type { FormState } from "../src/form/formState.ts";
import type { FormWork } from "../src/form/protocol.ts";
import { emailOf } from "../src/form/scores.ts";
import { button } from "./controls.ts";
import { element, setText } from "./element.ts";

export interface PreviewEvents {
  readonly onCopy: (text: string, what: string) => void;
  /** The person goes on with what is made of the advisory. */
  readonly onWork: (work: FormWork) => void;
}

const WORKS: readonly (readonly [FormWork, string])[] = [
  ["composeEmail", "Compose e-mail…"],
  ["markEmailSent", "Mark as sent…"],
  ["draftCveRecord", "Draft CVE record…"],
];

/** The advisory e-mail as it would be sent now. */
export class Preview {
  readonly element: HTMLElement;
  readonly #subject = element("p", { id: "email-subject", class: "subject" });
  readonly #body = element("pre", { id: "email-body" });
  readonly #missing = element("p", { id: "email-missing", class: "checks", role: "status" });

  constructor({ onCopy, onWork }: PreviewEvents) {
    const works = WORKS.map(([work, text]) =>
      button({ id: `run-${work}`, text, onPress: () => onWork(work) }),
    );
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
      element("div", { class: "buttons" }, ...works.map(({ element: each }) => each)),
      element(
        "p",
        { class: "guidance" },
        "These work with what is saved on GitHub. The e-mail can be changed and wrapped before it goes to your mail program.",
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
