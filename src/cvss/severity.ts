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

const EMAIL_WORDS: Readonly<Record<SeverityBand, EmailSeverity | undefined>> = {
  None: undefined,
  Low: "LOW",
  Medium: "MEDIUM",
  High: "HIGH",
  Critical: "CRITICAL",
};

export function emailSeverity(band: SeverityBand): EmailSeverity | undefined {
  return EMAIL_WORDS[band];
}
