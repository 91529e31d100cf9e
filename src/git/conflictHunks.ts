import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Git } from "./git.ts";
import { GitError, reasonOf } from "./gitError.ts";

/** Lines that two sides have changed otherwise, as they were before both, with what stands around. */
export interface ConflictHunk {
  readonly before: readonly string[];
  readonly base: readonly string[];
  readonly after: readonly string[];
}

export interface FileVersions {
  readonly base: Uint8Array;
  readonly project: Uint8Array;
  readonly reviewed: Uint8Array;
}

/** How many lines around a hunk have to be the same for it to be told. */
const AROUND = 3;

/** Where three versions of a file conflict. @param folder a private one, for the versions meanwhile. */
export async function conflictHunks(
  git: Git,
  folder: string,
  { base, project, reviewed }: FileVersions,
): Promise<readonly ConflictHunk[]> {
  const place = await mkdtemp(join(folder, "versions-"));
  try {
    const versions = [project, base, reviewed].map((content, at) => [String(at), content] as const);
    await Promise.all(
      versions.map(([name, content]) => writeFile(join(place, name), content, { mode: 0o600 })),
    );
    const size = markerSize([base, project, reviewed]);
    const args = ["merge-file", "-p", "-q", "--diff3", `--marker-size=${size}`];
    const names = versions.map(([name]) => name);
    // The exit code is the number of conflicts, 127 at most.
    const { exitCode, stdout, stderr } = await git.attempt([...args, ...names], { cwd: place });
    if (exitCode > 127) throw new GitError("merge-file", reasonOf(stderr), stderr);
    return parseHunks(stdout.toString("latin1"), size);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** How many of the hunks a file still has as they were before both changes. */
export function untouchedHunks(content: Buffer, hunks: readonly ConflictHunk[]): number {
  const text = `\n${content.toString("latin1").replaceAll("\r", "")}\n`;
  return hunks.filter(({ before, base, after }) => {
    const lines = [...before, ...base, ...after].join("\n").replaceAll("\r", "");
    return base.some((line) => line.trim() !== "") && text.includes(`\n${lines}\n`);
  }).length;
}

/** No line of a version looks like a marker of so many characters, as one under a heading may. */
function markerSize(versions: readonly Uint8Array[]): number {
  const runs = versions.flatMap((content) =>
    [
      ...Buffer.from(content)
        .toString("latin1")
        .matchAll(/^(?:<+|\|+|=+|>+)/gm),
    ].map(([run]) => run.length),
  );
  return runs.reduce((most, length) => Math.max(most, length + 1), 7);
}

/** Reads what `git merge-file --diff3` prints with markers of that size. */
function parseHunks(merged: string, size: number): readonly ConflictHunk[] {
  const sides: Readonly<Record<string, string>> = { "<": "project", "|": "base", "=": "reviewed" };
  const hunks: ConflictHunk[] = [];
  let side = "both";
  let before: string[] = [];
  let base: string[] = [];
  let open: { readonly hunk: ConflictHunk; readonly after: string[] } | undefined;
  for (const line of merged.replace(/\n$/, "").split("\n")) {
    const mark = line.charAt(0);
    if (line.startsWith(mark.repeat(size)) && mark !== "" && "<|=>".includes(mark)) {
      if (mark === "<") open = undefined;
      if (mark === ">") {
        const after: string[] = [];
        open = { hunk: { before: before.slice(-AROUND), base, after }, after };
        hunks.push(open.hunk);
        [before, base] = [[], []];
      }
      side = sides[mark] ?? "both";
    } else if (side === "base") base.push(line);
    else if (side === "both") {
      before.push(line);
      if (open !== undefined && open.after.length < AROUND) open.after.push(line);
    }
  }
  return hunks;
}
