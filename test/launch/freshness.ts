import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** Whether `target` is newer than every one of the files and folders (with all in them). */
export async function isFresh(target: string, sources: readonly string[]): Promise<boolean> {
  const made = await modified(target);
  if (made === undefined) return false;
  const times = await Promise.all(sources.map(newestIn));
  return times.every((time) => time < made);
}

/** In milliseconds since 1970; infinity for what is not there. */
async function newestIn(path: string): Promise<number> {
  const own = await modified(path);
  if (own === undefined) return Number.POSITIVE_INFINITY;
  if (!(await stat(path)).isDirectory()) return own;
  const names = await readdir(path, { recursive: true });
  const times = await Promise.all(names.map((name) => modified(join(path, name))));
  return Math.max(own, ...times.map((time) => time ?? Number.POSITIVE_INFINITY));
}

async function modified(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}
