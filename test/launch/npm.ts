import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { run } from "./child.ts";

/**
 * Runs the npm client that is at hand, under the Node whose folder is given first in PATH, quietly.
 * It reaches its registry the way the person configured it.
 */
export async function npm(args: readonly string[], cwd: string, nodeBin?: string): Promise<void> {
  const client = process.env["npm_execpath"];
  const path = [nodeBin, dirname(process.execPath), process.env["PATH"]]
    .filter((entry) => entry !== undefined)
    .join(process.platform === "win32" ? ";" : ":");
  const quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];
  const options = { cwd, env: { PATH: path } };
  if (client?.endsWith("npm-cli.js") === true) {
    const node = nodeBin === undefined ? process.execPath : join(nodeBin, nodeName);
    await run(node, [client, ...args, ...quiet], options);
  } else if (process.platform === "win32") {
    await run("cmd.exe", ["/d", "/s", "/c", "npm", ...args, ...quiet], options);
  } else {
    await run("npm", [...args, ...quiet], options);
  }
}

/** The file name of the Node program on this platform. */
export const nodeName = process.platform === "win32" ? "node.exe" : "node";

/**
 * Unpacks `members` (all, when none is named) of an npm package into `folder`, without the leading
 * `package/`. Installs nothing and runs nothing of it.
 */
export async function unpack(
  spec: string,
  folder: string,
  members: readonly string[] = [],
): Promise<void> {
  await npm(["pack", spec, "--pack-destination", folder], folder);
  const archive = (await readdir(folder)).find((name) => name.endsWith(".tgz"));
  if (archive === undefined) throw new Error(`npm pack ${spec} left no archive.`);
  const wanted = members.map((member) => `package/${member}`);
  await run("tar", ["-xzf", archive, "--strip-components=1", ...wanted], { cwd: folder });
  await rm(join(folder, archive));
}
