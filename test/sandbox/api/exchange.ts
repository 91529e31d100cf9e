import type { UnknownRecord } from "../../../src/base/shape.ts";
import type { Viewer } from "../access.ts";
import { maySee, roleIn } from "../access.ts";
import type { Advisory, Issue, Pull, Repository } from "../model.ts";
import type { Json, JsonObject, Links } from "../render/links.ts";
import type { SandboxState } from "../state.ts";

export interface ApiRequest {
  /** Below the API's root, in the form `/repos/{owner}/{repo}/…`. */
  readonly path: string;
  /** The route's variables, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The JSON body; empty when there was none. */
  readonly body: UnknownRecord;
  readonly viewer: Viewer;
  readonly accept: string;
}

export type ApiAnswer =
  | { readonly status: number; readonly json: Json; readonly headers?: Record<string, string> }
  | { readonly status: number; readonly text: Buffer; readonly type: string }
  | { readonly status: 204 };

export type Handler = (request: ApiRequest) => ApiAnswer | Promise<ApiAnswer>;

/** Handlers by "GET /repos/{owner}/{repo}", spelled as in GitHub's OpenAPI description. */
export type Routes = Readonly<Record<string, Handler>>;

/** What the handlers work on. */
export interface Service {
  readonly state: SandboxState;
  readonly links: Links;
}

/** An answer other than success, thrown by a handler. */
export class ApiError extends Error {
  readonly status: number;
  readonly details: JsonObject;

  constructor(status: number, message: string, details: JsonObject = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

export function ok(json: Json, status = 200): ApiAnswer {
  return { status, json };
}

/** What GitHub says of things that are not there and of private things alike. */
export function notFound(): ApiError {
  return new ApiError(404, "Not Found");
}

/** docs.github.com, "Troubleshooting the REST API": validation failures. */
export function invalid(
  resource: string,
  field: string,
  message?: string,
  code = message === undefined ? "invalid" : "custom",
): ApiError {
  const error = { resource, field, code, ...(message === undefined ? {} : { message }) };
  return new ApiError(422, "Validation Failed", { errors: [error] });
}

/** GitHub's refusal of what only a repository's admins may do. */
export function adminsOnly(): ApiError {
  return new ApiError(403, "Must have admin rights to Repository.");
}

/** GitHub's refusal of comments and merges inside a temporary private fork. */
export function forbiddenInWorkspace(): ApiError {
  return new ApiError(403, "This action is forbidden on workspace repositories.");
}

export function signedIn({ viewer }: ApiRequest): string {
  if (viewer === null) throw new ApiError(401, "Requires authentication");
  return viewer;
}

/** The route's repository, when it exists for the viewer and is there already. */
export function repositoryOf({ state }: Service, { params, viewer }: ApiRequest): Repository {
  const repository = state.repository(`${params["owner"] ?? ""}/${params["repo"] ?? ""}`);
  if (repository === undefined) throw notFound();
  if (roleIn(state, repository, viewer) === undefined) throw notFound();
  if (repository.pending.rest > 0) {
    repository.pending.rest -= 1;
    throw notFound();
  }
  return repository;
}

export function advisoryOf(service: Service, request: ApiRequest): Advisory {
  const advisory = service.state.advisory(request.params["ghsa_id"] ?? "");
  const repository = repositoryOf(service, request);
  const here =
    advisory !== undefined && service.state.repository(advisory.repository) === repository;
  if (!here || !maySee(service.state, advisory, request.viewer)) throw notFound();
  return advisory;
}

export function pullOf(
  service: Service,
  request: ApiRequest,
): { repository: Repository; pull: Pull } {
  const repository = repositoryOf(service, request);
  const pull = repository.threads.get(Number(request.params["pull_number"]));
  if (pull?.kind !== "pull") throw notFound();
  return { repository, pull };
}

/** The issue or pull request of an `/issues/{issue_number}` route. */
export function threadOf(
  service: Service,
  request: ApiRequest,
): { repository: Repository; thread: Issue | Pull } {
  const repository = repositoryOf(service, request);
  const thread = repository.threads.get(Number(request.params["issue_number"]));
  if (thread === undefined) throw notFound();
  return { repository, thread };
}
