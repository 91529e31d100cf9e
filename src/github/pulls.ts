import { asBoolean, asInstant, asList, asNumber, asRecord, asString } from "../base/shape.ts";
import type { PullRequest } from "../ticket/pullRequest.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import { MAX_PAGES, type GitHubClient } from "./client.ts";
import { misunderstood } from "./gitHubError.ts";
import { signalOption } from "./signalOption.ts";

const SHA = /^[0-9a-f]{40}$/;

/** Pull requests of a repository, private forks among them. */
export class Pulls {
  readonly #client: GitHubClient;

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /**
   * All pull requests, last created first.
   *
   * @throws {GitHubError}
   */
  async list(repository: RepositoryName, signal?: AbortSignal): Promise<readonly PullRequest[]> {
    const what = `list the pull requests of ${fullName(repository)}`;
    const query = "state=all&per_page=100&sort=created&direction=desc";
    const items = await this.#all(`${pullsUrl(repository)}?${query}`, what, signal);
    return items.flatMap((item) => toPullRequest(item) ?? []);
  }

  /**
   * The paths that a pull request changes, as they are after it.
   *
   * @throws {GitHubError}
   */
  async paths(
    repository: RepositoryName,
    number: number,
    signal?: AbortSignal,
  ): Promise<readonly string[]> {
    const what = `list the files of pull request ${number} of ${fullName(repository)}`;
    const url = `${pullsUrl(repository)}/${number}/files?per_page=100`;
    const items = await this.#all(url, what, signal);
    return items.flatMap((item) => asString(asRecord(item)?.["filename"]) ?? []);
  }

  /**
   * The bytes of the pull request's `.patch`, undecoded: patches hold text that is not UTF-8.
   *
   * @throws {GitHubError} with the reason "too-large" over 300 files, 20 000 lines or 1 MB.
   */
  async patch(
    repository: RepositoryName,
    number: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    const what = `send the patch of pull request ${number} of ${fullName(repository)}`;
    return this.#client.run(what, async (octokit) => {
      const { data }: { data: unknown } = await octokit.rest.pulls.get({
        ...repository,
        pull_number: number,
        mediaType: { format: "patch" },
        request: { ...signalOption(signal), parseSuccessResponseBody: false },
      });
      return bytesOf(data, what);
    });
  }

  /** All pages of a list. */
  async #all(
    first: string,
    what: string,
    signal: AbortSignal | undefined,
  ): Promise<readonly unknown[]> {
    return this.#client.run(what, async (octokit) => {
      const items: unknown[] = [];
      let url: string | undefined = first;
      for (let page = 0; url !== undefined && page < MAX_PAGES; page++) {
        const answer: { data: unknown; headers: { link?: string } } = await octokit.request({
          method: "GET",
          url,
          request: signalOption(signal),
        });
        if (!Array.isArray(answer.data)) throw misunderstood(what);
        items.push(...(answer.data as readonly unknown[]));
        url = this.#client.nextPage(answer.headers.link);
      }
      return items;
    });
  }
}

function pullsUrl({ owner, repo }: RepositoryName): string {
  return `/repos/${owner}/${repo}/pulls`;
}

/** Undefined for what is not a pull request with two commits. */
export function toPullRequest(value: unknown): PullRequest | undefined {
  const data = asRecord(value);
  const number = asNumber(data?.["number"]);
  const head = toEnd(data?.["head"]);
  const base = toEnd(data?.["base"]);
  const updatedAt = asInstant(data?.["updated_at"]);
  if (
    data === undefined ||
    number === undefined ||
    head === undefined ||
    base === undefined ||
    updatedAt === undefined
  ) {
    return undefined;
  }
  const mergedAt = asInstant(data["merged_at"]) ?? null;
  return {
    number,
    title: asString(data["title"]) ?? "",
    state: mergedAt !== null ? "merged" : data["state"] === "open" ? "open" : "closed",
    draft: asBoolean(data["draft"]) ?? false,
    author: asString(asRecord(data["user"])?.["login"]) ?? null,
    labels: toLabels(data["labels"]),
    head,
    base,
    mergedAt,
    // Before the merge it is a commit of GitHub's own, made to try it.
    mergeCommit: mergedAt === null ? null : toSha(data["merge_commit_sha"]),
    updatedAt,
    htmlUrl: asString(data["html_url"]) ?? "",
  };
}

/** The names of labels, which GitHub gives as objects or as texts. */
export function toLabels(value: unknown): readonly string[] {
  return asList(value).flatMap(
    (label) => asString(label) ?? asString(asRecord(label)?.["name"]) ?? [],
  );
}

function toSha(value: unknown): string | null {
  const sha = asString(value) ?? "";
  return SHA.test(sha) ? sha : null;
}

function toEnd(value: unknown): PullRequest["head"] | undefined {
  const data = asRecord(value);
  const ref = asString(data?.["ref"]);
  const sha = asString(data?.["sha"]);
  return ref === undefined || sha === undefined || !SHA.test(sha) ? undefined : { ref, sha };
}

/** Octokit hands the unread body over when it is told not to parse it. */
async function bytesOf(data: unknown, what: string): Promise<Uint8Array> {
  if (!(data instanceof ReadableStream)) throw misunderstood(what);
  return new Uint8Array(await new Response(data).arrayBuffer());
}
