import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isRunning } from "../base/isRunning.ts";

/**
 * Work that must leave nothing behind: runs in a folder of its own (mode 0700) inside `parent`,
 * which is removed at the end, whatever happens. What a crashed run left there is removed first.
 * @param purpose the folder's name starts with it; it must not tell anything.
 */
export async function inWorkFolder<T>(
  parent: string,
  purpose: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await removeLeftovers(parent, purpose);
  const folder = await mkdtemp(join(parent, `${purpose}-${process.pid}-`));
  try {
    return await work(folder);
  } finally {
    await remove(folder);
  }
}

/** Folders of processes that are no longer there; those of other running ones are in use. */
async function removeLeftovers(parent: string, purpose: string): Promise<void> {
  const names = await readdir(parent);
  // ".psrt-clone-4711-Xy12Za"
  const owned = new RegExp(`^${purpose.replaceAll(".", "\\.")}-(\\d+)-\\w{6}$`);
  for (const name of names) {
    const pid = owned.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) await remove(join(parent, name));
  }
}

/** A process that was just stopped may still hold a file for a moment. */
async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
