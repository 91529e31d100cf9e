import { chmod, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { systemCode } from "../base/errors.ts";
import {
  CHAINED_HOOK,
  forwardingHook,
  HOOK_MARK,
  pushLockHook,
  pushPolicy,
} from "../embargo/pushLock.ts";
import { spellingsOf } from "../git/address.ts";
import { Config } from "../git/config.ts";
import type { Git } from "../git/git.ts";

export interface PushLock {
  readonly fork: string;
  readonly upstream: string;
  /** Where the clone lies in the end, when it is not there yet. */
  readonly finalPath: string;
}

/**
 * Makes the fork the only place that a clone pushes to: configuration and pre-push hook. Sets what
 * differs, so it also repairs. Hooks that the person has, in the clone or in a hooks folder of
 * their own, keep running.
 */
export async function lockPushes(
  git: Git,
  clone: string,
  { fork, upstream, finalPath }: PushLock,
  signal?: AbortSignal,
): Promise<void> {
  const config = await Config.read(git, clone, signal);
  const hooks = join(clone, ".git", "hooks");
  const finalHooks = join(finalPath, ".git", "hooks");
  const ambientHooks = await hooksFolder(git, clone, config, signal);
  const policy = [...pushPolicy(fork, upstream), ["core.hookspath", finalHooks] as const];
  for (const [key, value] of policy) {
    const values = config.all(key);
    if (values.length === 1 && values[0] === value) continue;
    await git.run(["config", "--local", "--replace-all", key, value], { cwd: clone, signal });
  }
  await mkdir(hooks, { recursive: true });
  if (ambientHooks !== undefined && ambientHooks !== finalHooks) {
    await forward(ambientHooks, hooks);
  }
  const hook = join(hooks, "pre-push");
  const present = await contentOf(hook);
  if (present !== undefined && !present.includes(HOOK_MARK)) {
    await rename(hook, join(hooks, CHAINED_HOOK));
  }
  await writeHook(hook, pushLockHook(spellingsOf(fork)));
}

/** Lets the hooks of a folder run from ours; a pre-push one runs after the lock. */
async function forward(from: string, hooks: string): Promise<void> {
  for (const name of await namesIn(from)) {
    if (name.includes(".")) continue;
    const hook = join(hooks, name === "pre-push" ? CHAINED_HOOK : name);
    if ((await contentOf(hook)) === undefined) {
      await writeHook(hook, forwardingHook(join(from, name).replaceAll("\\", "/")));
    }
  }
}

/** The hooks folder that the configuration names; git expands "~" in it. */
async function hooksFolder(
  git: Git,
  clone: string,
  config: Config,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  if (config.get("core.hookspath") === undefined) return undefined;
  const args = ["config", "--type=path", "--get", "core.hooksPath"];
  return resolve(clone, await git.text(args, { cwd: clone, signal }));
}

async function writeHook(path: string, text: string): Promise<void> {
  await writeFile(path, text);
  await chmod(path, 0o755);
}

async function contentOf(path: string): Promise<string | undefined> {
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
