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
  const value = new Cvss4P0(formatMetrics(vector)).calculateScores().overall;
  return { value, text: value.toFixed(1), band: bandOf(value) };
}
