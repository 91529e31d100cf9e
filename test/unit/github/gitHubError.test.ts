import assert from "node:assert/strict";
import { RequestError } from "@octokit/request-error";
import { CancelledError, HumanError } from "../../../src/base/errors.ts";
import { GitHubError, toGitHubError } from "../../../src/github/gitHubError.ts";

const SECRET =
  "https://api.github.com/repos/python/cpython/security-advisories/GHSA-9q23-4r5v-6w7x";

interface Given {
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly data?: unknown;
}

/** What Octokit throws for an answer. */
function answered(status: number, { message = "Fault", headers = {}, data }: Given = {}): unknown {
  return new RequestError(message, status, {
    request: { method: "GET", url: SECRET, headers: { authorization: "Bearer ghp_secret" } },
    response: { status, url: SECRET, headers, data: data ?? { message } },
  });
}

function of(error: unknown): GitHubError {
  const found = toGitHubError(error, "list the advisories of python/cpython");
  assert.ok(found instanceof GitHubError, found.message);
  return found;
}

describe("what went wrong with GitHub", () => {
  it("has a reason by which callers branch", () => {
    const sso = { headers: { "x-github-sso": "required; url=https://github.com/orgs/python/sso" } };
    const blocked =
      "Although you appear to have the correct authorization credentials, the organization…";
    for (const [error, reason, remedy] of [
      [answered(401), "bad-token", "sign-in"],
      [answered(403), "forbidden", undefined],
      [answered(403, sso), "sso", "sign-in"],
      [answered(403, { message: blocked }), "app-blocked", "sign-in"],
      [answered(403, { message: "API rate limit exceeded for mel" }), "rate-limited", undefined],
      [answered(429), "rate-limited", undefined],
      [answered(404), "not-found", undefined],
      [answered(406), "too-large", undefined],
      [answered(409), "refused", undefined],
      [answered(422), "refused", undefined],
      [answered(500), "unavailable", undefined],
      [answered(503), "unavailable", undefined],
    ] as const) {
      assert.deepEqual([of(error).reason, of(error).remedy], [reason, remedy]);
    }
  });

  it("says what to do next, and shows neither address nor token", () => {
    for (const status of [401, 403, 404, 406, 409, 422, 429, 500]) {
      const { message, next, cause, stack } = of(answered(status));
      assert.match(message, /list the advisories of python\/cpython/);
      assert.match(next, /\.$/);
      assert.doesNotMatch(`${message} ${next} ${String(cause)} ${stack ?? ""}`, /GHSA|ghp_/);
    }
  });

  it("tells when a rate limit ends, by either header", () => {
    const now = Date.now();
    const { retryAt } = of(answered(403, { headers: { "retry-after": "120" } }));
    assert.ok(Math.abs((retryAt?.getTime() ?? 0) - now - 120_000) < 5000);
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1795600000" };
    assert.equal(of(answered(403, { headers })).retryAt?.getTime(), 1_795_600_000_000);
    assert.match(of(answered(403, { headers })).next, /^Try again after \d\d:\d\d UTC\.$/);
  });

  it("takes no limit from headers that make no sense", () => {
    const far = of(answered(429, { headers: { "retry-after": "1e300" } }));
    assert.deepEqual([far.reason, far.retryAt], ["rate-limited", undefined]);
    const left = { "x-ratelimit-remaining": "17", "x-ratelimit-reset": "1795600000" };
    assert.equal(of(answered(403, { headers: left })).reason, "forbidden");
  });

  it("repeats GitHub's own words about a refused write, cut short", () => {
    const data = {
      message: "Validation Failed",
      errors: ["Summary is too long", { message: "Duplicate credit" }, { code: "custom" }],
    };
    assert.match(
      of(answered(422, { data })).message,
      /: Validation Failed; Summary is too long; Duplicate credit\.$/,
    );
    const long = of(answered(422, { data: { message: "x".repeat(5000) } }));
    assert.ok(long.message.length < 500);
    assert.match(of(answered(422, { data: "<html>" })).message, /the request was refused\.$/);
  });

  it("is being offline when there was no answer at all", () => {
    const error = new RequestError("getaddrinfo ENOTFOUND", 500, {
      request: { method: "GET", url: SECRET, headers: {} },
    });
    assert.equal(of(error).reason, "offline");
  });

  it("stays a cancellation, an error for the person or a bug when it is one", () => {
    const abort = new DOMException("This operation was aborted", "AbortError");
    assert.ok(toGitHubError(abort, "x") instanceof CancelledError);
    const wrapped = new RequestError("aborted", 500, {
      request: { method: "GET", url: SECRET, headers: {} },
    });
    wrapped.cause = abort;
    assert.ok(toGitHubError(wrapped, "x") instanceof CancelledError);
    const human = new HumanError("Signed out.", "Sign in.");
    assert.equal(toGitHubError(human, "x"), human);
    assert.equal(toGitHubError("text", "x").message, "text");
  });
});
