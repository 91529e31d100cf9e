import { isUtf8 } from "node:buffer";
import { HumanError } from "../base/errors.ts";
import { conflictHunks, untouchedHunks } from "../git/conflictHunks.ts";
import type { Git } from "../git/git.ts";
import { GitError } from "../git/gitError.ts";
import { LinkedWorkTree } from "../git/linkedWorkTree.ts";
import type { Merged, ScratchRepository } from "../git/scratchRepository.ts";
import type { ConflictedFile } from "../ticket/landing.ts";
import type { LandingFolder } from "./landingFolder.ts";

/** The conflicts of a merge, to be remembered: where each version is. */
export async function conflictedFiles(
  { conflicts }: Merged,
  workTree: LinkedWorkTree,
): Promise<readonly ConflictedFile[]> {
  const open = new Map((await workTree.openConflicts()).map((each) => [each.path, each]));
  return conflicts.map(({ path, base, project, reviewed }) => ({
    path,
    ...(base !== undefined && { base: base.blob }),
    ...(project !== undefined && { project: project.blob }),
    ...(reviewed !== undefined && { reviewed: reviewed.blob }),
    hasMarkers: open.get(path)?.hasMarkers === true,
  }));
}

/**
 * What the person made of the conflicts.
 * @throws {HumanError} when a file was saved in another encoding than it has, or is new and not added.
 */
export async function resolvedTree(
  workTree: LinkedWorkTree,
  scratch: ScratchRepository,
  conflicts: readonly ConflictedFile[],
): Promise<string> {
  for (const { path, project, reviewed } of conflicts) {
    const content = await workTree.read(path);
    if (!content?.includes(REPLACEMENT)) continue;
    const versions = [project, reviewed].flatMap((blob) => blob ?? []);
    const before = await Promise.all(versions.map((blob) => scratch.blob(blob)));
    if (before.some((version) => version.includes(REPLACEMENT))) continue;
    throw new HumanError(
      `${path} was saved in another encoding than it has: characters were lost.`,
      "Reopen it with its encoding (in the status bar), resolve the conflict again, then continue.",
    );
  }
  const unknown = await workTree.unknownFiles();
  if (unknown.length > 0) {
    const more = unknown.length > 3 ? ` and ${unknown.length - 3} more` : "";
    throw new HumanError(
      `The fix has no ${unknown.slice(0, 3).join(", ")}${more}, and the work tree has.`,
      "If it belongs to the fix, “git add” it there; else delete it. Then continue.",
    );
  }
  return workTree.writeTree();
}

/**
 * The files in which lines that both sides have changed are still as they were before: VS Code's merge
 * editor leaves them so where nothing was chosen, and no marker tells.
 * @param tree what the person made of the conflicts.
 */
export async function untouchedFiles(
  git: Git,
  scratch: ScratchRepository,
  tree: string,
  conflicts: readonly ConflictedFile[],
): Promise<readonly string[]> {
  const found = await Promise.all(
    conflicts.map(async ({ path, hasMarkers, ...blobs }) => {
      const { base, project, reviewed } = blobs;
      if (!hasMarkers || base === undefined) return [];
      if (project === undefined || reviewed === undefined) return [];
      const [before, ours, theirs, now] = await Promise.all(
        [base, project, reviewed, `${tree}:${path}`].map((each) =>
          scratch.blob(each).catch((error: unknown) => {
            if (error instanceof GitError) return undefined;
            throw error;
          }),
        ),
      );
      // A file that was deleted was decided about.
      if (before === undefined || ours === undefined || theirs === undefined) return [];
      if (now === undefined) return [];
      const versions = { base: before, project: ours, reviewed: theirs };
      const hunks = await conflictHunks(git, scratch.folder, versions);
      return untouchedHunks(now, hunks) > 0 ? [path] : [];
    }),
  );
  return found.flat();
}

/** Settles a file that has no markers with one of its versions; deleted where that has none. */
export async function chooseVersion(
  git: Git,
  folder: LandingFolder,
  path: string,
  side: "project" | "reviewed",
): Promise<void> {
  const workTree = new LinkedWorkTree(git, folder.workTree);
  await workTree.take(path, (await workTree.versions(path))[side] ?? null);
}

/** Whether an editor that takes every file for UTF-8 loses nothing of the versions. */
export async function isPlainText(
  git: Git,
  folder: LandingFolder,
  { project, reviewed }: ConflictedFile,
): Promise<boolean> {
  const versions = [project, reviewed].flatMap((blob) => blob ?? []);
  const contents = await Promise.all(
    versions.map((blob) => readVersion(git, folder.repository, blob)),
  );
  return contents.every((content) => isUtf8(content));
}

/** The bytes of an object of a landing's own repository. @throws {GitError} */
export async function readVersion(git: Git, repository: string, blob: string): Promise<Buffer> {
  const environment = { GIT_DIR: repository };
  return git.run(["cat-file", "blob", blob], { cwd: repository, environment, remote: true });
}

/** What an editor writes for bytes that it could not read. */
const REPLACEMENT = Buffer.from("\ufffd", "utf8");
