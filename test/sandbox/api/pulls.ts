import { asBoolean, asString } from "../../../src/base/shape.ts";
import { mayPush, mayTriage, sameLogin, type Viewer } from "../access.ts";
import { fullNameOf, type Pull, type Repository, type Review } from "../model.ts";
import { commitsOf, diffOf, filesOf, patchOf } from "../pullContent.ts";
import { renderCommit, renderFile } from "../render/commit.ts";
import type { JsonObject } from "../render/links.ts";
import { renderFullPull, renderPull, renderReview } from "../render/thread.ts";
import { pick } from "../project/pick.ts";
import type { SandboxState } from "../state.ts";
import { openPull } from "./pullCreation.ts";
import {
  ApiError,
  forbiddenInWorkspace,
  invalid,
  notFound,
  ok,
  pullOf,
  repositoryOf,
  signedIn,
  type ApiAnswer,
  type Routes,
  type Service,
} from "./exchange.ts";
import { byPage } from "./paging.ts";

const PULLS = "/repos/{owner}/{repo}/pulls";
const PULL = `${PULLS}/{pull_number}`;

const REVIEW_STATES: Readonly<Record<string, Review["state"]>> = {
  APPROVE: "APPROVED",
  REQUEST_CHANGES: "CHANGES_REQUESTED",
  COMMENT: "COMMENTED",
};

/** docs.github.com/rest/pulls */
export function pullRoutes(service: Service): Routes {
  const { state, links } = service;
  const { git } = state;

  const full = async (repository: Repository, pull: Pull, viewer: Viewer): Promise<JsonObject> => {
    const [commits, files] = await Promise.all([
      commitsOf(git, repository, pull),
      filesOf(git, repository, pull),
    ]);
    return renderFullPull(state, links, repository, pull, viewer, {
      commits: commits.length,
      changedFiles: files.length,
      mergeable: await mergeable(state, repository, pull),
      additions: files.reduce((sum, { additions }) => sum + additions, 0),
      deletions: files.reduce((sum, { deletions }) => sum + deletions, 0),
    });
  };

  const raw = async (
    repository: Repository,
    pull: Pull,
    media: "patch" | "diff",
  ): Promise<ApiAnswer> => {
    const content = await (media === "patch" ? patchOf : diffOf)(git, repository, pull);
    if ("tooLarge" in content) {
      const errors = [{ resource: "PullRequest", field: "diff", code: "too_large" }];
      throw new ApiError(406, content.tooLarge, { errors });
    }
    const type = `application/vnd.github.${media}; charset=utf-8`;
    return { status: 200, text: content, type };
  };

  return {
    [`GET ${PULLS}`]: (request) => {
      const repository = repositoryOf(service, request);
      const { query, viewer } = request;
      const wanted = query.get("state") ?? "open";
      const [head, base] = [query.get("head"), query.get("base")];
      const turn = query.get("direction") === "asc" ? 1 : -1;
      const time = ({ createdAt, updatedAt }: Pull): number =>
        (query.get("sort") === "updated" ? updatedAt : createdAt).getTime();
      const pulls = [...repository.threads.values()]
        .filter((thread): thread is Pull => thread.kind === "pull")
        .filter((pull) => wanted === "all" || pull.state === wanted)
        .filter((pull) => base === null || pull.base.branch === base)
        .filter((pull) => head === null || sameLogin(labelOf(pull), head))
        .sort((a, b) => turn * (time(a) - time(b) || a.number - b.number));
      const page = byPage(links, repository, request, pulls);
      const json = page.items.map((each) => renderPull(state, links, repository, each, viewer));
      return { status: 200, json, headers: page.headers };
    },

    [`POST ${PULLS}`]: async (request) => {
      const login = signedIn(request);
      const repository = repositoryOf(service, request);
      const pull = await openPull(state, repository, request.body, login);
      return ok(await full(repository, pull, login), 201);
    },

    [`GET ${PULL}`]: async (request) => {
      const { repository, pull } = pullOf(service, request);
      // application/vnd.github.patch, application/vnd.github.v3.diff
      const media = /application\/vnd\.github(?:\.v3)?\.(patch|diff)/.exec(request.accept)?.[1];
      if (media === "patch" || media === "diff") return raw(repository, pull, media);
      return ok(await full(repository, pull, request.viewer));
    },

    [`PATCH ${PULL}`]: async (request) => {
      const login = signedIn(request);
      const { repository, pull } = pullOf(service, request);
      if (!sameLogin(pull.author, login) && !mayTriage(state, repository, login)) {
        throw new ApiError(403, "Must have write access to Repository.");
      }
      changePull(pull, request.body, state.clock.now());
      return ok(await full(repository, pull, login));
    },

    [`GET ${PULL}/files`]: async (request) => {
      const { repository, pull } = pullOf(service, request);
      const page = byPage(links, repository, request, await filesOf(git, repository, pull));
      const name = fullNameOf(repository);
      const json = page.items.map((file) => renderFile(links, name, pull.head.sha, file));
      return { status: 200, json, headers: page.headers };
    },

    [`GET ${PULL}/commits`]: async (request) => {
      const { repository, pull } = pullOf(service, request);
      const page = byPage(links, repository, request, await commitsOf(git, repository, pull));
      const name = fullNameOf(repository);
      const json = page.items.map((commit) => renderCommit(state, links, name, commit));
      return { status: 200, json, headers: page.headers };
    },

    [`GET ${PULL}/reviews`]: (request) => {
      const { repository, pull } = pullOf(service, request);
      const page = byPage(links, repository, request, pull.reviews);
      const json = page.items.map((each) => renderReview(state, links, repository, pull, each));
      return { status: 200, json, headers: page.headers };
    },

    // Comments on lines; nobody writes any here.
    [`GET ${PULL}/comments`]: (request) => {
      pullOf(service, request);
      return ok([]);
    },

    [`POST ${PULL}/reviews`]: (request) => {
      const login = signedIn(request);
      const { repository, pull } = pullOf(service, request);
      const reviewState = REVIEW_STATES[asString(request.body["event"]) ?? ""];
      if (reviewState === undefined) throw invalid("PullRequestReview", "event");
      if (sameLogin(pull.author, login) && reviewState !== "COMMENTED") {
        throw new ApiError(422, "Unprocessable Entity", {
          errors: ["Can not approve your own pull request"],
        });
      }
      const review: Review = {
        ...{ id: state.newId(), author: login, state: reviewState, commit: pull.head.sha },
        ...{ body: asString(request.body["body"]) ?? "", submittedAt: state.clock.now() },
      };
      pull.reviews.push(review);
      return ok(renderReview(state, links, repository, pull, review));
    },

    [`PUT ${PULL}/merge`]: (request) => {
      const login = signedIn(request);
      const { repository } = pullOf(service, request);
      if (repository.advisory !== null) throw forbiddenInWorkspace();
      if (!mayPush(state, repository, login)) throw notFound();
      throw new ApiError(405, "Merging is not part of the coordinator's work.");
    },
  };
}

function labelOf(pull: Pull): string {
  return `${pull.head.repository.split("/")[0] ?? ""}:${pull.head.branch}`;
}

function changePull(pull: Pull, body: Readonly<Record<string, unknown>>, now: Date): void {
  const title = asString(body["title"]);
  const text = asString(body["body"]);
  const next = body["state"];
  if (title?.trim() === "") throw invalid("PullRequest", "title", undefined, "missing_field");
  if (next === "open" && pull.merge !== null) {
    throw invalid("PullRequest", "state", "state cannot be changed.");
  }
  if (title !== undefined) pull.title = title;
  if (text !== undefined) pull.body = text;
  if (asBoolean(body["draft"]) !== undefined) pull.draft = body["draft"] === true;
  if (next === "open" || next === "closed") {
    pull.state = next;
    pull.closedAt = next === "closed" ? now : null;
  }
  pull.updatedAt = now;
}

/**
 * Whether it merges without a conflict. GitHub finds out in the background, so that the first look at
 * a head answers null (docs.github.com/rest/pulls/pulls#get-a-pull-request); a private fork is not
 * looked at here.
 */
async function mergeable(
  state: SandboxState,
  repository: Repository,
  pull: Pull,
): Promise<boolean | null> {
  if (repository.advisory !== null || pull.state !== "open") return null;
  const name = fullNameOf(repository);
  const onto = await state.git.commitOf(name, `refs/heads/${pull.base.branch}`);
  if (onto === undefined) return null;
  const key = `${pull.id} ${pull.head.sha} ${onto}`;
  const known = state.mergeable.get(key);
  if (known !== undefined) return known;
  const base = await state.git.text(name, ["merge-base", onto, pull.head.sha]);
  const tree = await pick(state.git, name, { base, onto, change: pull.head.sha });
  state.mergeable.set(key, tree !== undefined);
  return null;
}
