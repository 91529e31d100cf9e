/** The specification's qualitative severity rating. */
export type SeverityBand = "None" | "Low" | "Medium" | "High" | "Critical";

/** The band of a score from 0 to 10 (specification, table 22). */
export function bandOf(score: number): SeverityBand {
  if (score >= 9) return "Critical";
  if (score >= 7) return "High";
  if (score >= 4) return "Medium";
  return score > 0 ? "Low" : "None";
}

/** The word of the advisory e-mail's template, which has none for a score of 0. */
export const emailSeverities = ["LOW", "MEDIUM", "HIGH", "CRITICAL"] as const;

export type EmailSeverity = (typeof emailSeverities)[number];

/** GitHub's word for an advisory's severity, which has none for a score of 0. */
export type GithubSeverity = "low" | "medium" | "high" | "critical";

const WORDS = {
  None: undefined,
  Low: { email: "LOW", github: "low" },
  Medium: { email: "MEDIUM", github: "medium" },
  High: { email: "HIGH", github: "high" },
  Critical: { email: "CRITICAL", github: "critical" },
} as const satisfies Record<
  SeverityBand,
  { email: EmailSeverity; github: GithubSeverity } | undefined
>;

export function emailSeverity(band: SeverityBand): EmailSeverity | undefined {
  return WORDS[band]?.email;
}

export function githubSeverity(band: SeverityBand): GithubSeverity | undefined {
  return WORDS[band]?.github;
}
