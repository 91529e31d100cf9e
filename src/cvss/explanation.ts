import type { Metrics, Vector } from "./grammar.ts";
import { macroVectorOf, type MacroVector, type StepDown } from "./score.ts";

/** Why a score is what it is: the table's value, and how far the vector lies below the worst of it. */
export interface Explanation {
  readonly macroVector: MacroVector;
  /** Without any impact the score is 0.0, whatever the table says. */
  readonly noImpact: boolean;
  /** In the order of the macrovector's steps. */
  readonly distances: readonly Distance[];
  /** What is taken off the table's value, unrounded. */
  readonly meanDistance: number;
  /** The table's value less the mean distance, unrounded, from 0 to 10. */
  readonly unrounded: number;
  /** Set when the value lies exactly between two scores. */
  readonly tie: Tie | undefined;
}

export interface Distance {
  /** Single steps of metrics below the worst vector of the level. */
  readonly steps: number;
  readonly depth: number;
  /** To the table's value one level lower, in points; undefined at the lowest level, which then counts for nothing. */
  readonly gap: number | undefined;
  /** The part of the gap that is taken off, in points. */
  readonly off: number;
}

/** The specification doesn't say how to round; the score here is rounded half up. */
export interface Tie {
  /** What the calculator on FIRST's page shows, which rounds a sum of binary fractions. */
  readonly onFirstsPage: string;
}

/** Values from the worst to the mildest. */
const RANKS: Readonly<Record<string, readonly string[]>> = {
  AV: ["N", "A", "L", "P"],
  AC: ["L", "H"],
  AT: ["N", "P"],
  PR: ["N", "L", "H"],
  UI: ["N", "P", "A"],
  VC: ["H", "L", "N"],
  VI: ["H", "L", "N"],
  VA: ["H", "L", "N"],
  SC: ["S", "H", "L", "N"],
  SI: ["S", "H", "L", "N"],
  SA: ["S", "H", "L", "N"],
  E: ["A", "P", "U"],
  CR: ["H", "M", "L"],
  IR: ["H", "M", "L"],
  AR: ["H", "M", "L"],
};

const IMPACTS = ["VC", "VI", "VA", "SC", "SI", "SA"] as const;

/** The value that counts: the modified one where there is one, the worst where nothing is said. */
export function effectiveValue(vector: Metrics, id: string): string {
  const values: Readonly<Record<string, string | undefined>> = vector;
  const said = [values[`M${id}`], values[id]].find((value) => value !== undefined && value !== "X");
  return said ?? RANKS[id]?.[0] ?? "X";
}

/** Every depth and every number of steps divides this, so that sums of parts stay whole numbers. */
const WHOLE = 2520;

/** Follows the specification's arithmetic (section 8.2) in whole numbers. */
export function explain(vector: Vector): Explanation {
  const macroVector = macroVectorOf(vector);
  const noImpact = IMPACTS.every((id) => effectiveValue(vector, id) === "N");
  const distances = macroVector.steps.map((step) => distanceOf(vector, macroVector.lookup, step));
  const counted = distances.flatMap(({ gap, steps, depth }) =>
    gap === undefined ? [] : (WHOLE * tenths(gap) * steps) / depth,
  );
  const divisor = WHOLE * Math.max(1, counted.length);
  const sum = counted.reduce((total, part) => total + part, 0);
  const numerator = tenths(macroVector.lookup) * divisor - sum;
  const onFirstsPage = firstsRounding(macroVector.lookup, distances);
  const tied = !noImpact && numerator > 0 && 2 * (numerator % divisor) === divisor;
  return {
    macroVector,
    noImpact,
    distances,
    meanDistance: sum / divisor / 10,
    unrounded: noImpact ? 0 : Math.min(10, Math.max(0, numerator / divisor / 10)),
    tie: tied ? { onFirstsPage: onFirstsPage.toFixed(1) } : undefined,
  };
}

function distanceOf(vector: Vector, lookup: number, step: StepDown): Distance {
  const steps = step.worst
    .map((worst) => stepsBelow(vector, worst))
    .find((each) => each !== undefined);
  const { depth, lower } = step;
  const gap = lower === undefined ? undefined : (tenths(lookup) - tenths(lower)) / 10;
  return { steps: steps ?? 0, depth, gap, off: ((gap ?? 0) * (steps ?? 0)) / depth };
}

/** Steps from "AV:A/PR:N/UI:N" down to the vector; undefined where the vector is worse in a metric. */
function stepsBelow(vector: Vector, worst: string): number | undefined {
  let total = 0;
  for (const part of worst.split("/")) {
    const [id = "", value = ""] = part.split(":");
    const ranks = RANKS[id] ?? [];
    const steps = ranks.indexOf(effectiveValue(vector, id)) - ranks.indexOf(value);
    if (steps < 0) return undefined;
    total += steps;
  }
  return total;
}

function tenths(score: number): number {
  return Math.round(score * 10);
}

/**
 * The number that FIRST's own calculator shows, by the same operations in the same order on binary
 * fractions: https://github.com/FIRSTdotorg/cvss-v4-calculator (cvss_score.js)
 */
function firstsRounding(lookup: number, distances: readonly Distance[]): number {
  let sum = 0;
  let count = 0;
  for (const { gap, steps, depth } of distances) {
    if (gap === undefined) continue;
    count += 1;
    sum += gap * ((steps * 0.1) / (depth * 0.1));
  }
  const value = lookup - (count === 0 ? 0 : sum / count);
  return Math.round(Math.min(10, Math.max(0, value)) * 10) / 10;
}
