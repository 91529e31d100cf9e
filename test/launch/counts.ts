/** How many tests of a suite passed and failed. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Of each failed test its name and the first line of what went wrong. */
  readonly failures: readonly string[];
}

/** A line of `failures`. */
export function failureLine(title: string, error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return `${title}: ${text.trim().split("\n", 1)[0] ?? ""}`;
}

/** Names the environment variable that holds the file into which mocha's counts go. */
export const countsVariable = "PSRT_COUNTS";
