import { asList, asRecord, asString } from "../base/shape.ts";
import { parseLogin } from "../ticket/login.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubError, misunderstood } from "./gitHubError.ts";
import { signalOption } from "./signalOption.ts";

/** GitHub's people. */
export class Users {
  readonly #client: GitHubClient;

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /**
   * Logins of people by parts of their login or name, best first; ten at most.
   *
   * @throws {GitHubError}
   */
  async search(words: string, signal?: AbortSignal): Promise<readonly string[]> {
    const what = "search people";
    const { data } = await this.#client.run(what, (octokit) =>
      octokit.rest.search.users({
        q: `${words.replace(/[^\p{L}\p{N}\s._-]/gu, " ").trim()} type:user`,
        per_page: 10,
        request: signalOption(signal),
      }),
    );
    const items: unknown = asRecord(data)?.["items"];
    if (!Array.isArray(items)) throw misunderstood(what);
    return asList(items).flatMap(
      (item) => parseLogin(asString(asRecord(item)?.["login"]) ?? "") ?? [],
    );
  }

  /**
   * The name on a person's public profile; undefined when they tell none or are not there.
   *
   * @throws {GitHubError}
   */
  async nameOf(login: string, signal?: AbortSignal): Promise<string | undefined> {
    try {
      const { data } = await this.#client.run(`read the profile of ${login}`, (octokit) =>
        octokit.rest.users.getByUsername({ username: login, request: signalOption(signal) }),
      );
      return asString(asRecord(data)?.["name"]);
    } catch (error) {
      if (error instanceof GitHubError && error.reason === "not-found") return undefined;
      throw error;
    }
  }
}
