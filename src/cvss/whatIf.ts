import {
  completeVector,
  formatMetrics,
  metricGroupOf,
  type MetricId,
  type Metrics,
} from "./grammar.ts";
import { scoreOf, type Score } from "./score.ts";

/** Scores that were asked for lately; going back to a choice costs nothing. */
const known = new Map<string, Score>();
const MAX_KNOWN = 2000;

/**
 * The overall score if the metric had this value and all others stayed; undefined while another
 * base metric is missing, and for supplemental metrics, which are in no score.
 */
export function scoreIf(metrics: Metrics, id: MetricId, value: string): Score | undefined {
  if (metricGroupOf(id) === "supplemental") return undefined;
  const vector = completeVector({ ...metrics, [id]: value });
  if (vector === undefined) return undefined;
  const key = formatMetrics(vector);
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= MAX_KNOWN) known.clear();
  const score = scoreOf(vector);
  known.set(key, score);
  return score;
}
