import { randomBytes } from "node:crypto";
import { link, mkdir, readdir, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { systemCode } from "../base/errors.ts";
import type { Git } from "../git/git.ts";
import { GitError } from "../git/gitError.ts";
import { PublicClone } from "../git/publicClone.ts";

/**
 * Where a private clone's objects come from: the public clone's, by hard links; the public clone's,
 * borrowed, so that it must stay; the fork, file contents only when needed; the fork, all at once.
 */
export type CloneWay = "hard-linked" | "reference" | "blobless" | "full";

/** The ways that are open, best first. Borrowing is never taken unasked. */
export interface CloneWays {
  readonly ways: readonly [CloneWay, ...CloneWay[]];
  /** Hard links can't reach the target from a public clone that could be borrowed from. */
  readonly otherFileSystem: boolean;
}

/**
 * Finds out by trying whether hard links reach from the public clone to where the private one will
 * be. A partial or shallow clone has too little to be worth it.
 * @param target absolute path that the clone will have; its parent is made when missing.
 * @throws {CancelledError}
 */
export async function cloneWays(
  git: Git,
  publicClone: string | undefined,
  target: string,
  signal?: AbortSignal,
): Promise<CloneWays> {
  const source = await usableSource(git, publicClone, signal);
  if (source === undefined) return { ways: ["blobless", "full"], otherFileSystem: false };
  return (await canLink(dirname(source.objects), dirname(target)))
    ? { ways: ["hard-linked", "blobless", "reference", "full"], otherFileSystem: false }
    : { ways: ["reference", "blobless", "full"], otherFileSystem: true };
}

/** The public clone, when its objects are whole. */
export async function usableSource(
  git: Git,
  publicClone: string | undefined,
  signal?: AbortSignal,
): Promise<PublicClone | undefined> {
  if (publicClone === undefined) return undefined;
  try {
    const source = await PublicClone.open(git, publicClone, signal);
    return source.isShallow || source.config.promisor !== undefined ? undefined : source;
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

/** Links a file and takes the link away; git links all of them. */
async function canLink(gitFolder: string, folder: string): Promise<boolean> {
  const file = await anyObject(join(gitFolder, "objects"));
  if (file === undefined) return false;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const trial = join(folder, `.psrt-link-${randomBytes(6).toString("hex")}`);
  try {
    await link(file, trial);
    await unlink(trial);
    return true;
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return false;
  }
}

async function anyObject(objects: string): Promise<string | undefined> {
  for (const name of await readdir(objects)) {
    if (name !== "pack" && !/^[0-9a-f]{2}$/.test(name)) continue;
    const [file] = await readdir(join(objects, name));
    if (file !== undefined) return join(objects, name, file);
  }
  return undefined;
}
