import { plainLine } from "../src/base/plainLine.ts";
import { baseMetricIds, formatBase, type MetricId } from "../src/cvss/grammar.ts";
import type { FormState } from "../src/form/formState.ts";
import { scoreView, type ScoreView } from "../src/form/scores.ts";
import { vectorView, type VectorView } from "../src/form/vectorPart.ts";
import { button, textField } from "./controls.ts";
import { EarlierCves } from "./earlierCves.ts";
import { element, setText } from "./element.ts";
import { ExplanationView } from "./explanation.ts";
import { MetricGroups } from "./metricGroups.ts";

export interface CalculatorEvents {
  readonly onMetric: (id: MetricId, value: string) => void;
  readonly onVectorText: (text: string) => void;
  /** `said` is what is told when it is done. */
  readonly onCopy: (vector: string, said: string) => void;
  readonly onOpenCalculator: (vector: string) => void;
}

/** The CVSS v4 calculator: score, vector, all metrics, and why the score is what it is. */
export class Calculator {
  readonly element: HTMLElement;
  readonly #score = element("span", { id: "score", class: "score" });
  readonly #band = element("span", { id: "severity", class: "band" });
  readonly #hint = element("p", { id: "score-hint", class: "hint" });
  readonly #dock: HTMLElement;
  readonly #v3 = element("p", { id: "v3-note", class: "note", hidden: "" });
  readonly #problem = element("p", { id: "vector-problem", class: "checks", role: "status" });
  readonly #vector;
  readonly #repair;
  readonly #copyBase;
  readonly #copyAll;
  readonly #open;
  readonly #groups: MetricGroups;
  readonly #explanation = new ExplanationView();
  readonly #earlier = new EarlierCves();
  #view: VectorView | undefined;
  #scores: ScoreView | null = null;

  constructor(events: CalculatorEvents) {
    this.#groups = new MetricGroups(events.onMetric);
    this.#vector = textField({
      id: "vector",
      label: "CVSS v4 vector",
      placeholder: "CVSS:4.0/AV:…",
      onInput: events.onVectorText,
    });
    this.#repair = button({
      id: "repair-vector",
      text: "Repair",
      onPress: () => {
        const repair = this.#view?.repair;
        if (repair) events.onVectorText(repair.vector);
      },
    });
    const withMetrics = (act: (view: VectorView) => void) => () => this.#view && act(this.#view);
    this.#copyBase = button({
      id: "copy-vector",
      text: "Copy for GitHub",
      onPress: withMetrics((view) =>
        events.onCopy(
          formatBase(view.metrics),
          `Base vector copied. ${problemOf(view, this.#scores)}`,
        ),
      ),
    });
    this.#copyAll = button({
      id: "copy-all",
      text: "Copy all metrics",
      onPress: withMetrics(({ text }) => events.onCopy(text, "Vector copied.")),
    });
    this.#open = button({
      id: "open-calculator",
      text: "Open on first.org",
      onPress: withMetrics(({ text }) => events.onOpenCalculator(text)),
    });
    this.#dock = element(
      "div",
      { class: "dock" },
      element(
        "div",
        { class: "score-box" },
        element("div", { class: "score-line", role: "status" }, this.#score, this.#band),
        this.#hint,
      ),
      this.#groups.words,
    );
    this.element = element(
      "div",
      { class: "calculator" },
      this.#dock,
      this.#v3,
      element(
        "div",
        { class: "text" },
        this.#vector.element,
        element("div", { class: "under vector-note" }, this.#problem, this.#repair.element),
        element(
          "div",
          { class: "buttons" },
          this.#copyBase.element,
          this.#copyAll.element,
          this.#open.element,
        ),
      ),
      element(
        "p",
        { class: "guidance" },
        "Score the expected or known use, not the worst case one can think of. The PSRT scores base metrics; ask others when in doubt.",
      ),
      this.#groups.element,
      this.#explanation.element,
      this.#earlier.element,
    );
  }

  update(state: FormState): void {
    const view = vectorView(state);
    const score = scoreView(state);
    this.#view = view;
    this.#scores = score;
    const overall = score?.overall.score;
    setText(this.#score, overall?.text ?? "–");
    setText(this.#band, overall?.band ?? "No score yet");
    setText(this.#hint, hintOf(view, score));
    this.#dock.dataset["band"] = overall?.band ?? "";
    this.#vector.setText(view.text);
    this.#vector.setInvalid(view.problem !== null);
    this.#repair.element.hidden = view.repair === null;
    this.#copyBase.setEnabled(score !== null);
    this.#copyAll.setEnabled(score !== null);
    this.#copyAll.element.hidden = view.leftOut === null;
    this.#open.setEnabled(score !== null);
    this.#problem.dataset["level"] = view.problem === null ? "warning" : "error";
    setText(this.#problem, problemOf(view, score));
    const { v3Vector } = state.fields;
    this.#v3.hidden = v3Vector === null;
    setText(
      this.#v3,
      `v3: rescore. GitHub has ${plainLine(v3Vector ?? "")}; a v3 vector can’t be converted, choose the v4 metrics.`,
    );
    this.#groups.update(view.metrics);
    this.#explanation.update(score);
    this.#earlier.update(view.metrics);
  }

  /** Where a vector can be written. */
  focus(): void {
    this.#vector.select(0, this.#vector.text.length);
  }

  /** The calculator can be seen now. */
  shown(): void {
    this.#groups.shown();
  }
}

/** Short enough to stay on one line, so that a choice moves nothing. */
function hintOf({ missing, problem }: VectorView, score: ScoreView | null): string {
  const [next] = missing;
  if (problem !== null) return "The text is not a vector";
  if (next !== undefined) {
    return `${baseMetricIds.length - missing.length} of ${baseMetricIds.length} chosen, next: ${next}`;
  }
  const [, ...others] = [...(score?.all ?? [])].reverse();
  const rest = others.map(({ nomenclature, score: { text } }) => `${nomenclature} ${text}`);
  return [score?.overall.nomenclature ?? "", ...rest].join(" · ");
}

function problemOf({ problem, repair, leftOut }: VectorView, score: ScoreView | null): string {
  if (problem !== null) {
    return repair === null
      ? problem
      : `${problem} It can be repaired: ${repair.changes.join("; ")}.`;
  }
  if (leftOut === null) return "";
  const kept = `GitHub takes base metrics only; ${leftOut} stays here.`;
  if (score === null || score.base.band === score.overall.score.band) return kept;
  return `${kept} There the severity is ${score.base.band} (${score.base.text}), not ${score.overall.score.band}.`;
}
