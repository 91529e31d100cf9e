import { asNumber, asString } from "../../../src/base/shape.ts";
import { mayAdminister, mayEdit, maySee, sameLogin } from "../access.ts";
import type { Advisory, Comment } from "../model.ts";
import { renderAdvisory, renderAdvisoryComment } from "../render/advisory.ts";
import { renderFullRepository } from "../render/repository.ts";
import { changeAdvisory } from "./advisoryChange.ts";
import {
  adminsOnly,
  advisoryOf,
  ApiError,
  invalid,
  notFound,
  ok,
  repositoryOf,
  signedIn,
  type ApiRequest,
  type Routes,
  type Service,
} from "./exchange.ts";
import { byCursor } from "./paging.ts";

const ADVISORIES = "/repos/{owner}/{repo}/security-advisories";
const ADVISORY = `${ADVISORIES}/{ghsa_id}`;

const SORT_KEYS: Readonly<Record<string, (advisory: Advisory) => number>> = {
  created: ({ createdAt }) => createdAt.getTime(),
  updated: ({ updatedAt }) => updatedAt.getTime(),
  published: ({ publishedAt }) => publishedAt?.getTime() ?? 0,
};

/** docs.github.com/rest/security-advisories/repository-advisories */
export function advisoryRoutes(service: Service): Routes {
  const { state, links } = service;
  return {
    [`GET ${ADVISORIES}`]: (request) => {
      const repository = repositoryOf(service, request);
      const { query, viewer } = request;
      const wanted = query.get("state");
      const key = SORT_KEYS[query.get("sort") ?? "created"] ?? SORT_KEYS["created"];
      const turn = query.get("direction") === "asc" ? 1 : -1;
      const visible = state.advisories
        .filter((each) => state.repository(each.repository) === repository)
        .filter((each) => wanted === null || each.state === wanted)
        .filter((each) => maySee(state, each, viewer))
        .sort((a, b) => turn * ((key?.(a) ?? 0) - (key?.(b) ?? 0)));
      const page = byCursor(links, repository, request, visible, ({ ghsaId }) => ghsaId);
      const json = page.items.map((each) => renderAdvisory(state, links, each));
      return { status: 200, json, headers: page.headers };
    },

    [`GET ${ADVISORY}`]: (request) =>
      ok(renderAdvisory(state, links, advisoryOf(service, request))),

    [`PATCH ${ADVISORY}`]: (request) => {
      const login = signedIn(request);
      const advisory = advisoryOf(service, request);
      if (!mayEdit(state, advisory, login)) throw new ApiError(403, "Forbidden");
      const admin = mayAdminister(state, advisory, login);
      changeAdvisory(state, advisory, request.body, { login, admin });
      return ok(renderAdvisory(state, links, advisory));
    },

    [`POST ${ADVISORY}/forks`]: async (request) => {
      const login = signedIn(request);
      const advisory = advisoryOf(service, request);
      if (!mayAdminister(state, advisory, login)) throw adminsOnly();
      if (advisory.state !== "draft" && advisory.state !== "triage") {
        throw invalid("RepositoryAdvisory", "state", "The advisory is not open.");
      }
      const known =
        advisory.privateFork === null ? undefined : state.repository(advisory.privateFork);
      const fork =
        known ??
        (await state.createPrivateFork(advisory.ghsaId, { pending: { ...state.forkDelay } }));
      return ok(renderFullRepository(state, links, fork, login), 202);
    },

    ...commentRoutes(service),
  };
}

/** github.blog/changelog/2026-10-02-repository-security-advisory-comments-api-in-public-preview */
function commentRoutes(service: Service): Routes {
  const { state, links } = service;
  const open = (request: ApiRequest): Advisory => {
    if (!state.advisoryComments) throw notFound();
    return advisoryOf(service, request);
  };
  const commentOf = (advisory: Advisory, request: ApiRequest): Comment => {
    const id = asNumber(Number(request.params["comment_id"]));
    const comment = advisory.comments.find((each) => each.id === id);
    if (comment === undefined) throw notFound();
    return comment;
  };
  const bodyOf = (request: ApiRequest): string => {
    const body = asString(request.body["body"]);
    if (body === undefined || body.trim() === "") {
      throw invalid("RepositoryAdvisoryComment", "body", undefined, "missing_field");
    }
    return body;
  };
  return {
    [`GET ${ADVISORY}/comments`]: (request) => {
      const advisory = open(request);
      const since = Date.parse(request.query.get("since") ?? "");
      const wanted = advisory.comments.filter(
        ({ updatedAt }) => Number.isNaN(since) || updatedAt.getTime() >= since,
      );
      const repository = repositoryOf(service, request);
      const page = byCursor(links, repository, request, wanted, ({ id }) => String(id));
      const json = page.items.map((each) => renderAdvisoryComment(state, links, advisory, each));
      return { status: 200, json, headers: page.headers };
    },

    [`POST ${ADVISORY}/comments`]: (request) => {
      const author = signedIn(request);
      const advisory = open(request);
      if (!mayEdit(state, advisory, author)) throw new ApiError(403, "Forbidden");
      const now = state.clock.now();
      const comment: Comment = {
        ...{ id: state.newId(), author, body: bodyOf(request), createdAt: now, updatedAt: now },
      };
      advisory.comments.push(comment);
      advisory.updatedAt = now;
      return ok(renderAdvisoryComment(state, links, advisory, comment), 201);
    },

    [`GET ${ADVISORY}/comments/{comment_id}`]: (request) => {
      const advisory = open(request);
      return ok(renderAdvisoryComment(state, links, advisory, commentOf(advisory, request)));
    },

    [`PATCH ${ADVISORY}/comments/{comment_id}`]: (request) => {
      const login = signedIn(request);
      const advisory = open(request);
      const comment = commentOf(advisory, request);
      if (!sameLogin(comment.author, login) && !mayAdminister(state, advisory, login)) {
        throw new ApiError(403, "Forbidden");
      }
      comment.body = bodyOf(request);
      comment.updatedAt = state.clock.now();
      return ok(renderAdvisoryComment(state, links, advisory, comment));
    },
  };
}
