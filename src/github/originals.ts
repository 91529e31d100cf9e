import { asNumber, asRecord } from "../base/shape.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubError, type GitHubReason } from "./gitHubError.ts";
import { readAll } from "./pages.ts";
import { signalOption } from "./signalOption.ts";

/** A pull request and what was said on it, as GitHub sends them; undefined where it sends none. */
export interface OriginalPull {
  readonly pull: unknown;
  readonly reviews: readonly unknown[] | undefined;
  readonly reviewComments: readonly unknown[] | undefined;
  readonly comments: readonly unknown[] | undefined;
}

const REFUSED: readonly GitHubReason[] = ["not-found", "forbidden"];

/** What GitHub holds, word for word and with every key, for an archive. */
export class Originals {
  readonly #client: GitHubClient;

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /** @throws {GitHubError} */
  async advisory(ref: TicketRef, signal?: AbortSignal): Promise<unknown> {
    const { data }: { data: unknown } = await this.#client.run(`read ${ref.ghsaId}`, (octokit) =>
      octokit.request({ method: "GET", url: urlOf(ref), request: signalOption(signal) }),
    );
    return data;
  }

  /** Undefined where GitHub gives no comments by its API. @throws {GitHubError} */
  async comments(ref: TicketRef, signal?: AbortSignal): Promise<readonly unknown[] | undefined> {
    const what = `list the comments of ${ref.ghsaId}`;
    return this.#given(`${urlOf(ref)}/comments?per_page=100`, what, signal);
  }

  /** All pull requests in their order, one after another. @throws {GitHubError} */
  async pulls(repository: RepositoryName, signal?: AbortSignal): Promise<readonly OriginalPull[]> {
    const name = fullName(repository);
    const root = `/repos/${name}`;
    const list = `${root}/pulls?state=all&per_page=100&sort=created&direction=asc`;
    const pulls: OriginalPull[] = [];
    const what = `list the pull requests of ${name}`;
    for (const pull of await readAll(this.#client, list, what, signal)) {
      const number = asNumber(asRecord(pull)?.["number"]) ?? 0;
      const given = (path: string): Promise<readonly unknown[] | undefined> =>
        this.#given(
          `${root}/${path}?per_page=100`,
          `read pull request ${number} of ${name}`,
          signal,
        );
      pulls.push({
        pull,
        reviews: await given(`pulls/${number}/reviews`),
        reviewComments: await given(`pulls/${number}/comments`),
        comments: await given(`issues/${number}/comments`),
      });
    }
    return pulls;
  }

  async #given(
    url: string,
    what: string,
    signal: AbortSignal | undefined,
  ): Promise<readonly unknown[] | undefined> {
    try {
      return await readAll(this.#client, url, what, signal);
    } catch (error) {
      if (error instanceof GitHubError && REFUSED.includes(error.reason)) return undefined;
      throw error;
    }
  }
}

function urlOf({ repository: { owner, repo }, ghsaId }: TicketRef): string {
  return `/repos/${owner}/${repo}/security-advisories/${ghsaId}`;
}
