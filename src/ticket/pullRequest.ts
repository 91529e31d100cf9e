/** A pull request, private (inside the temporary fork) or public. */
export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly state: "open" | "closed" | "merged";
  readonly draft: boolean;
  readonly author: string | null;
  /** Branch and commit that are to be merged; the commit is 40 lower-case hex digits. */
  readonly head: { readonly ref: string; readonly sha: string };
  readonly base: { readonly ref: string; readonly sha: string };
  readonly updatedAt: Date;
  readonly htmlUrl: string;
}
