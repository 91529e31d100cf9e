import { asList, asRecord, asString } from "../../../src/base/shape.ts";
import { mayPush, mayTriage, sameLogin, type Viewer } from "../access.ts";
import type { Comment, Issue, Pull, Repository } from "../model.ts";
import type { Json } from "../render/links.ts";
import { renderComment, renderIssue, renderLabel, renderLabels } from "../render/thread.ts";
import {
  adminsOnly,
  ApiError,
  forbiddenInWorkspace,
  invalid,
  notFound,
  ok,
  repositoryOf,
  signedIn,
  threadOf,
  type ApiAnswer,
  type Routes,
  type Service,
} from "./exchange.ts";
import { byPage } from "./paging.ts";

const ISSUES = "/repos/{owner}/{repo}/issues";
const ISSUE = `${ISSUES}/{issue_number}`;

/** docs.github.com/rest/issues; a pull request is an issue there. */
export function issueRoutes(service: Service): Routes {
  const { state, links } = service;

  const labelsAnswer = (repository: Repository, thread: Issue | Pull): ApiAnswer =>
    ok([...renderLabels(links, repository, thread)]);

  /** Names as the repository spells them; a person who may push makes unknown ones by using them. */
  const known = (repository: Repository, viewer: Viewer, names: readonly string[]): string[] =>
    names.map((name) => {
      const found = repository.labels.find((label) => sameLogin(label.name, name));
      if (found !== undefined) return found.name;
      if (!mayPush(state, repository, viewer)) throw invalid("Label", "name");
      repository.labels.push(state.newLabel(name));
      return name;
    });

  const allowed = (repository: Repository, viewer: Viewer): void => {
    if (!mayTriage(state, repository, viewer)) throw adminsOnly();
  };

  return {
    [`GET ${ISSUES}`]: (request) => {
      const repository = repositoryOf(service, request);
      const { query } = request;
      const wanted = query.get("state") ?? "open";
      const labels = query.get("labels")?.split(",") ?? [];
      const turn = query.get("direction") === "asc" ? 1 : -1;
      const threads = [...repository.threads.values()]
        .filter((thread) => wanted === "all" || thread.state === wanted)
        .filter(({ author }) => sameLogin(query.get("creator") ?? author, author))
        .filter((thread) => labels.every((label) => thread.labels.includes(label)))
        .sort(
          (a, b) => turn * (a.createdAt.getTime() - b.createdAt.getTime() || a.number - b.number),
        );
      const page = byPage(links, repository, request, threads);
      const json = page.items.map((each) => renderIssue(state, links, repository, each));
      return { status: 200, json, headers: page.headers };
    },

    [`POST ${ISSUES}`]: (request) => {
      const author = signedIn(request);
      const repository = repositoryOf(service, request);
      if (repository.parent !== null) throw new ApiError(410, "Issues are disabled for this repo");
      const title = asString(request.body["title"]) ?? "";
      if (title.trim() === "") throw invalid("Issue", "title", undefined, "missing_field");
      // "Labels are silently dropped otherwise" (docs.github.com/rest/issues/issues#create-an-issue)
      const labels = mayTriage(state, repository, author)
        ? known(repository, author, namesIn(request.body["labels"]))
        : [];
      const name = `${repository.owner}/${repository.name}`;
      const body = asString(request.body["body"]);
      const issue = state.addIssue(name, {
        ...{ title, author, labels },
        ...(body === undefined ? {} : { body }),
      });
      return ok(renderIssue(state, links, repository, issue), 201);
    },

    [`GET ${ISSUE}`]: (request) => {
      const { repository, thread } = threadOf(service, request);
      return ok(renderIssue(state, links, repository, thread));
    },

    [`PATCH ${ISSUE}`]: (request) => {
      const login = signedIn(request);
      const { repository, thread } = threadOf(service, request);
      if (!sameLogin(thread.author, login)) allowed(repository, login);
      const { body } = request;
      const [title, text] = [asString(body["title"]), asString(body["body"])];
      if (title !== undefined) thread.title = title;
      if (text !== undefined) thread.body = text;
      if (body["state"] === "open" || body["state"] === "closed") {
        thread.state = body["state"];
        thread.closedAt = thread.state === "closed" ? state.clock.now() : null;
        if (thread.kind === "issue") {
          const reason = body["state_reason"] === "not_planned" ? "not_planned" : "completed";
          thread.stateReason = thread.state === "closed" ? reason : "reopened";
        }
      }
      if (Array.isArray(body["labels"]) && mayTriage(state, repository, login)) {
        thread.labels = known(repository, login, namesIn(body["labels"]));
      }
      thread.updatedAt = state.clock.now();
      return ok(renderIssue(state, links, repository, thread));
    },

    [`GET ${ISSUE}/labels`]: (request) => {
      const { repository, thread } = threadOf(service, request);
      return labelsAnswer(repository, thread);
    },

    [`POST ${ISSUE}/labels`]: (request) => {
      const login = signedIn(request);
      const { repository, thread } = threadOf(service, request);
      allowed(repository, login);
      const added = known(repository, login, namesIn(request.body["labels"] ?? request.body));
      thread.labels = [...new Set([...thread.labels, ...added])];
      thread.updatedAt = state.clock.now();
      return labelsAnswer(repository, thread);
    },

    [`DELETE ${ISSUE}/labels/{name}`]: (request) => {
      const login = signedIn(request);
      const { repository, thread } = threadOf(service, request);
      allowed(repository, login);
      const name = request.params["name"] ?? "";
      const rest = thread.labels.filter((label) => !sameLogin(label, name));
      if (rest.length === thread.labels.length) throw new ApiError(404, "Label does not exist");
      thread.labels = rest;
      thread.updatedAt = state.clock.now();
      return labelsAnswer(repository, thread);
    },

    [`GET ${ISSUE}/comments`]: (request) => {
      const { repository, thread } = threadOf(service, request);
      const page = byPage(links, repository, request, thread.comments);
      const json = page.items.map((each) => renderComment(state, links, repository, thread, each));
      return { status: 200, json, headers: page.headers };
    },

    [`POST ${ISSUE}/comments`]: (request) => {
      const author = signedIn(request);
      const { repository, thread } = threadOf(service, request);
      if (repository.advisory !== null) throw forbiddenInWorkspace();
      const body = asString(request.body["body"]) ?? "";
      if (body.trim() === "") throw invalid("IssueComment", "body", undefined, "missing_field");
      const now = state.clock.now();
      const comment: Comment = {
        ...{ id: state.newId(), author, body, createdAt: now, updatedAt: now },
      };
      thread.comments.push(comment);
      thread.updatedAt = now;
      return ok(renderComment(state, links, repository, thread, comment), 201);
    },

    "GET /repos/{owner}/{repo}/labels": (request) => {
      const repository = repositoryOf(service, request);
      const page = byPage(links, repository, request, repository.labels);
      const json: Json = page.items.map((label) => renderLabel(links, repository, label));
      return { status: 200, json, headers: page.headers };
    },

    "GET /repos/{owner}/{repo}/labels/{name}": (request) => {
      const repository = repositoryOf(service, request);
      const name = request.params["name"] ?? "";
      const label = repository.labels.find((each) => sameLogin(each.name, name));
      if (label === undefined) throw notFound();
      return ok(renderLabel(links, repository, label));
    },
  };
}

/** Labels come as names or as objects with one. */
function namesIn(value: unknown): string[] {
  return asList(value).flatMap(
    (item) => asString(item) ?? asString(asRecord(item)?.["name"]) ?? [],
  );
}
