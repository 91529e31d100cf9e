import { asString } from "../base/shape.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubError, misunderstood } from "./gitHubError.ts";
import { signalOption } from "./signalOption.ts";

/** Single files of a repository. */
export class Contents {
  readonly #client: GitHubClient;

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /**
   * The text of a file; undefined when it, or the commit, is not there.
   *
   * @param path From the repository's root, with `/`; not checked.
   * @param commit A branch or a commit.
   * @throws {GitHubError}
   */
  async text(
    repository: RepositoryName,
    path: string,
    commit: string,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const { owner, repo } = repository;
    const what = `read ${path} of ${fullName(repository)}`;
    const ref = encodeURIComponent(commit);
    try {
      return await this.#client.run(what, async (octokit) => {
        const { data }: { data: unknown } = await octokit.request({
          method: "GET",
          url: `/repos/${owner}/${repo}/contents/${path}?ref=${ref}`,
          headers: { accept: "application/vnd.github.raw+json" },
          request: signalOption(signal),
        });
        const text = asString(data);
        if (text === undefined) throw misunderstood(what);
        return text;
      });
    } catch (error) {
      if (error instanceof GitHubError && error.reason === "not-found") return undefined;
      throw error;
    }
  }
}
