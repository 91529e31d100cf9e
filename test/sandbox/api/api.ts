import { createHash } from "node:crypto";
import { asRecord } from "../../../src/base/shape.ts";
import type { ApiDescription } from "../openapi.ts";
import { rateHeaders, type RateLimit } from "../rateLimit.ts";
import type { Json } from "../render/links.ts";
import { Router } from "../router.ts";
import type { Identity } from "../tokens.ts";
import { advisoryRoutes } from "./advisories.ts";
import { checkRoutes } from "./checks.ts";
import { contentRoutes } from "./contents.ts";
import { ApiError, ok, type ApiAnswer, type Routes, type Service } from "./exchange.ts";
import { issueRoutes } from "./issues.ts";
import { pullRoutes } from "./pulls.ts";
import { repositoryRoutes } from "./repositories.ts";
import { teamRoutes } from "./teams.ts";
import { userRoutes } from "./users.ts";

const DOCUMENTATION = "https://docs.github.com/rest";

export interface RestRequest {
  readonly method: string;
  /** Below the API's root. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed JSON; undefined when there was no body. */
  readonly body: unknown;
  readonly accept: string;
  readonly ifNoneMatch: string | undefined;
  readonly identity: Identity;
}

export interface RestAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
  /** No route knows the request. */
  readonly unknown: boolean;
}

/** The REST API: routing, rate limit, conditional requests and the check against the description. */
export class RestApi {
  readonly violations: string[] = [];
  readonly #service: Service;
  readonly #router: Router;
  readonly #rate: RateLimit;
  readonly #description: ApiDescription | undefined;

  constructor(service: Service, rate: RateLimit, description: ApiDescription | undefined) {
    this.#service = service;
    this.#rate = rate;
    this.#description = description;
    this.#router = new Router({
      ...userRoutes(service),
      ...teamRoutes(service),
      // Before the commits, whose names may hold slashes.
      ...checkRoutes(service),
      ...contentRoutes(service),
      ...repositoryRoutes(service),
      ...advisoryRoutes(service),
      ...pullRoutes(service),
      ...issueRoutes(service),
      ...rateRoutes(rate),
    });
  }

  async answer(request: RestRequest): Promise<RestAnswer> {
    const path = this.#byName(request.path);
    const match = path === undefined ? undefined : this.#router.match(request.method, path);
    const viewer = request.identity.kind === "known" ? request.identity.viewer : null;
    const problems =
      match === undefined
        ? []
        : this.#description?.request(request.method, match.template, request.query, request.body);
    let answer: ApiAnswer;
    try {
      if (request.identity.kind === "bad credentials") throw new ApiError(401, "Bad credentials");
      if (this.#rate.spend(viewer, 0).remaining === 0) throw exhausted(viewer);
      if (match === undefined || path === undefined) throw new ApiError(404, "Not Found");
      if (problems !== undefined && problems.length > 0) throw this.#violated("request", problems);
      const body = asRecord(request.body) ?? {};
      const { query, accept } = request;
      answer = await match.handler({ path, params: match.params, query, body, viewer, accept });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      answer = refusal(error);
    }
    if (match !== undefined) answer = this.#checked(request.method, match.template, answer);
    return this.#conditional(request, viewer, answer, match === undefined);
  }

  /** The numbered form of a repository's address, as Link headers have it, in the named form. */
  #byName(path: string): string | undefined {
    const [, id, rest = ""] = /^\/repositories\/(\d+)(\/.*)?$/.exec(path) ?? [];
    if (id === undefined) return path;
    const found = this.#service.state.repositories.find((each) => each.id === Number(id));
    return found && `/repos/${found.owner}/${found.name}${rest}`;
  }

  #checked(method: string, template: string, answer: ApiAnswer): ApiAnswer {
    if ("text" in answer || answer.status === 500) return answer;
    const json = "json" in answer ? answer.json : undefined;
    const problems = this.#description?.answer(method, template, answer.status, json) ?? [];
    return problems.length === 0 ? answer : refusal(this.#violated("answer", problems));
  }

  #violated(what: "request" | "answer", problems: readonly string[]): ApiError {
    this.violations.push(...problems.map((problem) => `${what}: ${problem}`));
    return new ApiError(500, `This ${what} does not fit GitHub's OpenAPI description`, {
      errors: problems.slice(0, 20),
    });
  }

  #conditional(
    request: RestRequest,
    viewer: string | null,
    answer: ApiAnswer,
    unknown: boolean,
  ): RestAnswer {
    const [body, type] = bodyOf(answer);
    const etag = `W/"${createHash("sha256").update(body).digest("hex")}"`;
    const { scopes } = this.#service.state;
    const success = answer.status === 200 && request.method === "GET";
    const unchanged = success && request.ifNoneMatch === etag;
    const isFree = unchanged || request.path === "/rate_limit";
    const headers = {
      ...rateHeaders(this.#rate.spend(viewer, isFree ? 0 : 1)),
      ...("headers" in answer ? answer.headers : {}),
      ...(success ? { etag, "cache-control": "private, max-age=60, s-maxage=60" } : {}),
      ...(viewer === null ? {} : { "x-oauth-scopes": scopes.join(", ") }),
      "x-github-media-type": "github.v3; format=json",
      "x-github-api-version-selected": "2022-11-28",
    };
    if (unchanged) return { status: 304, headers, body: Buffer.alloc(0), unknown };
    const content = type === undefined ? {} : { "content-type": type };
    return { status: answer.status, headers: { ...headers, ...content }, body, unknown };
  }
}

function bodyOf(answer: ApiAnswer): [Buffer, string | undefined] {
  if ("text" in answer) return [answer.text, answer.type];
  if (!("json" in answer)) return [Buffer.alloc(0), undefined];
  return [Buffer.from(JSON.stringify(answer.json)), "application/json; charset=utf-8"];
}

function refusal({ status, message, details }: ApiError): ApiAnswer {
  const json: Json = {
    ...{ message, documentation_url: DOCUMENTATION, status: String(status) },
    ...details,
  };
  return ok(json, status);
}

function exhausted(viewer: string | null): ApiError {
  const whom = viewer === null ? "your IP address" : `user ${viewer}`;
  return new ApiError(403, `API rate limit exceeded for ${whom}.`);
}

/** docs.github.com/rest/rate-limit; asking is free. */
function rateRoutes(rate: RateLimit): Routes {
  return {
    "GET /rate_limit": ({ viewer }) => {
      const core = { ...rate.spend(viewer, 0) };
      return ok({ resources: { core, search: core }, rate: core });
    },
  };
}
