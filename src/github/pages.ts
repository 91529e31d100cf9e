import { MAX_PAGES, type GitHubClient } from "./client.ts";
import { misunderstood } from "./gitHubError.ts";
import { signalOption } from "./signalOption.ts";

/**
 * The items of all pages of a list.
 *
 * @param first Address of the first page, below the API's root.
 * @throws {GitHubError}
 */
export async function readAll(
  client: GitHubClient,
  first: string,
  what: string,
  signal: AbortSignal | undefined,
): Promise<readonly unknown[]> {
  return client.run(what, async (octokit) => {
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
      url = client.nextPage(answer.headers.link);
    }
    return items;
  });
}
