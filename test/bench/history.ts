import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { PlainGit } from "../real/plainGit.ts";
import { piece } from "../launch/piece.ts";
import { whileSaying } from "../launch/say.ts";
import { generatedPaths, Paragraphs } from "./generatedFiles.ts";
import { Randomness } from "./randomness.ts";

/** How large a repository is. */
export interface Size {
  readonly files: number;
  readonly commits: number;
}

/** CPython's main branch: `git ls-files | wc -l`, `git rev-list --count main`. */
export const cpythonSize: Size = { files: 4700, commits: 120_000 };

/** Changed with what is generated, since it is kept. */
const VERSION = 1;

/** How many files a commit changes at most; two on average. */
const MOST_CHANGES = 3;

/**
 * A bare repository of that size with invented content, the same on every machine, packed as a
 * server packs: deltas, the newest version of a file whole, a reachability bitmap.
 *
 * @returns its folder, kept for the next run
 */
export async function repositoryOf(size: Size): Promise<string> {
  const { files, commits } = size;
  return piece(`bench-${files}-files-${commits}-commits-v${VERSION}`, (unfinished) =>
    whileSaying(`Making a repository with ${files} files and ${commits} commits (once)`, () =>
      make(size, unfinished),
    ),
  );
}

async function make(size: Size, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const repository = new PlainGit(folder);
  await repository.git(["init", "--quiet", "--bare", "--template=", "--initial-branch=main"]);
  const reader = spawn("git", ["fast-import", "--quiet", "--done", "--depth=50"], {
    cwd: folder,
    stdio: ["pipe", "inherit", "inherit"],
  });
  const ended = once(reader, "close");
  // Its exit code tells.
  reader.stdin.on("error", () => undefined);
  for (const chunk of inLargeChunks(stream(size))) {
    if (!reader.stdin.writable) break;
    if (!reader.stdin.write(chunk)) await Promise.race([once(reader.stdin, "drain"), ended]);
  }
  reader.stdin.end();
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`git fast-import ended with ${String(code)}`);
  // Deltas are taken as they are.
  await repository.git(["-c", "pack.threads=2", "repack", "-a", "-d", "-q", "-b", "--window=0"]);
  await repository.git(["pack-refs", "--all"]);
}

/** The bytes for `git fast-import`: first all versions of all files, then the commits. */
function* stream({ files, commits }: Size): Generator<Buffer> {
  const random = new Randomness(20260101);
  const paths = generatedPaths(files);
  const changes = plannedChanges(files, commits, random);
  const firstMark = new Array<number>(files).fill(0);
  let mark = commits;
  const paragraphs = new Paragraphs(random);
  for (const [file, path] of paths.entries()) {
    const versions = paragraphs.versions(path, changes.perFile[file] ?? 1, random);
    firstMark[file] = mark;
    // The newest first: the older ones become deltas of it.
    for (const [index, version] of [...versions.entries()].reverse()) {
      yield Buffer.from(`blob\nmark :${mark + index + 1}\ndata ${version.length}\n`);
      yield version;
      yield NEWLINE;
    }
    mark += versions.length;
  }
  const seen = new Array<number>(files).fill(0);
  const line = (file: number): string => {
    seen[file] = (seen[file] ?? 0) + 1;
    return `M 100644 :${(firstMark[file] ?? 0) + (seen[file] ?? 0)} ${paths[file] ?? ""}\n`;
  };
  for (const [index, changed] of changes.perCommit.entries()) {
    const message = `gh-${index + 1}: Change what needs it (#${index + 2})\n`;
    // One every two hours since 1998.
    const author = `Core Developer ${index % 90} <core${index % 90}@example.org> ${883_612_800 + index * 7200} +0000`;
    yield Buffer.from(
      `commit refs/heads/main\nmark :${index + 1}\nauthor ${author}\ncommitter ${author}\n` +
        `data ${message.length}\n${message}${[...changed].map(line).join("")}\n`,
    );
  }
  for (let tag = 1; tag <= 400; tag++) {
    const at = Math.max(1, Math.floor((commits * tag) / 400));
    yield Buffer.from(`reset refs/tags/v3.${Math.floor(tag / 27)}.${tag % 27}\nfrom :${at}\n\n`);
  }
  for (let minor = 8; minor < 15; minor++) {
    const at = Math.max(1, commits - Math.floor((commits * (15 - minor)) / 60));
    yield Buffer.from(`reset refs/heads/3.${minor}\nfrom :${at}\n\n`);
  }
  yield Buffer.from("done\n");
}

const NEWLINE = Buffer.from("\n");

/** Which files each commit changes; the first one makes them all. */
function plannedChanges(
  files: number,
  commits: number,
  random: Randomness,
): { readonly perCommit: readonly ReadonlySet<number>[]; readonly perFile: readonly number[] } {
  const perFile = new Array<number>(files).fill(0);
  const perCommit: ReadonlySet<number>[] = [];
  for (let commit = 0; commit < commits; commit++) {
    const changed = new Set<number>();
    if (commit === 0) for (let file = 0; file < files; file++) changed.add(file);
    // A few files change often, most of them seldom.
    for (let count = 1 + random.below(MOST_CHANGES); count > 0 && commit > 0; count--) {
      changed.add(Math.floor(files * random.next() ** 2));
    }
    for (const file of changed) perFile[file] = (perFile[file] ?? 0) + 1;
    perCommit.push(changed);
  }
  return { perCommit, perFile };
}

/** Few large writes instead of many small ones. */
function* inLargeChunks(pieces: Iterable<Buffer>): Generator<Buffer> {
  let waiting: Buffer[] = [];
  let length = 0;
  for (const each of pieces) {
    waiting.push(each);
    length += each.length;
    if (length < 1_000_000) continue;
    yield Buffer.concat(waiting);
    [waiting, length] = [[], 0];
  }
  yield Buffer.concat(waiting);
}

/** Path of the packs, for their size. */
export function packFolder(repository: string): string {
  return join(repository, "objects", "pack");
}
