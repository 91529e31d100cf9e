import { asBoolean, asRecord, asString } from "../base/shape.ts";
import { fullName, parseRepositoryName, type RepositoryName } from "../ticket/repositoryName.ts";
import { NO_RIGHTS, type Rights } from "../ticket/rights.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubError, misunderstood } from "./gitHubError.ts";
import { signalOption } from "./signalOption.ts";

export interface Repository {
  readonly name: RepositoryName;
  readonly isPrivate: boolean;
  /** The repository that this one was forked from. */
  readonly parent: RepositoryName | null;
  readonly rights: Rights;
}

/** Repositories, and the signed-in person who looks at them. */
export class Repositories {
  readonly #client: GitHubClient;
  readonly #rights = new Map<string, Rights>();

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /**
   * Login of the person whom the token belongs to.
   *
   * @throws {GitHubError}
   */
  async login(signal?: AbortSignal): Promise<string> {
    const what = "tell who is signed in";
    const { data } = await this.#client.run(what, (octokit) =>
      octokit.rest.users.getAuthenticated({ request: signalOption(signal) }),
    );
    const login = asString(asRecord(data)?.["login"]);
    if (login === undefined) throw misunderstood(what);
    return login;
  }

  /**
   * Undefined when it is not there or may not be seen.
   *
   * @throws {GitHubError}
   */
  async get(name: RepositoryName, signal?: AbortSignal): Promise<Repository | undefined> {
    const what = `read ${fullName(name)}`;
    try {
      const { data } = await this.#client.run(what, (octokit) =>
        octokit.rest.repos.get({ ...name, request: signalOption(signal) }),
      );
      return toRepository(data, what);
    } catch (error) {
      if (error instanceof GitHubError && error.reason === "not-found") return undefined;
      throw error;
    }
  }

  /**
   * What the person may do there; asked once, since it hardly changes while somebody is signed in.
   * None where the repository may not be seen.
   *
   * @throws {GitHubError}
   */
  async rights(name: RepositoryName, signal?: AbortSignal): Promise<Rights> {
    const key = fullName(name).toLowerCase();
    const known = this.#rights.get(key);
    if (known !== undefined) return known;
    const rights = (await this.get(name, signal))?.rights ?? NO_RIGHTS;
    this.#rights.set(key, rights);
    return rights;
  }

  /**
   * Forks a public repository into the signed-in person's account; answers the fork that is there
   * already. GitHub makes it in the background: it can be read and pushed to a little later.
   *
   * @throws {GitHubError}
   */
  async fork(name: RepositoryName, signal?: AbortSignal): Promise<Repository> {
    const what = `fork ${fullName(name)}`;
    const { data } = await this.#client.run(what, (octokit) =>
      octokit.rest.repos.createFork({
        ...name,
        default_branch_only: true,
        request: signalOption(signal),
      }),
    );
    return toRepository(data, what);
  }
}

function toRepository(value: unknown, what: string): Repository {
  const data = asRecord(value);
  const name = parseRepositoryName(asString(data?.["full_name"]) ?? "");
  const parent = parseRepositoryName(asString(asRecord(data?.["parent"])?.["full_name"]) ?? "");
  if (!name.valid) throw misunderstood(what);
  return {
    name: name.value,
    // Whatever does not say that it is public is taken as private.
    isPrivate: asBoolean(data?.["private"]) ?? true,
    parent: parent.valid ? parent.value : null,
    rights: { administers: asBoolean(asRecord(data?.["permissions"])?.["admin"]) ?? false },
  };
}
