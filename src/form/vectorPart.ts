// The part of the form's state that is the CVSS vector: what the calculator shows, and its changes.
import {
  baseMetrics,
  beyondBase,
  formatMetrics,
  isBaseMetric,
  missingMetrics,
  parseVector,
  type BaseMetricId,
  type BaseMetrics,
  type BeyondBase,
  type MetricId,
  type Metrics,
} from "../cvss/grammar.ts";
import { repairOf, type Repair } from "../cvss/repair.ts";
import { comparableText } from "../ticket/advisoryFields.ts";
import { withoutEdits, withoutIdle, type FormState } from "./formState.ts";

/** What the score calculator shows. */
export interface VectorView {
  /** Of all groups. */
  readonly metrics: Metrics;
  /** For the text field; partial while the choice is. */
  readonly text: string;
  /** Why the text is not a vector; null when it is one or merely not finished. */
  readonly problem: string | null;
  /** What would make a vector of the text; null when there is no problem, or no certain repair. */
  readonly repair: Repair | null;
  readonly missing: readonly BaseMetricId[];
  /** Metrics that GitHub does not store: "E:A/CR:H". */
  readonly leftOut: string | null;
}

export function vectorView({ fields, edits }: FormState): VectorView {
  const edit = edits.vector;
  const stored = parseVector(fields.vector ?? "");
  const typed = edit === undefined ? unusable(fields.vector) : edit.typed;
  const parsed = typed === null || typed === "" ? undefined : parseVector(typed);
  const base = edit?.metrics ?? (stored.valid ? baseMetrics(stored.value) : {});
  const beyond = edits.beyond ?? (stored.valid ? beyondBase(stored.value) : {});
  const metrics = { ...base, ...beyond };
  const repair = parsed?.valid === false ? repairOf(typed ?? "") : undefined;
  return {
    metrics,
    text: typed ?? (Object.keys(metrics).length === 0 ? "" : formatMetrics(metrics)),
    problem: parsed?.valid === false ? parsed.reason : null,
    repair: repair?.valid === true ? repair.value : null,
    missing: missingMetrics(metrics),
    leftOut:
      Object.keys(beyond).length === 0 ? null : formatMetrics(beyond).replace(/^[^/]*\//, ""),
  };
}

/** GitHub's text where it is no vector: shown as it is, and repaired only when the person says so. */
function unusable(stored: string | null): string | null {
  return stored === null || parseVector(stored).valid ? null : stored;
}

/** Chooses a value of a metric; a vector that was being typed gives way to the choice. */
export function withMetric(state: FormState, id: MetricId, value: string): FormState {
  const metrics = { ...vectorView(state).metrics, [id]: value };
  return isBaseMetric(id)
    ? withBase(state, baseMetrics(metrics), null)
    : withBeyond(withBase(state, baseMetrics(metrics), null), beyondBase(metrics));
}

/** Takes the text field's text; a text that is no vector leaves the choice as it is. */
export function withVectorText(state: FormState, text: string): FormState {
  const typed = text.trim();
  if (typed === "") return withBeyond(withBase(state, {}, null), {});
  const parsed = parseVector(typed);
  if (!parsed.valid) return withBase(state, baseMetrics(vectorView(state).metrics), typed);
  const canonical = formatMetrics(parsed.value);
  const next = withBase(state, baseMetrics(parsed.value), typed === canonical ? null : typed);
  return withBeyond(next, beyondBase(parsed.value));
}

function withBase(state: FormState, metrics: BaseMetrics, typed: string | null): FormState {
  const base = state.edits.vector?.base ?? comparableText(state.fields, "vector");
  return withoutIdle({ ...state, edits: { ...state.edits, vector: { base, metrics, typed } } });
}

function withBeyond({ fields, edits }: FormState, beyond: BeyondBase): FormState {
  const stored = parseVector(fields.vector ?? "");
  const there = stored.valid ? beyondBase(stored.value) : {};
  const same = formatMetrics(there) === formatMetrics(beyond);
  return { fields, edits: { ...withoutEdits(edits, ["beyond"]), ...(!same && { beyond }) } };
}
