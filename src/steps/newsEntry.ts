import { HumanError } from "../base/errors.ts";
import type { ChangedFile } from "../git/treeDiff.ts";
import { isSafeTreePath } from "../git/treePath.ts";
import type { LandingNews } from "../ticket/landing.ts";
import type { Project } from "../ticket/project.ts";

/** The file that announces the change. */
export interface NewsEntry {
  /** In the tree, "Misc/NEWS.d/next/Security/….rst". */
  readonly path: string;
  readonly content: string;
}

interface Places {
  /** Where entries of security fixes are. */
  readonly security: RegExp;
  /** Where entries of any kind are. */
  readonly any: RegExp;
}

const places: Readonly<Record<Project["news"], Places>> = {
  blurb: {
    security: /^Misc\/NEWS\.d\/next\/Security\/[^/]+\.rst$/,
    any: /^Misc\/NEWS\.d\/next\/[^/]+\/[^/]+\.rst$/,
  },
  towncrier: { security: /^news\/[^/]+\.rst$/, any: /^news\/[^/]+\.rst$/ },
};

/** The security fixes' entries among files. */
export function newsOf(
  files: readonly { readonly path: string }[],
  project: Project,
): readonly string[] {
  return files.map(({ path }) => path).filter((path) => isNewsInPlace(path, project));
}

/** Whether a path is where the project has entries for security fixes. */
export function isNewsInPlace(path: string, project: Project): boolean {
  return places[project.news].security.test(path);
}

/** The news entries of any section that a change brings. */
export function ownNews<File extends Pick<ChangedFile, "path" | "status">>(
  files: readonly File[],
  project: Project,
): readonly File[] {
  return files.filter(
    ({ path, status }) => status !== "deleted" && places[project.news].any.test(path),
  );
}

/**
 * @param own paths of all entries that the private pull request brings.
 * @throws {HumanError} when the commit would have no entry for a security fix, or one too many.
 */
export function requireOneNews(news: LandingNews, own: readonly string[], project: Project): void {
  const { security } = places[project.news];
  switch (news.kind) {
    case "none":
      return;
    case "keep":
      if (own.some((path) => security.test(path))) return;
      throw new HumanError(
        "The private pull request brings no news entry of a security fix.",
        "Write one, then try again.",
      );
    case "entry": {
      const isPlain = /^[\w./+=,-]+$/.test(news.path) && isSafeTreePath(news.path);
      if (!isPlain || !security.test(news.path) || news.content.trim() === "") {
        throw new HumanError(
          "The news entry has no text, or is not where news entries are.",
          "Write it again.",
        );
      }
      if (own.every((path) => news.replaces.includes(path))) return;
      throw new HumanError(
        "The private pull request brings a news entry of its own.",
        "Keep that one, or let yours replace it.",
      );
    }
  }
}
