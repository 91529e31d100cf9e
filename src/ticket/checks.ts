/** What all checks of a commit come to; "none" while none has been started. */
export type ChecksState = "none" | "pending" | "passing" | "failing";

/** One check of a commit: a job of a workflow, or a bot's status. */
export interface Check {
  readonly name: string;
  readonly state: Exclude<ChecksState, "none">;
  /** A bot's own words on it. */
  readonly words?: string;
  /** Where it tells more; may lead anywhere. */
  readonly page?: string;
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
  const all = [...decidingJobs(jobs, gate), ...statuses];
  if (all.some(({ state }) => state === "failing")) return "failing";
  if (all.some(({ state }) => state === "pending")) return "pending";
  return all.length === 0 ? "none" : "passing";
}

/** Those that make the whole fail, by name: the jobs themselves, not the one that waits for them. */
export function failedChecks(
  jobs: readonly Check[],
  statuses: readonly Check[],
  gate: string | undefined,
): readonly Check[] {
  const isFailing = ({ state }: Check): boolean => state === "failing";
  const deciding = decidingJobs(jobs, gate).filter(isFailing);
  const named = deciding.length === 0 ? [] : jobs.filter(({ name }) => name !== gate);
  const failing = named.filter(isFailing);
  return [...(failing.length > 0 ? failing : deciding), ...statuses.filter(isFailing)];
}

function decidingJobs(jobs: readonly Check[], gate: string | undefined): readonly Check[] {
  const deciding = jobs.filter(({ name }) => name === gate);
  return deciding.length > 0 ? deciding : jobs;
}
