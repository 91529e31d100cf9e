import { messageOf } from "../../src/base/errors.ts";

/** The value in the middle. @throws when there is none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.floor(sorted.length / 2)],
  ];
  if (low === undefined || high === undefined) throw new Error("Nothing was measured.");
  return (low + high) / 2;
}

/** "1.23 s", "45 ms", "0.71 ms" */
export function time(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return `${milliseconds >= 10 ? milliseconds.toFixed(0) : milliseconds.toFixed(2)} ms`;
}

/** How many milliseconds something takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** What was found, line by line; a budget that was missed is said, and fails nothing. */
export class Figures {
  readonly #missed: string[] = [];
  readonly #unmeasured: string[] = [];

  heading(text: string): void {
    console.log(`\n${text}`);
  }

  /** A line without a budget. */
  line(what: string, found: string): void {
    console.log(`  ${what.padEnd(WIDTH)} ${found}`);
  }

  /** How many times quicker than the other. */
  faster(what: string, other: number, ours: number, atLeast: number): void {
    const ratio = other / ours;
    this.#judge(what, `${ratio.toFixed(1)} times faster`, `at least ${atLeast}`, ratio >= atLeast);
  }

  /** What ours costs in terms of the other. */
  costs(what: string, other: number, ours: number, atMost: number): void {
    const ratio = ours / other;
    this.#judge(what, `${ratio.toFixed(2)} times as much`, `at most ${atMost}`, ratio <= atMost);
  }

  /** Something that is to stay below a bound, in the same unit. */
  below(what: string, found: string, bound: string, isBelow: boolean): void {
    this.#judge(what, found, `below ${bound}`, isBelow);
  }

  exactly(what: string, found: string, wanted: string): void {
    this.#judge(what, found, wanted, found === wanted);
  }

  /** Measures one subject; what goes wrong in it is told, and the others still run. */
  async subject(heading: string, measure: () => Promise<void>): Promise<void> {
    this.heading(heading);
    try {
      await measure();
    } catch (error) {
      this.#unmeasured.push(heading);
      console.error(`  ✘ could not be measured: ${messageOf(error)}`);
    }
  }

  /** @returns whether everything could be measured. */
  summary(): boolean {
    const missed = this.#missed.length;
    console.log(missed === 0 ? "\nEvery budget is kept." : `\n${missed} budgets are missed:`);
    for (const what of this.#missed) console.log(`  ${what}`);
    for (const what of this.#unmeasured) console.log(`Not measured: ${what}`);
    return this.#unmeasured.length === 0;
  }

  #judge(what: string, found: string, budget: string, isKept: boolean): void {
    if (!isKept) this.#missed.push(`${what}: ${found}, budget ${budget}`);
    this.line(what, `${found} (budget: ${budget}) ${isKept ? "✔" : "✘ missed"}`);
  }
}

const WIDTH = 58;
