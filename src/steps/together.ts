import { isCancellation } from "../base/errors.ts";

/**
 * Runs tasks at once. When one fails the others are cancelled, and all have ended before the
 * failure is thrown, so that none still writes.
 */
export async function together<P extends readonly Promise<unknown>[]>(
  signal: AbortSignal | undefined,
  tasks: (signal: AbortSignal) => readonly [...P],
): Promise<{ -readonly [K in keyof P]: Awaited<P[K]> }> {
  const stop = new AbortController();
  const both = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const running = tasks(both);
  try {
    return await Promise.all(running);
  } catch (first) {
    stop.abort();
    const ends = await Promise.allSettled(running);
    const reasons = ends.flatMap((end): unknown[] =>
      end.status === "rejected" ? [end.reason] : [],
    );
    throw isCancellation(first)
      ? (reasons.find((reason) => !isCancellation(reason)) ?? first)
      : first;
  }
}
