import { timestamp } from "../clock.ts";
import { fullNameOf, type Check, type Repository } from "../model.ts";
import type { SandboxState } from "../state.ts";
import type { Viewer } from "../access.ts";
import { nodeId, type JsonObject, type Links } from "./links.ts";
import { renderRepository } from "./repository.ts";

/** Schema `check-run`, of a job of GitHub Actions. */
export function renderCheckRun(links: Links, repository: Repository, check: Check): JsonObject {
  const fullName = fullNameOf(repository);
  const url = `${links.api}/repos/${fullName}/check-runs/${check.id}`;
  const page = `${links.web}/${fullName}/actions/runs/${check.id}`;
  const pending = check.outcome === "pending";
  return {
    ...{ id: check.id, node_id: nodeId("CheckRun", check.id), head_sha: check.commit },
    ...{ name: check.name, url, html_url: page, details_url: page, external_id: "" },
    status: pending ? "in_progress" : "completed",
    conclusion: pending ? null : check.outcome,
    started_at: timestamp(check.startedAt),
    completed_at: pending ? null : timestamp(check.startedAt),
    check_suite: { id: check.id },
    output: {
      ...{ title: null, summary: null, text: null, annotations_count: 0 },
      annotations_url: `${url}/annotations`,
    },
    ...{ app: null, pull_requests: [] },
  };
}

/** Schema `combined-commit-status`; without any status GitHub calls the whole "pending". */
export function renderCombinedStatus(
  state: SandboxState,
  links: Links,
  repository: Repository,
  viewer: Viewer,
  commit: string,
  statuses: readonly Check[],
): JsonObject {
  const commitUrl = `${links.api}/repos/${fullNameOf(repository)}/commits/${commit}`;
  const outcomes = statuses.map(({ outcome }) => outcome);
  const passed = statuses.length > 0 && outcomes.every((outcome) => outcome === "success");
  return {
    state: outcomes.includes("failure") ? "failure" : passed ? "success" : "pending",
    ...{ sha: commit, total_count: statuses.length, commit_url: commitUrl },
    url: `${commitUrl}/status`,
    repository: renderRepository(state, links, repository, viewer),
    statuses: statuses.map(({ id, name, outcome, startedAt, description }) => ({
      ...{
        id,
        node_id: nodeId("StatusContext", id),
        context: name,
        description: description ?? null,
      },
      ...{ state: outcome, target_url: null, avatar_url: null },
      url: `${links.api}/repos/${fullNameOf(repository)}/statuses/${commit}`,
      ...{ created_at: timestamp(startedAt), updated_at: timestamp(startedAt) },
    })),
  };
}
