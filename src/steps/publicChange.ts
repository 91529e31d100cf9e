import { HumanError } from "../base/errors.ts";
import { newFileDiff, type PatchMail } from "../git/patchSeries.ts";
import type { Applied, CommitText, ScratchRepository } from "../git/scratchRepository.ts";
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

/** The commit that will be public, so far in the scratch repository only. */
export interface PublicChange {
  readonly commit: string;
  readonly tree: string;
  /** With every file's lines; not to be applied. */
  readonly diff: TreeDiff;
}

export interface Ingredients {
  readonly base: string;
  /** "too-large" when GitHub refused the `.patch`. */
  readonly series: readonly PatchMail[] | "too-large";
  readonly news: NewsEntry | "keep";
  readonly text: CommitText;
}

/** What the `.patch` makes of the base, or why it makes nothing. */
export async function changeFromSeries(
  scratch: ScratchRepository,
  ingredients: Ingredients,
): Promise<PublicChange | "too-large" | "does-not-apply"> {
  const { series } = ingredients;
  if (series === "too-large") return series;
  const patches = series.map(({ diff }) => diff);
  const applied = await applyAll(scratch, "patch", ingredients, patches);
  return applied.applied ? commitIndex(scratch, "patch", ingredients) : "does-not-apply";
}

/**
 * The change that is proven to be what the pull request shows, the news entry apart: the one from
 * the series if it is that, else one made from the reviewed change itself.
 * @param reviewed the pull request's own result: its head against where it left the project.
 * @throws {HumanError} when the reviewed change does not apply to the base.
 */
export async function provenChange(
  scratch: ScratchRepository,
  ingredients: Ingredients,
  fromSeries: PublicChange | "too-large" | "does-not-apply",
  reviewed: TreeDiff,
): Promise<PublicChange & { readonly route: Route }> {
  const { news } = ingredients;
  if (typeof fromSeries !== "string") {
    const route = { from: "patch" } as const;
    if (sameChange(withoutNews(fromSeries.diff.files, news), reviewed.files)) {
      return { ...fromSeries, route };
    }
    // The base has moved on in the same files: the reviewed change must come to the same there.
    const head = await changeFromHead(scratch, ingredients, reviewed);
    return head.tree === fromSeries.tree
      ? { ...fromSeries, route }
      : { ...head, route: { from: "head", because: "differs" } };
  }
  const head = await changeFromHead(scratch, ingredients, reviewed);
  return { ...head, route: { from: "head", because: fromSeries } };
}

async function changeFromHead(
  scratch: ScratchRepository,
  ingredients: Ingredients,
  reviewed: TreeDiff,
): Promise<PublicChange> {
  const applied = await applyAll(scratch, "head", ingredients, [reviewed.patch]);
  if (!applied.applied) throw conflict(applied.paths);
  return commitIndex(scratch, "head", ingredients);
}

async function commitIndex(
  scratch: ScratchRepository,
  index: string,
  { base, text }: Ingredients,
): Promise<PublicChange> {
  const tree = await scratch.writeTree(index);
  const [commit, diff] = await Promise.all([
    scratch.commitTree(tree, base, text),
    scratch.readableDiff(base, tree),
  ]);
  return { commit, tree, diff };
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
