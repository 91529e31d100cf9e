import { lstat, readdir, readFile, realpath, rm, rmdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { systemCode } from "../base/errors.ts";
import { ticketKey, type TicketRef } from "../ticket/ticket.ts";
import { checksFolder } from "./checkTree.ts";
import { MARK_FILE, markedClone } from "./cloneMark.ts";

/** Beside the mark while a clone is being removed: what it held was seen and given up. */
const REMOVING = "psrt-removing";

export type CloneState =
  | "absent"
  /** Ours, and whole. */
  | "whole"
  /** Ours; an earlier removal did not come to its end. */
  | "half-removed"
  /** Something that was not made for this ticket, or is reached by a symbolic link. */
  | "foreign";

/** What lies at the place of a ticket's private clone. @param path absolute. */
export async function cloneState(path: string, ticket: TicketRef): Promise<CloneState> {
  const kind = await kindOf(path);
  if (kind === undefined) return "absent";
  if (kind !== "folder" || (await realpath(path)) !== (await realParent(path))) return "foreign";
  const git = join(path, ".git");
  if ((await kindOf(git)) === "folder") {
    const mark = (await kindOf(join(git, MARK_FILE))) === "file" && (await markedClone(path));
    if (mark && ticketKey(mark.ticket) === ticketKey(ticket)) {
      return (await kindOf(join(git, REMOVING))) === undefined ? "whole" : "half-removed";
    }
  }
  return (await isEmptyShell(path)) ? "half-removed" : "foreign";
}

/**
 * Removes a clone of that state, its mark last, so that a removal which is cut short can be taken
 * up. Symbolic links are removed, never followed.
 */
export async function removeClone(path: string, ticket: TicketRef): Promise<void> {
  const state = await cloneState(path, ticket);
  if (state !== "whole" && state !== "half-removed") return;
  const git = join(path, ".git");
  if ((await kindOf(git)) === "folder" && !(await isEmptyShell(path))) {
    await writeFile(join(git, REMOVING), "");
    await removeAllBut(path, [".git"]);
    await removeAllBut(git, [MARK_FILE, REMOVING]);
    await rm(join(git, MARK_FILE), { force: true });
    await rm(join(git, REMOVING), { force: true });
  }
  await rmdir(git).catch(ignoreMissing);
  await rmdir(path);
}

/** The linked work trees that checks have made, each known by where its `.git` file leads. */
export async function ownTrees(clone: string): Promise<readonly string[]> {
  const folder = checksFolder(clone);
  if ((await kindOf(folder)) !== "folder") return [];
  // git writes the path without symbolic links, or one from the work tree.
  const owners = [clone, await realParent(clone)].map((path) => join(path, ".git"));
  const found: string[] = [];
  for (const name of await readdir(folder)) {
    const tree = join(folder, name);
    if ((await kindOf(tree)) !== "folder") continue;
    if ((await kindOf(join(tree, ".git"))) !== "file") continue;
    const text = await readFile(join(tree, ".git"), "utf8");
    // "gitdir: /clone/.git/worktrees/3.13"
    const [, target] = /^gitdir: (.+?)[/\\]worktrees[/\\][^/\\\n]+\n?$/.exec(text) ?? [];
    if (target !== undefined && owners.includes(resolve(tree, target))) found.push(tree);
  }
  return found;
}

/** Removes the checks' work trees, and their folder when nothing else is in it. */
export async function removeTrees(clone: string): Promise<void> {
  for (const tree of await ownTrees(clone)) {
    await removeAllBut(tree, [".git"]);
    await rm(tree, { recursive: true, force: true });
  }
  await rmdir(checksFolder(clone)).catch((error: unknown) => {
    if (systemCode(error) !== "ENOTEMPTY" && systemCode(error) !== "ENOTDIR") ignoreMissing(error);
  });
}

async function removeAllBut(folder: string, kept: readonly string[]): Promise<void> {
  for (const name of await readdir(folder)) {
    if (kept.includes(name)) continue;
    const options = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 };
    await rm(join(folder, name), options);
  }
}

/** A folder with nothing but an empty `.git` in it. */
async function isEmptyShell(path: string): Promise<boolean> {
  const names = await readdir(path);
  if (names.length !== 1 || names[0] !== ".git") return false;
  const git = join(path, ".git");
  if ((await kindOf(git)) !== "folder") return false;
  return (await readdir(git)).every((name) => name === REMOVING);
}

/** The path with its parent's symbolic links resolved: those were there before us. */
async function realParent(path: string): Promise<string> {
  return join(await realpath(dirname(path)), basename(path));
}

async function kindOf(path: string): Promise<"folder" | "file" | "other" | undefined> {
  try {
    const stat = await lstat(path);
    return stat.isDirectory() ? "folder" : stat.isFile() ? "file" : "other";
  } catch (error) {
    ignoreMissing(error);
    return undefined;
  }
}

function ignoreMissing(error: unknown): void {
  if (systemCode(error) !== "ENOENT") throw error;
}
