import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { systemCode } from "../../src/base/errors.ts";
import { isRunning } from "../../src/base/isRunning.ts";
import { cache } from "./folders.ts";

/**
 * The folder of one installed piece of the cache. A piece is made in a folder beside it and renamed
 * when it is whole, so a folder with the piece's name is always complete, whatever interrupted an
 * earlier run.
 */
export async function piece(
  name: string,
  install: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  await sweep();
  const unfinished = passingFolder(name);
  await mkdir(unfinished);
  try {
    await install(unfinished);
    await rename(unfinished, folder);
  } catch (error) {
    // Another run may have put the same piece in place meanwhile.
    if (!["ENOTEMPTY", "EEXIST"].includes(systemCode(error) ?? "") || !existsSync(folder)) {
      throw error;
    }
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}

const unfinishedPrefix = "unfinished-";

/** A folder of this run alone, which a later run removes if this one can't. */
export function passingFolder(name: string): string {
  return join(cache, `${unfinishedPrefix}${String(process.pid)}-${name}`);
}

/** Removes what runs that are no more left half done. */
export async function sweep(): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(unfinishedPrefix)) continue;
    const owner = Number.parseInt(name.slice(unfinishedPrefix.length), 10);
    if (!isRunning(owner)) await rm(join(cache, name), { recursive: true, force: true });
  }
}
