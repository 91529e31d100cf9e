import {
  metricGroupOf,
  metricIds,
  optionalMetricIds,
  type MetricGroup,
  type Metrics,
  type OptionalMetricId,
  type Vector,
} from "./grammar.ts";
import { scoreOf, type Score } from "./score.ts";

/** Which groups of metrics a score is of (specification, table 21). */
export type Nomenclature = "CVSS-B" | "CVSS-BT" | "CVSS-BE" | "CVSS-BTE";

/** Supplemental metrics are in no score; a metric that is "X" says nothing. */
export function nomenclatureOf(metrics: Metrics): Nomenclature {
  const threat = says(metrics, "threat");
  const environmental = says(metrics, "environmental");
  if (threat) return environmental ? "CVSS-BTE" : "CVSS-BT";
  return environmental ? "CVSS-BE" : "CVSS-B";
}

export interface NamedScore {
  readonly nomenclature: Nomenclature;
  readonly score: Score;
}

/** The scores that the vector's groups make, CVSS-B first and that of all groups last. */
export function namedScores(vector: Vector): readonly NamedScore[] {
  const threat = without(vector, "environmental");
  const environmental = without(vector, "threat");
  const variants = [without(threat, "threat"), threat, environmental, vector];
  const names = variants.map(nomenclatureOf);
  return variants.flatMap((variant, at) => {
    const nomenclature = nomenclatureOf(variant);
    return names.indexOf(nomenclature) === at ? [{ nomenclature, score: scoreOf(variant) }] : [];
  });
}

function says(metrics: Metrics, group: MetricGroup): boolean {
  return metricIds.some(
    (id) => metricGroupOf(id) === group && metrics[id] !== undefined && metrics[id] !== "X",
  );
}

function without(vector: Vector, group: "threat" | "environmental"): Vector {
  const unsaid: Partial<Record<OptionalMetricId, string>> = {};
  for (const id of optionalMetricIds) if (metricGroupOf(id) === group) unsaid[id] = "X";
  return { ...vector, ...unsaid };
}
