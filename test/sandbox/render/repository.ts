import { roleIn, type Viewer } from "../access.ts";
import { timestamp } from "../clock.ts";
import { fullNameOf, type Repository, type User } from "../model.ts";
import type { SandboxState } from "../state.ts";
import { nodeId, type JsonObject, type Links } from "./links.ts";
import { renderUser } from "./user.ts";

/** The addresses every repository object carries, some of them URI templates. */
const ADDRESSES = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
} as const;

/** Organisations have no profile of their own in the sandbox. */
export function ownerOf(state: SandboxState, repository: Repository): { user: User; type: string } {
  const user = state.user(repository.owner);
  if (user !== undefined) return { user, type: "User" };
  const id = Buffer.from(repository.owner).reduce((sum, byte) => sum + byte, 0);
  const { owner: login } = repository;
  return { user: { id, login, name: login, email: "" }, type: "Organization" };
}

/** Schema `simple-repository`. */
export function renderSimpleRepository(
  state: SandboxState,
  links: Links,
  repository: Repository,
): JsonObject {
  const fullName = fullNameOf(repository);
  const url = `${links.api}/repos/${fullName}`;
  const owner = ownerOf(state, repository);
  return {
    id: repository.id,
    node_id: nodeId("Repository", repository.id),
    name: repository.name,
    full_name: fullName,
    private: repository.private,
    owner: renderUser(links, owner.user, owner.type),
    html_url: `${links.web}/${fullName}`,
    description: repository.description,
    fork: repository.parent !== null,
    url,
    ...Object.fromEntries(
      Object.entries(ADDRESSES).map(([key, suffix]) => [key, `${url}${suffix}`]),
    ),
  };
}

/** Schemas `minimal-repository` and `repository`. */
export function renderRepository(
  state: SandboxState,
  links: Links,
  repository: Repository,
  viewer: Viewer,
): JsonObject {
  const fullName = fullNameOf(repository);
  const host = new URL(links.web).host;
  const forks = state.repositories.filter(
    ({ parent, private: hidden }) => parent === fullName && !hidden,
  ).length;
  const openIssues = [...repository.threads.values()].filter(
    ({ state }) => state === "open",
  ).length;
  return {
    ...renderSimpleRepository(state, links, repository),
    created_at: timestamp(repository.createdAt),
    updated_at: timestamp(repository.pushedAt),
    pushed_at: timestamp(repository.pushedAt),
    clone_url: `${links.web}/${fullName}.git`,
    git_url: `git://${host}/${fullName}.git`,
    ssh_url: `git@${host}:${fullName}.git`,
    svn_url: `${links.web}/${fullName}`,
    mirror_url: null,
    homepage: null,
    language: "Python",
    license: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    forks_count: forks,
    forks,
    open_issues_count: openIssues,
    open_issues: openIssues,
    has_issues: repository.parent === null,
    has_projects: false,
    has_downloads: false,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    archived: false,
    disabled: false,
    allow_forking: !repository.private,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.private ? "private" : "public",
    default_branch: repository.defaultBranch,
    permissions: permissionsOf(state, repository, viewer),
  };
}

/** Schema `full-repository`. */
export function renderFullRepository(
  state: SandboxState,
  links: Links,
  repository: Repository,
  viewer: Viewer,
): JsonObject {
  const parent = repository.parent === null ? undefined : state.repository(repository.parent);
  const source = parent && renderRepository(state, links, parent, viewer);
  return {
    ...renderRepository(state, links, repository, viewer),
    network_count: 0,
    subscribers_count: 0,
    ...(source === undefined ? {} : { parent: source, source }),
  };
}

/**
 * Collaborators of an advisory read `push: false` for its private fork although they may push
 * (observed behaviour, see `mayPush`).
 */
function permissionsOf(state: SandboxState, repository: Repository, viewer: Viewer): JsonObject {
  const role = roleIn(state, repository, viewer) ?? "read";
  const admin = role === "admin";
  const maintain = admin || role === "maintain";
  const push = maintain || role === "write";
  return { admin, maintain, push, triage: push || role === "triage", pull: true };
}
