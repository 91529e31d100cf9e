import { errors } from "playwright-core";

/** How long the driver waits for what a person would see next, in milliseconds. */
export const patience = 60_000;

/**
 * Asks again and again until the answer is not undefined.
 *
 * @throws when that takes longer than a person would wait; `what` ends the sentence "Waited for".
 */
export async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** @throws when the work takes longer than a person would wait; `what` as above. */
export async function within(what: string, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited in vain for ${what}.`)), patience);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Undefined when Playwright waited in vain. */
export async function inTime(work: () => Promise<void>): Promise<true | undefined> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return undefined;
    throw error;
  }
}
