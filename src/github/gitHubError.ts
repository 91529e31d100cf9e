import type { RequestError } from "@octokit/request-error";
import { CancelledError, HumanError, isCancellation } from "../base/errors.ts";
import { asList, asRecord, asString } from "../base/shape.ts";
import { isRequestError } from "./requestError.ts";

export type GitHubReason =
  | "bad-token"
  | "sso"
  | "app-blocked"
  | "forbidden"
  | "not-found"
  | "rate-limited"
  | "too-large"
  | "refused"
  | "unavailable"
  | "offline"
  | "malformed";

const SIGN_IN_HELPS: ReadonlySet<GitHubReason> = new Set(["bad-token", "sso", "app-blocked"]);

/**
 * What GitHub answered instead of the thing asked for. Holds no URL, header or body of the request,
 * since those may hold embargoed text.
 */
export class GitHubError extends HumanError {
  override readonly name = "GitHubError";
  readonly reason: GitHubReason;
  /** When a rate limit ends, if GitHub said so. */
  readonly retryAt: Date | undefined;

  constructor(reason: GitHubReason, message: string, next: string, retryAt?: Date) {
    super(message, next, SIGN_IN_HELPS.has(reason) ? { remedy: "sign-in" } : {});
    this.reason = reason;
    this.retryAt = retryAt;
  }
}

/** For an answer of a shape that GitHub does not document. */
export function misunderstood(what: string): GitHubError {
  return new GitHubError(
    "malformed",
    `GitHub's answer could not be read when asked to ${what}.`,
    "Try again; if it stays so, check the setting psrt.apiUrl.",
  );
}

/**
 * Turns what Octokit threw into a GitHubError; a cancellation stays one, a 304 must be handled
 * before.
 *
 * @param what The thing asked for, as the end of "GitHub did not …": "list the advisories of python/cpython".
 */
export function toGitHubError(error: unknown, what: string): Error {
  if (isCancellation(error)) return new CancelledError();
  if (error instanceof GitHubError) return error;
  if (!isRequestError(error)) {
    return error instanceof Error ? error : new Error(String(error));
  }
  // Octokit wraps an aborted fetch, and reports a fetch that got no answer as status 500.
  if (isCancellation(error.cause)) return new CancelledError();
  if (error.response === undefined) {
    return new GitHubError(
      "offline",
      `GitHub could not be reached to ${what}.`,
      "Check the network connection, then try again.",
    );
  }
  return fromResponse(error, error.response.headers, what);
}

function fromResponse(
  error: RequestError,
  headers: Readonly<Record<string, unknown>>,
  what: string,
): GitHubError {
  const text = error.message.toLowerCase();
  switch (error.status) {
    case 401:
      return new GitHubError(
        "bad-token",
        `GitHub no longer accepts the token used to ${what}.`,
        "It may have been revoked or have expired. Sign in again.",
      );
    case 429:
      return rateLimited(limitEnd(headers), what);
    case 403:
      return fromForbidden(text, headers, what);
    case 404:
      return new GitHubError(
        "not-found",
        `GitHub did not ${what}: it is not there, or you may not see it.`,
        "Check that you are signed in with the right account and are a collaborator.",
      );
    case 406:
      return new GitHubError(
        "too-large",
        `GitHub did not ${what}: it is too large for this form.`,
        "It can be fetched with git instead.",
      );
    case 409:
    case 422:
      return new GitHubError(
        "refused",
        `GitHub did not ${what}: ${validationText(error)}`,
        "Correct what it names, then try again.",
      );
    default:
      return new GitHubError(
        "unavailable",
        `GitHub did not ${what} (status ${error.status}).`,
        "Try again in a minute.",
      );
  }
}

function fromForbidden(
  text: string,
  headers: Readonly<Record<string, unknown>>,
  what: string,
): GitHubError {
  const retryAt = limitEnd(headers);
  if (retryAt !== undefined || text.includes("rate limit")) return rateLimited(retryAt, what);
  if (asString(headers["x-github-sso"]) !== undefined) {
    return new GitHubError(
      "sso",
      `The organisation asks for single sign-on before GitHub can ${what}.`,
      "Sign in again and authorise the organisation on the page that opens.",
    );
  }
  if (text.includes("correct authorization credentials")) {
    return new GitHubError(
      "app-blocked",
      `The organisation does not let this editor's GitHub app ${what}.`,
      "Sign in with a token instead.",
    );
  }
  return new GitHubError(
    "forbidden",
    `You may not ${what}.`,
    "Ask an admin of the repository, or sign in with another account.",
  );
}

function rateLimited(retryAt: Date | undefined, what: string): GitHubError {
  return new GitHubError(
    "rate-limited",
    `GitHub's rate limit is used up, so it did not ${what}.`,
    retryAt === undefined
      ? "Wait a few minutes, then try again."
      : `Try again after ${retryAt.toISOString().slice(11, 16)} UTC.`,
    retryAt,
  );
}

/** The instant at which a rate limit ends, from `retry-after` (seconds) or `x-ratelimit-reset`. */
function limitEnd(headers: Readonly<Record<string, unknown>>): Date | undefined {
  const after = Number(headers["retry-after"] ?? Number.NaN);
  if (Number.isFinite(after)) return instantOf(Date.now() + after * 1000);
  if (String(headers["x-ratelimit-remaining"]) !== "0") return undefined;
  const reset = Number(headers["x-ratelimit-reset"] ?? Number.NaN);
  return instantOf(reset * 1000);
}

/** Undefined for what is beyond all dates. */
function instantOf(milliseconds: number): Date | undefined {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** GitHub's own words about a refused write: `message` and the `errors` list of the answer. */
function validationText(error: RequestError): string {
  const body = asRecord(error.response?.data);
  const details = asList(body?.["errors"]).map(
    (detail) => asString(detail) ?? asString(asRecord(detail)?.["message"]),
  );
  const texts = [asString(body?.["message"]), ...details].filter((text) => text !== undefined);
  return texts.length > 0 ? `${texts.join("; ").slice(0, 300)}.` : "the request was refused.";
}
