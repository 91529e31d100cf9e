// The only file that knows the scoring library. Its parser accepts almost anything and scores a
// missing base metric as 0.0, so nothing but a checked `Vector` may reach it.
import whole, * as named from "ae-cvss-calculator";
import { formatMetrics, type Vector } from "./grammar.ts";
import { bandOf, type SeverityBand } from "./severity.ts";

// A CommonJS module: bundlers and `require` give its exports by name, Node's own import does not.
const { Cvss4P0 } = "Cvss4P0" in named ? named : whole;

export interface Score {
  /** 0 to 10 in steps of 0.1. */
  readonly value: number;
  /** With its one decimal always: "0.0", "8.7". */
  readonly text: string;
  readonly band: SeverityBand;
}

/** The overall score of all metrics that the vector has. */
export function scoreOf(vector: Vector): Score {
  const value = new Cvss4P0(formatMetrics(vector)).calculateOverallScore();
  return { value, text: value.toFixed(1), band: bandOf(value) };
}

/** A step that can be taken down from a macrovector: one equivalence class, or classes 3 and 6. */
export interface StepDown {
  /** What the table gives one level lower; undefined at the lowest level. */
  readonly lower: number | undefined;
  /** How many single steps of metrics lie between this level's worst vector and its mildest. */
  readonly depth: number;
  /** The worst vectors of the level in the metrics of this step: "AV:N/PR:N/UI:N". */
  readonly worst: readonly string[];
}

/** The macrovector of a vector, as the specification's lookup table knows it. */
export interface MacroVector {
  /** "001200": the level of each of the six equivalence classes, 0 the worst. */
  readonly text: string;
  readonly lookup: number;
  /** Classes 1, 2, 3 with 6, 4 and 5. */
  readonly steps: readonly StepDown[];
}

/** @see https://www.first.org/cvss/v4.0/specification-document section 8.2 */
export function macroVectorOf(vector: Vector): MacroVector {
  const macro = new Cvss4P0(formatMetrics(vector)).getMacroVector();
  const lower = (eq: number): number | undefined => {
    const score = macro.deriveNextLower(eq).getLookupTableScore();
    return Number.isFinite(score) ? score : undefined;
  };
  const single = (eq: number): StepDown => ({
    lower: lower(eq),
    depth: macro.getEQ(eq).getVectorDepth(),
    worst: macro.getEQ(eq).getHighestSeverityVectorsUnparsed(),
  });
  const joint = macro.getJointEq3AndEq6();
  const both = [lower(3), lower(6)].filter((score) => score !== undefined);
  const jointStep: StepDown = {
    lower: both.length === 0 ? undefined : Math.max(...both),
    depth: joint.getVectorDepth(),
    worst: joint.getHighestSeverityVectorsUnparsed(),
  };
  return {
    text: macro.toString(),
    lookup: macro.getLookupTableScore(),
    steps: [single(1), single(2), jointStep, single(4), single(5)],
  };
}
