import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  CHAINED_HOOK,
  HOOK_MARK,
  pushLockHook,
  pushPolicy,
  rewriteFile,
  rewriteRules,
  RULES_FILE,
  type RewriteRule,
} from "../embargo/pushLock.ts";
import { spellingsOf } from "../git/address.ts";
import { Config } from "../git/config.ts";
import type { Git } from "../git/git.ts";
import { ambientHooks, forwardHooks, hookText, writeHook } from "./hooks.ts";

export interface PushLock {
  readonly fork: string;
  readonly upstream: string;
  /** Where the clone lies in the end, when it is not there yet. */
  readonly finalPath: string;
  /** A linked work tree of it: git may be configured otherwise there. */
  readonly workTree?: string;
}

/** What of a clone's lock does not hold. */
export type LockGap =
  /** Push addresses and defaults: where a plain push goes. */
  | "configuration"
  /** What stops a push that asks no hook. */
  | "rewriting"
  /** git runs hooks from elsewhere, as after the clone was moved. */
  | "hooks-folder"
  /** The hook is missing, changed or can't be run. */
  | "hook";

/**
 * Makes the fork the only place that a clone pushes to: configuration and pre-push hook. Sets what
 * differs, so it also repairs. Hooks that the person has, in the clone or in a hooks folder of
 * their own, keep running.
 */
export async function lockPushes(
  git: Git,
  clone: string,
  lock: PushLock,
  signal?: AbortSignal,
): Promise<void> {
  const config = await Config.read(git, clone, signal);
  const hooks = join(clone, ".git", "hooks");
  const finalHooks = hooksFolderOf(lock);
  const ambient = await ambientHooks(git, clone, config, signal);
  for (const [key, value] of settingsOf(lock)) {
    if (holds(config, [key, [value]])) continue;
    await git.run(["config", "--local", "--replace-all", key, value], { cwd: clone, signal });
  }
  await rewrite(git, clone, lock, config, signal);
  await mkdir(hooks, { recursive: true });
  if (ambient !== undefined && ambient !== finalHooks) {
    await forwardHooks(ambient, hooks);
  }
  const hook = join(hooks, "pre-push");
  const present = await hookText(hook);
  if (present !== undefined && !present.includes(HOOK_MARK)) {
    await rename(hook, join(hooks, CHAINED_HOOK));
  }
  await writeHook(hook, pushLockHook(spellingsOf(lock.fork)));
  await clearWorkTree(git, lock.workTree ?? clone, lock, signal);
}

/** Takes back what a work tree's own configuration says otherwise: it is stronger than the clone's. */
async function clearWorkTree(
  git: Git,
  folder: string,
  lock: PushLock,
  signal: AbortSignal | undefined,
): Promise<void> {
  const at = { cwd: folder, signal };
  const config = await Config.read(git, folder, signal);
  const settings = settingsOf(lock).map(([key, value]) => [key, [value]] as const);
  const wrong = [...settings, ...rulesOf(lock)].filter((each) => !holds(config, each));
  if (wrong.length === 0) return;
  const path = ["rev-parse", "--path-format=absolute", "--git-path", "config.worktree"];
  const file = await git.text(path, at);
  for (const [key] of wrong) {
    // Fails where the file does not have the key, or is not there.
    await git.attempt(["config", "--file", file, "--unset-all", key], at);
  }
}

/** What of the lock does not hold now; changes nothing. */
export async function lockGaps(
  git: Git,
  clone: string,
  lock: PushLock,
  signal?: AbortSignal,
): Promise<readonly LockGap[]> {
  const config = await Config.read(git, lock.workTree ?? clone, signal);
  const hook = join(clone, ".git", "hooks", "pre-push");
  const isHook = (await hookText(hook)) === pushLockHook(spellingsOf(lock.fork));
  const gaps: Readonly<Record<LockGap, boolean>> = {
    configuration: pushPolicy(lock.fork, lock.upstream).some(
      ([key, value]) => !holds(config, [key, [value]]),
    ),
    rewriting: rulesOf(lock).some((rule) => !holds(config, rule)),
    "hooks-folder": config.get("core.hookspath") !== hooksFolderOf(lock),
    hook: !isHook || !(await isExecutable(hook)),
  };
  return (Object.keys(gaps) as LockGap[]).filter((gap) => gaps[gap]);
}

/** The rules stand in a file of their own beside the configuration, which includes it. */
async function rewrite(
  git: Git,
  clone: string,
  lock: PushLock,
  config: Config,
  signal: AbortSignal | undefined,
): Promise<void> {
  const rules = rulesOf(lock);
  if (rules.every((rule) => holds(config, rule))) return;
  await writeFile(join(clone, ".git", RULES_FILE), rewriteFile(rules));
  if (config.all("include.path").includes(RULES_FILE)) return;
  await git.run(["config", "--local", "--add", "include.path", RULES_FILE], { cwd: clone, signal });
}

function rulesOf({ fork, upstream }: PushLock): readonly RewriteRule[] {
  const prefixes = (address: string): readonly string[] => [
    ...new Set([address.replace(/(?:\.git)?\/*$/, ""), ...spellingsOf(address)]),
  ];
  return rewriteRules(prefixes(fork), prefixes(upstream));
}

/** What the configuration says besides the rules. */
function settingsOf(lock: PushLock): readonly (readonly [key: string, value: string])[] {
  return [...pushPolicy(lock.fork, lock.upstream), ["core.hookspath", hooksFolderOf(lock)]];
}

function hooksFolderOf({ finalPath }: PushLock): string {
  return join(finalPath, ".git", "hooks");
}

/** Addresses add up over git's files; of other keys the last value counts. */
function holds(config: Config, [key, values]: readonly [string, readonly string[]]): boolean {
  const all = config.all(key);
  const seen = /url$|insteadof$/.test(key) ? all : all.slice(-1);
  return seen.length === values.length && values.every((value, index) => seen[index] === value);
}

/** Windows knows no such mode: git runs a hook by its first line there. */
async function isExecutable(path: string): Promise<boolean> {
  return process.platform === "win32" || ((await stat(path)).mode & 0o100) !== 0;
}
