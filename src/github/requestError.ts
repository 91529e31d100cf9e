import type { RequestError } from "@octokit/request-error";

/** Told by its name, since Octokit is a bundle of its own with classes of its own. */
export function isRequestError(error: unknown): error is RequestError {
  return (
    error instanceof Error &&
    error.name === "HttpError" &&
    "status" in error &&
    typeof error.status === "number"
  );
}
