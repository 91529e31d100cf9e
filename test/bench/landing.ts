import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { secretsOf } from "../../src/embargo/secrets.ts";
import { Git } from "../../src/git/git.ts";
import { applyPatch } from "../../src/steps/applyPatch.ts";
import { projects } from "../../src/ticket/project.ts";
import { environment, git, gitWith } from "./git.ts";
import { line, longestBlock, median, milliseconds, ratio } from "./measure.ts";
import { memoryRecords, ticket, type BenchPull, type Place } from "./place.ts";

const NEWS = {
  path: "Misc/NEWS.d/next/Security/2026-11-23-10-00-00.gh-issue-140001.abcDEF.rst",
  content: "Fix :mod:`spam`.\n",
};
const BRANCH = "gh-140001";
const RUNS = 3;

/** From "fetch" to "commit ready", beside the handbook's commands and beside bare plumbing. */
export async function benchLanding(place: Place): Promise<void> {
  const { publicClone } = place;
  const dropBranch = (): Promise<string> => git(publicClone, "branch", "-D", BRANCH);
  const ours = await median(RUNS, () => land(place, place.small), dropBranch);
  const bare = await median(RUNS, () => plumbing(place), dropBranch);
  const start = await git(publicClone, "rev-parse", "HEAD");
  const handbook = await median(
    RUNS,
    () => byHandbook(place),
    async () => {
      await git(publicClone, "checkout", "--quiet", "-B", "main", start);
      await dropBranch();
    },
  );
  line(
    "patch to public commit | the handbook's commands",
    milliseconds(ours),
    milliseconds(handbook),
    ratio(handbook / ours, "at least 15x"),
  );
  line(
    "patch to public commit | bare plumbing",
    milliseconds(ours),
    milliseconds(bare),
    ratio(ours / bare, "at most 1.5x"),
  );
  const block = await longestBlock(() => land(place, place.large));
  await dropBranch();
  const size = (place.large.patch.length / 1e6).toFixed(1);
  line(
    `longest block while a patch of ${size} MB is landed`,
    milliseconds(block),
    "(at most 50 ms)",
  );
}

async function land(place: Place, { pull, patch }: BenchPull): Promise<void> {
  const [project] = projects;
  if (project === undefined) throw new Error("No project");
  const storage = join(place.root, "storage");
  await applyPatch(
    {
      git: new Git({ environment }),
      source: { patch: () => Promise.resolve(patch) },
      secrets: (of) => Promise.resolve({ secrets: secretsOf(of), unread: [] }),
      ...{ records: memoryRecords(), storage },
    },
    {
      ...{ ticket, project, pullRequest: pull, upstream: place.upstream },
      ...{ publicClone: place.publicClone, branch: BRANCH },
      fork: { name: { owner: "python", repo: "cpython-ghsa-2222-3333-4444" }, address: place.fork },
      ...{ message: "gh-140001: Bound it", news: NEWS },
    },
  );
}

/** The fewest commands that make the same commit: no proof, no gate, private objects taken in. */
async function plumbing({ publicClone, fork, upstream, small, root }: Place): Promise<void> {
  const env = { GIT_INDEX_FILE: join(root, "plumbing-index") };
  await git(publicClone, "fetch", "--quiet", upstream, "+refs/heads/main:refs/remotes/origin/main");
  await git(
    publicClone,
    "fetch",
    "--quiet",
    fork,
    `+refs/pull/${String(small.pull.number)}/head:refs/bench/head`,
  );
  const patch = join(root, "plumbing.patch");
  await writeFile(patch, small.patch);
  await writeFile(join(root, "news.rst"), NEWS.content);
  await gitWith(env, publicClone, "read-tree", "origin/main");
  await gitWith(env, publicClone, "apply", "--cached", "--3way", patch);
  const blob = await git(publicClone, "hash-object", "-w", join(root, "news.rst"));
  await gitWith(
    env,
    publicClone,
    "update-index",
    "--add",
    "--cacheinfo",
    `100644,${blob},${NEWS.path}`,
  );
  const tree = await gitWith(env, publicClone, "write-tree");
  const commit = await git(
    publicClone,
    "commit-tree",
    tree,
    "-p",
    "origin/main",
    "-m",
    "gh-140001: Bound it",
  );
  await git(publicClone, "branch", BRANCH, commit);
}

/** As the devguide has it, in a clone that is some weeks behind; the patch is at hand, as after curl. */
async function byHandbook({ publicClone, upstream, small, root }: Place): Promise<void> {
  const patch = join(root, "handbook.patch");
  await writeFile(patch, small.patch);
  await git(publicClone, "fetch", "--quiet", upstream, "+refs/heads/main:refs/remotes/origin/main");
  await git(publicClone, "checkout", "--quiet", "--no-track", "-b", BRANCH, "origin/main");
  await git(publicClone, "apply", patch);
  const news = join(publicClone, NEWS.path);
  await mkdir(dirname(news), { recursive: true });
  await writeFile(news, NEWS.content);
  await git(publicClone, "add", "--all");
  await git(publicClone, "commit", "--quiet", "--message", "gh-140001: Bound it");
}
