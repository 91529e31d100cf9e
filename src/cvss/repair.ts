import { invalid, valid, type Parsed } from "../base/parsed.ts";
import {
  formatMetrics,
  isMetricValue,
  MAX_VECTOR_LENGTH,
  metricIds,
  parseVector,
  VECTOR_PREFIX,
  type MetricId,
  type Metrics,
} from "./grammar.ts";

/** What makes a vector of a text that is not quite one. Nothing is repaired unless the person says so. */
export interface Repair {
  /** The canonical text. */
  readonly vector: string;
  /** Each change by name, for the person: "no “/” at the end". */
  readonly changes: readonly string[];
}

/**
 * Reads a text leniently, as GitHub and NVD store them. The reason says why no repair can be
 * offered: the text is a vector already, or what it means is not certain.
 */
export function repairOf(text: string): Parsed<Repair> {
  if (text.length > MAX_VECTOR_LENGTH) return invalid("This is longer than any CVSS vector.");
  const changes: string[] = [];
  const note = (happened: boolean, change: string): void => {
    if (happened && !changes.includes(change)) changes.push(change);
  };
  const seen = text.replace(/\p{Default_Ignorable_Code_Point}+|\p{Cf}+/gu, "");
  note(seen !== text, "no invisible characters");
  const dense = seen.replace(/\s+/g, "");
  note(dense !== seen, "no blanks or line breaks");
  // "https://www.first.org/cvss/calculator/4.0#CVSS:4.0/AV:N/…"
  const bare = dense.replace(/^https?:\/\/[^#]*#/i, "");
  note(bare !== dense, "no address in front");
  const parts = bare.split("/");
  if (/^CVSS:?v?[23]/i.test(bare)) return invalid("This is a vector of an older version.");
  const prefixed = /^CVSS/i.test(parts[0] ?? "");
  if (prefixed && !/^CVSS:?v?4(\.0)?$/i.test(parts[0] ?? "")) {
    return invalid(`“${(parts[0] ?? "").slice(0, 20)}” is not CVSS v4.`);
  }
  note(!prefixed || parts[0] !== VECTOR_PREFIX, `“${VECTOR_PREFIX}” in front`);
  const rest = prefixed ? parts.slice(1) : parts;
  note(rest.at(-1) === "", "no “/” at the end");
  note(rest.slice(0, -1).includes(""), "no double “/”");
  const metrics = readParts(
    rest.filter((part) => part !== ""),
    note,
  );
  if (!metrics.valid) return metrics;
  const vector = formatMetrics(metrics.value);
  const strict = parseVector(vector);
  if (!strict.valid) return invalid(strict.reason);
  return changes.length === 0 ? invalid("The text is a vector.") : valid({ vector, changes });
}

function readParts(
  parts: readonly string[],
  note: (happened: boolean, change: string) => void,
): Parsed<Metrics> {
  const metrics: Partial<Record<MetricId, string>> = {};
  let last = -1;
  for (const part of parts) {
    const read = readPart(part);
    if (!read.valid) return read;
    const { id, value } = read.value;
    note(part !== `${id}:${value}`, "capital letters as in the specification");
    if (metrics[id] !== undefined && metrics[id] !== value) {
      return invalid(`${id} has two values, ${metrics[id]} and ${value}.`);
    }
    note(metrics[id] !== undefined, `${id} once`);
    const at = metricIds.indexOf(id);
    note(at < last, "metrics in the order of the specification");
    last = Math.max(last, at);
    note(value === "X", "no metrics that are not defined (X)");
    metrics[id] = value;
  }
  return valid(metrics);
}

/** "av:n" as well as "AV:N". */
function readPart(part: string): Parsed<{ id: MetricId; value: string }> {
  const colon = part.indexOf(":");
  const name = colon < 0 ? part : part.slice(0, colon);
  const given = colon < 0 ? "" : part.slice(colon + 1);
  const id = metricIds.find((known) => known.toLowerCase() === name.toLowerCase());
  if (id === undefined) return invalid(`“${part.slice(0, 20)}” is not a CVSS v4 metric.`);
  const capital = given.toUpperCase();
  // "U:Green": only this metric's values have small letters.
  const word = capital.slice(0, 1) + given.slice(1).toLowerCase();
  const value = [capital, word].find((each) => isMetricValue(id, each));
  return value === undefined
    ? invalid(`${id} can’t be “${given.slice(0, 20)}”.`)
    : valid({ id, value });
}
