/** How a private pull request fits the project's main branch, as it was tried on this machine. */
export interface PullFit {
  /** The pull request's head, 40 hex digits. */
  readonly head: string;
  /** The commit of the project's main branch that it was tried on, 40 hex digits. */
  readonly main: string;
  /** Paths in conflict; none when it applies cleanly. They may hold anything. */
  readonly conflicts: readonly string[];
}

/** "applies cleanly", "conflicts in 2 files". */
export function fitWords({ conflicts }: PullFit): string {
  if (conflicts.length === 0) return "applies cleanly";
  return `conflicts in ${conflicts.length} ${conflicts.length === 1 ? "file" : "files"}`;
}
