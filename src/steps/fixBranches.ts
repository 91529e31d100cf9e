import { HumanError } from "../base/errors.ts";
import { silentProgress, type Progress } from "../base/progress.ts";
import { FixRepository, type ListedCommit } from "../git/fixRepository.ts";
import type { Git } from "../git/git.ts";
import { remoteBranches } from "../git/remoteBranch.ts";
import { requireGit } from "../git/version.ts";
import { isFixBranch } from "../ticket/fixBranch.ts";
import type { MarkedClone } from "./cloneMark.ts";
import { gitTrouble } from "./gitTrouble.ts";

export interface FixBranchesPorts {
  readonly git: Git;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/** A branch of the private clone or of its fork that may hold a fix. */
export interface FixBranch {
  /** As git spells it; may hold anything that git lets a name hold. */
  readonly name: string;
  /** Its commit in the clone, and in the fork; undefined where it is not. */
  readonly local: string | undefined;
  readonly fork: string | undefined;
  /** Whether the clone's main work tree shows it. */
  readonly checkedOut: boolean;
}

/** What a branch brings, looked at together with the fork's main branch of this moment. */
export interface FixChange {
  readonly branch: FixBranch;
  /** The commit that the fork is to have: the clone's, or the fork's where that is ahead. */
  readonly tip: string;
  /** Beyond the fork's main branch, oldest first; never none. */
  readonly commits: readonly ListedCommit[];
  /** Those of them that the fork does not have yet. */
  readonly unpushed: readonly ListedCommit[];
  /** Which files it changes, and how many lines of each. */
  readonly stat: string;
  /** Whether the work tree has changes that are in no commit. */
  readonly dirty: boolean;
}

/**
 * The branches of clone and fork that are not the project's own: what is checked out first, then
 * those that are named as a fix.
 *
 * @throws {HumanError} @throws {CancelledError}
 */
export async function listFixBranches(
  { git, progress = silentProgress, signal }: FixBranchesPorts,
  { path, fork, upstream }: MarkedClone,
): Promise<readonly FixBranch[]> {
  try {
    await requireGit(git);
    progress.report("Looking at the fork's branches");
    const [{ head, branches }, there, project] = await Promise.all([
      new FixRepository(git, path).look(signal),
      remoteBranches(git, path, fork, signal),
      remoteBranches(git, path, upstream, signal),
    ]);
    const local = new Map(branches.map(({ name, commit }) => [name, commit]));
    const names = [...new Set([...local.keys(), ...there.keys()])];
    const found = names
      .filter((name) => !project.has(name))
      .map((name) => ({
        name,
        local: local.get(name),
        fork: there.get(name),
        checkedOut: name === head,
      }));
    const rank = ({ name, checkedOut }: FixBranch): number =>
      checkedOut ? 0 : isFixBranch(name) ? 1 : 2;
    return found.sort((a, b) => rank(a) - rank(b) || byNumber.compare(b.name, a.name));
  } catch (error) {
    throw gitTrouble(error);
  }
}

const byNumber = new Intl.Collator("en", { numeric: true });

/**
 * Looks at what a branch brings.
 *
 * @throws {HumanError} when it brings nothing, or when clone and fork have gone different ways.
 */
export async function lookAtFix(
  { git, progress = silentProgress, signal }: FixBranchesPorts,
  place: MarkedClone,
  mainBranch: string,
  branch: FixBranch,
): Promise<FixChange> {
  try {
    const repository = new FixRepository(git, place.path);
    const { name, local, fork } = branch;
    progress.report(`Fetching ${mainBranch} of the fork`);
    const wanted = [mainBranch, ...(fork === undefined ? [] : [name])];
    await repository.fetch(wanted, { progress, signal });
    const base = `refs/remotes/origin/${mainBranch}`;
    const tip = await tipOf(repository, branch, signal);
    progress.report("Looking at the commits");
    const [commits, stat, dirty] = await Promise.all([
      repository.commits(base, tip, signal),
      repository.stat(base, tip, signal),
      branch.checkedOut ? repository.isDirty(signal) : false,
    ]);
    if (commits.length === 0) {
      throw new HumanError(
        dirty
          ? `${name} has no commit yet; your changes are not committed.`
          : `${name} has no commit that the fork's ${mainBranch} lacks.`,
        "Commit the fix in the private clone, then try again.",
      );
    }
    const sent = fork === undefined ? [] : await repository.commits(base, fork, signal);
    const known = new Set(sent.map(({ sha }) => sha));
    const unpushed =
      tip === fork || local === undefined ? [] : commits.filter(({ sha }) => !known.has(sha));
    return { branch, tip, commits, unpushed, stat, dirty };
  } catch (error) {
    throw gitTrouble(error);
  }
}

/** @throws {HumanError} when neither of clone and fork has all of the other's commits. */
async function tipOf(
  repository: FixRepository,
  { name, local, fork }: FixBranch,
  signal: AbortSignal | undefined,
): Promise<string> {
  const tip = local ?? fork;
  if (tip === undefined) throw new Error("A branch that is nowhere");
  if (local === undefined || fork === undefined || local === fork) return tip;
  if (await repository.isAncestor(fork, local, signal)) return local;
  if (await repository.isAncestor(local, fork, signal)) return fork;
  throw new HumanError(
    `${name} has other commits in the fork than here.`,
    "Fetch it in the private clone and rebase or merge, then try again. Nothing was pushed.",
  );
}
