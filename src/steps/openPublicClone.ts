import { HumanError } from "../base/errors.ts";
import type { Git } from "../git/git.ts";
import { PublicClone } from "../git/publicClone.ts";
import type { Project } from "../ticket/project.ts";
import { gitTrouble } from "./gitTrouble.ts";

/** @throws {HumanError} for a folder that is no clone of the project with its history. */
export async function openPublicClone(
  git: Git,
  publicClone: string,
  { name, repository }: Project,
  upstream: string,
  signal?: AbortSignal,
): Promise<PublicClone> {
  const next = `Clone your fork of ${repository.owner}/${repository.repo}, or choose the folder of such a clone.`;
  const clone = await PublicClone.open(git, publicClone, signal).catch((error: unknown) => {
    throw gitTrouble(error, {
      "no-folder": ["The folder of the public clone is not there.", next],
      "not-a-repository": ["That folder is not a git clone.", next],
    });
  });
  if (!clone.isOf(upstream, repository.repo)) {
    throw new HumanError(`That folder is not a clone of ${name}.`, next);
  }
  if (clone.isShallow) {
    throw new HumanError(
      "That clone is shallow: the history that the patch builds on is not in it.",
      "Run “git fetch --unshallow” in it, or choose another clone.",
    );
  }
  return clone;
}
