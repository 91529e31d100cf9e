import { asRecord, asString } from "../base/shape.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { GitHubClient } from "./client.ts";
import { ConditionalReads, itemsOf } from "./conditionalReads.ts";

/** Branches of a repository. */
export class Branches {
  readonly #names: ConditionalReads<readonly string[]>;

  constructor(client: GitHubClient) {
    this.#names = new ConditionalReads(
      client,
      itemsOf((item) => asString(asRecord(item)?.["name"])),
    );
  }

  /** @throws {GitHubError} */
  async names(repository: RepositoryName, signal?: AbortSignal): Promise<readonly string[]> {
    const { owner, repo } = repository;
    const what = `list the branches of ${fullName(repository)}`;
    const url = `/repos/${owner}/${repo}/branches?per_page=100`;
    return (await this.#names.pages(url, what, signal)).flat();
  }
}
