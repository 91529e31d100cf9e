import { completeVector, metricGroupOf, type MetricId, type Metrics } from "./grammar.ts";
import { scoreOf, type Score } from "./score.ts";

/**
 * The overall score if the metric had this value and all others stayed; undefined while another
 * base metric is missing, and for supplemental metrics, which are in no score.
 */
export function scoreIf(metrics: Metrics, id: MetricId, value: string): Score | undefined {
  if (metricGroupOf(id) === "supplemental") return undefined;
  const vector = completeVector({ ...metrics, [id]: value });
  return vector === undefined ? undefined : scoreOf(vector);
}
