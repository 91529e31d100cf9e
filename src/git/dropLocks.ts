import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { systemCode } from "../base/errors.ts";

/** Lock files that a killed git has left in a folder. @returns whether the folder is there. */
export async function dropLocks(folder: string): Promise<boolean> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return false;
    throw error;
  }
  const locks = names.filter((name) => name.endsWith(".lock"));
  await Promise.all(locks.map((name) => rm(join(folder, name), { force: true })));
  return true;
}
