/**
 * How an assumption of ours stands against the GitHub that was asked: it holds; it holds, and the
 * work goes another way for it; it does not hold; nothing was there to try it on.
 */
export type Verdict = "works" | "otherwise" | "fails" | "untried";

/** One thing that the product relies on. Holds no id, title or text of a ticket, and no token. */
export interface AccessLine {
  /** "Comments", "Patch of a private pull request". */
  readonly what: string;
  /** The assumption that the product is built on, a sentence. */
  readonly assumption: string;
  readonly verdict: Verdict;
  /** What was seen, a sentence. */
  readonly found: string;
  /** What follows for the member, where something does. */
  readonly meaning?: string;
}

export interface AccessGroup {
  /** "Sign-in", "python/cpython". */
  readonly title: string;
  readonly lines: readonly AccessLine[];
}

export interface AccessCheck {
  readonly apiUrl: string;
  /** The person as the session has them. */
  readonly login: string;
  readonly at: Date;
  readonly groups: readonly AccessGroup[];
}
