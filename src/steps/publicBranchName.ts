import { HumanError } from "../base/errors.ts";
import type { BranchCommit, PublicClone } from "../git/publicClone.ts";
import type { CommitText, ScratchRepository } from "../git/scratchRepository.ts";
import { sameChange, type ChangedFile } from "../git/treeDiff.ts";

/** Where the commit goes: a branch that has the same commit already, or a free name. */
export type BranchPlace =
  | { readonly name: string; readonly commit: null }
  | { readonly name: string; readonly commit: string; readonly parent: string };

/** "gh-140001": a name that git, a shell and an address take as it is. @throws {HumanError} */
export function requireBranchName(name: string): void {
  if (
    /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?$/.test(name) &&
    !/\.\.|\.lock$/.test(name)
  ) {
    return;
  }
  throw new HumanError(
    "That is not a branch name.",
    "Use letters, digits, dots, hyphens and underscores, for example gh-140001.",
  );
}

/** The branch that is wanted: its name, where it starts, and what its one commit says and does. */
export interface WantedBranch {
  readonly name: string;
  readonly base: string;
  readonly text: CommitText;
  readonly files: readonly ChangedFile[];
}

/** `wanted`, or `wanted-2`, `wanted-3`, … when something else is there. */
export async function placeFor(
  { name: wanted, base, text, files }: WantedBranch,
  clone: PublicClone,
  scratch: ScratchRepository,
  branches: ReadonlyMap<string, string>,
): Promise<BranchPlace> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    const tip = branches.get(name.toLowerCase());
    if (tip === undefined) return { name, commit: null };
    // "gh-1" can't be beside "gh-1/x".
    if (tip === "") continue;
    const there = await clone.commit(tip);
    // What lies between the project and the commit would become public with it.
    if (sameText(there, text) && (await clone.addsOnly(tip, base))) {
      const { files: theirs } = await scratch.diff(there.parent, tip);
      if (sameChange(theirs, files)) return { name, commit: tip, parent: there.parent };
    }
  }
}

/** Branch names in lower case, as some file systems keep them, with what stands there. */
export function takenNames(
  branches: readonly { readonly name: string; readonly commit: string }[],
): ReadonlyMap<string, string> {
  const taken = new Map<string, string>();
  for (const { name } of branches) {
    const [first = ""] = name.split("/");
    taken.set(first.toLowerCase(), "");
  }
  for (const { name, commit } of branches) taken.set(name.toLowerCase(), commit);
  return taken;
}

function sameText({ author, message }: BranchCommit, text: CommitText): boolean {
  const { name, email } = text.author;
  return author === `${name} <${email}>` && message.trimEnd() === text.message.trimEnd();
}
