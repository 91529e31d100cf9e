import { asList, asRecord, asString } from "../base/shape.ts";
import type { Check } from "../ticket/checks.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { GitHubClient } from "./client.ts";
import { ConditionalReads } from "./conditionalReads.ts";

const PASSING: readonly unknown[] = ["success", "neutral", "skipped"];

/** What workflows and bots say of a commit. */
export class Checks {
  readonly #jobs: ConditionalReads<readonly Check[]>;
  readonly #statuses: ConditionalReads<readonly Check[]>;

  constructor(client: GitHubClient) {
    this.#jobs = new ConditionalReads(client, toJobs);
    this.#statuses = new ConditionalReads(client, toStatuses);
  }

  /**
   * The last run of each job.
   *
   * @param commit 40 hex digits.
   * @throws {GitHubError}
   */
  async jobs(
    repository: RepositoryName,
    commit: string,
    signal?: AbortSignal,
  ): Promise<readonly Check[]> {
    const what = `list the check runs of ${commit} in ${fullName(repository)}`;
    const url = `${commitUrl(repository, commit)}/check-runs?per_page=100`;
    return (await this.#jobs.pages(url, what, signal)).flat();
  }

  /** @throws {GitHubError} */
  async statuses(
    repository: RepositoryName,
    commit: string,
    signal?: AbortSignal,
  ): Promise<readonly Check[]> {
    const what = `read the status of ${commit} in ${fullName(repository)}`;
    const url = `${commitUrl(repository, commit)}/status?per_page=100`;
    return (await this.#statuses.pages(url, what, signal)).flat();
  }
}

function commitUrl({ owner, repo }: RepositoryName, commit: string): string {
  return `/repos/${owner}/${repo}/commits/${commit}`;
}

function toJobs(value: unknown): readonly Check[] | undefined {
  const data = asRecord(value);
  return data && asList(data["check_runs"]).flatMap((run) => toJob(asRecord(run)) ?? []);
}

function toJob(run: ReturnType<typeof asRecord>): Check | undefined {
  const name = asString(run?.["name"]);
  if (run === undefined || name === undefined) return undefined;
  if (run["status"] !== "completed") return { name, state: "pending" };
  const page = asString(run["html_url"]);
  return {
    name,
    state: PASSING.includes(run["conclusion"]) ? "passing" : "failing",
    ...(page !== undefined && { page }),
  };
}

function toStatuses(value: unknown): readonly Check[] | undefined {
  const data = asRecord(value);
  return data && asList(data["statuses"]).flatMap((each) => toStatus(asRecord(each)) ?? []);
}

function toStatus(status: ReturnType<typeof asRecord>): Check | undefined {
  const name = asString(status?.["context"]);
  if (status === undefined || name === undefined) return undefined;
  const { state } = status;
  const words = asString(status["description"]);
  const page = asString(status["target_url"]);
  return {
    name,
    ...(words !== undefined && { words }),
    ...(page !== undefined && { page }),
    state: state === "success" ? "passing" : state === "pending" ? "pending" : "failing",
  };
}
