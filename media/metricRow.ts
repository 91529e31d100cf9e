import { isBaseMetric, type MetricId, type Metrics } from "../src/cvss/grammar.ts";
import { fullMetricName, type MetricWords } from "../src/cvss/metricWords.ts";
import { scoreIf } from "../src/cvss/whatIf.ts";
import { radioGroup } from "./controls.ts";
import { element } from "./element.ts";

export interface MetricRowEvents {
  readonly onSelect: (id: MetricId, value: string) => void;
  /** The words of the value that is pointed at; undefined when none is any more. */
  readonly onPoint: (words: HTMLElement | undefined) => void;
}

/** One metric: its name, its values, and beside each the score that it would make. */
export class MetricRow {
  readonly element: HTMLElement;
  /** What each value means, for the place where words are shown. */
  readonly words: readonly HTMLElement[];
  readonly #metric: MetricWords;
  readonly #group;
  #chosen: string | undefined;

  constructor(metric: MetricWords, { onSelect, onPoint }: MetricRowEvents) {
    this.#metric = metric;
    const id = `metric-${metric.id}`;
    const name = fullMetricName(metric);
    const words = new Map(
      metric.values.map(({ code, name: value, description }) => [
        code,
        element(
          "p",
          { id: `${id}-${code}-words` },
          element("strong", {}, `${name}: ${value}. `),
          description,
          element("span", { class: "question" }, ` ${metric.description}`),
        ),
      ]),
    );
    this.words = [...words.values()];
    this.#group = radioGroup({
      id,
      labelledBy: `${id}-label`,
      options: metric.values.map(({ code, name: value }) => ({
        value: code,
        label: value,
        describedBy: `${id}-${code}-words`,
      })),
      onSelect: (value) => onSelect(metric.id, value),
      onPoint: (value) => onPoint(value === undefined ? undefined : words.get(value)),
    });
    this.element = element(
      "div",
      { class: "metric" },
      element(
        "div",
        { class: "metric-label", id: `${id}-label` },
        element("span", {}, metric.name),
        " ",
        element("span", { class: "metric-id" }, metric.id),
      ),
      this.#group.element,
    );
  }

  update(metrics: Metrics): void {
    const value = metrics[this.#metric.id] ?? (isBaseMetric(this.#metric.id) ? undefined : "X");
    if (value === this.#chosen) return;
    this.#chosen = value;
    this.#group.setValue(value);
  }

  /** Whether it can be seen; one that is folded away need not be scored. */
  get isShown(): boolean {
    return this.element.offsetParent !== null;
  }

  /** Shows what each value would make of the score. Takes some milliseconds. */
  score(metrics: Metrics): void {
    const { id, values } = this.#metric;
    for (const { code } of values) {
      this.#group.setNote(code, scoreIf(metrics, id, code)?.text ?? "");
    }
  }
}
