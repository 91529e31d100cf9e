/** One person's review of a pull request. */
export interface Review {
  readonly reviewer: string;
  readonly verdict: "approved" | "changes-requested" | "dismissed" | "other";
  /** 40 lower-case hex digits; null when GitHub does not tell. */
  readonly commit: string | null;
}

/**
 * What all reviews of a pull request come to. "outdated" was approved before its head changed;
 * "untold" is where GitHub does not show reviews.
 */
export type ReviewState = "none" | "approved" | "outdated" | "changes-requested" | "untold";

/** @param reviews in the order in which they were given; each person's last verdict counts. */
export function reviewState(reviews: readonly Review[], head: string): ReviewState {
  const last = new Map<string, Review>();
  for (const review of reviews) {
    if (review.verdict !== "other") last.set(review.reviewer.toLowerCase(), review);
  }
  const verdicts = [...last.values()];
  if (verdicts.some(({ verdict }) => verdict === "changes-requested")) return "changes-requested";
  const approvals = verdicts.filter(({ verdict }) => verdict === "approved");
  if (approvals.length === 0) return "none";
  return approvals.some(({ commit }) => commit === null || commit === head)
    ? "approved"
    : "outdated";
}
