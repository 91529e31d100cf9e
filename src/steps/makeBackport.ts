import { HumanError, throwIfCancelled } from "../base/errors.ts";
import { silentProgress, type Progress } from "../base/progress.ts";
import { compareChanges, type ChangeComparison } from "../git/changeProof.ts";
import type { Git } from "../git/git.ts";
import { PublicClone } from "../git/publicClone.ts";
import { ScratchRepository, type CommitText } from "../git/scratchRepository.ts";
import type { ChangedFile } from "../git/treeDiff.ts";
import { requireGit } from "../git/version.ts";
import {
  backportBranch,
  backportMessage,
  cherryPickNote,
  placeNote,
  RELEASE_BRANCH,
  type BackportOf,
} from "../text/backport.ts";
import type { Project } from "../ticket/project.ts";
import { gitTrouble } from "./gitTrouble.ts";
import { requireIdentity } from "./identity.ts";
import { placeFor, takenNames } from "./publicBranchName.ts";
import { together } from "./together.ts";
import { inWorkFolder } from "./workFolder.ts";

export interface MakeBackportPorts {
  readonly git: Git;
  /** A folder of the extension's own. */
  readonly storage: string;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface MakeBackportInput extends BackportOf {
  readonly project: Project;
  /** Address of the project's repository. */
  readonly upstream: string;
  /** Absolute path of the member's public clone. */
  readonly publicClone: string;
  /** The newer release branch that the commit is on, where the backport is chained to that one. */
  readonly source?: string | undefined;
}

/** A backport as one commit on its branch, in the member's public clone only. */
export interface Backport {
  readonly branch: string;
  readonly commit: string;
  /** Its parent, the newest commit of the release branch. */
  readonly base: string;
  readonly message: string;
  readonly files: readonly ChangedFile[];
  /** The same change as the original's, or how it differs. */
  readonly proof: ChangeComparison;
  /** The branch was there already with the same change. */
  readonly reused: boolean;
}

export type BackportOutcome =
  | { readonly made: true; readonly backport: Backport }
  /** Nothing was left behind. */
  | { readonly made: false; readonly conflicts: readonly string[] };

/**
 * Makes the backport that cherry_picker would make: same branch name, message and change. Work
 * tree, index and HEAD of the public clone stay as they are.
 *
 * @param input.commit a commit of the project itself: on main, or on a newer release branch that
 * this backport is chained to.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function makeBackport(
  ports: MakeBackportPorts,
  input: MakeBackportInput,
): Promise<BackportOutcome> {
  const { git, storage, signal } = ports;
  requireRefs(input);
  try {
    await requireGit(git);
    const clone = await PublicClone.open(git, input.publicClone, signal);
    return await inWorkFolder(storage, "backport", (folder) => make(ports, input, clone, folder));
  } catch (error) {
    throw gitTrouble(error, {
      "not-found": [
        `The project has no branch ${input.branch}.`,
        "Look at the list of release branches, and refresh it.",
      ],
    });
  }
}

function requireRefs({ commit, branch, source = branch }: MakeBackportInput): void {
  const isNamed = [branch, source].every((name) => RELEASE_BRANCH.test(name));
  if (!/^[0-9a-f]{40}$/.test(commit) || !isNamed) {
    throw new HumanError(
      "A backport needs a commit of the project and a release branch.",
      "Refresh the ticket, then try again.",
    );
  }
}

async function make(
  ports: MakeBackportPorts,
  input: MakeBackportInput,
  clone: PublicClone,
  folder: string,
): Promise<BackportOutcome> {
  const { git, signal, progress = silentProgress } = ports;
  const { commit, branch, upstream, project } = input;
  progress.report(`Fetching ${project.name}'s ${branch}`);
  const watch = { signal, progress };
  await clone.fetchBase(upstream, project.mainBranch, watch);
  if (input.source !== undefined) await clone.fetchBase(upstream, input.source, watch);
  const baseRef = await clone.fetchBase(upstream, branch, watch);
  await requireProjectCommit(git, clone, input);
  progress.report(`Building the backport to ${branch}`);
  const scratch = await ScratchRepository.create(git, folder, clone, signal);
  const { tip, branches } = await clone.look(baseRef);
  const [picked, text] = await together(signal, () => [
    scratch.cherryPick(commit, tip),
    backportText(git, clone, input),
  ]);
  if (!picked.picked) return { made: false, conflicts: picked.paths };
  const { tree } = picked;
  const [original, diff] = await Promise.all([
    scratch.diff(`${commit}^`, commit),
    scratch.diff(tip, tree),
  ]);
  if (diff.files.length === 0) {
    throw new HumanError(
      `The change is in ${branch} already.`,
      "Check whether it was backported before.",
    );
  }
  throwIfCancelled(signal);
  const { message } = text;
  const wish = { name: backportBranch(input), base: tip, text, files: diff.files };
  const place = await placeFor(wish, clone, scratch, takenNames(branches));
  const made = { branch: place.name, message, files: diff.files };
  const proof = compareChanges(original.patch, diff.patch);
  if (place.commit !== null) {
    const { commit, parent: base } = place;
    return { made: true, backport: { ...made, commit, base, proof, reused: true } };
  }
  const sha = await scratch.commitTree(tree, tip, text);
  await clone.takeIn(await scratch.pack(sha, tip));
  await clone.createBranch(place.name, sha, baseRef.replace(/^refs\/(?:remotes\/)?/, ""));
  return { made: true, backport: { ...made, commit: sha, base: tip, proof, reused: false } };
}

/** @throws {HumanError} for a commit that the project does not have: it may be private. */
async function requireProjectCommit(
  git: Git,
  clone: PublicClone,
  { commit, upstream, project }: MakeBackportInput,
): Promise<void> {
  const remote = clone.remoteOf(upstream)?.name;
  const place = remote === undefined ? "refs/psrt/upstream/" : `refs/remotes/${remote}/`;
  const args = ["for-each-ref", "--contains", commit, "--count=1", "--format=%(refname)", place];
  const { exitCode, stdout } = await git.attempt(args, { cwd: clone.path });
  if (exitCode === 0 && stdout.toString("utf8").trim() !== "") return;
  throw new HumanError(
    `That commit is not on a branch of ${project.name}.`,
    "Only what is merged can be backported. Refresh the ticket, then try again.",
  );
}

/** The commit's author with their date, and the message that cherry_picker gives it. */
async function backportText(
  git: Git,
  clone: PublicClone,
  { commit, branch }: MakeBackportInput,
): Promise<CommitText> {
  const cwd = clone.path;
  const format = "--format=%an%x00%ae%x00%ad%x00%aN <%ae>%x00%B";
  const show = ["show", "--no-patch", "--no-show-signature", "--date=raw", format, commit, "--"];
  const fields = (await git.run(show, { cwd })).toString("utf8").split("\0");
  const [name = "", email = "", date = "", credit = "", body = ""] = fields;
  const note = cherryPickNote(commit);
  const trailers = await git.run(
    [
      ...["interpret-trailers", "--where", "start"],
      ...["--trailer", `Co-authored-by: ${credit}`, "--trailer", `${note}\n:`],
    ],
    { cwd, input: backportMessage(body, branch) },
  );
  const placed = placeNote(trailers.toString("utf8"), note);
  const message = await git.run(["stripspace"], { cwd, input: placed });
  return {
    message: message.toString("utf8"),
    author: { name, email, date },
    committer: requireIdentity(clone.config, "committer"),
  };
}
