import { asList, asNumber, asRecord, asString } from "../base/shape.ts";
import { linkedPulls, type PublicIssue } from "../ticket/publicIssue.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { GitHubClient } from "./client.ts";
import { ConditionalReads } from "./conditionalReads.ts";
import { GitHubError } from "./gitHubError.ts";

/** Public issues. */
export class Issues {
  readonly #issues: ConditionalReads<PublicIssue>;

  constructor(client: GitHubClient) {
    this.#issues = new ConditionalReads(client, toIssue);
  }

  /**
   * Undefined when it is not there.
   *
   * @throws {GitHubError}
   */
  async get(
    repository: RepositoryName,
    number: number,
    signal?: AbortSignal,
  ): Promise<PublicIssue | undefined> {
    const { owner, repo } = repository;
    const what = `read issue ${number} of ${fullName(repository)}`;
    try {
      return await this.#issues.read(`/repos/${owner}/${repo}/issues/${number}`, what, signal);
    } catch (error) {
      if (error instanceof GitHubError && error.reason === "not-found") return undefined;
      throw error;
    }
  }
}

/** Undefined for what is not an issue. GitHub gives a pull request there, too. */
export function toIssue(value: unknown): PublicIssue | undefined {
  const data = asRecord(value);
  const number = asNumber(data?.["number"]);
  if (data === undefined || number === undefined) return undefined;
  return {
    number,
    state: data["state"] === "closed" ? "closed" : "open",
    labels: toLabels(data["labels"]),
    isPullRequest: asRecord(data["pull_request"]) !== undefined,
    linkedPulls: linkedPulls(asString(data["body"]) ?? ""),
    htmlUrl: asString(data["html_url"]) ?? "",
  };
}

/** The names of labels, which GitHub gives as objects or as texts. */
export function toLabels(value: unknown): readonly string[] {
  return asList(value).flatMap(
    (label) => asString(label) ?? asString(asRecord(label)?.["name"]) ?? [],
  );
}
