import { isCancellation } from "../base/errors.ts";
import type { Git } from "../git/git.ts";
import { PublicClone } from "../git/publicClone.ts";
import type { Project } from "../ticket/project.ts";

/**
 * The first of the folders that is a clone of the project or of a fork of it; absolute paths.
 * Undefined when none is.
 *
 * @throws {CancelledError}
 */
export async function findPublicClone(
  git: Git,
  project: Project,
  upstream: string,
  folders: readonly string[],
  signal?: AbortSignal,
): Promise<string | undefined> {
  for (const folder of folders) {
    try {
      const clone = await PublicClone.open(git, folder, signal);
      if (clone.isOf(upstream, project.repository.repo)) return folder;
    } catch (error) {
      // A folder that git can't read is no clone; anything else would be the caller's to hear.
      if (isCancellation(error)) throw error;
    }
  }
  return undefined;
}
