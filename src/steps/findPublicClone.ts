import type { Git } from "../git/git.ts";
import { GitError, type GitReason } from "../git/gitError.ts";
import { PublicClone } from "../git/publicClone.ts";
import { requireGit } from "../git/version.ts";
import type { Project } from "../ticket/project.ts";
import { gitTrouble } from "./gitTrouble.ts";

const NO_CLONE: ReadonlySet<GitReason> = new Set([
  "no-folder",
  "not-a-repository",
  "foreign-owner",
]);

/** ".../python/cpython-ghsa-7hm9-x2qv-3cwr.git" */
const PRIVATE_FORK = /-ghsa(?:-[0-9a-z]{4}){3}/i;

/**
 * The first of the folders that is a clone of the project or of a fork of it; absolute paths.
 * Undefined when none is. A private clone, which fetches from the project too, is none.
 *
 * @throws {HumanError} when git is missing or too old. @throws {CancelledError}
 */
export async function findPublicClone(
  git: Git,
  project: Project,
  upstream: string,
  folders: readonly string[],
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    if (folders.length > 0) await requireGit(git);
    for (const folder of folders) {
      const clone = await openIfClone(git, folder, signal);
      if (clone === undefined || isPrivate(clone)) continue;
      if (clone.isOf(upstream, project.repository.repo)) return folder;
    }
    return undefined;
  } catch (error) {
    throw gitTrouble(error);
  }
}

async function openIfClone(
  git: Git,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<PublicClone | undefined> {
  try {
    return await PublicClone.open(git, folder, signal);
  } catch (error) {
    if (error instanceof GitError && NO_CLONE.has(error.reason)) return undefined;
    throw error;
  }
}

function isPrivate({ config }: PublicClone): boolean {
  return config.remotes().some(({ fetchUrl }) => PRIVATE_FORK.test(fetchUrl));
}
