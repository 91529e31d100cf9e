import type { ChecksState } from "./checks.ts";
import type { ReviewState } from "./review.ts";

/** A pull request, private (inside the temporary fork) or public. */
export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly state: "open" | "closed" | "merged";
  readonly draft: boolean;
  readonly author: string | null;
  readonly labels: readonly string[];
  /** Branch and commit that are to be merged; the commit is 40 lower-case hex digits. */
  readonly head: { readonly ref: string; readonly sha: string };
  readonly base: { readonly ref: string; readonly sha: string };
  readonly mergedAt: Date | null;
  /** The commit on the base branch that it became. */
  readonly mergeCommit: string | null;
  readonly updatedAt: Date;
  readonly htmlUrl: string;
}

/** A pull request of a private fork. */
export interface PrivatePull extends PullRequest {
  readonly review: ReviewState;
}

/** A public pull request of the project, to main or a backport. */
export interface PublicPull extends PullRequest {
  /** Of its head; asked of open ones only, "passing" for all others. */
  readonly checks: ChecksState;
  /** Whether it adds a news entry; asked of an open one to main, true for all others. */
  readonly hasNews: boolean;
}

/** The one of several that matters: merged before open before closed, the newest of equals. */
export function foremost<P extends PullRequest>(pulls: readonly P[]): P | undefined {
  const rank = { merged: 2, open: 1, closed: 0 };
  return [...pulls].sort((a, b) => rank[b.state] - rank[a.state] || b.number - a.number)[0];
}
