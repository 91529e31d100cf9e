/** How many tests of a suite passed and failed. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Names the environment variable that holds the file into which mocha's counts go. */
export const countsVariable = "PSRT_COUNTS";
