import { equivalenceClasses } from "../src/cvss/equivalence.ts";
import { explain, type Distance } from "../src/cvss/explanation.ts";
import type { Score } from "../src/cvss/score.ts";
import type { ScoreView } from "../src/form/scores.ts";
import { element, setText } from "./element.ts";

/** The classes that each of the macrovector's steps stands for; the third is two classes together. */
const STEP_OF_CLASS = [0, 1, 2, 3, 4, 2] as const;

/** Why the score is what it is: six classes in words, the table's value, and what is taken off. */
export class ExplanationView {
  readonly element: HTMLDetailsElement;
  readonly #summary = element("strong");
  readonly #body = element("div", { class: "explanation" });
  #view: ScoreView | null = null;

  constructor() {
    this.element = element(
      "details",
      { id: "explanation", class: "fold" },
      element("summary", {}, this.#summary),
      this.#body,
    );
    this.element.addEventListener("toggle", () => this.#paint());
  }

  update(view: ScoreView | null): void {
    this.#view = view;
    setText(this.#summary, view === null ? "Why this number" : `Why ${view.overall.score.text}`);
    this.#paint();
  }

  /** Only while it can be seen. */
  #paint(): void {
    if (!this.element.open) return;
    if (this.#view === null) {
      this.#body.replaceChildren(element("p", {}, "There is no score yet."));
      return;
    }
    const { vector, overall } = this.#view;
    const explanation = explain(vector);
    const { macroVector, noImpact, distances, meanDistance, unrounded, tie } = explanation;
    if (noImpact) {
      const words = "Nothing has an impact on any system: without impact the score is 0.0.";
      this.#body.replaceChildren(element("p", {}, words));
      return;
    }
    const classes = equivalenceClasses(macroVector.text).map(({ name, level, because }, at) => {
      const distance = distances[STEP_OF_CLASS[at] ?? 0];
      return element(
        "li",
        { "data-level": level },
        element("strong", {}, `${name}: ${level}. `),
        because,
        element(
          "span",
          { class: "hint" },
          distance === undefined ? "" : distanceText(distance, at),
        ),
      );
    });
    const counted = distances.filter(({ gap }) => gap !== undefined).length;
    const lookup = macroVector.lookup.toFixed(1);
    this.#body.replaceChildren(
      element("ol", {}, ...classes),
      element(
        "p",
        {},
        `For these levels (${macroVector.text}) the standard’s table has ${lookup}, the score of their worst vector.`,
      ),
      element(
        "p",
        {},
        meanDistance === 0
          ? "This vector is as bad as that one, so nothing is taken off."
          : `This vector is milder: the mean over the ${counted} steps that can be taken down is ${round(meanDistance)}. ${lookup} − ${round(meanDistance)} = ${round(unrounded)}, rounded ${overall.score.text}.`,
      ),
      ...(tie === undefined ? [] : [element("p", { class: "note" }, tieText(overall.score, tie))]),
    );
  }
}

function distanceText({ steps, depth, gap, off }: Distance, at: number): string {
  // The second of the two classes that go together has said it already.
  if (at === 5) return " Counted with the vulnerable system.";
  if (gap === undefined) return " The lowest level: counts for nothing.";
  if (steps === 0) return " The worst of its level: nothing taken off.";
  return ` ${steps} of ${depth} steps below the worst of its level, and ${gap.toFixed(1)} above the next level: ${round(off)}.`;
}

function tieText({ text }: Score, { onFirstsPage }: { readonly onFirstsPage: string }): string {
  const half =
    "The value lies exactly between two scores, and the standard does not say how to round.";
  return text === onFirstsPage
    ? `${half} FIRST’s page shows ${onFirstsPage}, too.`
    : `${half} FIRST’s page shows ${onFirstsPage}; the severity is the same.`;
}

function round(points: number): string {
  return points.toFixed(3).replace(/0{1,2}$/, "");
}
