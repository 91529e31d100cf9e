import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Sandbox } from "./sandbox.ts";

/** The member's own configuration stays out, so that the clones are the same everywhere. */
async function git(args: readonly string[]): Promise<void> {
  const child = spawn("git", args, {
    env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", LC_ALL: "C" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`git ${args.join(" ")}: ${complaint}`);
}

/**
 * Makes the member's public clones as a core developer has them: remote `upstream` is the project,
 * `origin` the member's fork. No token is in any address or configuration.
 *
 * @returns the folder of each clone by full name, "python/cpython" in `<folder>/cpython`
 */
export async function prepareWorkspace(
  sandbox: Sandbox,
  folder: string,
  login: string,
): Promise<{ clones: Record<string, string> }> {
  await mkdir(folder, { recursive: true });
  const clones: Record<string, string> = {};
  const user = sandbox.state.user(login);
  for (const { owner, name, private: hidden, parent } of sandbox.state.repositories) {
    if (hidden || parent !== null) continue;
    const fullName = `${owner}/${name}`;
    const clone = path.join(folder, name);
    const upstream = `${sandbox.url}/${fullName}.git`;
    await git(["clone", "--quiet", "--origin", "upstream", upstream, clone]);
    await git(["-C", clone, "remote", "add", "origin", `${sandbox.url}/${login}/${name}.git`]);
    await git(["-C", clone, "config", "user.name", user?.name ?? login]);
    await git(["-C", clone, "config", "user.email", user?.email ?? `${login}@example.org`]);
    clones[fullName] = clone;
  }
  return { clones };
}
