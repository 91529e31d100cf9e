import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { COMPARABLE, GUARD_MARK, guardHook } from "../embargo/publicGuard.ts";
import { CHAINED_HOOK } from "../embargo/pushLock.ts";
import type { Git } from "../git/git.ts";
import { GitError } from "../git/gitError.ts";
import { filePatchIds } from "../git/patchIds.ts";
import { PublicClone } from "../git/publicClone.ts";
import { projectOf } from "../ticket/project.ts";
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

/**
 * Brings up to date which changes may not be pushed from guarded public clones: those of the private
 * clones of open tickets that were not released. What can't be read now stays held back as before:
 * a ticket that is not among the given ones, a private clone that git can't read.
 * @param tickets as they were read from GitHub just now.
 * @returns how many changes are held back, and how many clones could not be read.
 */
export async function writeEmbargoList(
  { git, records, signal }: EmbargoListPorts,
  list: string,
  tickets: readonly Ticket[],
): Promise<{ readonly held: number; readonly unread: number }> {
  const given = new Map(tickets.map((ticket) => [ticketKey(ticket), ticket]));
  // "<patch id> python/cpython GHSA-…"; the hook reads the first word.
  const before = ((await hookText(list)) ?? "").split("\n").filter((line) => line !== "");
  const lines = new Set(before.filter((line) => !given.has(line.slice(41))));
  let unread = 0;
  for (const [key, ticket] of given) {
    const { privateClone, releasedAt } = await records.read(ticket);
    const isOpen = ticket.state === "triage" || ticket.state === "draft";
    if (!isOpen || privateClone === undefined || typeof releasedAt === "string") continue;
    const mainBranch = projectOf(ticket.repository)?.mainBranch ?? "main";
    try {
      const ids = await privateChanges(git, privateClone, mainBranch, signal);
      for (const id of ids) lines.add(`${id} ${key}`);
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      for (const line of before.filter((line) => line.slice(41) === key)) lines.add(line);
      unread += 1;
    }
  }
  await mkdir(dirname(list), { recursive: true, mode: 0o700 });
  await writeWhole(list, [...lines].map((line) => `${line}\n`).join(""), 0o600);
  return { held: lines.size, unread };
}

/** Each file's change in each private commit, and in each branch as a whole. */
async function privateChanges(
  git: Git,
  clone: string,
  branch: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const format = ["for-each-ref", "--format=%(refname)"];
  const refs = async (...patterns: readonly string[]): Promise<readonly string[]> => {
    const text = await git.text([...format, ...patterns], { cwd: clone, signal });
    return text.split("\n").filter((name) => name !== "");
  };
  const upstream = await refs("refs/remotes/upstream/");
  const main = `refs/remotes/origin/${branch}`;
  const known = upstream.length > 0 ? upstream : [main];
  const branches = await refs("refs/heads/", "refs/remotes/origin/");
  const log = ["log", "--format=commit %H", "--patch", ...COMPARABLE, ...branches];
  const found = [await filePatchIds(git, clone, [...log, "--not", ...known], signal)];
  for (const each of branches) {
    const base = await git.attempt(["merge-base", each, known[0] ?? main], {
      cwd: clone,
      signal,
    });
    const from = base.stdout.toString("utf8").trim();
    if (base.exitCode !== 0 || from === "") continue;
    found.push(await filePatchIds(git, clone, ["diff", ...COMPARABLE, from, each], signal));
  }
  return found.flat();
}
