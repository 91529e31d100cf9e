const HOUR_MS = 60 * 60 * 1000;

/** The instant of the PSRT bot's next run: it acts on tickets once an hour, at the full hour of UTC. */
export function nextBotRun(now: Date): Date {
  return new Date((Math.floor(now.getTime() / HOUR_MS) + 1) * HOUR_MS);
}

/** "14:00", or "14:30" where the local time is half an hour off UTC's. */
export function clockTime(at: Date): string {
  const parts = [at.getHours(), at.getMinutes()];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
