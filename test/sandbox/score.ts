// The vectors that GitHub's calculator accepts: base metrics alone, in canonical order.
import whole, * as named from "ae-cvss-calculator";
import type { Score, Severity } from "./model.ts";

const { Cvss4P0, Cvss3P1 } = "Cvss4P0" in named ? named : whole;

// CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N
const V4 =
  /^CVSS:4\.0\/AV:[NALP]\/AC:[LH]\/AT:[NP]\/PR:[NLH]\/UI:[NPA]\/VC:[HLN]\/VI:[HLN]\/VA:[HLN]\/SC:[HLN]\/SI:[HLN]\/SA:[HLN]$/;
// CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H
const V3 = /^CVSS:3\.1\/AV:[NALP]\/AC:[LH]\/PR:[NLH]\/UI:[NR]\/S:[UC]\/C:[HLN]\/I:[HLN]\/A:[HLN]$/;

/** undefined for a vector that GitHub refuses. */
export function scoreVector(vector: string): (Score & { version: 3 | 4 }) | undefined {
  if (V4.test(vector)) {
    return { version: 4, vector, score: new Cvss4P0(vector).calculateScores().overall };
  }
  if (V3.test(vector)) {
    return { version: 3, vector, score: new Cvss3P1(vector).calculateScores().overall };
  }
  return undefined;
}

/** GitHub has no word for a score of 0. */
export function severityOf(score: number): Severity | null {
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  if (score >= 4) return "medium";
  return score > 0 ? "low" : null;
}
