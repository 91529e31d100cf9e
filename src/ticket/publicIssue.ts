/** The public issue of a ticket, by which CPython tracks its pull requests. */
export interface PublicIssue {
  readonly number: number;
  /** May hold anything. */
  readonly title: string;
  readonly state: "open" | "closed";
  /** Only who may push can write in it. */
  readonly locked: boolean;
  readonly labels: readonly string[];
  /** GitHub numbers both alike; a pull request can't be the issue of a ticket. */
  readonly isPullRequest: boolean;
  /** Numbers of the pull requests that bedevere has listed in the issue's text. */
  readonly linkedPulls: readonly number[];
  readonly htmlUrl: string;
}

/** No issue has more linked pull requests than this; a longer list is a text somebody wrote. */
const MAX_LINKED = 40;

/**
 * The pull requests that bedevere lists in an issue's text, oldest first:
 *
 *     <!-- gh-linked-prs -->
 *     ### Linked PRs
 *     * gh-140401
 *     <!-- /gh-linked-prs -->
 */
export function linkedPulls(body: string): readonly number[] {
  const [, list = ""] = /<!-- gh-linked-prs -->(.*?)<!-- \/gh-linked-prs -->/s.exec(body) ?? [];
  const numbers = [...list.matchAll(/^\* gh-([1-9]\d{0,8})\s*$/gm)].map(([, digits]) =>
    Number(digits),
  );
  return [...new Set(numbers)].slice(0, MAX_LINKED);
}
