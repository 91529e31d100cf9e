import type { Disagreement } from "../src/form/consistency.ts";
import type { AdvisoryFieldName } from "../src/form/draft.ts";
import { element, linkButton, setText } from "./element.ts";
import { FIELD_NAMES } from "./fieldNames.ts";

export interface ConsistencyEvents {
  readonly onField: (
    field: AdvisoryFieldName,
    place: { start: number; end: number } | undefined,
  ) => void;
  readonly onPage: (url: string) => void;
}

/** Everything about the ticket that should say the same and doesn't, each with the way to it. */
export class Consistency {
  readonly element: HTMLElement;
  readonly #summary = element("p", { id: "consistency-summary", role: "status" });
  readonly #list = element("ul", { id: "consistency", class: "disagreements" });
  readonly #events: ConsistencyEvents;
  #shown = "";

  constructor(events: ConsistencyEvents) {
    this.#events = events;
    this.element = element(
      "section",
      { "aria-labelledby": "consistency-heading" },
      element("h2", { id: "consistency-heading" }, "What must agree"),
      element(
        "p",
        { class: "guidance" },
        "Score and severity, title and description, CVE id, public issue and pull request, versions, the e-mail and the CVE record.",
      ),
      this.#summary,
      this.#list,
    );
  }

  /** @param found undefined while what is around the advisory is not known. */
  update(found: readonly Disagreement[] | undefined): void {
    const shown = JSON.stringify(found ?? null);
    if (shown === this.#shown) return;
    this.#shown = shown;
    setText(this.#summary, summaryOf(found));
    this.#list.replaceChildren(...(found ?? []).map((each, at) => this.#item(each, at)));
  }

  #item({ level, text, place }: Disagreement, at: number): HTMLElement {
    const item = element("li", { class: "check", "data-level": level });
    item.append(
      element(
        "span",
        { class: "visually-hidden" },
        level === "error" ? "In the way: " : "Look at: ",
      ),
      text,
      " ",
    );
    if (place.kind === "form") {
      const { field, at: part } = place;
      item.append(
        linkButton(`consistency-${at}`, `Go to ${FIELD_NAMES[field]}`, () => {
          this.#events.onField(field, part);
        }),
      );
    } else if (place.kind === "page") {
      const { url } = place;
      item.append(linkButton(`consistency-${at}`, "Open the page", () => this.#events.onPage(url)));
    }
    return item;
  }
}

function summaryOf(found: readonly Disagreement[] | undefined): string {
  if (found === undefined) return "What is around the advisory is not known yet.";
  if (found.length === 0) return "Everything agrees.";
  const errors = found.filter(({ level }) => level === "error").length;
  const others = found.length - errors;
  const parts = [
    ...(errors === 0 ? [] : [`${errors} in the way of the e-mail`]),
    ...(others === 0 ? [] : [`${others} to look at`]),
  ];
  return `${parts.join(", ")}.`;
}
