import { baseSections, fullMetricName, type MetricWords } from "../src/cvss/baseWords.ts";
import { baseMetricIds, type BaseMetricId } from "../src/cvss/grammar.ts";
import { scoreView, vectorView, type FormState, type VectorView } from "../src/form/draft.ts";
import { button, radioGroup, textField } from "./controls.ts";
import { element, setText } from "./element.ts";

export interface CalculatorEvents {
  readonly onMetric: (id: BaseMetricId, value: string) => void;
  readonly onVectorText: (text: string) => void;
  readonly onCopyVector: () => void;
}

/** The CVSS v4 calculator: score, vector and one radio group for each base metric. */
export class Calculator {
  readonly element: HTMLElement;
  readonly #score = element("span", { id: "score", class: "score" });
  readonly #band = element("span", { id: "severity", class: "band" });
  readonly #hint = element("p", { id: "score-hint", class: "hint" });
  readonly #scoreBox: HTMLElement;
  readonly #v3 = element("p", { id: "v3-note", class: "note", hidden: "" });
  readonly #problem = element("p", { id: "vector-problem", class: "checks", role: "status" });
  readonly #vector;
  readonly #copy;
  readonly #metrics: readonly MetricGroup[];

  constructor(events: CalculatorEvents) {
    this.#vector = textField({
      id: "vector",
      label: "CVSS v4 vector",
      placeholder: "CVSS:4.0/AV:…",
      onInput: events.onVectorText,
    });
    this.#copy = button({ id: "copy-vector", text: "Copy vector", onPress: events.onCopyVector });
    this.#scoreBox = element(
      "div",
      { class: "score-box" },
      element("div", { class: "score-line", role: "status" }, this.#score, this.#band),
      this.#hint,
    );
    const metrics: MetricGroup[] = [];
    const sections = baseSections.map((section) => {
      const groups = section.metrics.map((metric) => new MetricGroup(metric, events.onMetric));
      metrics.push(...groups);
      return element(
        "section",
        { class: "metrics" },
        element("h3", {}, section.name),
        ...groups.map((group) => group.element),
      );
    });
    this.#metrics = metrics;
    this.element = element(
      "section",
      { class: "calculator", "aria-labelledby": "severity-heading" },
      element("h2", { id: "severity-heading" }, "Severity"),
      this.#scoreBox,
      element(
        "div",
        { class: "text" },
        this.#vector.element,
        element("div", { class: "under" }, this.#problem, this.#copy.element),
      ),
      this.#v3,
      element(
        "p",
        { class: "guidance" },
        "The score is of the base metrics. The PSRT scores expected use, not the worst case one can think of.",
      ),
      ...sections,
    );
  }

  update(state: FormState): void {
    const view = vectorView(state);
    const score = scoreView(state);
    setText(this.#score, score?.text ?? "–");
    setText(this.#band, score?.band ?? "No score yet");
    setText(this.#hint, hintOf(view));
    this.#scoreBox.dataset["band"] = score?.band ?? "";
    this.#vector.setText(view.text);
    this.#vector.setInvalid(view.problem !== null);
    this.#copy.setEnabled(score !== null);
    this.#problem.dataset["level"] = view.problem === null ? "warning" : "error";
    setText(this.#problem, problemOf(view));
    const { v3Vector } = state.fields;
    this.#v3.hidden = v3Vector === null;
    setText(
      this.#v3,
      `v3: rescore. GitHub has ${v3Vector ?? ""}; a v3 vector can’t be converted, choose the v4 metrics.`,
    );
    for (const metric of this.#metrics) metric.update(view);
  }
}

/** Short enough to stay on one line, so that a choice moves nothing. */
function hintOf({ missing, problem }: VectorView): string {
  const [next] = missing;
  const chosen = baseMetricIds.length - missing.length;
  if (next !== undefined && problem === null) {
    return `${chosen} of ${baseMetricIds.length} chosen, next: ${next}`;
  }
  return problem !== null ? "The text is not a vector" : "CVSS-B, base metrics";
}

function problemOf({ problem, leftOut }: VectorView): string {
  if (problem !== null) return problem;
  return leftOut === null ? "" : `GitHub takes base metrics only: ${leftOut} stays out.`;
}

/** One metric's values, with the words of the value that is pointed at, or else chosen. */
class MetricGroup {
  readonly element: HTMLElement;
  readonly #id: BaseMetricId;
  readonly #group;
  /** By value; the empty one is the metric's own question. All lie in one place. */
  readonly #words = new Map<string, HTMLElement>();
  #chosen = "";
  #pointed: string | undefined;

  constructor(metric: MetricWords, onMetric: (id: BaseMetricId, value: string) => void) {
    this.#id = metric.id;
    const id = `metric-${metric.id}`;
    const label = `${id}-label`;
    this.#words.set("", element("p", {}, metric.description));
    for (const { code, description } of metric.values) {
      this.#words.set(code, element("p", { id: `${id}-${code}-words` }, description));
    }
    this.#group = radioGroup({
      id,
      labelledBy: label,
      options: metric.values.map(({ code, name }) => ({
        value: code,
        label: name,
        describedBy: `${id}-${code}-words`,
      })),
      onSelect: (value) => onMetric(metric.id, value),
      onPoint: (value) => {
        this.#pointed = value;
        this.#showWords();
      },
    });
    this.element = element(
      "div",
      { class: "metric" },
      element(
        "div",
        { class: "metric-label", id: label },
        element("span", {}, fullMetricName(metric)),
        " ",
        element("span", { class: "metric-id" }, metric.id),
      ),
      this.#group.element,
      element("div", { class: "words" }, ...this.#words.values()),
    );
    this.#showWords();
  }

  update({ metrics }: VectorView): void {
    const value = metrics[this.#id];
    if ((value ?? "") !== this.#chosen) {
      this.#chosen = value ?? "";
      this.#group.setValue(value);
    }
    this.#showWords();
  }

  #showWords(): void {
    const shown = this.#pointed ?? this.#chosen;
    for (const [value, words] of this.#words) words.classList.toggle("shown", value === shown);
  }
}
