import type { Clock } from "../../src/base/clock.ts";

/**
 * The sandbox's time. From a fixed start it stands still until moved; from "now" it runs with the
 * machine's clock, shifted by what it was set or advanced.
 */
export class SandboxClock implements Clock {
  #fixed: number | undefined;
  #shift = 0;

  constructor(start: Date | "now") {
    this.#fixed = start === "now" ? undefined : start.getTime();
  }

  now(): Date {
    return new Date((this.#fixed ?? Date.now()) + this.#shift);
  }

  set(instant: Date): void {
    this.advance(instant.getTime() - this.now().getTime());
  }

  /** @param milliseconds may be negative */
  advance(milliseconds: number): void {
    this.#shift += milliseconds;
  }
}

/** An instant the way GitHub writes it: UTC, whole seconds. */
export function timestamp(instant: Date): string;
export function timestamp(instant: Date | null): string | null;
export function timestamp(instant: Date | null): string | null {
  return instant === null ? null : instant.toISOString().replace(/\.\d{3}Z$/, "Z");
}
