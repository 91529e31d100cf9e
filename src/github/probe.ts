import type { GitHubClient } from "./client.ts";
import { toGitHubError } from "./gitHubError.ts";
import { isRequestError } from "./requestError.ts";
import { signalOption } from "./signalOption.ts";

/** What GitHub answered, refusals among it. */
export interface ProbeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  /** Parsed JSON; a text for other media types. */
  readonly data: unknown;
  /** Why it is no success, in words for the person. */
  readonly refusal: Error | undefined;
}

/** Asks for anything below the API's root, and takes every answer for one. Reads only. */
export class Probe {
  readonly #client: GitHubClient;

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /**
   * @param what The thing asked for, as the end of "GitHub did not …"; without ids.
   * @throws {GitHubError} when there is no answer. @throws {CancelledError}
   */
  async get(
    path: string,
    what: string,
    headers: Readonly<Record<string, string>> = {},
    signal?: AbortSignal,
  ): Promise<ProbeAnswer> {
    return this.#client.run(what, async (octokit) => {
      try {
        const {
          status,
          headers: answered,
          data,
        }: Answered = await octokit.request({
          method: "GET",
          url: path,
          headers,
          request: signalOption(signal),
        });
        return { status, headers: answered, data, refusal: undefined };
      } catch (error) {
        if (!isRequestError(error) || error.response === undefined) throw error;
        const { status, headers: answered, data } = error.response as Answered;
        return { status, headers: answered, data, refusal: toGitHubError(error, what) };
      }
    });
  }

  /** The next page's address, if it may be followed. @throws {GitHubError} when it may not. */
  nextPage(link: string | undefined): string | undefined {
    return this.#client.nextPage(link);
  }
}

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly data: unknown;
}
