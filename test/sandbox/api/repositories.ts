import { asString } from "../../../src/base/shape.ts";
import { mayPush } from "../access.ts";
import { fullNameOf, type Repository } from "../model.ts";
import { renderCommit, type CommitRecord } from "../render/commit.ts";
import { nodeId, type JsonObject } from "../render/links.ts";
import { renderFullRepository, renderRepository } from "../render/repository.ts";
import { readCommits } from "../pullContent.ts";
import {
  ApiError,
  invalid,
  notFound,
  ok,
  repositoryOf,
  signedIn,
  type Routes,
  type Service,
} from "./exchange.ts";
import { byPage } from "./paging.ts";

const REPOSITORY = "/repos/{owner}/{repo}";

/** docs.github.com/rest/repos, /rest/branches, /rest/git/refs, /rest/commits */
export function repositoryRoutes(service: Service): Routes {
  const { state, links } = service;
  const { git } = state;

  const commitAt = async (fullName: string, revision: string): Promise<CommitRecord> => {
    const [commit] = await readCommits(git, fullName, [revision, "--max-count=1"]);
    if (commit === undefined) throw notFound();
    return commit;
  };

  const refOf = (repository: Repository, ref: string, sha: string): JsonObject => {
    const url = `${links.api}/repos/${fullNameOf(repository)}/git`;
    const object = { sha, type: "commit", url: `${url}/commits/${sha}` };
    return { ref, node_id: nodeId("Ref", ref), url: `${url}/${ref}`, object };
  };

  const refsMatching = async (repository: Repository, prefix: string): Promise<JsonObject[]> => {
    const format = "--format=%(objectname) %(refname)";
    const lines = await git.text(fullNameOf(repository), ["for-each-ref", format, "refs"]);
    return lines.split("\n").flatMap((line) => {
      const [sha = "", ref = ""] = line.split(" ");
      return ref.startsWith(`refs/${prefix}`) ? [refOf(repository, ref, sha)] : [];
    });
  };

  return {
    [`GET ${REPOSITORY}`]: (request) => {
      const repository = repositoryOf(service, request);
      return ok(renderFullRepository(state, links, repository, request.viewer));
    },

    [`GET ${REPOSITORY}/branches`]: async (request) => {
      const repository = repositoryOf(service, request);
      const fullName = fullNameOf(repository);
      const branches = [...(await git.branches(fullName))].map(([name, sha]) => ({
        name,
        commit: { sha, url: `${links.api}/repos/${fullName}/commits/${sha}` },
        protected: false,
      }));
      const page = byPage(links, repository, request, branches);
      return { status: 200, json: [...page.items], headers: page.headers };
    },

    [`GET ${REPOSITORY}/branches/{branch}`]: async (request) => {
      const repository = repositoryOf(service, request);
      const fullName = fullNameOf(repository);
      const name = request.params["branch"] ?? "";
      const sha = (await git.branches(fullName)).get(name);
      if (sha === undefined) throw new ApiError(404, "Branch not found");
      const self = `${links.api}/repos/${fullName}/branches/${name}`;
      const commit = await commitAt(fullName, sha);
      return ok({
        name,
        commit: renderCommit(state, links, fullName, commit),
        _links: { self, html: `${links.web}/${fullName}/tree/${name}` },
        protected: false,
        protection: { enabled: false },
        protection_url: `${self}/protection`,
      });
    },

    [`GET ${REPOSITORY}/git/ref/{ref}`]: async (request) => {
      const repository = repositoryOf(service, request);
      const wanted = `refs/${request.params["ref"] ?? ""}`;
      const found = (await refsMatching(repository, request.params["ref"] ?? "")).find(
        ({ ref }) => ref === wanted,
      );
      if (found === undefined) throw notFound();
      return ok(found);
    },

    [`GET ${REPOSITORY}/git/matching-refs/{ref}`]: async (request) => {
      const repository = repositoryOf(service, request);
      return ok(await refsMatching(repository, request.params["ref"] ?? ""));
    },

    [`GET ${REPOSITORY}/commits/{ref}`]: async (request) => {
      const fullName = fullNameOf(repositoryOf(service, request));
      const sha = await git.commitOf(fullName, request.params["ref"] ?? "");
      if (sha === undefined) {
        throw new ApiError(422, `No commit found for SHA: ${request.params["ref"] ?? ""}`);
      }
      return ok(renderCommit(state, links, fullName, await commitAt(fullName, sha)));
    },

    [`GET ${REPOSITORY}/forks`]: (request) => {
      const repository = repositoryOf(service, request);
      const name = fullNameOf(repository);
      const forks = state.repositories.filter((each) => each.parent === name && !each.private);
      const page = byPage(links, repository, request, forks);
      const json = page.items.map((each) => renderRepository(state, links, each, request.viewer));
      return { status: 200, json, headers: page.headers };
    },

    [`POST ${REPOSITORY}/forks`]: async (request) => {
      const login = signedIn(request);
      const parent = repositoryOf(service, request);
      if (parent.private) throw new ApiError(403, "Forking is disabled on workspace repositories.");
      const fork =
        state.repository(`${login}/${parent.name}`) ??
        (await state.fork(fullNameOf(parent), login, { ...state.forkDelay }));
      return ok(renderFullRepository(state, links, fork, login), 202);
    },

    [`POST ${REPOSITORY}/merge-upstream`]: async (request) => {
      const login = signedIn(request);
      const fork = repositoryOf(service, request);
      const branch = asString(request.body["branch"]) ?? "";
      if (!mayPush(state, fork, login)) throw notFound();
      if (fork.parent === null) throw invalid("Repository", "parent");
      const [name, parent] = [fullNameOf(fork), fork.parent];
      const theirs = await git.commitOf(parent, `refs/heads/${branch}`);
      const ours = await git.commitOf(name, `refs/heads/${branch}`);
      if (theirs === undefined || ours === undefined) {
        throw new ApiError(422, "The branch does not exist.");
      }
      const base = `${parent.split("/")[0] ?? ""}:${branch}`;
      const target = `refs/heads/${branch}`;
      const common = await git
        .text(name, ["fetch", "--quiet", git.path(parent), theirs])
        .then(() => git.text(name, ["merge-base", ours, theirs]));
      if (common === theirs) {
        const message = "This branch is not behind the upstream.";
        return ok({ message, merge_type: "none", base_branch: base });
      }
      if (common !== ours) throw new ApiError(409, "There are merge conflicts");
      await git.text(name, ["update-ref", target, theirs, ours]);
      await state.syncPulls(name);
      const message = `Successfully fetched and fast-forwarded from upstream ${base}.`;
      return ok({ message, merge_type: "fast-forward", base_branch: base });
    },
  };
}
