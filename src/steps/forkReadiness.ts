import { tmpdir } from "node:os";
import type { Git } from "../git/git.ts";
import { GitError, type GitReason } from "../git/gitError.ts";
import { remoteBranch } from "../git/remoteBranch.ts";
import { GitHubError, type GitHubReason } from "../github/gitHubError.ts";
import type { Repository } from "../github/repositories.ts";
import { projectOf } from "../ticket/project.ts";
import type { RepositoryName } from "../ticket/repositoryName.ts";
import type { Ticket, TicketRef } from "../ticket/ticket.ts";

export interface ForkReadinessPorts {
  readonly advisories: { get(ref: TicketRef, signal?: AbortSignal): Promise<Ticket> };
  readonly repositories: {
    get(name: RepositoryName, signal?: AbortSignal): Promise<Repository | undefined>;
  };
  readonly git: Git;
  readonly gitUrl: (repository: RepositoryName) => string;
}

/** How far GitHub has come with a private fork. */
export type ForkReadiness =
  | { readonly kind: "none" }
  /** The advisory names it; the API or git does not know it yet. */
  | { readonly kind: "growing"; readonly fork: RepositoryName; readonly lacks: "api" | "git" }
  | { readonly kind: "ready"; readonly fork: RepositoryName }
  /** The ticket has ended, so no fork will come. */
  | { readonly kind: "ended" };

/** What passes by itself while something is waited for over minutes. */
const PASSING_GITHUB: ReadonlySet<GitHubReason> = new Set([
  "offline",
  "unavailable",
  "rate-limited",
]);
const PASSING_GIT: ReadonlySet<GitReason> = new Set(["not-found", "forbidden", "network"]);

/**
 * Looks once whether a ticket's private fork can be cloned: the advisory names it, the API answers
 * for it, and git finds its main branch. Troubles that pass read as "not yet".
 * @throws {HumanError} @throws {GitError} @throws {CancelledError}
 */
export async function forkReadiness(
  { advisories, repositories, git, gitUrl }: ForkReadinessPorts,
  ref: TicketRef,
  signal?: AbortSignal,
): Promise<ForkReadiness> {
  const ticket = await unless(PASSING_GITHUB, advisories.get(ref, signal));
  const fork = ticket?.privateFork;
  if (ticket !== undefined && ticket.state !== "draft" && ticket.state !== "triage") {
    return { kind: "ended" };
  }
  if (fork === undefined || fork === null) return { kind: "none" };
  const known = await unless(PASSING_GITHUB, repositories.get(fork, signal));
  if (known === undefined) return { kind: "growing", fork, lacks: "api" };
  const branch = projectOf(ref.repository)?.mainBranch ?? "main";
  const looking = remoteBranch(git, tmpdir(), gitUrl(fork), branch, signal);
  const tip = await unless(PASSING_GIT, looking);
  return tip === undefined ? { kind: "growing", fork, lacks: "git" } : { kind: "ready", fork };
}

/** Undefined when it fails for one of those reasons. */
async function unless<T>(
  reasons: ReadonlySet<string>,
  work: Promise<T>,
): Promise<Awaited<T> | undefined> {
  try {
    return await work;
  } catch (error) {
    const known = error instanceof GitHubError || error instanceof GitError;
    if (known && reasons.has(error.reason)) return undefined;
    throw error;
  }
}
