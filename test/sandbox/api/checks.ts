import type { Check, Repository } from "../model.ts";
import { renderCheckRun, renderCombinedStatus } from "../render/check.ts";
import {
  ApiError,
  ok,
  repositoryOf,
  type ApiRequest,
  type Routes,
  type Service,
} from "./exchange.ts";
import { byPage } from "./paging.ts";

const COMMIT = "/repos/{owner}/{repo}/commits/{ref}";

/** docs.github.com/rest/checks/runs and /rest/commits/statuses; commits are named by their id. */
export function checkRoutes(service: Service): Routes {
  const { state, links } = service;
  const checksOf = (
    request: ApiRequest,
    kind: Check["kind"],
  ): { repository: Repository; commit: string; checks: readonly Check[] } => {
    const repository = repositoryOf(service, request);
    const commit = request.params["ref"] ?? "";
    if (!/^[0-9a-f]{40}$/.test(commit))
      throw new ApiError(422, `No commit found for SHA: ${commit}`);
    const checks = repository.checks.filter((each) => each.kind === kind && each.commit === commit);
    return { repository, commit, checks };
  };

  return {
    [`GET ${COMMIT}/check-runs`]: (request) => {
      const { repository, checks } = checksOf(request, "run");
      const page = byPage(links, repository, request, checks);
      const runs = page.items.map((check) => renderCheckRun(links, repository, check));
      const json = { total_count: checks.length, check_runs: runs };
      return { status: 200, json, headers: page.headers };
    },

    [`GET ${COMMIT}/status`]: (request) => {
      const { repository, commit, checks } = checksOf(request, "status");
      return ok(renderCombinedStatus(state, links, repository, request.viewer, commit, checks));
    },
  };
}
