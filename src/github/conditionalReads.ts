import { MAX_PAGES, type GitHubClient } from "./client.ts";
import { misunderstood } from "./gitHubError.ts";
import { signalOption } from "./signalOption.ts";

/** An answer of GitHub, with what it takes to ask for it again at no cost. */
export interface Answer<T> {
  readonly etag: string | undefined;
  /** Address of the list's next page. */
  readonly next: string | undefined;
  readonly value: T;
}

/** How many addresses are remembered, beyond what the tickets of one person need. */
const MAX_KEPT = 500;

/**
 * Reads an address; answers `before` itself when GitHub says that nothing has changed since, which
 * costs nothing of the rate limit.
 *
 * @param toValue Undefined for an answer of another shape.
 * @throws {GitHubError}
 */
export async function readUnlessSame<T>(
  client: GitHubClient,
  request: { readonly url: string; readonly what: string; readonly signal?: AbortSignal },
  before: Answer<T> | undefined,
  toValue: (data: unknown) => T | undefined,
): Promise<Answer<T>> {
  const { url, what, signal } = request;
  const headers = before?.etag === undefined ? {} : { "if-none-match": before.etag };
  return client.run(what, async (octokit) => {
    try {
      const answer = await octokit.request({
        method: "GET",
        url,
        headers,
        request: signalOption(signal),
      });
      const value = toValue(answer.data);
      if (value === undefined) throw misunderstood(what);
      return { etag: answer.headers.etag, next: client.nextPage(answer.headers.link), value };
    } catch (error) {
      if (before !== undefined && isNotModified(error)) return before;
      throw error;
    }
  });
}

/** One kind of thing, read by address and remembered with its ETag. */
export class ConditionalReads<T> {
  readonly #client: GitHubClient;
  readonly #toValue: (data: unknown) => T | undefined;
  /** The one that was read longest ago comes first. */
  readonly #kept = new Map<string, Answer<T>>();

  /** @param toValue Undefined for an answer of another shape. */
  constructor(client: GitHubClient, toValue: (data: unknown) => T | undefined) {
    this.#client = client;
    this.#toValue = toValue;
  }

  /**
   * @param what The thing asked for, as the end of "GitHub did not …".
   * @throws {GitHubError}
   */
  async read(url: string, what: string, signal?: AbortSignal): Promise<T> {
    return (await this.#answer(url, what, signal)).value;
  }

  /** The pages of a list. @throws {GitHubError} */
  async pages(first: string, what: string, signal?: AbortSignal): Promise<readonly T[]> {
    const values: T[] = [];
    let url: string | undefined = first;
    while (url !== undefined && values.length < MAX_PAGES) {
      const answer: Answer<T> = await this.#answer(url, what, signal);
      values.push(answer.value);
      url = answer.next;
    }
    return values;
  }

  async #answer(url: string, what: string, signal: AbortSignal | undefined): Promise<Answer<T>> {
    const request = { url, what, ...signalOption(signal) };
    const answer = await readUnlessSame(this.#client, request, this.#kept.get(url), this.#toValue);
    this.#kept.delete(url);
    this.#kept.set(url, answer);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return answer;
  }
}

/** Reads a list's page item by item; what is not such an item is passed over. */
export function itemsOf<T>(
  toItem: (value: unknown) => T | undefined,
): (data: unknown) => readonly T[] | undefined {
  return (data) =>
    Array.isArray(data) ? data.flatMap((item: unknown) => toItem(item) ?? []) : undefined;
}

function isNotModified(error: unknown): boolean {
  return error instanceof Error && "status" in error && error.status === 304;
}
