import type { Check, ChecksState } from "./checks.ts";
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
  /** Whether it can be merged without a conflict; absent where GitHub has not found out yet. */
  readonly mergeable?: boolean;
  readonly mergedAt: Date | null;
  /** The commit on the base branch that it became. */
  readonly mergeCommit: string | null;
  readonly updatedAt: Date;
  readonly htmlUrl: string;
}

/** What people read of a pull request; lines end with "\n". */
export interface PullText {
  readonly title: string;
  readonly body: string;
}

/** A commit that a pull request brings. */
export interface PullCommit {
  /** 40 lower-case hex digits. */
  readonly sha: string;
  /** The first line of its message; may hold anything. */
  readonly title: string;
  /** The author's name as the commit has it. */
  readonly author: string | null;
}

/** A pull request of a private fork. */
export interface PrivatePull extends PullRequest {
  readonly review: ReviewState;
  /** Oldest first; none where they were not read, as of a closed one. */
  readonly commits: readonly PullCommit[];
}

/** A public pull request of the project, to main or a backport. */
export interface PublicPull extends PullRequest {
  /** Of its head; asked of open ones only, "passing" for all others. */
  readonly checks: ChecksState;
  /** Those of its checks that make them fail. */
  readonly failed: readonly Check[];
  /** Of its head; asked of open ones only, "none" for all others. */
  readonly review: ReviewState;
  /** Whether it adds a news entry; asked of an open one to main, true for all others. */
  readonly hasNews: boolean;
}

/** The one of several that matters: merged before open before closed, the newest of equals. */
export function foremost<P extends PullRequest>(pulls: readonly P[]): P | undefined {
  const rank = { merged: 2, open: 1, closed: 0 };
  return [...pulls].sort((a, b) => rank[b.state] - rank[a.state] || b.number - a.number)[0];
}
