import { HumanError } from "../base/errors.ts";
import { isSafeTreePath } from "../git/treePath.ts";
import type { Project } from "../ticket/project.ts";

/** The file that announces the change. */
export interface NewsEntry {
  /** In the tree, "Misc/NEWS.d/next/Security/….rst". */
  readonly path: string;
  readonly content: string;
}

const places: Readonly<Record<Project["news"], RegExp>> = {
  blurb: /^Misc\/NEWS\.d\/next\/Security\/[^/]+\.rst$/,
  towncrier: /^news\/[^/]+\.rst$/,
};

/** The news entries among files, where the project has entries for security fixes. */
export function newsOf(
  files: readonly { readonly path: string }[],
  project: Project,
): readonly string[] {
  return files.map(({ path }) => path).filter((path) => places[project.news].test(path));
}

/** @throws {HumanError} when the commit would have no news entry, or two. */
export function requireOneNews(
  news: NewsEntry | "keep",
  own: readonly string[],
  project: Project,
): void {
  if (news === "keep") {
    if (own.length > 0) return;
    throw new HumanError(
      "The private pull request brings no news entry.",
      "Write one, then try again.",
    );
  }
  if (own.length > 0) {
    throw new HumanError(
      "The private pull request brings a news entry of its own.",
      "Keep that one, or remove it from the private branch, then try again.",
    );
  }
  const isPlain = /^[\w./+=,-]+$/.test(news.path) && isSafeTreePath(news.path);
  if (!isPlain || !places[project.news].test(news.path) || news.content.trim() === "") {
    throw new HumanError(
      "The news entry has no text, or is not where news entries are.",
      "Write it again.",
    );
  }
}
