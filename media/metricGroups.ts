import { baseSections } from "../src/cvss/baseWords.ts";
import { environmentalSections } from "../src/cvss/environmentalWords.ts";
import {
  metricGroupOf,
  metricIds,
  type MetricGroup,
  type MetricId,
  type Metrics,
} from "../src/cvss/grammar.ts";
import type { MetricSection } from "../src/cvss/metricWords.ts";
import { supplementalSections } from "../src/cvss/supplementalWords.ts";
import { threatSections } from "../src/cvss/threatWords.ts";
import { element, setText } from "./element.ts";
import { MetricRow } from "./metricRow.ts";

/** How long scoring may hold the page up at a time, in milliseconds: half a frame. */
const SLICE_MS = 8;

const FOLDS = [
  ["threat", "Threat", "how far attacks are today", threatSections],
  ["environmental", "Environmental", "the view of one organization", environmentalSections],
  ["supplemental", "Supplemental", "never changes the score", supplementalSections],
] as const;

/** All metrics as radio groups. Those beside the base are folded away, and made when first opened. */
export class MetricGroups {
  readonly element: HTMLElement;
  /** The words of the value that has the focus or lies under the pointer. */
  readonly words: HTMLElement;
  readonly #onMetric: (id: MetricId, value: string) => void;
  readonly #rows: MetricRow[] = [];
  readonly #folds: readonly Fold[];
  readonly #invitation = element(
    "p",
    {},
    "Point at a value, or go to it with the arrow keys, to read what it means. The number beside it is the score it would make.",
  );
  #metrics: Metrics = {};
  #timer: number | undefined;

  constructor(onMetric: (id: MetricId, value: string) => void) {
    this.#onMetric = onMetric;
    this.words = element("div", { id: "metric-words", class: "words" }, this.#invitation);
    this.#folds = FOLDS.map(([group, name, about, sections]) => {
      const make = (): readonly HTMLElement[] => this.#sections(sections);
      return new Fold(group, name, about, make, () => this.update(this.#metrics));
    });
    this.element = element(
      "div",
      { class: "metric-groups" },
      ...this.#sections(baseSections),
      ...this.#folds.map((fold) => fold.element),
    );
    this.#showWords(undefined);
  }

  update(metrics: Metrics): void {
    this.#metrics = metrics;
    for (const fold of this.#folds) fold.update(metrics);
    for (const row of this.#rows) row.update(metrics);
    this.#scoreLater();
  }

  /** Shows again what could not be seen meanwhile. */
  shown(): void {
    this.#scoreLater();
  }

  #sections(sections: readonly MetricSection[]): readonly HTMLElement[] {
    return sections.map(({ name, metrics }) => {
      const rows = metrics.map(
        (metric) =>
          new MetricRow(metric, {
            onSelect: this.#onMetric,
            onPoint: (words) => this.#showWords(words),
          }),
      );
      this.#rows.push(...rows);
      this.words.append(...rows.flatMap((row) => row.words));
      return element(
        "section",
        { class: "metrics" },
        element("h2", {}, name),
        ...rows.map((row) => row.element),
      );
    });
  }

  #showWords(words: HTMLElement | undefined): void {
    const shown = words ?? this.#invitation;
    for (const each of this.words.children) each.classList.toggle("shown", each === shown);
  }

  /** Scores what the values would make a little at a time, so that no key waits for it. */
  #scoreLater(): void {
    window.clearTimeout(this.#timer);
    const slice = (waiting: readonly MetricRow[]): void => {
      const until = performance.now() + SLICE_MS;
      const left = [...waiting];
      while (left.length > 0 && performance.now() < until) left.shift()?.score(this.#metrics);
      if (left.length > 0) this.#timer = window.setTimeout(() => slice(left));
    };
    this.#timer = window.setTimeout(() => slice(this.#rows.filter((row) => row.isShown)));
  }
}

/** A group of metrics that is folded away; its line says what is chosen in it. */
class Fold {
  readonly element: HTMLDetailsElement;
  readonly #group: MetricGroup;
  readonly #about: string;
  readonly #chosen: HTMLElement;

  constructor(
    group: MetricGroup,
    name: string,
    about: string,
    make: () => readonly HTMLElement[],
    onOpen: () => void,
  ) {
    this.#group = group;
    this.#about = about;
    this.#chosen = element("span", { class: "hint" });
    this.element = element(
      "details",
      { id: `group-${group}`, class: "fold" },
      element("summary", {}, element("strong", {}, name), " ", this.#chosen),
    );
    let made = false;
    this.element.addEventListener("toggle", () => {
      if (!this.element.open) return;
      if (!made) this.element.append(...make());
      made = true;
      onOpen();
    });
  }

  update(metrics: Metrics): void {
    const chosen = metricIds.flatMap((id) => {
      const value = metrics[id] ?? "X";
      return metricGroupOf(id) === this.#group && value !== "X" ? [`${id}:${value}`] : [];
    });
    setText(this.#chosen, chosen.length === 0 ? this.#about : chosen.join(" "));
  }
}
