import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { cleanEnvironment } from "../launch/environment.ts";
import type { Surroundings } from "../launch/surroundings.ts";

const execute = promisify(execFile);

/** Runs the person's git in a folder and answers what it printed. @throws when git fails. */
export async function git(
  { env }: Surroundings,
  folder: string,
  ...args: readonly string[]
): Promise<string> {
  const { stdout } = await execute("git", ["-C", folder, ...args], {
    env: { ...cleanEnvironment(env), GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" },
  });
  return stdout.trimEnd();
}

/** All refs of a repository of the sandbox, one a line. */
export function refsOf(surroundings: Surroundings, fullName: string): Promise<string> {
  const format = "--format=%(objectname) %(refname)";
  return git(surroundings, surroundings.sandbox.repositoryPath(fullName), "for-each-ref", format);
}
