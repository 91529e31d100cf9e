import { baseSections } from "./baseWords.ts";
import { metricIds } from "./grammar.ts";
import type { MetricSection, MetricWords, ValueWords } from "./metricWords.ts";

function requirement(id: "CR" | "IR" | "AR", property: string): MetricWords {
  const loss = `Loss of ${property.toLowerCase()} is likely to have`;
  return {
    id,
    name: `${property} Requirement`,
    description: `How much does ${property.toLowerCase()} matter to the organization that is affected?`,
    values: [
      { code: "X", name: "Not Defined", description: "Not known; the score takes it as High." },
      { code: "H", name: "High", description: `${loss} a catastrophic effect.` },
      { code: "M", name: "Medium", description: `${loss} a serious effect.` },
      { code: "L", name: "Low", description: `${loss} a limited effect only.` },
    ],
  };
}

const SAFETY: ValueWords = {
  code: "S",
  name: "Safety",
  description: "Exploitation may injure a person: marginally, critically or catastrophically.",
};

/** A base metric as it is in one environment: its own values, or what the base metric says. */
function modified(base: MetricWords): MetricWords[] {
  const id = metricIds.find((known) => known === `M${base.id}`);
  if (id === undefined) return [];
  const subsequent = base.id.startsWith("S");
  const values = base.values.map((value) =>
    subsequent && value.code === "N" ? { ...value, name: "Negligible" } : value,
  );
  const unchanged = {
    code: "X",
    name: "Not Defined",
    description: `As the base metric ${base.id} says.`,
  };
  return [
    {
      ...base,
      id,
      values: [unchanged, ...(id === "MSI" || id === "MSA" ? [SAFETY] : []), ...values],
    },
  ];
}

/** The environmental metrics, shortened from tables 13 and 14 of the specification. */
export const environmentalSections: readonly MetricSection[] = [
  {
    name: "Security requirements",
    metrics: [
      requirement("CR", "Confidentiality"),
      requirement("IR", "Integrity"),
      requirement("AR", "Availability"),
    ],
  },
  ...baseSections.map(({ name, metrics }) => ({
    name: `Modified: ${name.toLowerCase()}`,
    metrics: metrics.flatMap(modified),
  })),
];
