/** What all checks of a commit come to; "none" while none has been started. */
export type ChecksState = "none" | "pending" | "passing" | "failing";

/** One check of a commit: a job of a workflow, or a bot's status. */
export interface Check {
  readonly name: string;
  readonly state: Exclude<ChecksState, "none">;
}

/**
 * What the checks come to. Where the project has one job that waits for all that are required, that
 * one speaks for all jobs, since others may fail.
 *
 * @param jobs Check runs of workflows.
 * @param statuses What bots say of the commit: the news entry, the issue number.
 */
export function checksState(
  jobs: readonly Check[],
  statuses: readonly Check[],
  gate: string | undefined,
): ChecksState {
  const deciding = jobs.filter(({ name }) => name === gate);
  const all = [...(deciding.length > 0 ? deciding : jobs), ...statuses];
  if (all.some(({ state }) => state === "failing")) return "failing";
  if (all.some(({ state }) => state === "pending")) return "pending";
  return all.length === 0 ? "none" : "passing";
}
