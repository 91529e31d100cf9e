import { monitorEventLoopDelay, performance } from "node:perf_hooks";

/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The middle of several runs; `between` undoes what a run has made. */
export async function median(
  runs: number,
  work: () => Promise<unknown>,
  between: () => Promise<unknown>,
): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    times.push(await timed(work));
    await between();
  }
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
}

/** The longest time in milliseconds for which nothing else could run while some work went on. */
export async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  await work();
  histogram.disable();
  return histogram.max / 1e6;
}

/** One line of the result: "name  12.3 ms | beside 45 ms | 3.7x (at least 3x)". */
export function line(name: string, ...parts: readonly string[]): void {
  console.log(`${name.padEnd(52)} ${parts.join("  |  ")}`);
}

export function milliseconds(value: number): string {
  return value >= 10_000 ? `${(value / 1000).toFixed(1)} s` : `${value.toFixed(0)} ms`;
}

export function ratio(value: number, target: string): string {
  return `${value.toFixed(value < 10 ? 2 : 0)}x (${target})`;
}
