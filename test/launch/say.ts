/** One line for the person at the terminal. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Says `what` now, and every ten seconds how long it has been taking, until `work` settles. */
export async function whileSaying<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = Date.now();
  const elapsed = (): string => `${String(Math.round((Date.now() - started) / 1000))} s`;
  say(`${what} ...`);
  const timer = setInterval(() => {
    say(`${what} ... ${elapsed()}`);
  }, 10_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
