import { associationOf, type Viewer } from "../access.ts";
import { timestamp } from "../clock.ts";
import {
  fullNameOf,
  type Comment,
  type Issue,
  type Label,
  type Pull,
  type Repository,
  type Review,
} from "../model.ts";
import type { SandboxState } from "../state.ts";
import { nodeId, type Json, type JsonObject, type Links } from "./links.ts";
import { ownerOf, renderRepository } from "./repository.ts";
import { renderUser } from "./user.ts";

/** What the counts of a pull request say, taken from git. */
export interface Extent {
  readonly commits: number;
  readonly additions: number;
  readonly deletions: number;
  readonly changedFiles: number;
  /** null while GitHub has not found out. */
  readonly mergeable: boolean | null;
}

function person(state: SandboxState, links: Links, login: string): Json {
  const user = state.user(login);
  return user === undefined ? null : renderUser(links, user);
}

/** Schema `label`. */
export function renderLabel(links: Links, repository: Repository, label: Label): JsonObject {
  const name = encodeURIComponent(label.name);
  return {
    id: label.id,
    node_id: nodeId("Label", label.id),
    url: `${links.api}/repos/${fullNameOf(repository)}/labels/${name}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

export function renderLabels(
  links: Links,
  repository: Repository,
  thread: Issue | Pull,
): readonly JsonObject[] {
  return thread.labels.flatMap((name) => {
    const label = repository.labels.find((each) => each.name === name);
    return label === undefined ? [] : [renderLabel(links, repository, label)];
  });
}

/** What issues and pull requests share. */
function common(
  state: SandboxState,
  links: Links,
  repository: Repository,
  thread: Issue | Pull,
): JsonObject {
  return {
    id: thread.id,
    number: thread.number,
    title: thread.title,
    body: thread.body,
    state: thread.state,
    locked: thread.locked === true,
    active_lock_reason: null,
    user: person(state, links, thread.author),
    labels: renderLabels(links, repository, thread),
    assignee: person(state, links, thread.assignees?.[0] ?? ""),
    assignees: (thread.assignees ?? []).map((login) => person(state, links, login)),
    milestone: null,
    created_at: timestamp(thread.createdAt),
    updated_at: timestamp(thread.updatedAt),
    closed_at: timestamp(thread.closedAt),
    author_association: associationOf(repository, thread.author),
  };
}

/** Schema `issue`; GitHub lists pull requests there too, with the key `pull_request`. */
export function renderIssue(
  state: SandboxState,
  links: Links,
  repository: Repository,
  thread: Issue | Pull,
): JsonObject {
  const fullName = fullNameOf(repository);
  const url = `${links.api}/repos/${fullName}/issues/${thread.number}`;
  const kind = thread.kind === "pull" ? "pull" : "issues";
  const page = `${links.web}/${fullName}/${kind}/${thread.number}`;
  return {
    ...common(state, links, repository, thread),
    node_id: nodeId(thread.kind === "pull" ? "PullRequest" : "Issue", thread.id),
    url,
    repository_url: `${links.api}/repos/${fullName}`,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: page,
    comments: thread.comments.length,
    state_reason: thread.kind === "issue" ? thread.stateReason : null,
    performed_via_github_app: null,
    ...(thread.kind === "pull"
      ? {
          draft: thread.draft,
          pull_request: {
            url: `${links.api}/repos/${fullName}/pulls/${thread.number}`,
            html_url: page,
            diff_url: `${page}.diff`,
            patch_url: `${page}.patch`,
            merged_at: timestamp(thread.merge?.at ?? null),
          },
        }
      : {}),
  };
}

function side(
  state: SandboxState,
  links: Links,
  fullName: string,
  at: { readonly branch: string; readonly sha: string },
  viewer: Viewer,
): JsonObject {
  const repository = state.mustHave(fullName);
  const owner = ownerOf(state, repository);
  return {
    label: `${repository.owner}:${at.branch}`,
    ref: at.branch,
    sha: at.sha,
    user: renderUser(links, owner.user, owner.type),
    repo: renderRepository(state, links, repository, viewer),
  };
}

/** Schema `pull-request-simple`. */
export function renderPull(
  state: SandboxState,
  links: Links,
  repository: Repository,
  pull: Pull,
  viewer: Viewer,
): JsonObject {
  const fullName = fullNameOf(repository);
  const url = `${links.api}/repos/${fullName}/pulls/${pull.number}`;
  const issueUrl = `${links.api}/repos/${fullName}/issues/${pull.number}`;
  const page = `${links.web}/${fullName}/pull/${pull.number}`;
  const statuses = `${links.api}/repos/${fullName}/statuses/${pull.head.sha}`;
  return {
    ...common(state, links, repository, pull),
    node_id: nodeId("PullRequest", pull.id),
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueUrl,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${links.api}/repos/${fullName}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: statuses,
    merged_at: timestamp(pull.merge?.at ?? null),
    merge_commit_sha: pull.merge?.sha ?? null,
    requested_reviewers: [],
    requested_teams: [],
    draft: pull.draft,
    head: side(state, links, pull.head.repository, pull.head, viewer),
    base: side(state, links, fullName, pull.base, viewer),
    auto_merge: null,
    _links: {
      self: { href: url },
      html: { href: page },
      issue: { href: issueUrl },
      comments: { href: `${issueUrl}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${links.api}/repos/${fullName}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
  };
}

/** Schema `pull-request`. */
export function renderFullPull(
  state: SandboxState,
  links: Links,
  repository: Repository,
  pull: Pull,
  viewer: Viewer,
  extent: Extent,
): JsonObject {
  return {
    ...renderPull(state, links, repository, pull, viewer),
    merged: pull.merge !== null,
    mergeable: extent.mergeable,
    rebaseable: extent.mergeable,
    mergeable_state: extent.mergeable === null ? "unknown" : extent.mergeable ? "clean" : "dirty",
    merged_by: pull.merge === null ? null : person(state, links, pull.merge.by),
    comments: pull.comments.length,
    review_comments: 0,
    maintainer_can_modify: repository.advisory === null,
    commits: extent.commits,
    additions: extent.additions,
    deletions: extent.deletions,
    changed_files: extent.changedFiles,
  };
}

/** Schema `pull-request-review`. */
export function renderReview(
  state: SandboxState,
  links: Links,
  repository: Repository,
  pull: Pull,
  review: Review,
): JsonObject {
  const fullName = fullNameOf(repository);
  const page = `${links.web}/${fullName}/pull/${pull.number}#pullrequestreview-${review.id}`;
  const url = `${links.api}/repos/${fullName}/pulls/${pull.number}`;
  return {
    id: review.id,
    node_id: nodeId("PullRequestReview", review.id),
    user: person(state, links, review.author),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: url,
    _links: { html: { href: page }, pull_request: { href: url } },
    submitted_at: timestamp(review.submittedAt),
    commit_id: review.commit,
    author_association: associationOf(repository, review.author),
  };
}

/** Schema `issue-comment`. */
export function renderComment(
  state: SandboxState,
  links: Links,
  repository: Repository,
  thread: Issue | Pull,
  comment: Comment,
): JsonObject {
  const fullName = fullNameOf(repository);
  const kind = thread.kind === "pull" ? "pull" : "issues";
  return {
    id: comment.id,
    node_id: nodeId("IssueComment", comment.id),
    url: `${links.api}/repos/${fullName}/issues/comments/${comment.id}`,
    html_url: `${links.web}/${fullName}/${kind}/${thread.number}#issuecomment-${comment.id}`,
    issue_url: `${links.api}/repos/${fullName}/issues/${thread.number}`,
    user: person(state, links, comment.author),
    body: comment.body,
    created_at: timestamp(comment.createdAt),
    updated_at: timestamp(comment.updatedAt),
    author_association: associationOf(repository, comment.author),
  };
}
