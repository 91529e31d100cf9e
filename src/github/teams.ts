import { asRecord, asString } from "../base/shape.ts";
import { parseLogin } from "../ticket/login.ts";
import type { GitHubClient } from "./client.ts";
import { readAll } from "./pages.ts";

/** Teams of an organisation, as far as the signed-in person may see them. */
export class Teams {
  readonly #client: GitHubClient;

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /**
   * Logins of a team's members, those of its child teams among them. GitHub answers "not found" to
   * who is not of the organisation and to tokens without the scope `read:org`.
   *
   * @throws {GitHubError}
   */
  async members(
    organization: string,
    slug: string,
    signal?: AbortSignal,
  ): Promise<readonly string[]> {
    const what = `list the members of @${organization}/${slug}`;
    const url = `/orgs/${organization}/teams/${slug}/members?per_page=100`;
    const items = await readAll(this.#client, url, what, signal);
    return items.flatMap((item) => parseLogin(asString(asRecord(item)?.["login"]) ?? "") ?? []);
  }
}
