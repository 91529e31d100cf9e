import type { ChangedFile } from "../git/treeDiff.ts";
import type { PublicClone } from "../git/publicClone.ts";
import type { CommitText, ScratchRepository } from "../git/scratchRepository.ts";
import type { Landing } from "../ticket/landing.ts";
import { placeFor, takenNames } from "./publicBranchName.ts";

/** The commit that is to be public, whole. */
export interface Publishable {
  readonly commit: string;
  readonly base: string;
  readonly text: CommitText;
  readonly files: readonly ChangedFile[];
}

/**
 * Brings the commit into the member's public clone, on a branch of its own: the one that is there
 * with the same change, or a new one. Of the private objects only what the commit itself contains
 * comes along.
 * @param choose told the name before there is a new branch of it, so that an abort finds it.
 */
export async function bringToBranch(
  clone: PublicClone,
  scratch: ScratchRepository,
  baseRef: string,
  branch: string,
  { commit, base, text, files }: Publishable,
  choose: (name: string) => Promise<void>,
): Promise<Pick<Landing, "branch" | "commit" | "base" | "reused">> {
  const [{ branches }, pack] = await Promise.all([clone.look(baseRef), scratch.pack(commit, base)]);
  const place = await placeFor(
    { name: branch, base, text, files },
    clone,
    scratch,
    takenNames(branches),
  );
  if (place.commit !== null) {
    const reused = place.commit !== commit;
    return { branch: place.name, commit: place.commit, base: place.parent, reused };
  }
  await choose(place.name);
  await clone.takeIn(pack);
  await clone.createBranch(place.name, commit, baseRef.replace(/^refs\/(?:remotes\/)?/, ""));
  return { branch: place.name, commit, base, reused: false };
}
