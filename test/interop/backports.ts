import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Git } from "../../src/git/git.ts";
import { projects } from "../../src/ticket/project.ts";
import { cleanEnvironment } from "../launch/environment.ts";
import { backportPorts, landBackport } from "../real/backport.ts";
import { makeTicket } from "../unit/ticket/builders.ts";
import { RealCherryPicker } from "./realCherryPicker.ts";

/** Messages as CPython's squash merges and the bots leave them, and as nobody should. */
const messages: readonly string[] = [
  "gh-150001: Bound the length of headers",
  "gh-150001: Bound the length of headers (#150002)",
  "gh-150001: Bound headers (GH-150002)\n\nMore words.",
  "gh-150001: Bound (#150002)\n\nCo-authored-by: Dev <dev@example.org>",
  "gh-150001: Bound (#150002)\n\nWhy.\n\n* one\n* two\n\nCo-authored-by: Dev <dev@example.org>\nCo-authored-by: Zoë <zoe@example.org>",
  "[3.14] gh-150001: Bound (GH-150003)\n\n(cherry picked from commit 0123456789012345678901234567890123456789)\n\nCo-authored-by: Dev <dev@example.org>",
  "[3.14] [3.15] gh-150001: Chained (GH-150004)",
  "bpo-1234: Old style (#1234) see #12345 and a#12345, #012345, #123456x, #98765.",
  "gh-150001: Überlänge «begrenzen» ☃ (#150002)",
  "gh-150001: Trailing blanks   \n\n\n\nafter three lines\t\n\n",
  "gh-150001: Not a trailer\n\nNote: this is text.\n# not a comment\nSee: that",
  "gh-150001: Signed\n\nText.\n\nSigned-off-by: Dev <dev@example.org>\nReviewed-by: Rev <rev@example.org>",
  "gh-150001: Two paragraphs\n\nOne.\n\nTwo: with a colon\nthat goes on.",
  "gh-150001: Divider\n\n---\n\nbehind the divider",
];

interface Made {
  readonly branch: string;
  /** Message, author with date, parent and tree. */
  readonly commit: string;
}

/**
 * Makes the same backports by the real tool and by ours.
 *
 * @param check told of each pair.
 */
export async function compareBackports(
  check: (name: string, ok: boolean, detail: () => unknown) => void,
): Promise<void> {
  const tool = await RealCherryPicker.install();
  const folder = await realpath(await mkdtemp(join(tmpdir(), "backports-")));
  try {
    const world = await makeWorld(folder);
    for (const commit of world.commits) {
      const theirs = await byTheirs(tool, world.checkout, commit);
      const ours = await byOurs(folder, world.checkout, commit);
      check(
        "same backport",
        theirs.branch === ours.branch && theirs.commit === ours.commit,
        () => ({
          theirs,
          ours,
        }),
      );
    }
    console.log(`${world.commits.length} backports compared with those of the real cherry_picker.`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeWorld(
  folder: string,
): Promise<{ readonly checkout: string; readonly commits: readonly string[] }> {
  const [upstream, checkout] = [join(folder, "python", "cpython.git"), join(folder, "checkout")];
  await mkdir(checkout);
  const git = (...args: readonly string[]): Promise<string> => gitIn(checkout, ...args);
  await git("init", "--quiet", "--initial-branch=main");
  await git("config", "user.name", "Mel Member");
  await git("config", "user.email", "mel@example.org");
  await writeFile(join(checkout, "file.txt"), "begin\n");
  await git("add", ".");
  await git("commit", "--quiet", "--message=Begin");
  const root = await git("rev-parse", "HEAD");
  await writeFile(join(checkout, ".cherry_picker.toml"), `check_sha = "${root}"\n`);
  await git("add", ".");
  await git("commit", "--quiet", "--message=Configure");
  await git("branch", "3.13");
  const commits: string[] = [];
  for (const [index, message] of messages.entries()) {
    await writeFile(join(checkout, `file-${index}.txt`), `${index}\n`);
    await git("add", ".");
    const author = "--author=Dev Éloper <dev@example.org>";
    const date = "--date=2026-10-0" + String((index % 9) + 1) + "T10:00:00+0530";
    await git("commit", "--quiet", "--cleanup=verbatim", author, date, `--message=${message}`);
    commits.push(await git("rev-parse", "HEAD"));
  }
  await git("clone", "--quiet", "--bare", checkout, upstream);
  await git("remote", "add", "upstream", upstream);
  await git("remote", "add", "origin", upstream);
  await git("fetch", "--quiet", "upstream");
  await git("branch", "--quiet", "--delete", "--force", "3.13");
  return { checkout, commits };
}

async function byTheirs(tool: RealCherryPicker, checkout: string, commit: string): Promise<Made> {
  await tool.pick(checkout, commit, "3.13");
  const branch = await gitIn(checkout, "branch", "--show-current");
  const made = { branch, commit: await describe(checkout, branch) };
  await tool.abort(checkout);
  return made;
}

async function byOurs(folder: string, checkout: string, commit: string): Promise<Made> {
  const [project] = projects;
  if (project === undefined) throw new Error("There is no project");
  const upstream = join(folder, "python", "cpython.git");
  const { landing } = await landBackport(
    backportPorts(new Git({ environment: environment() }), join(folder, "storage")),
    { ticket: makeTicket(), project, upstream, publicClone: checkout },
    { commit, branch: "3.13" },
  );
  const { branch } = landing;
  const made = { branch, commit: await describe(checkout, branch) };
  await gitIn(checkout, "branch", "--quiet", "--delete", "--force", branch);
  return made;
}

async function describe(checkout: string, branch: string): Promise<string> {
  return gitIn(checkout, "show", "--no-patch", "--format=%P %T%n%an <%ae> %ad%n%B", branch);
}

async function gitIn(cwd: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("git", args, { cwd, env: environment() });
  return stdout.trimEnd();
}

function environment(): NodeJS.ProcessEnv {
  return cleanEnvironment({ GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" });
}
