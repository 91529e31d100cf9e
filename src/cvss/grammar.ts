import { invalid, valid, type Parsed } from "../base/parsed.ts";

/**
 * Every metric of CVSS v4.0 with the values a vector may give it, in the only order a vector may
 * have (specification, table 23). The first eleven are the base metrics and must all be there.
 */
const METRICS = [
  ["AV", "base", ["N", "A", "L", "P"]],
  ["AC", "base", ["L", "H"]],
  ["AT", "base", ["N", "P"]],
  ["PR", "base", ["N", "L", "H"]],
  ["UI", "base", ["N", "P", "A"]],
  ["VC", "base", ["H", "L", "N"]],
  ["VI", "base", ["H", "L", "N"]],
  ["VA", "base", ["H", "L", "N"]],
  ["SC", "base", ["H", "L", "N"]],
  ["SI", "base", ["H", "L", "N"]],
  ["SA", "base", ["H", "L", "N"]],
  ["E", "threat", ["X", "A", "P", "U"]],
  ["CR", "environmental", ["X", "H", "M", "L"]],
  ["IR", "environmental", ["X", "H", "M", "L"]],
  ["AR", "environmental", ["X", "H", "M", "L"]],
  ["MAV", "environmental", ["X", "N", "A", "L", "P"]],
  ["MAC", "environmental", ["X", "L", "H"]],
  ["MAT", "environmental", ["X", "N", "P"]],
  ["MPR", "environmental", ["X", "N", "L", "H"]],
  ["MUI", "environmental", ["X", "N", "P", "A"]],
  ["MVC", "environmental", ["X", "H", "L", "N"]],
  ["MVI", "environmental", ["X", "H", "L", "N"]],
  ["MVA", "environmental", ["X", "H", "L", "N"]],
  ["MSC", "environmental", ["X", "H", "L", "N"]],
  ["MSI", "environmental", ["X", "S", "H", "L", "N"]],
  ["MSA", "environmental", ["X", "S", "H", "L", "N"]],
  ["S", "supplemental", ["X", "N", "P"]],
  ["AU", "supplemental", ["X", "N", "Y"]],
  ["R", "supplemental", ["X", "A", "U", "I"]],
  ["V", "supplemental", ["X", "D", "C"]],
  ["RE", "supplemental", ["X", "L", "M", "H"]],
  ["U", "supplemental", ["X", "Clear", "Green", "Amber", "Red"]],
] as const satisfies readonly (readonly [string, string, readonly string[]])[];

export type MetricId = (typeof METRICS)[number][0];
export type MetricGroup = (typeof METRICS)[number][1];
export type BaseMetricId = Extract<(typeof METRICS)[number], readonly [string, "base", unknown]>[0];
/** The metrics that a vector may leave out. */
export type OptionalMetricId = Exclude<MetricId, BaseMetricId>;

/** Metrics that have a value; a missing one is not defined, which is what "X" says. */
export type Metrics = Readonly<Partial<Record<MetricId, string>>>;

/** A choice of base metrics that may still be incomplete. */
export type BaseMetrics = Readonly<Partial<Record<BaseMetricId, string>>>;

/** Threat, environmental and supplemental metrics that say something. */
export type BeyondBase = Readonly<Partial<Record<OptionalMetricId, string>>>;

/** A complete CVSS v4.0 vector; only `parseVector` and `completeVector` make one. */
export type Vector = Metrics & Readonly<Record<BaseMetricId, string>>;

/** The base metrics in the order of the specification. */
export const baseMetricIds: readonly BaseMetricId[] = METRICS.flatMap(([id, group]) =>
  group === "base" ? [id] : [],
);

/** All metrics in the order of the specification. */
export const metricIds: readonly MetricId[] = METRICS.map(([id]) => id);

const GROUPS = new Map<MetricId, MetricGroup>(METRICS.map(([id, group]) => [id, group]));

export function metricGroupOf(id: MetricId): MetricGroup {
  return GROUPS.get(id) ?? "base";
}

export function isBaseMetric(id: MetricId): id is BaseMetricId {
  return metricGroupOf(id) === "base";
}

export const optionalMetricIds: readonly OptionalMetricId[] = METRICS.flatMap(([id, group]) =>
  group === "base" ? [] : [id],
);

export const VECTOR_PREFIX = "CVSS:4.0";

/** The longest canonical vector has 178 characters; nothing longer than this is looked at. */
export const MAX_VECTOR_LENGTH = 512;

/** Whether the specification knows this value for this metric. */
export function isMetricValue(id: MetricId, value: string): boolean {
  return METRICS.some(([known, , values]) => known === id && values.some((code) => code === value));
}

/**
 * Reads a vector by the strict grammar of the specification: its prefix, its order, no metric
 * twice, every base metric there. The reason names the metric at fault.
 */
export function parseVector(text: string): Parsed<Vector> {
  if (text.length > MAX_VECTOR_LENGTH) {
    return invalid(`This is longer than any CVSS vector (${text.length} characters).`);
  }
  // "CVSS:4.0/AV:N/AC:L/…": split at "/", the prefix first.
  const [prefix = "", ...parts] = text.split("/");
  if (prefix !== VECTOR_PREFIX) {
    return invalid(
      prefix.startsWith("CVSS:3")
        ? "This is a CVSS v3 vector. Score it again with v4; it can’t be converted."
        : `A CVSS v4 vector starts with “${VECTOR_PREFIX}/”.`,
    );
  }
  const metrics: Partial<Record<MetricId, string>> = {};
  let next = 0;
  for (const part of parts) {
    if (part === "") return invalid("There is a “/” too many.");
    const colon = part.indexOf(":");
    const name = colon < 0 ? part : part.slice(0, colon);
    const value = colon < 0 ? "" : part.slice(colon + 1);
    const at = METRICS.findIndex(([id]) => id === name);
    const metric = METRICS[at];
    if (metric === undefined) return invalid(`“${name.slice(0, 20)}” is not a CVSS v4 metric.`);
    const [id, , values] = metric;
    if (metrics[id] !== undefined) return invalid(`${id} is there twice.`);
    if (!values.some((code) => code === value)) {
      return invalid(`${id} can’t be “${value.slice(0, 20)}”; it is one of ${values.join(", ")}.`);
    }
    if (at < next) return invalid(`${id} is out of order; the order is that of the specification.`);
    const skipped = METRICS.slice(next, at).find(([, group]) => group === "base");
    // A skipped base metric that comes later is an order mistake, otherwise it is missing.
    if (skipped !== undefined) {
      return parts.some((other) => other.startsWith(`${skipped[0]}:`))
        ? invalid(`${id} is out of order; ${skipped[0]} comes before it.`)
        : invalid(`${skipped[0]} is missing.`);
    }
    metrics[id] = value;
    next = at + 1;
  }
  const vector = completeVector(metrics);
  if (vector !== undefined) return valid(vector);
  const missing = missingMetrics(metrics);
  return invalid(`${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing.`);
}

/** The base metrics that have no value yet, in order. */
export function missingMetrics(metrics: Metrics): readonly BaseMetricId[] {
  return baseMetricIds.filter((id) => metrics[id] === undefined);
}

/** The vector that these metrics are; undefined while a base metric is missing. */
export function completeVector(metrics: Metrics): Vector | undefined {
  return isComplete(metrics) ? metrics : undefined;
}

function isComplete(metrics: Metrics): metrics is Vector {
  return missingMetrics(metrics).length === 0;
}

/** Only the base metrics: what GitHub stores and what the PSRT scores. */
export function baseMetrics(metrics: Metrics): BaseMetrics {
  const base: Partial<Record<BaseMetricId, string>> = {};
  for (const id of baseMetricIds) {
    const value = metrics[id];
    if (value !== undefined) base[id] = value;
  }
  return base;
}

/** The metrics beside the base that say something: what stays here when GitHub gets the base. */
export function beyondBase(metrics: Metrics): BeyondBase {
  const beyond: Partial<Record<OptionalMetricId, string>> = {};
  for (const id of optionalMetricIds) {
    const value = metrics[id];
    if (value !== undefined && value !== "X") beyond[id] = value;
  }
  return beyond;
}

/** The canonical text: the specification's order, no "X". Incomplete metrics give the part that is there. */
export function formatMetrics(metrics: Metrics): string {
  const parts = METRICS.flatMap(([id]) => {
    const value = metrics[id];
    return value === undefined || value === "X" ? [] : [`${id}:${value}`];
  });
  return [VECTOR_PREFIX, ...parts].join("/");
}

/** The canonical text of the base metrics alone. */
export function formatBase(metrics: Metrics): string {
  return formatMetrics(baseMetrics(metrics));
}
