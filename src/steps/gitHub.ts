import type { Log } from "../base/log.ts";
import type { Credential } from "../git/credential.ts";
import { Advisories } from "../github/advisories.ts";
import { Branches } from "../github/branches.ts";
import { GitHubClient } from "../github/client.ts";
import { Checks } from "../github/checks.ts";
import { Comments } from "../github/comments.ts";
import { Contents } from "../github/contents.ts";
import { GitHubError } from "../github/gitHubError.ts";
import { Issues } from "../github/issues.ts";
import { Originals } from "../github/originals.ts";
import { Probe } from "../github/probe.ts";
import { Profiles } from "../github/profiles.ts";
import { Pulls } from "../github/pulls.ts";
import { Repositories } from "../github/repositories.ts";
import { Teams } from "../github/teams.ts";
import { gitUrl, type GitHubSite, type GitProtocol } from "../github/site.ts";
import { Users } from "../github/users.ts";
import type { RepositoryName } from "../ticket/repositoryName.ts";

export interface GitHubOptions {
  readonly site: GitHubSite;
  readonly login: string;
  /** @throws {HumanError} when nobody is signed in any more. */
  readonly token: () => Promise<string>;
  readonly log: Log;
  /** Asked for at each address; HTTPS when left out. */
  readonly protocol?: () => GitProtocol;
}

/** One person's GitHub: what the steps read and write there. */
export class GitHub {
  readonly login: string;
  readonly site: GitHubSite;
  readonly advisories: Advisories;
  readonly branches: Branches;
  readonly comments: Comments;
  readonly contents: Contents;
  readonly issues: Issues;
  readonly checks: Checks;
  readonly originals: Originals;
  readonly profiles: Profiles;
  readonly pulls: Pulls;
  readonly repositories: Repositories;
  readonly users: Users;
  readonly teams: Teams;
  readonly probe: Probe;
  readonly #protocol: () => GitProtocol;

  constructor({ site, login, token, log, protocol = () => "https" }: GitHubOptions) {
    const client = new GitHubClient({ site, token, fetch: globalThis.fetch, log });
    this.login = login;
    this.site = site;
    this.advisories = new Advisories(client);
    this.branches = new Branches(client);
    this.comments = new Comments(client);
    this.contents = new Contents(client);
    this.issues = new Issues(client);
    this.checks = new Checks(client);
    this.originals = new Originals(client);
    this.profiles = new Profiles(client);
    this.pulls = new Pulls(client);
    this.repositories = new Repositories(client);
    this.users = new Users(client);
    this.teams = new Teams(client);
    this.probe = new Probe(client);
    this.#protocol = protocol;
  }

  /** The address that git clones a repository from. */
  gitUrl(repository: RepositoryName): string {
    return gitUrl(this.site, repository, this.#protocol());
  }
}

/**
 * Login of the person whom a token that was just given belongs to.
 *
 * @throws {GitHubError}
 */
export async function loginOf(
  { site, token, log }: Omit<GitHubOptions, "login" | "protocol">,
  signal?: AbortSignal,
): Promise<string> {
  const client = new GitHubClient({ site, token, fetch: globalThis.fetch, log });
  try {
    return await new Repositories(client).login(signal);
  } catch (error) {
    if (!(error instanceof GitHubError) || error.reason !== "bad-token") throw error;
    throw new GitHubError(
      error.reason,
      "GitHub does not know this token; nothing has changed.",
      "Check that it was pasted whole, and neither was revoked nor has expired.",
    );
  }
}

/** What git may show to the site's git server. */
export function gitCredential(site: GitHubSite, token: string): Credential {
  return { origin: new URL(site.webUrl).origin, token };
}
