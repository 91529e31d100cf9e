// What stands beside the texts: severity, e-mail and checks. Read after the texts were painted, since
// scoring is half of the form's code.
import { consistencyOf, type AffectedRange, type FormRoad } from "../src/form/consistency.ts";
import type { FormState } from "../src/form/formState.ts";
import { scoreView } from "../src/form/scores.ts";
import { Calculator, type CalculatorEvents } from "./calculator.ts";
import { Consistency, type ConsistencyEvents } from "./consistency.ts";
import { Preview, type PreviewEvents } from "./preview.ts";

export interface BesideEvents {
  readonly calculator: CalculatorEvents;
  readonly preview: PreviewEvents;
  readonly consistency: ConsistencyEvents;
}

export class PanelsBeside {
  readonly #calculator: Calculator;
  readonly #preview: Preview;
  readonly #consistency: Consistency;

  constructor({ calculator, preview, consistency }: BesideEvents) {
    this.#calculator = new Calculator(calculator);
    this.#preview = new Preview(preview);
    this.#consistency = new Consistency(consistency);
  }

  get severity(): HTMLElement {
    return this.#calculator.element;
  }

  get email(): HTMLElement {
    return this.#preview.element;
  }

  get checks(): HTMLElement {
    return this.#consistency.element;
  }

  /** Answers what the tab of the severity says. */
  update(state: FormState): string {
    this.#calculator.update(state);
    this.#preview.update(state);
    const score = scoreView(state)?.overall.score;
    return score ? `Severity: ${score.text} ${score.band}` : "Severity";
  }

  /** Looks again what agrees; answers what the tab of the checks says. */
  check(
    state: FormState,
    repository: Parameters<typeof consistencyOf>[1],
    road: FormRoad | undefined,
    versions: readonly AffectedRange[] | null,
  ): string {
    const found = road && consistencyOf(state, repository, road, versions);
    this.#consistency.update(found);
    const count = found?.length ?? 0;
    return count === 0 ? "Checks" : `Checks: ${count}`;
  }

  /** The severity can be seen now. */
  shown(): void {
    this.#calculator.shown();
  }

  /** Where a vector can be written. */
  focusVector(): void {
    this.#calculator.focus();
  }
}
