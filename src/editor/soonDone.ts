import type { Dialogs } from "./dialogs.ts";

/**
 * Whether work ends before `patience`, counted anew from the answer to a dialog: what it took to get
 * there and to answer is not waited for.
 *
 * @param patience in milliseconds. @returns true also for work that fails.
 */
export async function isSoonDone(
  work: Promise<unknown>,
  dialogs: Pick<Dialogs, "answered">,
  patience: number,
): Promise<boolean> {
  const ended = work.then(isEnd, isEnd);
  for (;;) {
    if (await Promise.race([ended, later(patience)])) return true;
    if (!(await Promise.race([dialogs.answered(), ended]))) return false;
  }
}

function isEnd(): true {
  return true;
}

function later(milliseconds: number): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), milliseconds);
  });
}
