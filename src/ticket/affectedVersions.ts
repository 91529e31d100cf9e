import type { AffectedPackage } from "./affectedPackage.ts";
import type { Project } from "./project.ts";
import {
  compareVersions,
  formatVersion,
  parseVersion,
  versionAfter,
  type PythonVersion,
} from "./pythonVersion.ts";

/** Where the fix is on one branch. */
export interface BranchFix {
  /** "main", "3.13" */
  readonly branch: string;
  /** What the source says where the fix came in; while it has not, at the branch's end. */
  readonly version: PythonVersion;
  readonly merged: boolean;
}

/** Versions of one line that are affected: from the first on, before the second. */
export interface AffectedRange {
  readonly branch: string;
  /** "0" for everything that came before. */
  readonly from: string;
  readonly fixedIn: string;
  /** The fix is not merged there yet, so that a release may come before it. */
  readonly expected: boolean;
}

/**
 * The affected versions per branch, oldest first. The oldest branch that gets the fix stands for all
 * that came before it, from the first with the mistake on, since those get none, unless one before it
 * is unaffected. A line of which no release lacks the fix has no range.
 *
 * @param introducedIn the first version that has the mistake, if it is known.
 * @param unaffected branches without the mistake, none of them among the fixes: "3.12".
 */
export function affectedVersions(
  fixes: readonly BranchFix[],
  introducedIn?: PythonVersion,
  unaffected: readonly string[] = [],
): readonly AffectedRange[] {
  return [...fixes]
    .sort((a, b) => compareVersions(a.version, b.version))
    .map((fix) => ({ ...fix, fixed: versionAfter(fix.version) }))
    .filter(({ fixed }) => introducedIn === undefined || compareVersions(introducedIn, fixed) < 0)
    .map(({ branch, fixed, merged }, at) => ({
      branch,
      from: firstOf(fixed, at === 0 && !unaffected.some(isBefore(fixed)), introducedIn),
      fixedIn: formatVersion(fixed),
      expected: !merged,
    }))
    .filter(({ from, fixedIn }) => from !== fixedIn);
}

function isBefore(version: PythonVersion): (branch: string) => boolean {
  return (branch) => {
    const first = parseVersion(branch);
    return first.valid && compareVersions(first.value, version) < 0;
  };
}

function firstOf(
  fixed: PythonVersion,
  isOldest: boolean,
  introducedIn: PythonVersion | undefined,
): string {
  // Nothing of a line came before the first alpha of it.
  const final: PythonVersion = { ...fixed, micro: 0, pre: undefined };
  const alpha: PythonVersion = { ...final, pre: { phase: "a", number: 1 } };
  const start = fixed.pre !== undefined || fixed.micro === 0 ? alpha : final;
  if (introducedIn === undefined) return isOldest ? "0" : formatVersion(start);
  const isOfAnEarlierLine = compareVersions(introducedIn, alpha) < 0;
  const isLater = compareVersions(introducedIn, start) > 0;
  return formatVersion(isLater || (isOldest && isOfAnEarlierLine) ? introducedIn : start);
}

/** The versions of a project without branches: all before the release that has the fix. */
export function affectedBefore(release: string): readonly AffectedRange[] {
  return [{ branch: "main", from: "0", fixedIn: release, expected: false }];
}

/** "3.13.0 to before 3.13.10", "before 3.11.15" */
export function rangeWords({ from, fixedIn }: AffectedRange): string {
  return from === "0" ? `before ${fixedIn}` : `${from} to before ${fixedIn}`;
}

/** A range as GitHub's advisories write it: ">= 3.13.0, < 3.13.10". */
export function gitHubRange({ from, fixedIn }: AffectedRange): string {
  return from === "0" ? `< ${fixedIn}` : `>= ${from}, < ${fixedIn}`;
}

/**
 * The ranges as an advisory's rows, one for each.
 *
 * @param before the rows that they replace, whose functions stay.
 */
export function rowsOf(
  ranges: readonly AffectedRange[],
  { name, ecosystem }: Pick<Project, "name" | "ecosystem">,
  before: readonly AffectedPackage[],
): readonly AffectedPackage[] {
  const functions = [...new Set(before.flatMap((row) => row.functions))];
  return ranges.map((range) => ({
    ...{ ecosystem, name: before[0]?.name ?? name, functions },
    ...{ affectedRange: gitHubRange(range), patched: range.expected ? null : range.fixedIn },
  }));
}
