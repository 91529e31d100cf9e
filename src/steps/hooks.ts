import { chmod, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { systemCode } from "../base/errors.ts";
import { CHAINED_HOOK, forwardingHook, OUR_HOOK } from "../embargo/pushLock.ts";
import type { Config } from "../git/config.ts";
import type { Git } from "../git/git.ts";

/**
 * Lets the hooks of a folder run from ours; a pre-push one runs after the lock. Hooks of ours there
 * are those of the clone before it was copied, which has them all.
 */
export async function forwardHooks(from: string, hooks: string): Promise<void> {
  for (const name of await namesIn(from)) {
    if (name.includes(".") || !(await isFile(join(from, name)))) continue;
    const hook = join(hooks, name === "pre-push" ? CHAINED_HOOK : name);
    const isOurs = (await hookText(join(from, name)))?.includes(OUR_HOOK) === true;
    if (!isOurs && (await hookText(hook)) === undefined) {
      await writeHook(hook, forwardingHook(join(from, name).replaceAll("\\", "/")));
    }
  }
}

/** Absolute path of the hooks folder that the configuration names; git expands "~" in it. */
export async function ambientHooks(
  git: Git,
  clone: string,
  config: Config,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  if (config.get("core.hookspath") === undefined) return undefined;
  const args = ["config", "--type=path", "--get", "core.hooksPath"];
  return resolve(clone, await git.text(args, { cwd: clone, signal }));
}

export async function writeHook(path: string, text: string): Promise<void> {
  await writeFile(path, text);
  await chmod(path, 0o755);
}

/** Undefined when there is no such hook. */
export async function hookText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === "ENOENT" || systemCode(error) === "ENOTDIR") return [];
    throw error;
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (systemCode(error) === "ENOENT") return false;
    throw error;
  }
}
