import { Octokit } from "@octokit/rest";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startSandbox, type Sandbox, type SandboxOptions } from "./sandbox.ts";

/**
 * One sandbox for the tests of a `describe`, closed at its end. Every request and every answer must
 * have fitted GitHub's description, unless a test says otherwise.
 */
export function useSandbox(options: () => SandboxOptions = () => ({})): () => Sandbox {
  let sandbox: Sandbox | undefined;
  const current = (): Sandbox => {
    assert.ok(sandbox);
    return sandbox;
  };
  before(async () => {
    sandbox = await startSandbox(options());
  });
  afterEach(() => {
    current().faults.clear();
    assert.deepEqual(current().violations, []);
  });
  after(async () => sandbox?.close());
  return current;
}

/** GitHub's own client, signed in as that person; undefined for nobody. */
export function clientOf(sandbox: Sandbox, login?: string): Octokit {
  const silent = (): undefined => undefined;
  return new Octokit({
    baseUrl: sandbox.apiUrl,
    ...(login === undefined ? {} : { auth: sandbox.token(login) }),
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
}

/** The status and message of the refusal that a call ends with. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ status: number; message: string }> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof Error);
    assert.ok("status" in error && typeof error.status === "number", error.message);
    return { status: error.status, message: error.message };
  }
  throw new assert.AssertionError({ message: "The call was not refused." });
}

export interface GitResult {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs the real git as a person would, with the token in the environment. */
export async function runGit(
  cwd: string,
  args: readonly string[],
  options: { token?: string; input?: Buffer } = {},
): Promise<GitResult> {
  const basic = Buffer.from(`x-access-token:${options.token ?? ""}`).toString("base64");
  const credentials =
    options.token === undefined
      ? {}
      : {
          GIT_CONFIG_COUNT: "1",
          GIT_CONFIG_KEY_0: "http.extraheader",
          GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
        };
  const who = { NAME: "Mel", EMAIL: "mel@example.org" };
  const child = spawn("git", args, {
    cwd,
    env: {
      PATH: process.env["PATH"],
      ...{ GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", GIT_TERMINAL_PROMPT: "0" },
      ...{ GIT_AUTHOR_NAME: who.NAME, GIT_AUTHOR_EMAIL: who.EMAIL, LC_ALL: "C" },
      ...{ GIT_COMMITTER_NAME: who.NAME, GIT_COMMITTER_EMAIL: who.EMAIL },
      ...credentials,
    },
  });
  const stdout: Buffer[] = [];
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.end(options.input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { code, stdout: Buffer.concat(stdout), stderr };
}

/** git's output, when it must succeed. */
export async function git(
  cwd: string,
  args: readonly string[],
  options: { token?: string; input?: Buffer } = {},
): Promise<string> {
  const { code, stdout, stderr } = await runGit(cwd, args, options);
  assert.equal(code, 0, stderr);
  return stdout.toString().trimEnd();
}

/** A folder for each test of a `describe`, removed after it. */
export function useFolder(): () => string {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "psrt-sandbox-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return () => folder;
}
