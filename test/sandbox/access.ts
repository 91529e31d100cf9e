import type { Advisory, Repository, Role } from "./model.ts";
import type { SandboxState } from "./state.ts";

const RANK: readonly Role[] = ["read", "triage", "write", "maintain", "admin"];

/** null stands for somebody who is not signed in. */
export type Viewer = string | null;

export function sameLogin(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** What a person may do in a repository; undefined when it does not exist for them. */
export function roleIn(
  state: SandboxState,
  repository: Repository,
  viewer: Viewer,
): Role | undefined {
  const given = viewer === null ? undefined : repository.roles.get(viewer.toLowerCase());
  if (repository.advisory === null) return given ?? (repository.private ? undefined : "read");
  const advisory = state.advisory(repository.advisory);
  if (advisory === undefined || !maySee(state, advisory, viewer)) return undefined;
  return mayAdminister(state, advisory, viewer) ? "admin" : "read";
}

export function mayAtLeast(
  state: SandboxState,
  repository: Repository,
  viewer: Viewer,
  role: Role,
): boolean {
  const has = roleIn(state, repository, viewer);
  return has !== undefined && RANK.indexOf(has) >= RANK.indexOf(role);
}

/**
 * Whether git accepts a push. A collaborator of an advisory pushes to its private fork although the
 * API reports `permissions.push: false` there (docs.github.com, "Collaborating in a temporary
 * private fork").
 */
export function mayPush(state: SandboxState, repository: Repository, viewer: Viewer): boolean {
  if (repository.advisory !== null) return roleIn(state, repository, viewer) !== undefined;
  return mayAtLeast(state, repository, viewer, "write");
}

/** Whether issues may be labelled: "triage" and more (docs.github.com, "Repository roles"). */
export function mayTriage(state: SandboxState, repository: Repository, viewer: Viewer): boolean {
  return mayAtLeast(state, repository, viewer, "triage");
}

/** Admins, the reporter, collaborating users and members of collaborating teams. */
export function maySee(state: SandboxState, advisory: Advisory, viewer: Viewer): boolean {
  if (advisory.state === "published") return true;
  return mayEdit(state, advisory, viewer);
}

/** Collaborators may edit (docs.github.com, "Permission levels for repository security advisories"). */
export function mayEdit(state: SandboxState, advisory: Advisory, viewer: Viewer): boolean {
  if (viewer === null) return false;
  if (mayAdminister(state, advisory, viewer)) return true;
  if (sameLogin(advisory.author, viewer)) return true;
  if (advisory.collaborators.some((login) => sameLogin(login, viewer))) return true;
  return advisory.teams.some((slug) =>
    state.team(advisory.repository, slug)?.members.some((login) => sameLogin(login, viewer)),
  );
}

/** Only a repository's admins (and security managers) accept, close, publish or start a fork. */
export function mayAdminister(state: SandboxState, advisory: Advisory, viewer: Viewer): boolean {
  const repository = state.repository(advisory.repository);
  return repository !== undefined && mayAtLeast(state, repository, viewer, "admin");
}

/** GitHub's relation words for an author. */
export function associationOf(
  repository: Repository,
  login: string,
): "OWNER" | "MEMBER" | "CONTRIBUTOR" | "NONE" {
  if (sameLogin(repository.owner, login)) return "OWNER";
  if (repository.roles.has(login.toLowerCase())) return "MEMBER";
  const contributed = [...repository.threads.values()].some(
    (thread) => thread.kind === "pull" && thread.merge !== null && sameLogin(thread.author, login),
  );
  return contributed ? "CONTRIBUTOR" : "NONE";
}
