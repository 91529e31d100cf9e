import type { GapView, ReviewView, Standing } from "../src/form/reviewView.ts";
import { element } from "./element.ts";
import { fileList } from "./fileList.ts";
import type { Lifting } from "./findings.ts";
import { audienceMark } from "./writes.ts";

const WORDS: Readonly<Record<Standing["level"], string>> = {
  good: "Good",
  open: "Open",
  bad: "Not yet",
};

/** How the gate and the proof stand, what could not be searched for, and who sees what. */
export class Standings {
  readonly element: HTMLElement;
  readonly #lifting: Lifting;
  readonly #gate = element("div", { role: "status" });
  readonly #gaps = element("div");
  readonly #refused = element("div", { id: "refused" });
  readonly #proof = element("div");
  #shown = "";

  constructor(lifting: Lifting) {
    this.#lifting = lifting;
    this.element = element(
      "section",
      { id: "standing", "aria-labelledby": "standing-heading" },
      element("h2", { id: "standing-heading" }, "Gate and proof"),
      element("h3", {}, "The gate"),
      this.#gate,
      this.#gaps,
      this.#refused,
      element("h3", {}, "The proof"),
      this.#proof,
      element("h3", {}, "Who sees what"),
      audiences(),
    );
  }

  update({ gate, gaps, refused, proof, differences }: ReviewView): void {
    const shown = JSON.stringify([gate, gaps, refused, proof, differences, this.#lifting.look]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#gate.replaceChildren(standing(gate));
    this.#gaps.replaceChildren(...gaps.map((gap, at) => this.#gap(gap, at)));
    this.#refused.replaceChildren(
      ...(refused.length === 0
        ? []
        : [
            element("h4", {}, "Found when the step was tried"),
            fileList(refused, "refused", this.#lifting),
          ]),
    );
    this.#proof.replaceChildren(
      standing(proof),
      ...(differences.length === 0
        ? []
        : [element("ul", {}, ...differences.map((path) => element("li", {}, path)))]),
    );
  }

  #gap(gap: GapView, at: number): HTMLElement {
    const { lift, words } = gap;
    return element(
      "div",
      { class: "notice", "data-level": lift === null ? "error" : "info" },
      element("p", {}, element("strong", {}, "Not searched for. "), words),
      this.#lifting.controls(
        `gap-${at}`,
        gap,
        "Accept",
        `that this was not searched for: ${words}`,
      ),
    );
  }
}

function standing({ level, text }: Standing): HTMLElement {
  return element(
    "p",
    { class: "standing", "data-level": level },
    element("strong", { class: "state" }, WORDS[level]),
    ` ${text}`,
  );
}

function audiences(): HTMLElement {
  return element(
    "dl",
    { class: "audiences" },
    element("dt", {}, audienceMark("PUBLIC")),
    element(
      "dd",
      {},
      "Issue, branch, commit, author, news entry, pull request and labels: everybody, at once and for good.",
    ),
    element("dt", {}, audienceMark("TEAM")),
    element("dd", {}, "The private pull request and its fork: who was invited to them."),
    element("dt", {}, audienceMark("YOU")),
    element(
      "dd",
      {},
      "This page, what you let pass and why: nobody else; it stays on this machine.",
    ),
  );
}
