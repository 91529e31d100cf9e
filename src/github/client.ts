import type { Octokit } from "@octokit/rest";
import type { Log } from "../base/log.ts";
import { GitHubError, toGitHubError } from "./gitHubError.ts";
import type { GitHubSite } from "./site.ts";

export interface ClientOptions {
  readonly site: GitHubSite;
  /** Asked for at each request; a rejection is passed on. */
  readonly token: () => Promise<string>;
  readonly fetch: typeof fetch;
  readonly log: Log;
}

/** No list has more pages of 100 than this; a longer chain is a loop. */
export const MAX_PAGES = 50;

/** How long a rate limit may make a read wait before it fails instead. */
const PATIENCE_SECONDS = 10;

/** A clock that goes back by less is waited for. */
const BACK_MS = 1000;

/**
 * One signed-in connection to one GitHub. Reads are repeated once when GitHub fails; a write is
 * never repeated by itself, since a lost answer does not mean a lost write.
 */
export class GitHubClient {
  readonly site: GitHubSite;
  readonly #options: ClientOptions;
  #octokit: Promise<Octokit> | undefined;
  /** When it was last asked for, by the machine's clock, in milliseconds. */
  #lastRun = 0;

  constructor(options: ClientOptions) {
    this.site = options.site;
    this.#options = options;
  }

  /** @throws {GitHubError} and the cancellation of the signal. */
  async run<T>(what: string, work: (octokit: Octokit) => Promise<T>): Promise<T> {
    try {
      const now = Date.now();
      // Octokit's limiter counts by the machine's clock: set back, it would wait until then again.
      if (now < this.#lastRun - BACK_MS) this.#octokit = undefined;
      this.#lastRun = now;
      this.#octokit ??= connect(this.#options, String(now));
      return await work(await this.#octokit);
    } catch (error) {
      throw toGitHubError(error, what);
    }
  }

  /**
   * The next page's address from a `Link` header, as GitHub wrote it. Undefined on the last page.
   *
   * @throws {GitHubError} when it leads away from the API, where the token must not go.
   */
  nextPage(link: string | undefined): string | undefined {
    // <https://api.github.com/repositories/1/security-advisories?after=Y3Vyc29y>; rel="next"
    const next = /<([^<>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
    if (next === undefined) return undefined;
    const within = URL.canParse(next) && new URL(next).href.startsWith(`${this.site.apiUrl}/`);
    if (!within) {
      throw new GitHubError(
        "malformed",
        "GitHub's answer leads to another server for its next page.",
        "Check the setting psrt.apiUrl.",
      );
    }
    return next;
  }
}

/** @param id of the limiters, which outlive the client. */
async function connect({ site, token, fetch, log }: ClientOptions, id: string): Promise<Octokit> {
  const { ResilientOctokit } = await import("./octokit.ts");
  const waitBriefly = (seconds: number, options: object, _: unknown, count: number): boolean =>
    count === 0 && seconds <= PATIENCE_SECONDS && "method" in options && options.method === "GET";
  const octokit = new ResilientOctokit({
    baseUrl: site.apiUrl,
    userAgent: "psrt-coordinator",
    request: { fetch: wholeAnswers(fetch) },
    // Octokit's own log prints request paths, which hold private GHSA ids.
    log: {
      debug: () => undefined,
      info: () => undefined,
      warn: () => log.warn("GitHub client warning"),
      error: () => undefined,
    },
    retry: { retries: 1, doNotRetry: [400, 401, 403, 404, 406, 409, 410, 422, 429, 451] },
    throttle: { id, onRateLimit: waitBriefly, onSecondaryRateLimit: waitBriefly },
  });
  octokit.hook.before("request", async (options) => {
    options.headers["x-github-api-version"] = "2022-11-28";
    options.headers.authorization = `Bearer ${await token()}`;
    if (options.method !== "GET") options.request["retries"] = 0;
  });
  return octokit;
}

/**
 * A fetch that ends when the answer's last byte is there. Octokit takes a body that was cut or
 * cancelled on its way for an empty one; here it fails as the request.
 */
function wholeAnswers(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const answer = await fetch(input, init);
    return answer.body === null ? answer : new Response(await answer.arrayBuffer(), answer);
  };
}
