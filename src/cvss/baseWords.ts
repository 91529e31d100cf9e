import type { MetricSection, ValueWords } from "./metricWords.ts";

const NETWORK_PATH: readonly ValueWords[] = [
  {
    code: "N",
    name: "Network",
    description:
      "Bound to the network stack: attackers may be one or more network hops away, up to the entire Internet.",
  },
  {
    code: "A",
    name: "Adjacent",
    description:
      "Bound to a protocol stack, but the attack must come from the same physical or logical network, such as Bluetooth or the local subnet.",
  },
  {
    code: "L",
    name: "Local",
    description:
      "Not bound to the network stack: through read, write or execute capabilities, locally, by a remote shell, or by a file that somebody else opens.",
  },
  {
    code: "P",
    name: "Physical",
    description: "The attacker must physically touch or manipulate the vulnerable system.",
  },
];

/** The sentences for High and Low; `where` names the system. */
const IMPACTS = {
  confidentiality: (where: string) => ({
    high: `All information within ${where} is divulged, or some restricted information whose disclosure is a direct, serious impact.`,
    low: "Some restricted information is obtained, but the attacker does not control which or how much, and its loss is not direct and serious.",
  }),
  integrity: (where: string) => ({
    high: `A complete loss of protection: all data of ${where} can be modified, or some whose modification is a direct, serious consequence.`,
    low: "Data can be modified, but the attacker does not control the consequence or the amount is limited, without direct, serious impact.",
  }),
  availability: (where: string) => ({
    high: `Access to ${where} can be denied fully, for as long as the attack lasts or beyond, or in part with a direct, serious consequence.`,
    low: "Performance is reduced or availability interrupted; even repeated, the attack can’t deny service to legitimate users completely.",
  }),
};

function impact(
  kind: keyof typeof IMPACTS,
  system: "vulnerable" | "subsequent",
): readonly ValueWords[] {
  const vulnerable = system === "vulnerable";
  const where = vulnerable ? "the vulnerable system" : "a subsequent system";
  const { high, low } = IMPACTS[kind](where);
  const none = `No impact to ${kind} within ${where}`;
  return [
    { code: "H", name: "High", description: high },
    { code: "L", name: "Low", description: low },
    {
      code: "N",
      name: "None",
      description: vulnerable
        ? `${none}.`
        : `${none}, or all of it stays in the vulnerable system.`,
    },
  ];
}

/**
 * The base metrics and their values as the specification names them, the descriptions shortened
 * from its tables 1 to 11: https://www.first.org/cvss/v4.0/specification-document
 */
export const baseSections: readonly MetricSection[] = [
  {
    name: "Exploitability",
    metrics: [
      {
        id: "AV",
        name: "Attack Vector",
        description: "From where can the vulnerability be exploited?",
        values: NETWORK_PATH,
      },
      {
        id: "AC",
        name: "Attack Complexity",
        description: "Must the attacker evade or circumvent built-in security measures?",
        values: [
          {
            code: "L",
            name: "Low",
            description:
              "The attacker need not take any measurable action against the target; repeatable success can be expected.",
          },
          {
            code: "H",
            name: "High",
            description:
              "The attacker must evade security-enhancing techniques (such as ASLR) or obtain a secret of the target first.",
          },
        ],
      },
      {
        id: "AT",
        name: "Attack Requirements",
        description:
          "Does success depend on how the vulnerable system is deployed or what it is executing?",
        values: [
          {
            code: "N",
            name: "None",
            description:
              "Success does not depend on deployment and execution conditions: all or most instances can be exploited.",
          },
          {
            code: "P",
            name: "Present",
            description:
              "Success depends on conditions outside the attacker’s control, such as a race to be won or a place on the network path.",
          },
        ],
      },
      {
        id: "PR",
        name: "Privileges Required",
        description: "Which privileges must the attacker have before the attack?",
        values: [
          {
            code: "N",
            name: "None",
            description:
              "The attacker is unauthenticated and needs no access to settings or files of the vulnerable system.",
          },
          {
            code: "L",
            name: "Low",
            description:
              "Basic capabilities, limited to what one low-privileged user owns or to non-sensitive resources.",
          },
          {
            code: "H",
            name: "High",
            description:
              "Significant (administrative) control over the vulnerable system, with full access to its settings and files.",
          },
        ],
      },
      {
        id: "UI",
        name: "User Interaction",
        description: "Must a person other than the attacker take part?",
        values: [
          {
            code: "N",
            name: "None",
            description: "No human user other than the attacker need do anything.",
          },
          {
            code: "P",
            name: "Passive",
            description:
              "Limited, involuntary interaction: the user does not actively subvert protections of the vulnerable system.",
          },
          {
            code: "A",
            name: "Active",
            description:
              "The user must perform specific, conscious interactions, or would actively subvert protection mechanisms.",
          },
        ],
      },
    ],
  },
  {
    name: "Impact on the vulnerable system",
    metrics: [
      {
        id: "VC",
        name: "Confidentiality",
        description: "What does the vulnerable system disclose?",
        values: impact("confidentiality", "vulnerable"),
      },
      {
        id: "VI",
        name: "Integrity",
        description: "What can be modified in the vulnerable system?",
        values: impact("integrity", "vulnerable"),
      },
      {
        id: "VA",
        name: "Availability",
        description: "Does the vulnerable system keep serving?",
        values: impact("availability", "vulnerable"),
      },
    ],
  },
  {
    name: "Impact on subsequent systems",
    metrics: [
      {
        id: "SC",
        name: "Confidentiality",
        description: "What do systems other than the vulnerable one disclose as a consequence?",
        values: impact("confidentiality", "subsequent"),
      },
      {
        id: "SI",
        name: "Integrity",
        description: "What can be modified in other systems as a consequence?",
        values: impact("integrity", "subsequent"),
      },
      {
        id: "SA",
        name: "Availability",
        description: "Do other systems keep serving?",
        values: impact("availability", "subsequent"),
      },
    ],
  },
];
