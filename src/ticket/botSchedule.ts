const HOUR_MS = 60 * 60 * 1000;

/** How long after the full hour a run of the bot may still be under way. */
const GRACE_MS = 10 * 60 * 1000;

/** So many runs without the effect, and something is wrong with the order or the bot. */
const PATIENCE_RUNS = 2;

/** The PSRT bot runs hourly at :00 UTC; the next time it does. */
export function nextBotRun(now: Date): Date {
  return new Date((Math.floor(now.getTime() / HOUR_MS) + 1) * HOUR_MS);
}

/**
 * Whether the bot has had two whole runs for something that stood there at `since`. An advisory's
 * last change is a safe `since`: whatever waits for the bot has waited at least from then on.
 */
export function isBotOverdue(since: Date, now: Date): boolean {
  const runs =
    Math.floor((now.getTime() - GRACE_MS) / HOUR_MS) - Math.floor(since.getTime() / HOUR_MS);
  return runs >= PATIENCE_RUNS;
}

/** "14:00", in the person's own time zone. */
export function clockTime(instant: Date): string {
  const digits = (value: number): string => String(value).padStart(2, "0");
  return `${digits(instant.getHours())}:${digits(instant.getMinutes())}`;
}
