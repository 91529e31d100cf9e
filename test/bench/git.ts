import { execFile } from "node:child_process";
import { promisify } from "node:util";

const identity = {
  ...{ GIT_AUTHOR_NAME: "Mia Member", GIT_AUTHOR_EMAIL: "mia@example.org" },
  ...{ GIT_COMMITTER_NAME: "Mia Member", GIT_COMMITTER_EMAIL: "mia@example.org" },
};

/** What every git of the benchmark gets: nothing of the machine's own configuration. */
export const environment: NodeJS.ProcessEnv = {
  ...{ PATH: process.env["PATH"], HOME: "/nonexistent", GIT_CONFIG_NOSYSTEM: "1", LC_ALL: "C" },
  ...identity,
};

/** Runs git as a person would. */
export async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  return gitWith({}, cwd, ...args);
}

export async function gitWith(
  env: NodeJS.ProcessEnv,
  cwd: string,
  ...args: readonly string[]
): Promise<string> {
  const options = { cwd, env: { ...environment, ...env }, maxBuffer: 1 << 28 };
  const { stdout } = await promisify(execFile)("git", args, options);
  return stdout.trim();
}
