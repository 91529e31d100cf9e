import type { ChangedFile } from "../git/treeDiff.ts";
import { isSafeLink, isSafeTreePath } from "../git/treePath.ts";
import { UnlandableError } from "./unlandable.ts";

const SYMBOLIC_LINK = "120000";
const SUBMODULE = "160000";

/**
 * What no public commit may bring: a path that reaches outside the tree or into `.git`, a symbolic
 * link that does, a submodule.
 * @param read answers a blob's content; a symbolic link's is its target.
 * @throws {HumanError}
 */
export async function requireSafeFiles(
  files: readonly ChangedFile[],
  read: (blob: string) => Promise<Buffer>,
): Promise<void> {
  const links = await Promise.all(
    files
      .filter(({ newMode }) => newMode === SYMBOLIC_LINK)
      .map(async ({ path, newBlob }) => ({ path, target: (await read(newBlob)).toString("utf8") })),
  );
  const unsafe =
    files.find(({ path }) => !isSafeTreePath(path)) ??
    files.find(({ newMode }) => newMode === SUBMODULE) ??
    links.find(({ path, target }) => !isSafeLink(path, target));
  if (unsafe === undefined) return;
  throw new UnlandableError(
    `The private pull request's patch reaches outside the project's tree: “${unsafe.path}”.`,
    "Don't use it. Ask its author what that is for.",
  );
}
