/** The present, passed in wherever time matters, so that tests choose it. */
export interface Clock {
  now(): Date;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };

/** A day of 24 elapsed hours in milliseconds; deadlines count these, not calendar days. */
export const DAY_MS = 24 * 60 * 60 * 1000;
