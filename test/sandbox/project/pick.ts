import type { GitStore } from "../git.ts";

interface Picked {
  /** The commit that the change starts from. */
  readonly base: string;
  /** The commit that it is brought onto. */
  readonly onto: string;
  /** The commit that has the change. */
  readonly change: string;
}

const NOBODY = { name: "git", email: "git@example.org", date: new Date(0) };

/** The tree of a change on another commit; undefined where they conflict. */
export async function pick(
  git: GitStore,
  fullName: string,
  { base, onto, change }: Picked,
): Promise<string | undefined> {
  // Three commits made for it: git 2.39 has no --merge-base yet.
  const root = await git.commitTree(fullName, `${base}^{tree}`, undefined, "base", NOBODY);
  const [ours, theirs] = await Promise.all([
    git.commitTree(fullName, `${onto}^{tree}`, root, "ours", NOBODY),
    git.commitTree(fullName, `${change}^{tree}`, root, "theirs", NOBODY),
  ]);
  try {
    return await git.text(fullName, ["merge-tree", "--write-tree", ours, theirs]);
  } catch {
    return undefined;
  }
}
