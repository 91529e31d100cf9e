import { asRecord, asString } from "../base/shape.ts";
import type { Ecosystem } from "../ticket/affectedPackage.ts";
import type { CreditEntry } from "../ticket/credits.ts";
import { fullName, parseRepositoryName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import { toAdvisory, type Advisory } from "./advisory.ts";
import { MAX_PAGES, type GitHubClient } from "./client.ts";
import { ConditionalReads, itemsOf, readUnlessSame, type Answer } from "./conditionalReads.ts";
import { misunderstood } from "./gitHubError.ts";
import { signalOption } from "./signalOption.ts";

/** The keys of an advisory that are written; omitted keys stay as they are. */
export interface AdvisoryPatch {
  readonly summary?: string;
  readonly description?: string;
  readonly cvss_vector_string?: string;
  /** Replaces the whole list, as the two that follow do. */
  readonly credits?: readonly CreditEntry[];
  /** For admins only, as the next one is. */
  readonly state?: "draft" | "closed";
  /** Logins; replaces the whole list. */
  readonly collaborating_users?: readonly string[];
  readonly cwe_ids?: string[];
  readonly vulnerabilities?: WrittenVulnerability[];
}

/** An affected product as GitHub takes it; the list replaces the one that is there. */
export interface WrittenVulnerability {
  readonly package: { readonly ecosystem: Ecosystem; readonly name: string | null };
  readonly vulnerable_version_range: string | null;
  readonly patched_versions: string | null;
  readonly vulnerable_functions: string[];
}

interface Page extends Answer<readonly Advisory[]> {
  readonly url: string;
}

/**
 * The advisories of repositories. Each and their lists are remembered with their ETag, so that
 * reading what has not changed costs one conditional request and nothing of the rate limit.
 */
export class Advisories {
  readonly #client: GitHubClient;
  readonly #pages = new Map<string, readonly Page[]>();
  readonly #single: ConditionalReads<unknown>;

  constructor(client: GitHubClient) {
    this.#client = client;
    this.#single = new ConditionalReads<unknown>(client, asRecord);
  }

  /**
   * All advisories that the signed-in person may see, last updated first.
   *
   * The order makes one question enough: whatever changes moves to the first page, so when that one
   * is unchanged, all are.
   *
   * @throws {GitHubError}
   */
  async list(repository: RepositoryName, signal?: AbortSignal): Promise<readonly Advisory[]> {
    const key = fullName(repository).toLowerCase();
    const known = this.#pages.get(key) ?? [];
    const pages: Page[] = [];
    let url: string | undefined = firstPage(this.#client, repository);
    while (url !== undefined && pages.length < MAX_PAGES) {
      const last: Page | undefined = known[pages.length];
      // An ETag holds for its own address only.
      const before: Page | undefined = last?.url === url ? last : undefined;
      const page: Page = await this.#readPage(repository, url, before, signal);
      if (page === before && pages.length === 0) return flatten(known);
      pages.push(page);
      url = page.next;
    }
    this.#pages.set(key, pages);
    return flatten(pages);
  }

  /** @throws {GitHubError} */
  async get(ref: TicketRef, signal?: AbortSignal): Promise<Advisory> {
    const what = `read ${ref.ghsaId}`;
    const { owner, repo } = ref.repository;
    const url = `/repos/${owner}/${repo}/security-advisories/${ref.ghsaId}`;
    const data = await this.#single.read(url, what, signal);
    return understood(data, ref, what);
  }

  /**
   * Writes the given keys and answers what GitHub says the advisory is now.
   *
   * @throws {GitHubError}
   */
  async update(ref: TicketRef, patch: AdvisoryPatch, signal?: AbortSignal): Promise<Advisory> {
    const what = `change ${ref.ghsaId}`;
    const { credits, collaborating_users: users, ...texts } = patch;
    const { data } = await this.#client.run(what, (octokit) =>
      octokit.rest.securityAdvisories.updateRepositoryAdvisory({
        ...ref.repository,
        ghsa_id: ref.ghsaId,
        ...texts,
        ...(credits !== undefined && { credits: [...credits] }),
        ...(users !== undefined && { collaborating_users: [...users] }),
        request: signalOption(signal),
      }),
    );
    return understood(data, ref, what);
  }

  /**
   * Asks for the advisory's temporary private fork; answers the one that is there already. GitHub
   * makes it in the background: for a large repository it takes minutes until it can be used.
   *
   * @throws {GitHubError} with the reason "forbidden" unless the person is an admin or a security
   * manager.
   */
  async createFork(ref: TicketRef, signal?: AbortSignal): Promise<RepositoryName> {
    const what = `create the private fork of ${ref.ghsaId}`;
    const { data } = await this.#client.run(what, (octokit) =>
      octokit.rest.securityAdvisories.createFork({
        ...ref.repository,
        ghsa_id: ref.ghsaId,
        request: signalOption(signal),
      }),
    );
    const name = parseRepositoryName(asString(asRecord(data)?.["full_name"]) ?? "");
    if (!name.valid) throw misunderstood(what);
    return name.value;
  }

  /** Answers `before` itself when GitHub says that nothing has changed. */
  async #readPage(
    repository: RepositoryName,
    url: string,
    before: Page | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Page> {
    const what = `list the advisories of ${fullName(repository)}`;
    const request = { url, what, ...signalOption(signal) };
    const toPage = itemsOf((item) => toAdvisory(item, repository));
    const page = await readUnlessSame(this.#client, request, before, toPage);
    return page === before ? before : { ...page, url };
  }
}

function firstPage({ site }: GitHubClient, { owner, repo }: RepositoryName): string {
  const query = "per_page=100&sort=updated&direction=desc";
  return `${site.apiUrl}/repos/${owner}/${repo}/security-advisories?${query}`;
}

function flatten(pages: readonly Page[]): readonly Advisory[] {
  const seen = new Set<string>();
  return pages
    .flatMap(({ value }) => value)
    .filter(({ ghsaId }) => !seen.has(ghsaId) && seen.add(ghsaId));
}

/** @throws {GitHubError} also for another ticket's advisory: nothing may be built upon that. */
function understood(data: unknown, ref: TicketRef, what: string): Advisory {
  const advisory = toAdvisory(data, ref.repository);
  if (advisory?.ghsaId !== ref.ghsaId) throw misunderstood(what);
  return advisory;
}
