import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { HumanError } from "../base/errors.ts";
import { whileLocked } from "../base/fileLock.ts";
import {
  CLONE,
  COMPARABLE,
  forwardSlashes,
  GUARD_MARK,
  guardHook,
  PRIVATE_REFS,
  PROJECT_BRANCH,
  PROJECT_REFS,
} from "../embargo/publicGuard.ts";
import { CHAINED_HOOK } from "../embargo/pushLock.ts";
import type { Git } from "../git/git.ts";
import { GitError } from "../git/gitError.ts";
import { filePatchIds } from "../git/patchIds.ts";
import { PublicClone } from "../git/publicClone.ts";
import { ticketKey, type Ticket } from "../ticket/ticket.ts";
import { writeWhole } from "./cloneMark.ts";
import { gitTrouble } from "./gitTrouble.ts";
import { ambientHooks, forwardHooks, hookText, writeHook } from "./hooks.ts";
import type { Ask, Plan, Records } from "./ports.ts";

export interface PublicGuardPorts {
  readonly git: Git;
  readonly ask: Ask;
  readonly signal?: AbortSignal;
}

/** Absolute path of the file that the hooks of all guarded public clones read. */
export function guardList(storage: string): string {
  return join(storage, "embargo", "patch-ids");
}

/** Whether any guard was put in that reads the list. */
export async function embargoListInUse(list: string): Promise<boolean> {
  return (await hookText(list)) !== undefined;
}

/** Whether a public clone has the guard. @throws {HumanError} */
export async function isGuarded(git: Git, publicClone: string): Promise<boolean> {
  try {
    const clone = await PublicClone.open(git, publicClone);
    const hooks = join(dirname(clone.objects), "hooks");
    return (await hookText(join(hooks, "pre-push")))?.includes(GUARD_MARK) === true;
  } catch (error) {
    throw gitTrouble(error);
  }
}

/**
 * Puts a pre-push hook into a public clone on a yes. Hooks that the person has keep running.
 * @returns whether it is there at the end.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function guardPublicClone(
  { git, ask, signal }: PublicGuardPorts,
  publicClone: string,
  list: string,
): Promise<boolean> {
  try {
    const clone = await PublicClone.open(git, publicClone, signal);
    const hooks = join(dirname(clone.objects), "hooks");
    const hook = join(hooks, "pre-push");
    const text = guardHook(list);
    if (!(await ask.confirm(planOf(hook, text), signal))) return false;
    const ambient = await ambientHooks(git, publicClone, clone.config, signal);
    await mkdir(hooks, { recursive: true });
    if (ambient !== undefined && ambient !== hooks) {
      await forwardHooks(ambient, hooks);
      await git.run(["config", "--local", "--replace-all", "core.hooksPath", hooks], {
        cwd: publicClone,
        signal,
      });
    }
    const present = await hookText(hook);
    if (present !== undefined && !present.includes(GUARD_MARK)) {
      await rename(hook, join(hooks, CHAINED_HOOK));
    }
    await writeHook(hook, text);
    return true;
  } catch (error) {
    throw gitTrouble(error);
  }
}

/** Takes the guard away again; the hook that was there before comes back. @throws {HumanError} */
export async function unguardPublicClone(git: Git, publicClone: string): Promise<void> {
  try {
    const clone = await PublicClone.open(git, publicClone);
    const hooks = join(dirname(clone.objects), "hooks");
    const hook = join(hooks, "pre-push");
    if ((await hookText(hook))?.includes(GUARD_MARK) !== true) return;
    const chained = join(hooks, CHAINED_HOOK);
    if ((await hookText(chained)) === undefined) await rm(hook);
    else await rename(chained, hook);
    const local = ["config", "--local", "--get", "core.hooksPath"];
    const { stdout } = await git.attempt(local, { cwd: publicClone });
    if (stdout.toString("utf8").trim() === hooks) {
      await git.run(["config", "--local", "--unset-all", "core.hooksPath"], { cwd: publicClone });
    }
  } catch (error) {
    throw gitTrouble(error);
  }
}

function planOf(hook: string, text: string): Plan {
  return {
    title: "Guard this public clone against pushes of embargoed changes?",
    writes: [
      {
        target: hook,
        audience: "YOU",
        text: `${text}\nA hook that is there keeps running after it. “git push --no-verify” passes it by.`,
      },
    ],
    yes: "Guard",
  };
}

export interface EmbargoListPorts {
  readonly git: Git;
  readonly records: Records;
  readonly signal?: AbortSignal;
}

export interface EmbargoListing {
  /** How many changes are held back. */
  readonly held: number;
  /** How many clones could not be read. */
  readonly unread: number;
}

/** Milliseconds to wait for who writes it, and reads all private clones for that. */
const PATIENCE = 60_000;

/**
 * Brings up to date which changes may not be pushed from guarded public clones: those of the private
 * clones of open tickets that were not released. The hook asks these clones itself at a push; what
 * is written down here is for when they are gone. What can't be read now stays held back as before:
 * a ticket that is not among the given ones, a private clone that git can't read or that was purged.
 * Windows do it one after the other, so that what was known earlier never comes last.
 * @param tickets as they were read from GitHub just now.
 */
export function writeEmbargoList(
  ports: EmbargoListPorts,
  list: string,
  tickets: readonly Ticket[],
): Promise<EmbargoListing> {
  const busy = (): HumanError =>
    new HumanError(
      "What guarded public clones may not push is being written down in another window.",
      "Try again.",
    );
  const work = (): Promise<EmbargoListing> => writeListing(ports, list, tickets);
  return whileLocked({ path: `${list}.lock`, wait: PATIENCE, busy }, work);
}

async function writeListing(
  { git, records, signal }: EmbargoListPorts,
  list: string,
  tickets: readonly Ticket[],
): Promise<EmbargoListing> {
  const given = new Map(tickets.map((ticket) => [ticketKey(ticket), ticket]));
  const before = ((await hookText(list)) ?? "").split("\n").filter((line) => line !== "");
  const lines = new Set(before.filter((line) => !given.has(keyIn(line))));
  let unread = 0;
  for (const [key, ticket] of given) {
    const { privateClone, releasedAt } = await records.read(ticket);
    const isOpen = ticket.state === "triage" || ticket.state === "draft";
    if (!isOpen || typeof releasedAt === "string") continue;
    const ids =
      privateClone === undefined ? undefined : await privateChanges(git, privateClone, signal);
    if (ids === undefined) {
      const known = before.filter((line) => keyIn(line) === key && !isClone(line));
      for (const line of known) lines.add(line);
    }
    for (const id of ids ?? []) lines.add(`${id} ${key}`);
    if (privateClone === undefined) continue;
    lines.add(`${CLONE} ${key} ${forwardSlashes(privateClone)}`);
    if (ids === undefined) unread += 1;
  }
  await writeWhole(list, [...lines].map((line) => `${line}\n`).join(""), 0o600);
  return { held: [...lines].filter((line) => !isClone(line)).length, unread };
}

/** "<patch id> python/cpython GHSA-…", "clone python/cpython GHSA-… /path" */
function keyIn(line: string): string {
  return line.split(" ", 3).slice(1).join(" ");
}

function isClone(line: string): boolean {
  return line.startsWith(`${CLONE} `);
}

/**
 * Each file's change in each private commit, and in each branch as a whole; the hook does the same.
 * Undefined when git can't read the clone.
 */
async function privateChanges(
  git: Git,
  clone: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[] | undefined> {
  const at = { cwd: clone, signal };
  const list = async (...args: readonly string[]): Promise<readonly string[]> =>
    (await git.text(args, at)).split("\n").filter((line) => line !== "");
  const refs = (format: string, ...prefixes: readonly string[]): Promise<readonly string[]> =>
    list("for-each-ref", `--format=%(${format})`, ...prefixes);
  try {
    const upstream = await refs("refname:lstrip=3", PROJECT_REFS);
    const copies = (await refs("refname:lstrip=3", "refs/remotes/origin/")).filter(
      (name) => new RegExp(`^(?:${PROJECT_BRANCH})$`).test(name) && !upstream.includes(name),
    );
    const project = [
      ...upstream.map((name) => `${PROJECT_REFS}${name}`),
      ...copies.map((name) => `refs/remotes/origin/${name}`),
    ];
    if (project.length === 0) return undefined;
    const every = [...PRIVATE_REFS.map((each) => `--glob=${each}`), "HEAD", "--not", ...project];
    const log = ["log", "--format=commit %H", "--patch", ...COMPARABLE, ...every];
    const found = [await filePatchIds(git, clone, log, signal)];
    const commits = new Set(await list("rev-list", ...every));
    const tips = [
      ...(await refs("objectname", ...PRIVATE_REFS)),
      await git.text(["rev-parse", "HEAD"], at),
    ];
    for (const tip of new Set(tips.filter((each) => commits.has(each)))) {
      const base = await git.attempt(["merge-base", tip, ...project], at);
      if (base.exitCode !== 0) continue;
      const from = base.stdout.toString("utf8").trim();
      found.push(await filePatchIds(git, clone, ["diff", ...COMPARABLE, from, tip], signal));
    }
    return found.flat();
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
