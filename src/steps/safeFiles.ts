import { HumanError } from "../base/errors.ts";
import { addedLines } from "../embargo/addedLines.ts";
import type { TreeDiff } from "../git/treeDiff.ts";
import { isSafeLink, isSafeTreePath } from "../git/treePath.ts";

const SYMBOLIC_LINK = "120000";
const SUBMODULE = "160000";

/**
 * What no public commit may bring: a path that reaches outside the tree or into `.git`, a symbolic
 * link that does, a submodule.
 * @throws {HumanError}
 */
export function requireSafeFiles({ files, patch }: TreeDiff): void {
  const links = files.filter(({ newMode }) => newMode === SYMBOLIC_LINK);
  const lines = links.length === 0 ? [] : addedLines(patch.toString("utf8"));
  const targetOf = (path: string): string =>
    lines.flatMap((each) => (each.path === path && each.line > 0 ? [each.text] : [])).join("\n");
  const unsafe =
    files.find(({ path }) => !isSafeTreePath(path)) ??
    files.find(({ newMode }) => newMode === SUBMODULE) ??
    links.find(({ path }) => !isSafeLink(path, targetOf(path)));
  if (unsafe === undefined) return;
  throw new HumanError(
    `The private pull request's patch reaches outside the project's tree: ${unsafe.path}`,
    "Don't use it. Ask its author what that is for.",
  );
}
