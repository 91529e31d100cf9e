import { HumanError } from "../base/errors.ts";
import { newFileDiff, type PatchMail } from "../git/patchSeries.ts";
import type { Applied, ScratchRepository } from "../git/scratchRepository.ts";
import { sameChange, type ChangedFile, type TreeDiff } from "../git/treeDiff.ts";
import type { NewsEntry } from "./newsEntry.ts";

/**
 * How the change was brought over: from the pull request's `.patch`, or from its fetched head where
 * GitHub refuses the `.patch` for its size, where that does not apply commit by commit, or where it
 * makes something else than what the pull request shows (it leaves out merge commits).
 */
export type Route =
  | { readonly from: "patch" }
  | { readonly from: "head"; readonly because: "too-large" | "does-not-apply" | "differs" };

/** The tree that will be public. */
export interface PublicChange {
  readonly tree: string;
  readonly diff: TreeDiff;
  readonly route: Route;
}

export interface Ingredients {
  readonly base: string;
  /** The pull request's own result: its head against where it left the project. */
  readonly reviewed: TreeDiff;
  /** "too-large" when GitHub refused the `.patch`. */
  readonly series: readonly PatchMail[] | "too-large";
  readonly news: NewsEntry | "keep";
}

/**
 * Builds the public tree and proves that it changes what the pull request changes, the news entry
 * apart.
 * @throws {HumanError} when the change does not apply to the base.
 */
export async function buildPublicChange(
  scratch: ScratchRepository,
  ingredients: Ingredients,
): Promise<PublicChange> {
  const { series, reviewed, news, base } = ingredients;
  if (series === "too-large") return fromHead(scratch, ingredients, "too-large");
  const applied = await applyAll(
    scratch,
    "patch",
    ingredients,
    series.map(({ diff }) => diff),
  );
  if (!applied.applied) return fromHead(scratch, ingredients, "does-not-apply");
  const tree = await scratch.writeTree("patch");
  const diff = await scratch.diff(base, tree);
  const change: PublicChange = { tree, diff, route: { from: "patch" } };
  if (sameChange(withoutNews(diff.files, news), reviewed.files)) return change;
  // The base has moved on in the same files: the reviewed change must come to the same there.
  const head = await fromHead(scratch, ingredients, "differs");
  return head.tree === tree ? change : head;
}

async function fromHead(
  scratch: ScratchRepository,
  ingredients: Ingredients,
  because: "too-large" | "does-not-apply" | "differs",
): Promise<PublicChange> {
  const { base, reviewed } = ingredients;
  const applied = await applyAll(scratch, "head", ingredients, [reviewed.patch]);
  if (!applied.applied) throw conflict(applied.paths);
  const tree = await scratch.writeTree("head");
  return { tree, diff: await scratch.diff(base, tree), route: { from: "head", because } };
}

/** Applies the patches in their order, the news entry with the last. */
async function applyAll(
  scratch: ScratchRepository,
  index: string,
  { base, news }: Ingredients,
  patches: readonly Uint8Array[],
): Promise<Applied> {
  await scratch.readTree(index, base);
  const entry = news === "keep" ? [] : [newFileDiff(news.path, news.content)];
  for (const [position, patch] of patches.entries()) {
    const isLast = position === patches.length - 1;
    const applied = await scratch.apply(index, Buffer.concat(isLast ? [patch, ...entry] : [patch]));
    if (!applied.applied) return applied;
  }
  return { applied: true };
}

function withoutNews(
  files: readonly ChangedFile[],
  news: NewsEntry | "keep",
): readonly ChangedFile[] {
  return news === "keep" ? files : files.filter(({ path }) => path !== news.path);
}

function conflict(paths: readonly string[]): HumanError {
  const files = paths.length === 1 ? "1 file conflicts" : `${paths.length} files conflict`;
  const list = paths.length === 0 ? "" : `: ${files} (${paths.join(", ")})`;
  return new HumanError(
    `The patch does not apply to the project as it is today${list}.`,
    "Merge the project's main branch into the private branch, push it to the private fork, and try again.",
  );
}
