import type { Git } from "../git/git.ts";
import { PublicClone } from "../git/publicClone.ts";
import type { ChangedFile } from "../git/treeDiff.ts";
import type { PublicBranch } from "../ticket/record.ts";
import { gitTrouble } from "./gitTrouble.ts";

/** The bytes of a file as a commit has it, for a diff editor. @throws {GitError} */
export async function readFileAt(
  git: Git,
  clone: string,
  commit: string,
  path: string,
): Promise<Uint8Array> {
  return git.run(["cat-file", "blob", `${commit}:${path}`], { cwd: clone, remote: true });
}

export interface PublicCommit {
  /** The commit's parent on the project's main branch. */
  readonly base: string;
  readonly files: readonly ChangedFile[];
  readonly message: string;
}

/** What a public branch's one commit changes. @throws {HumanError} */
export async function readPublicCommit(
  git: Git,
  { clone, commit }: Pick<PublicBranch, "clone" | "commit">,
  signal?: AbortSignal,
): Promise<PublicCommit> {
  try {
    const opened = await PublicClone.open(git, clone, signal);
    const parent = git.text(["rev-parse", "--verify", `${commit}^`], { cwd: clone, signal });
    const [{ diff, message }, base] = await Promise.all([opened.show(commit, signal), parent]);
    return { base: base.trim(), files: diff.files, message };
  } catch (error) {
    throw gitTrouble(error, {
      "no-folder": [
        "The public clone that holds the branch is not there.",
        "Apply the patch again; it makes what is missing.",
      ],
    });
  }
}
