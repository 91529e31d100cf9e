import type { GitStore } from "./git.ts";
import { fullNameOf, type Pull, type Repository } from "./model.ts";
import type { ChangedFile, CommitRecord } from "./render/commit.ts";

/** Limits of the patch and diff media types (docs.github.com, "Limits for viewing content"). */
const MAX_FILES = 300;
const MAX_LINES = 20_000;
const MAX_BYTES = 1024 * 1024;

export interface TooLarge {
  readonly tooLarge: string;
}

/** The two ends of what a pull request changes: the merge base and its head. */
interface Range {
  readonly folder: string;
  readonly from: string;
  readonly to: string;
}

async function rangeOf(git: GitStore, repository: Repository, pull: Pull): Promise<Range> {
  const name = fullNameOf(repository);
  const from = await git.text(name, ["merge-base", pull.base.sha, pull.head.sha]);
  return { folder: git.path(name), from, to: pull.head.sha };
}

/**
 * Media type `patch`: the commits as mails, one by one. Merge commits have no mail, so their
 * conflict resolutions are missing; an empty commit has none either.
 */
export async function patchOf(
  git: GitStore,
  repository: Repository,
  pull: Pull,
): Promise<Buffer | TooLarge> {
  const { folder, from, to } = await rangeOf(git, repository, pull);
  const format = ["format-patch", "--stdout", "--no-signature", "--binary", "--find-renames"];
  return limited(await git.run(folder, [...format, `${from}..${to}`]));
}

/** Media type `diff`: merge base to head as one diff, binary content left out. */
export async function diffOf(
  git: GitStore,
  repository: Repository,
  pull: Pull,
): Promise<Buffer | TooLarge> {
  const { folder, from, to } = await rangeOf(git, repository, pull);
  return limited(await git.run(folder, ["diff", "--find-renames", from, to]));
}

function limited(bytes: Buffer): Buffer | TooLarge {
  const text = bytes.toString("latin1");
  const files = text.split("\ndiff --git ").length;
  if (files > MAX_FILES) {
    return { tooLarge: `Sorry, the diff exceeded the maximum number of files (${MAX_FILES}).` };
  }
  if (text.split("\n").length > MAX_LINES) {
    return { tooLarge: `Sorry, the diff exceeded the maximum number of lines (${MAX_LINES})` };
  }
  if (bytes.length > MAX_BYTES) {
    return { tooLarge: "Sorry, the diff exceeded the maximum size (1 MB)" };
  }
  return bytes;
}

/** All commits of a pull request, merges included, oldest first. */
export async function commitsOf(
  git: GitStore,
  repository: Repository,
  pull: Pull,
): Promise<CommitRecord[]> {
  const { from, to } = await rangeOf(git, repository, pull);
  return readCommits(git, fullNameOf(repository), ["--reverse", `${from}..${to}`]);
}

/** The commits that `git log` names. */
export async function readCommits(
  git: GitStore,
  fullName: string,
  selection: readonly string[],
): Promise<CommitRecord[]> {
  const format = ["%H", "%T", "%P", "%an", "%ae", "%aI", "%cn", "%ce", "%cI", "%B"].join("%x00");
  const output = await git.text(fullName, [
    "log",
    "-z",
    `--format=${format}%x00`,
    ...selection,
    "--",
  ]);
  return output.split("\0\0").flatMap((record) => {
    const [sha, tree, parents, an, ae, ad, cn, ce, cd, message] = record.split("\0");
    if (sha === undefined || sha === "" || message === undefined) return [];
    return [
      {
        sha,
        tree: tree ?? "",
        parents: (parents ?? "").split(" ").filter((each) => each !== ""),
        author: { name: an ?? "", email: ae ?? "", date: utc(ad) },
        committer: { name: cn ?? "", email: ce ?? "", date: utc(cd) },
        message: message.trimEnd(),
      },
    ];
  });
}

function utc(date: string | undefined): string {
  return (date ?? "").replace(/\+00:00$/, "Z");
}

const STATUS: Readonly<Record<string, ChangedFile["status"]>> = {
  A: "added",
  D: "removed",
  M: "modified",
  R: "renamed",
  C: "copied",
  T: "changed",
};

/** The files of a pull request in git's order. */
export async function filesOf(
  git: GitStore,
  repository: Repository,
  pull: Pull,
): Promise<ChangedFile[]> {
  const { folder, from, to } = await rangeOf(git, repository, pull);
  const diff = async (...how: string[]): Promise<string> =>
    (await git.run(folder, ["diff", "--find-renames", ...how, from, to])).toString();
  const [raw, numstat, patch] = await Promise.all([
    diff("--raw", "-z", "--abbrev=40"),
    diff("--numstat", "-z"),
    diff("--patch"),
  ]);
  const counts = numstat
    .split("\0")
    .flatMap((line) => /^(\d+|-)\t(\d+|-)\t/.exec(line)?.slice(1, 3).map(Number) ?? []);
  const texts = patch.split(/^diff --git .*\n/m).slice(1);
  const fields = raw.split("\0");
  const files: ChangedFile[] = [];
  while (fields.length > 1) {
    // ":100644 100644 <sha> <sha> R087", then one path, or two of a rename
    const [, , , sha = "", code = ""] = (fields.shift() ?? "").split(" ");
    const status = STATUS[code.charAt(0)] ?? "changed";
    const previous = status === "renamed" || status === "copied" ? fields.shift() : undefined;
    const index = files.length;
    const [additions = 0, deletions = 0] = counts.slice(2 * index, 2 * index + 2);
    const hunks = /^@@ [^]*/m.exec(texts[index] ?? "")?.[0].replace(/\n$/, "");
    files.push({
      ...{ sha, status, filename: fields.shift() ?? "" },
      additions: additions || 0,
      deletions: deletions || 0,
      ...(previous === undefined ? {} : { previous }),
      ...(hunks === undefined ? {} : { patch: hunks }),
    });
  }
  return files;
}
