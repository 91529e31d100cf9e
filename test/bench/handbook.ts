import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BenchWorld } from "./benchWorld.ts";
import { timed } from "./figures.ts";

const BLURB = "Bound how far the parts are read.\n";

/** How many commits behind the project a clone is left where its person works: two weeks. */
const BEHIND = 300;

/** What a coordinator types after the handbook, each command timed; in milliseconds. */
export interface ByHand {
  /** `git fetch upstream`, which the handbook takes for granted. */
  readonly fetch: number;
  /** curl, `checkout -b`, `apply`, the blurb's file, `add`, `commit`. */
  readonly commands: Readonly<Record<string, number>>;
}

/** Lands the pull request by hand, in the clone that is for that. */
export async function landByHand(world: BenchWorld, issue: number): Promise<ByHand> {
  const { ownClone: clone, folder, credentials } = world;
  const patch = join(folder, `${issue}.patch`);
  const blurb = `Misc/NEWS.d/next/Security/2026-11-24-10-00-00.gh-issue-${issue}.aBcDeF.rst`;
  const fetch = await timed(() => clone.git(["fetch", "--quiet", "upstream"], credentials));
  const commands = {
    curl: await timed(() => download(world, patch)),
    "git checkout -b": await timed(() =>
      clone.git(["checkout", "--quiet", "--no-track", "-b", `gh-${issue}`, "upstream/main"]),
    ),
    "git apply": await timed(() => clone.git(["apply", patch])),
    blurb: await timed(() => writeFile(join(clone.folder, blurb), BLURB)),
    "git add": await timed(() => clone.git(["add", "."])),
    "git commit": await timed(() =>
      clone.git(["commit", "--quiet", `--message=gh-${issue}: Bound the parts`]),
    ),
  };
  await rm(patch);
  return { fetch, commands };
}

/** Back to where one works between two landings. */
export async function leaveByHand({ ownClone }: BenchWorld): Promise<void> {
  await ownClone.git(["checkout", "--quiet", "--force", "--detach", `upstream/main~${BEHIND}`]);
}

/** The patch as GitHub's API gives it; curl reads the token from its standard input. */
async function download({ sandbox, fork, token }: BenchWorld, file: string): Promise<void> {
  const curl = spawn("curl", ["--silent", "--fail", "--output", file, "--config", "-"], {
    stdio: ["pipe", "inherit", "inherit"],
  });
  const ended = once(curl, "close");
  curl.stdin.end(
    `url = "${sandbox.apiUrl}/repos/${fork}/pulls/1"\n` +
      `header = "Authorization: Bearer ${token}"\n` +
      `header = "Accept: application/vnd.github.patch"\n`,
  );
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`curl ended with ${String(code)}`);
}

/** The bare plumbing of the same landing, fetched before: a commit on a branch, and no check. */
export async function landByPlumbing(world: BenchWorld, issue: number): Promise<number> {
  const { ownClone: clone, folder, credentials } = world;
  const patch = join(folder, `${issue}.patch`);
  const index = { GIT_INDEX_FILE: join(folder, "plumbing-index") };
  await clone.git(["fetch", "--quiet", "upstream"], credentials);
  await download(world, patch);
  const news = `${patch}.news`;
  const path = `Misc/NEWS.d/next/Security/2026-11-24-10-00-00.gh-issue-${issue}.aBcDeF.rst`;
  await writeFile(
    news,
    `${await readFile(patch, "latin1")}\ndiff --git a/${path} b/${path}\nnew file mode 100644\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+${BLURB}`,
    "latin1",
  );
  const took = await timed(async () => {
    await clone.git(["read-tree", "upstream/main"], index);
    await clone.git(["apply", "--cached", "--3way", news], index);
    const tree = await clone.git(["write-tree"], index);
    const message = `gh-${issue}: Bound the parts`;
    const commit = await clone.git(["commit-tree", tree, "-p", "upstream/main", "-m", message]);
    await clone.git(["update-ref", `refs/heads/gh-${issue}`, commit]);
  });
  await Promise.all([rm(patch), rm(news), rm(index.GIT_INDEX_FILE)]);
  return took;
}
