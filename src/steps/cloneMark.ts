import { randomBytes } from "node:crypto";
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { systemCode } from "../base/errors.ts";
import { asRecord, asString } from "../base/shape.ts";
import { sameAddress } from "../git/address.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import { parseTicketRef } from "../ticket/ticketRef.ts";

/** What tells a window that it shows a private clone. */
export interface CloneMark {
  readonly ticket: TicketRef;
  /** Addresses that git can fetch from. */
  readonly fork: string;
  readonly upstream: string;
}

/** A private clone, found from a folder of it. */
export interface MarkedClone extends CloneMark {
  /** Absolute path of its main work tree; the folder itself may be a linked one. */
  readonly path: string;
}

/** In `.git`, where git never looks and `git clean` never goes; package.json wakes us by its path. */
export const MARK_FILE = "psrt-private-clone.json";

/** @param clone absolute path of the main work tree. */
export async function markClone(
  clone: string,
  { ticket, fork, upstream }: CloneMark,
): Promise<void> {
  const { repository, ghsaId } = ticket;
  const text = JSON.stringify({ ticket: { repository, ghsaId }, fork, upstream }, undefined, 2);
  await writeWhole(join(clone, ".git", MARK_FILE), `${text}\n`);
}

/** Undefined for any other folder. The file may come from anybody, so its parts are checked. */
export async function markedClone(folder: string): Promise<MarkedClone | undefined> {
  const gitFolder = await commonGitFolder(folder);
  if (gitFolder === undefined || basename(gitFolder) !== ".git") return undefined;
  const text = await textOf(join(gitFolder, MARK_FILE));
  let data;
  try {
    data = asRecord(JSON.parse(text ?? "null"));
  } catch {
    return undefined;
  }
  const ticket = parseTicketRef(data?.["ticket"]);
  const fork = asAddress(data?.["fork"]);
  const upstream = asAddress(data?.["upstream"]);
  if (ticket === undefined || fork === undefined || upstream === undefined) return undefined;
  if (sameAddress(fork, upstream)) return undefined;
  return { path: dirname(gitFolder), ticket, fork, upstream };
}

/** Follows a linked worktree's `.git` file: "gitdir: /clone/.git/worktrees/name". */
async function commonGitFolder(folder: string): Promise<string | undefined> {
  const git = join(folder, ".git");
  try {
    if ((await stat(git)).isDirectory()) return git;
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
  const [, target] =
    /^gitdir: (.+?)[/\\]worktrees[/\\][^/\\]+$/m.exec((await textOf(git)) ?? "") ?? [];
  return target === undefined ? undefined : resolve(folder, target);
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}

/** One line without control characters, and no option of git's. */
function asAddress(value: unknown): string | undefined {
  const text = asString(value) ?? "";
  return text.length <= 1000 && /^[^-\s\p{Cc}][^\p{Cc}]*$/u.test(text) ? text : undefined;
}

/** Replaces a file whole or not at all. */
export async function writeWhole(path: string, text: string, mode = 0o666): Promise<void> {
  const fresh = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    await writeFile(fresh, text, { flag: "wx", mode });
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}
