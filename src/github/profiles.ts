import { asRecord, asString } from "../base/shape.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubError } from "./gitHubError.ts";
import { signalOption } from "./signalOption.ts";

/** What people tell of themselves on GitHub. */
export class Profiles {
  readonly #client: GitHubClient;

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /**
   * The name on a person's profile; null where there is none, or no such person any more.
   *
   * @throws {GitHubError}
   */
  async name(login: string, signal?: AbortSignal): Promise<string | null> {
    try {
      const { data } = await this.#client.run(`read the profile of ${login}`, (octokit) =>
        octokit.rest.users.getByUsername({ username: login, request: signalOption(signal) }),
      );
      return asString(asRecord(data)?.["name"]) ?? null;
    } catch (error) {
      if (error instanceof GitHubError && error.reason === "not-found") return null;
      throw error;
    }
  }
}
