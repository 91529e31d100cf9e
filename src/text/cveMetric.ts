import { baseMetricIds, formatBase, type BaseMetricId, type Vector } from "../cvss/grammar.ts";
import { scoreOf } from "../cvss/score.ts";

const IMPACT = { H: "HIGH", L: "LOW", N: "NONE" };

/** The base metrics' keys and words in a CVE record (FIRST's JSON schema of CVSS v4.0). */
const WORDS: Readonly<Record<BaseMetricId, readonly [string, Readonly<Record<string, string>>]>> = {
  AV: ["attackVector", { N: "NETWORK", A: "ADJACENT", L: "LOCAL", P: "PHYSICAL" }],
  AC: ["attackComplexity", { L: "LOW", H: "HIGH" }],
  AT: ["attackRequirements", { N: "NONE", P: "PRESENT" }],
  PR: ["privilegesRequired", { N: "NONE", L: "LOW", H: "HIGH" }],
  UI: ["userInteraction", { N: "NONE", P: "PASSIVE", A: "ACTIVE" }],
  VC: ["vulnConfidentialityImpact", IMPACT],
  VI: ["vulnIntegrityImpact", IMPACT],
  VA: ["vulnAvailabilityImpact", IMPACT],
  SC: ["subConfidentialityImpact", IMPACT],
  SI: ["subIntegrityImpact", IMPACT],
  SA: ["subAvailabilityImpact", IMPACT],
};

/** A score as it stands in a CVE record: the base vector, in words too. */
export interface CveMetric {
  readonly format: "CVSS";
  readonly scenarios: readonly [{ readonly lang: "en"; readonly value: "GENERAL" }];
  readonly cvssV4_0: Readonly<Record<string, string | number>>;
}

export function cveMetric(vector: Vector): CveMetric {
  const score = scoreOf(vector);
  const cvssV4_0: Record<string, string | number> = {
    version: "4.0",
    vectorString: formatBase(vector),
    baseScore: score.value,
    baseSeverity: score.band.toUpperCase(),
  };
  for (const id of baseMetricIds) {
    const [key, words] = WORDS[id];
    cvssV4_0[key] = words[vector[id]] ?? "";
  }
  return { format: "CVSS", scenarios: [{ lang: "en", value: "GENERAL" }], cvssV4_0 };
}
