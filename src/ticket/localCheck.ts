import { isUnaffected } from "./unaffectedBranches.ts";
import type { Project } from "./project.ts";
import type { TicketRecord } from "./record.ts";
import type { ReleaseBranches } from "./releaseBranches.ts";

export const checkOutcomes = [
  "running",
  "passed",
  "built",
  "untested",
  "failed-build",
  "failed-test",
  "conflicts",
  "stopped",
] as const;

/**
 * How far a fix got on one branch: "built" when no test belongs to it, "untested" when there was
 * nothing to build either, "stopped" when it was cancelled or the editor ended.
 */
export type CheckOutcome = (typeof checkOutcomes)[number];

/** A fix tried on one branch of the project, on this machine. */
export interface LocalCheck {
  /** "main", "3.13" */
  readonly branch: string;
  readonly pullRequest: number;
  /** The private pull request's head that was tried, 40 hex digits. */
  readonly head: string;
  /** The branch's commit that it was tried on. */
  readonly base: string;
  readonly outcome: CheckOutcome;
  /** How many files conflict, or how many tests were named to be run; 0 where all are run. */
  readonly count: number;
  readonly at: Date;
  /** The process that runs it. */
  readonly pid?: number;
}

/** The branches that a fix must work on: main, then those that get a backport. */
export function branchesToCheck(
  { mainBranch, backports }: Project,
  { branches }: ReleaseBranches,
  record: TicketRecord,
): readonly string[] {
  const names = backports ? branches.map(({ name }) => name) : [];
  return [mainBranch, ...names.filter((name) => !isUnaffected(record, name))];
}

/** The results with that of one branch replaced. */
export function withCheck(
  { checks = [] }: TicketRecord,
  result: LocalCheck,
): readonly LocalCheck[] {
  return [...checks.filter(({ branch }) => branch !== result.branch), result];
}

/** Whether the pull request has moved on since. @param heads number to its head of now. */
export function isStale(
  { pullRequest, head }: LocalCheck,
  heads: ReadonlyMap<number, string>,
): boolean {
  const now = heads.get(pullRequest);
  return now !== undefined && now !== head;
}

/** "failed at test" */
export function outcomeWords({ outcome, count }: Pick<LocalCheck, "outcome" | "count">): string {
  switch (outcome) {
    case "running":
      return "running";
    case "passed":
      if (count === 0) return "passed";
      return `passed (${count === 1 ? "1 test file" : `${count} test files`})`;
    case "built":
      return "built (no test was run)";
    case "untested":
      return "not tested (no test belongs to it)";
    case "failed-build":
      return "failed at build";
    case "failed-test":
      return "failed at test";
    case "conflicts":
      return `conflicts in ${count === 1 ? "1 file" : `${count} files`}`;
    case "stopped":
      return "stopped";
  }
}
