import type { MetricSection } from "./metricWords.ts";

/** The threat metric, shortened from table 12 of the specification. */
export const threatSections: readonly MetricSection[] = [
  {
    name: "Threat",
    metrics: [
      {
        id: "E",
        name: "Exploit Maturity",
        description: "How far are attacks on this vulnerability today?",
        values: [
          {
            code: "X",
            name: "Not Defined",
            description:
              "There is no reliable threat intelligence; the worst, Attacked, is assumed.",
          },
          {
            code: "A",
            name: "Attacked",
            description:
              "Attacks on this vulnerability have been reported, or there are tools that simplify them.",
          },
          {
            code: "P",
            name: "Proof-of-Concept",
            description:
              "Proof-of-concept code is public; neither reported attacks nor tools that simplify them are known.",
          },
          {
            code: "U",
            name: "Unreported",
            description:
              "Neither public proof-of-concept code nor reported attacks nor tools that simplify them are known.",
          },
        ],
      },
    ],
  },
];
