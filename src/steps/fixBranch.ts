import { silentProgress, type Progress } from "../base/progress.ts";
import { FixRepository } from "../git/fixRepository.ts";
import type { Git } from "../git/git.ts";
import { remoteBranches } from "../git/remoteBranch.ts";
import { requireGit } from "../git/version.ts";
import { nextFixBranch } from "../ticket/fixBranch.ts";
import type { MarkedClone } from "./cloneMark.ts";
import { gitTrouble } from "./gitTrouble.ts";

export interface FixBranchPorts {
  readonly git: Git;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface FixBranchInput {
  readonly place: MarkedClone;
  /** The fork's main branch, which the fix begins on. */
  readonly mainBranch: string;
  /** Names that were used before, also where the branch is gone: those of pull requests. */
  readonly used: readonly string[];
  /** Otherwise the branch is only made, and the work tree stays as it is. */
  readonly checkOut: boolean;
}

/**
 * Begins a fix on the next free `advisory-fix-N` of clone and fork, at the fork's main branch of
 * this moment.
 *
 * @returns the branch's name.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function startFixBranch(
  { git, progress = silentProgress, signal }: FixBranchPorts,
  { place, mainBranch, used, checkOut }: FixBranchInput,
): Promise<string> {
  try {
    await requireGit(git);
    const repository = new FixRepository(git, place.path);
    progress.report("Looking at the fork's branches");
    const [{ branches }, there] = await Promise.all([
      repository.look(signal),
      remoteBranches(git, place.path, place.fork, signal),
    ]);
    await repository.fetch([mainBranch], { progress, signal });
    const start = `refs/remotes/origin/${mainBranch}`;
    const commit = (await repository.commitOf(start, signal)) ?? start;
    const local = branches.map(({ name }) => name);
    const name = nextFixBranch([...used, ...local, ...there.keys()]);
    if (checkOut) await repository.checkOutNew(name, commit, { progress, signal });
    else await repository.createBranch(name, commit, start);
    return name;
  } catch (error) {
    throw gitTrouble(error, {
      "lock-held": [
        "Another git process is working in the private clone.",
        "Wait until it has ended, then try again.",
      ],
      unknown: [
        "git could not check out a new branch: your changes in the private clone stand in its way, or a merge is not finished.",
        "Commit or stash them there, then try again.",
      ],
    });
  }
}
