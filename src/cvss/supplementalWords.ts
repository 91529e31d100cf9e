import type { MetricSection, MetricWords, ValueWords } from "./metricWords.ts";

const NOT_DEFINED: ValueWords = {
  code: "X",
  name: "Not Defined",
  description: "Nothing is said about this. A supplemental metric never changes the score.",
};

function metric(
  id: MetricWords["id"],
  name: string,
  description: string,
  values: readonly (readonly [code: string, name: string, description: string])[],
): MetricWords {
  return {
    id,
    name,
    description,
    values: [
      NOT_DEFINED,
      ...values.map(([code, valueName, words]) => ({ code, name: valueName, description: words })),
    ],
  };
}

/** The supplemental metrics, shortened from tables 15 to 20 of the specification. */
export const supplementalSections: readonly MetricSection[] = [
  {
    name: "Supplemental",
    metrics: [
      metric("S", "Safety", "May a person be injured when the vulnerability is exploited?", [
        ["N", "Negligible", "Injuries are negligible at most (IEC 61508)."],
        ["P", "Present", "Injuries may be marginal, critical or catastrophic (IEC 61508)."],
      ]),
      metric("AU", "Automatable", "Can an attacker automate the attack over many targets?", [
        [
          "N",
          "No",
          "Reconnaissance, weaponization, delivery or exploitation can’t be automated reliably.",
        ],
        [
          "Y",
          "Yes",
          "Reconnaissance, weaponization, delivery and exploitation can all be automated.",
        ],
      ]),
      metric("R", "Recovery", "How does the system recover after an attack?", [
        ["A", "Automatic", "The system recovers by itself."],
        ["U", "User", "A user must step in to recover the system."],
        ["I", "Irrecoverable", "The system’s services can’t be recovered by a user."],
      ]),
      metric("V", "Value Density", "Which resources does one exploitation give control of?", [
        ["D", "Diffuse", "Small ones, such as one e-mail account."],
        ["C", "Concentrated", "Rich ones, such as a central mail server."],
      ]),
      metric("RE", "Response Effort", "How hard is it for users to respond?", [
        ["L", "Low", "Low to trivial, such as reading documentation or changing a setting."],
        [
          "M",
          "Moderate",
          "Some effort, with minimal impact on a service, such as a remote update.",
        ],
        ["H", "High", "Significant or difficult, perhaps with a long planned interruption."],
      ]),
      metric("U", "Provider Urgency", "How urgent does the provider say it is?", [
        ["Clear", "Clear", "No urgency; for information."],
        ["Green", "Green", "Reduced urgency."],
        ["Amber", "Amber", "Moderate urgency."],
        ["Red", "Red", "The highest urgency."],
      ]),
    ],
  },
];
