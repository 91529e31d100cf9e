import type { Git } from "./git.ts";
import { GitError } from "./gitError.ts";

/** The oldest git that has everything used here. */
export const OLDEST_GIT = "2.38";

/**
 * @returns the version, "2.39.5".
 * @throws {GitError} with reason "no-git" or "too-old".
 */
export async function requireGit(git: Git): Promise<string> {
  const text = await git.versionText();
  // "git version 2.39.5 (Apple Git-154)", "git version 2.45.1.windows.1"
  const [, version = "", major = "0", minor = "0"] =
    /^git version ((\d+)\.(\d+)[\d.]*)/.exec(text) ?? [];
  const [oldMajor = 0, oldMinor = 0] = OLDEST_GIT.split(".").map(Number);
  if (Number(major) < oldMajor || (Number(major) === oldMajor && Number(minor) < oldMinor)) {
    throw new GitError("version", "too-old", text);
  }
  return version.replace(/\.$/, "");
}
