import { asBoolean, asInstant, asList, asNumber, asRecord, asString } from "../base/shape.ts";
import type { PublicComment } from "../ticket/backportBot.ts";
import { linkedPulls, type PublicIssue } from "../ticket/publicIssue.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { GitHubClient } from "./client.ts";
import { ConditionalReads, itemsOf } from "./conditionalReads.ts";
import { GitHubError, misunderstood } from "./gitHubError.ts";
import { signalOption } from "./signalOption.ts";

/** An issue as it is opened. */
export interface NewIssue {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

/** Public issues. */
export class Issues {
  readonly #client: GitHubClient;
  readonly #issues: ConditionalReads<PublicIssue>;
  readonly #comments: ConditionalReads<readonly PublicComment[]>;

  constructor(client: GitHubClient) {
    this.#client = client;
    this.#issues = new ConditionalReads(client, toIssue);
    this.#comments = new ConditionalReads(client, itemsOf(toComment));
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

  /**
   * What people and bots have written under an issue or pull request, oldest first.
   *
   * @throws {GitHubError}
   */
  async comments(
    repository: RepositoryName,
    number: number,
    signal?: AbortSignal,
  ): Promise<readonly PublicComment[]> {
    const { owner, repo } = repository;
    const what = `list the comments of #${number} of ${fullName(repository)}`;
    const url = `/repos/${owner}/${repo}/issues/${number}/comments?per_page=100`;
    return (await this.#comments.pages(url, what, signal)).flat();
  }

  /**
   * Opens an issue. GitHub drops labels silently from who may not set them: the answer tells which
   * there are.
   *
   * @throws {GitHubError}
   */
  async create(
    repository: RepositoryName,
    { title, body, labels }: NewIssue,
  ): Promise<PublicIssue> {
    const what = `open an issue in ${fullName(repository)}`;
    const { data } = await this.#client.run(what, (octokit) =>
      octokit.rest.issues.create({ ...repository, title, body, labels: [...labels] }),
    );
    const issue = toIssue(data);
    if (issue === undefined) throw misunderstood(what);
    return issue;
  }

  /**
   * Adds labels and answers all that there are then.
   *
   * @throws {GitHubError}
   */
  async addLabels(
    repository: RepositoryName,
    number: number,
    labels: readonly string[],
  ): Promise<readonly string[]> {
    const what = `label issue ${number} of ${fullName(repository)}`;
    const { data } = await this.#client.run(what, (octokit) =>
      octokit.rest.issues.addLabels({ ...repository, issue_number: number, labels: [...labels] }),
    );
    return toLabels(data);
  }

  /**
   * Title and text as they are now, with what bots have added.
   *
   * @throws {GitHubError}
   */
  async text(
    repository: RepositoryName,
    number: number,
    signal?: AbortSignal,
  ): Promise<{ readonly title: string; readonly body: string }> {
    const what = `read issue ${number} of ${fullName(repository)}`;
    const { data } = await this.#client.run(what, (octokit) =>
      octokit.rest.issues.get({
        ...{ ...repository, issue_number: number },
        request: signalOption(signal),
      }),
    );
    const title = asString(data.title);
    if (title === undefined) throw misunderstood(what);
    return { title, body: asString(data.body) ?? "" };
  }

  /**
   * Replaces title and text.
   *
   * @throws {GitHubError}
   */
  async edit(
    repository: RepositoryName,
    number: number,
    { title, body }: Pick<NewIssue, "title" | "body">,
  ): Promise<void> {
    await this.#client.run(`edit issue ${number} of ${fullName(repository)}`, (octokit) =>
      octokit.rest.issues.update({ ...repository, issue_number: number, title, body }),
    );
  }

  /**
   * Takes a label away; one that is not there is no error.
   *
   * @throws {GitHubError}
   */
  async removeLabel(repository: RepositoryName, number: number, label: string): Promise<void> {
    const what = `take a label from #${number} of ${fullName(repository)}`;
    try {
      await this.#client.run(what, (octokit) =>
        octokit.rest.issues.removeLabel({ ...repository, issue_number: number, name: label }),
      );
    } catch (error) {
      if (!(error instanceof GitHubError) || error.reason !== "not-found") throw error;
    }
  }

  /**
   * The last hundred issues that a person opened since then.
   *
   * @throws {GitHubError}
   */
  async createdBy(
    repository: RepositoryName,
    login: string,
    since: Date,
    signal?: AbortSignal,
  ): Promise<readonly PublicIssue[]> {
    const what = `list the issues of ${fullName(repository)}`;
    const { data } = await this.#client.run(what, (octokit) =>
      octokit.rest.issues.listForRepo({
        ...repository,
        ...{ creator: login, state: "all", sort: "created", direction: "desc", per_page: 100 },
        request: signalOption(signal),
      }),
    );
    return asList(data).flatMap((item) => {
      const issue = toIssue(item);
      const createdAt = asInstant(asRecord(item)?.["created_at"]);
      if (issue === undefined || issue.isPullRequest || createdAt === undefined) return [];
      return createdAt < since ? [] : [issue];
    });
  }
}

/** Undefined for what is not an issue. GitHub gives a pull request there, too. */
export function toIssue(value: unknown): PublicIssue | undefined {
  const data = asRecord(value);
  const number = asNumber(data?.["number"]);
  if (data === undefined || number === undefined) return undefined;
  return {
    number,
    title: asString(data["title"]) ?? "",
    state: data["state"] === "closed" ? "closed" : "open",
    locked: asBoolean(data["locked"]) ?? false,
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

function toComment(value: unknown): PublicComment | undefined {
  const data = asRecord(value);
  const body = asString(data?.["body"]);
  const at = asInstant(data?.["created_at"]);
  if (body === undefined || at === undefined) return undefined;
  return { author: asString(asRecord(data?.["user"])?.["login"]) ?? null, body, at };
}
