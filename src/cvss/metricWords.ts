import type { MetricId } from "./grammar.ts";

/** One value of a metric, in the specification's order. */
export interface ValueWords {
  readonly code: string;
  readonly name: string;
  readonly description: string;
}

export interface MetricWords {
  readonly id: MetricId;
  /** As it stands under its section's name. */
  readonly name: string;
  /** What the metric asks. */
  readonly description: string;
  readonly values: readonly ValueWords[];
}

export interface MetricSection {
  readonly name: string;
  readonly metrics: readonly MetricWords[];
}

/** "Attack Vector"; the impacts with their system: "Vulnerable system confidentiality". */
export function fullMetricName({ id, name }: MetricWords): string {
  if (/^M?V[CIA]$/.test(id)) return `${modified(id)}ulnerable system ${name.toLowerCase()}`;
  if (/^M?S[CIA]$/.test(id)) return `${modified(id)}ubsequent system ${name.toLowerCase()}`;
  return id.startsWith("M") ? `Modified ${name}` : name;
}

function modified(id: MetricId): string {
  if (id.startsWith("M")) return id.startsWith("MV") ? "Modified v" : "Modified s";
  return id.startsWith("V") ? "V" : "S";
}
