import assert from "node:assert/strict";
import { silentLog } from "../../../src/base/log.ts";
import { GitHubError, type GitHubReason } from "../../../src/github/gitHubError.ts";
import { parseSite } from "../../../src/github/site.ts";
import { GitHub } from "../../../src/steps/gitHub.ts";
import type { RequestRecord } from "../requestLog.ts";
import type { Sandbox } from "../sandbox.ts";

export const CPYTHON = { owner: "python", repo: "cpython" };
export const PIP = { owner: "pypa", repo: "pip" };

/** The extension's own GitHub, signed in to the sandbox as that person. */
export function gitHubOf(sandbox: Sandbox, login: string): GitHub {
  const site = parseSite(sandbox.apiUrl);
  assert.ok(site.valid);
  const token = sandbox.token(login);
  return new GitHub({
    ...{ site: site.value, login, log: silentLog },
    token: () => Promise.resolve(token),
  });
}

/** The requests that come in while something is done. */
export async function requestsOf(
  sandbox: Sandbox,
  work: () => Promise<unknown>,
): Promise<readonly RequestRecord[]> {
  const before = sandbox.requests.length;
  await work();
  return sandbox.requests.slice(before);
}

/** "GET 200" of each. */
export function answersOf(requests: readonly RequestRecord[]): readonly string[] {
  return requests.map(({ method, status }) => `${method} ${status}`);
}

/** The reason that a call fails for. */
export async function reasonOf(call: Promise<unknown>): Promise<GitHubReason> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof GitHubError, String(error));
    return error.reason;
  }
  throw new assert.AssertionError({ message: "The call did not fail." });
}
