import { asBoolean, asInstant, asNumber, asRecord, asString } from "../base/shape.ts";
import type { PullCommit, PullRequest, PullText } from "../ticket/pullRequest.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { Review } from "../ticket/review.ts";
import type { GitHubClient } from "./client.ts";
import { ConditionalReads, itemsOf } from "./conditionalReads.ts";
import { GitHubError, misunderstood, type GitHubReason } from "./gitHubError.ts";
import { toLabels } from "./issues.ts";
import { signalOption } from "./signalOption.ts";

const SHA = /^[0-9a-f]{40}$/;

/** How GitHub may refuse to show the reviews in a private fork, which it does not document. */
const UNTOLD: readonly GitHubReason[] = ["not-found", "forbidden"];

const VERDICTS: ReadonlyMap<unknown, Review["verdict"]> = new Map([
  ["APPROVED", "approved"],
  ["CHANGES_REQUESTED", "changes-requested"],
  ["DISMISSED", "dismissed"],
]);

/** A pull request as it is opened. */
export interface NewPull extends PullText {
  /** A branch of the repository itself, or "login:branch" of a fork. */
  readonly head: string;
  readonly base: string;
}

/** What a pull request of a list says. */
export interface NumberedText extends PullText {
  readonly number: number;
}

/** Pull requests of a repository, private forks among them. */
export class Pulls {
  readonly #client: GitHubClient;
  readonly #lists: ConditionalReads<readonly PullRequest[]>;
  readonly #pulls: ConditionalReads<PullRequest>;
  readonly #reviews: ConditionalReads<readonly Review[]>;
  readonly #paths: ConditionalReads<readonly string[]>;
  readonly #texts: ConditionalReads<PullText>;
  readonly #commits: ConditionalReads<readonly PullCommit[]>;
  /** By repository, number, base and head: these commits never change. */
  readonly #known = new Map<string, readonly PullCommit[]>();
  readonly #listedTexts: ConditionalReads<readonly NumberedText[]>;
  readonly #messages: ConditionalReads<readonly string[]>;

  constructor(client: GitHubClient) {
    this.#client = client;
    this.#lists = new ConditionalReads(client, itemsOf(toPullRequest));
    this.#pulls = new ConditionalReads(client, toPullRequest);
    this.#listedTexts = new ConditionalReads(client, itemsOf(toNumberedText));
    this.#messages = new ConditionalReads(
      client,
      itemsOf((item) => asString(asRecord(asRecord(item)?.["commit"])?.["message"])),
    );
    this.#reviews = new ConditionalReads(client, itemsOf(toReview));
    this.#paths = new ConditionalReads(
      client,
      itemsOf((item) => asString(asRecord(item)?.["filename"])),
    );
    this.#texts = new ConditionalReads(client, toPullText);
    this.#commits = new ConditionalReads(client, itemsOf(toCommit));
  }

  /**
   * All pull requests, last created first.
   *
   * @throws {GitHubError}
   */
  async list(repository: RepositoryName, signal?: AbortSignal): Promise<readonly PullRequest[]> {
    const what = `list the pull requests of ${fullName(repository)}`;
    return (await this.#lists.pages(listUrl(repository), what, signal)).flat();
  }

  /**
   * What all pull requests say, last created first.
   *
   * @throws {GitHubError}
   */
  async texts(repository: RepositoryName, signal?: AbortSignal): Promise<readonly NumberedText[]> {
    const what = `list the pull requests of ${fullName(repository)}`;
    return (await this.#listedTexts.pages(listUrl(repository), what, signal)).flat();
  }

  /**
   * Those whose branch is that one of a fork, in any state.
   *
   * @throws {GitHubError}
   */
  async from(
    repository: RepositoryName,
    fork: RepositoryName,
    branch: string,
    signal?: AbortSignal,
  ): Promise<readonly PullRequest[]> {
    const what = `list the pull requests of ${fullName(repository)} from ${branch}`;
    const head = encodeURIComponent(`${fork.owner}:${branch}`);
    const url = `${pullsUrl(repository)}?state=all&per_page=100&head=${head}`;
    return (await this.#lists.pages(url, what, signal)).flat();
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
  ): Promise<PullRequest | undefined> {
    const what = `read pull request ${number} of ${fullName(repository)}`;
    try {
      return await this.#pulls.read(`${pullsUrl(repository)}/${number}`, what, signal);
    } catch (error) {
      if (error instanceof GitHubError && error.reason === "not-found") return undefined;
      throw error;
    }
  }

  /**
   * The commits that an open pull request brings, oldest first and 250 at most; asked for once for
   * each head.
   *
   * @throws {GitHubError}
   */
  async commits(
    repository: RepositoryName,
    { number, head, base }: Pick<PullRequest, "number" | "head" | "base">,
    signal?: AbortSignal,
  ): Promise<readonly PullCommit[]> {
    const name = fullName(repository);
    const key = `${name.toLowerCase()}#${number} ${base.sha} ${head.sha}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const what = `list the commits of pull request ${number} of ${name}`;
    const url = `${pullsUrl(repository)}/${number}/commits?per_page=100`;
    const commits = (await this.#commits.pages(url, what, signal)).flat();
    // A push in between would give the next head's commits.
    if (commits.at(-1)?.sha === head.sha) this.#known.set(key, commits);
    return commits;
  }

  /**
   * The whole messages of the commits that it brings, 250 at most.
   *
   * @throws {GitHubError}
   */
  async messages(
    repository: RepositoryName,
    number: number,
    signal?: AbortSignal,
  ): Promise<readonly string[]> {
    const what = `list the commits of pull request ${number} of ${fullName(repository)}`;
    const url = `${pullsUrl(repository)}/${number}/commits?per_page=100`;
    return (await this.#messages.pages(url, what, signal)).flat();
  }

  /**
   * Its title and body as they stand now.
   *
   * @throws {GitHubError}
   */
  async text(repository: RepositoryName, number: number, signal?: AbortSignal): Promise<PullText> {
    const what = `read the text of pull request ${number} of ${fullName(repository)}`;
    return this.#texts.read(`${pullsUrl(repository)}/${number}`, what, signal);
  }

  /**
   * Opens a pull request. GitHub refuses a second one of the same branches while the first is open.
   *
   * @throws {GitHubError} "refused" for a second one, and where there is no commit between.
   */
  async create(
    repository: RepositoryName,
    { title, body, head, base }: NewPull,
  ): Promise<PullRequest> {
    const what = `open a pull request in ${fullName(repository)}`;
    const { data } = await this.#client.run(what, (octokit) =>
      octokit.rest.pulls.create({ ...repository, title, body, head, base }),
    );
    const pull = toPullRequest(data);
    if (pull === undefined) throw misunderstood(what);
    return pull;
  }

  /**
   * Opens a closed pull request again.
   *
   * @throws {GitHubError} "refused" where its branch is gone or has moved.
   */
  async reopen(repository: RepositoryName, number: number): Promise<PullRequest> {
    const what = `reopen pull request ${number} of ${fullName(repository)}`;
    const { data } = await this.#client.run(what, (octokit) =>
      octokit.rest.pulls.update({ ...repository, pull_number: number, state: "open" }),
    );
    const pull = toPullRequest(data);
    if (pull === undefined) throw misunderstood(what);
    return pull;
  }

  /**
   * Changes title or body.
   *
   * @returns both as they stand then.
   * @throws {GitHubError}
   */
  async edit(
    repository: RepositoryName,
    number: number,
    change: Partial<PullText>,
  ): Promise<PullText> {
    const what = `change the text of pull request ${number} of ${fullName(repository)}`;
    const { data } = await this.#client.run(what, (octokit) =>
      octokit.rest.pulls.update({ ...repository, pull_number: number, ...change }),
    );
    const text = toPullText(data);
    if (text === undefined) throw misunderstood(what);
    return text;
  }

  /**
   * The reviews in their order; undefined where GitHub does not show them.
   *
   * @throws {GitHubError}
   */
  async reviews(
    repository: RepositoryName,
    number: number,
    signal?: AbortSignal,
  ): Promise<readonly Review[] | undefined> {
    const what = `list the reviews of pull request ${number} of ${fullName(repository)}`;
    const url = `${pullsUrl(repository)}/${number}/reviews?per_page=100`;
    try {
      return (await this.#reviews.pages(url, what, signal)).flat();
    } catch (error) {
      const refused = error instanceof GitHubError && UNTOLD.includes(error.reason);
      if (refused) return undefined;
      throw error;
    }
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
    return (await this.#paths.pages(url, what, signal)).flat();
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
}

function pullsUrl({ owner, repo }: RepositoryName): string {
  return `/repos/${owner}/${repo}/pulls`;
}

function listUrl(repository: RepositoryName): string {
  return `${pullsUrl(repository)}?state=all&per_page=100&sort=created&direction=desc`;
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
  const mergeable = mergedAt === null ? asBoolean(data["mergeable"]) : undefined;
  return {
    number,
    title: asString(data["title"]) ?? "",
    state: mergedAt !== null ? "merged" : data["state"] === "open" ? "open" : "closed",
    draft: asBoolean(data["draft"]) ?? false,
    author: asString(asRecord(data["user"])?.["login"]) ?? null,
    labels: toLabels(data["labels"]),
    head,
    base,
    ...(mergeable !== undefined && { mergeable }),
    mergedAt,
    // Before the merge it is a commit of GitHub's own, made to try it.
    mergeCommit: mergedAt === null ? null : toSha(data["merge_commit_sha"]),
    updatedAt,
    htmlUrl: asString(data["html_url"]) ?? "",
  };
}

/** Lines end as they do here, whatever GitHub has stored. */
function toPullText(value: unknown): PullText | undefined {
  const data = asRecord(value);
  const title = asString(data?.["title"]);
  if (data === undefined || title === undefined) return undefined;
  return { title, body: (asString(data["body"]) ?? "").replace(/\r\n?/g, "\n") };
}

function toNumberedText(value: unknown): NumberedText | undefined {
  const text = toPullText(value);
  const number = asNumber(asRecord(value)?.["number"]);
  return text === undefined || number === undefined ? undefined : { ...text, number };
}

function toCommit(value: unknown): PullCommit | undefined {
  const data = asRecord(value);
  const sha = toSha(data?.["sha"]);
  const commit = asRecord(data?.["commit"]);
  if (sha === null || commit === undefined) return undefined;
  const [title = ""] = (asString(commit["message"]) ?? "").split("\n");
  return { sha, title, author: asString(asRecord(commit["author"])?.["name"]) ?? null };
}

function toReview(value: unknown): Review | undefined {
  const data = asRecord(value);
  const reviewer = asString(asRecord(data?.["user"])?.["login"]);
  if (data === undefined || reviewer === undefined) return undefined;
  return {
    reviewer,
    verdict: VERDICTS.get(data["state"]) ?? "other",
    commit: toSha(data["commit_id"]),
  };
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
