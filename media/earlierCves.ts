import { differingMetrics, earlierVectors } from "../src/cvss/earlierVectors.ts";
import { parseVector, type Metrics, type Vector } from "../src/cvss/grammar.ts";
import { scoreOf, type Score } from "../src/cvss/score.ts";
import { element, setText } from "./element.ts";

/** The vectors of earlier Python CVEs, each with where it differs from the choice. */
export class EarlierCves {
  readonly element: HTMLDetailsElement;
  readonly #rows: readonly {
    readonly vector: Vector;
    readonly differs: HTMLElement;
  }[];
  #metrics: Metrics = {};

  constructor() {
    const rows = earlierVectors.flatMap(({ cveId, about, vector: text }) => {
      const parsed = parseVector(text);
      if (!parsed.valid) return [];
      const differs = element("p", { class: "hint" });
      return [{ cveId, about, vector: parsed.value, text, differs, score: scoreOf(parsed.value) }];
    });
    this.#rows = rows;
    this.element = element(
      "details",
      { id: "earlier", class: "fold" },
      element(
        "summary",
        {},
        element("strong", {}, "Earlier Python CVEs"),
        " ",
        element("span", { class: "hint" }, "to compare with"),
      ),
      element(
        "ul",
        { class: "earlier" },
        ...rows.map(({ cveId, about, text, differs, score }) =>
          earlier(cveId, about, text, differs, score),
        ),
      ),
    );
    this.element.addEventListener("toggle", () => this.#paint());
  }

  update(metrics: Metrics): void {
    this.#metrics = metrics;
    this.#paint();
  }

  #paint(): void {
    if (!this.element.open) return;
    for (const { vector, differs } of this.#rows)
      setText(differs, differenceText(this.#metrics, vector));
  }
}

function earlier(
  cveId: string,
  about: string,
  vector: string,
  differs: HTMLElement,
  score: Score,
): HTMLElement {
  return element(
    "li",
    {},
    element("p", {}, element("strong", {}, `${score.text} ${score.band}`), ` ${cveId}, ${about}`),
    element("p", { class: "code" }, vector),
    differs,
  );
}

function differenceText(mine: Metrics, theirs: Vector): string {
  if (Object.keys(mine).length === 0) return "";
  const parts = differingMetrics(mine, theirs).map(
    (id) => `${id}:${theirs[id] ?? "X"} (here ${mine[id] ?? "X"})`,
  );
  return parts.length === 0 ? "The same as here." : `Differs in ${parts.join(", ")}.`;
}
