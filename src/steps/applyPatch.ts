import { HumanError, throwIfCancelled } from "../base/errors.ts";
import { silentProgress, type Progress } from "../base/progress.ts";
import type { Git } from "../git/git.ts";
import { parsePatchSeries, type PatchMail } from "../git/patchSeries.ts";
import { PublicClone } from "../git/publicClone.ts";
import { ScratchRepository, type CommitText, type Identity } from "../git/scratchRepository.ts";
import type { ChangedFile, TreeDiff } from "../git/treeDiff.ts";
import { requireGit } from "../git/version.ts";
import type { Project } from "../ticket/project.ts";
import type { PullRequest } from "../ticket/pullRequest.ts";
import type { RepositoryName } from "../ticket/repositoryName.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { gitTrouble } from "./gitTrouble.ts";
import { newsOf, requireOneNews, type NewsEntry } from "./newsEntry.ts";
import type { PatchSource, Records } from "./ports.ts";
import { placeFor, requireBranchName, takenNames } from "./publicBranchName.ts";
import { changeFromSeries, provenChange, type Route } from "./publicChange.ts";
import type { SecretsOf } from "./gatherSecrets.ts";
import { requireIdentity } from "./identity.ts";
import { LeakGate, requireNoLeak, type OutgoingText } from "./leakGate.ts";
import { requireSafeFiles } from "./safeFiles.ts";
import { together } from "./together.ts";
import { inWorkFolder } from "./workFolder.ts";

export interface ApplyPatchPorts {
  readonly git: Git;
  readonly source: PatchSource;
  readonly secrets: SecretsOf;
  readonly records: Records;
  /** A folder of the extension's own; private objects are there while the step runs. */
  readonly storage: string;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface ApplyPatchInput {
  readonly ticket: Ticket;
  readonly project: Project;
  readonly pullRequest: PullRequest;
  /** The private fork, and an address that git can fetch it from. */
  readonly fork: { readonly name: RepositoryName; readonly address: string };
  /** Address of the project's repository. */
  readonly upstream: string;
  /** Absolute path of the member's public clone. */
  readonly publicClone: string;
  /** Wanted name of the public branch, "gh-140001". */
  readonly branch: string;
  readonly message: string;
  /** "keep" when the private pull request brings a security entry itself. */
  readonly news: NewsEntry | "keep";
  /** By default who the member's git configuration says. */
  readonly author?: Identity;
}

export interface AppliedPatch {
  readonly branch: string;
  readonly commit: string;
  /** The commit's parent on the project's main branch. */
  readonly base: string;
  /** The ref that the base was fetched to, "refs/remotes/upstream/main". */
  readonly baseRef: string;
  readonly route: Route;
  readonly files: readonly ChangedFile[];
  /** The branch was there already with the same change. */
  readonly reused: boolean;
}

/**
 * Brings a private pull request to a branch of the member's public clone: one commit on the
 * project's main branch of this moment, with its news entry. Work tree, index, HEAD and
 * configuration of the clone stay as they are, and of the private objects none enters it. Either
 * there is the whole branch at the end, or nothing has changed.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function applyPatch(
  ports: ApplyPatchPorts,
  input: ApplyPatchInput,
): Promise<AppliedPatch> {
  try {
    requireBranchName(input.branch);
    await requireGit(ports.git);
    const clone = await openPublicClone(ports, input);
    const gate = await LeakGate.open(ports, input.ticket);
    const text = commitText(clone, input, gate);
    return await inWorkFolder(ports.storage, "landing", (folder) =>
      land(ports, input, clone, text, gate, folder),
    );
  } catch (error) {
    throw gitTrouble(error, {
      "unsafe-path": [
        "The private pull request's patch writes outside the project's tree.",
        "Don't use it. Ask its author what that is for.",
      ],
    });
  }
}

async function openPublicClone(
  { git, signal }: ApplyPatchPorts,
  { publicClone, upstream, project }: ApplyPatchInput,
): Promise<PublicClone> {
  const { name, repository } = project;
  const next = `Clone your fork of ${repository.owner}/${repository.repo}, or choose the folder of such a clone.`;
  const clone = await PublicClone.open(git, publicClone, signal).catch((error: unknown) => {
    throw gitTrouble(error, {
      "no-folder": ["The folder of the public clone is not there.", next],
      "not-a-repository": ["That folder is not a git clone.", next],
    });
  });
  if (!clone.isOf(upstream, repository.repo)) {
    throw new HumanError(`That folder is not a clone of ${name}.`, next);
  }
  if (clone.isShallow) {
    throw new HumanError(
      "That clone is shallow: the history that the patch builds on is not in it.",
      "Run “git fetch --unshallow” in it, or choose another clone.",
    );
  }
  return clone;
}

/** @throws {HumanError} when the commit's own texts give the ticket away. */
function commitText(clone: PublicClone, input: ApplyPatchInput, gate: LeakGate): CommitText {
  const { branch, message, news } = input;
  if (message.trim() === "") {
    throw new HumanError("The commit has no message.", "Write one, then try again.");
  }
  const committer = requireIdentity(clone.config, "committer");
  const author = input.author ?? requireIdentity(clone.config, "author");
  const texts: readonly OutgoingText[] = [
    { place: "branch", text: branch },
    { place: "message", text: message },
    { place: "author", text: `${author.name} <${author.email}>` },
    { place: "committer", text: `${committer.name} <${committer.email}>` },
    ...(news === "keep" ? [] : [{ place: "news" as const, text: news.content }]),
  ];
  requireNoLeak(gate.checkTexts(texts), "The public commit");
  return { message: `${message.trimEnd()}\n`, author, committer };
}

async function land(
  ports: ApplyPatchPorts,
  input: ApplyPatchInput,
  clone: PublicClone,
  text: CommitText,
  gate: LeakGate,
  folder: string,
): Promise<AppliedPatch> {
  const { git, records, signal, progress = silentProgress } = ports;
  const { pullRequest, project, news, ticket, branch: wanted } = input;
  progress.report("Fetching the patch and the project");
  const scratch = await ScratchRepository.create(git, folder, clone, signal);
  const [series, baseRef, fetched] = await together(signal, (signal) => [
    fetchSeries(ports, input, signal),
    clone.fetchBase(input.upstream, project.mainBranch, { signal, progress }),
    fetchHead(scratch, input, signal),
  ]);
  progress.report("Building the public commit");
  const { tip, branches } = await clone.look(baseRef);
  const ingredients = { base: tip, series, news, text };
  const [reviewed, fromSeries] = await together(signal, () => [
    reviewedChange(scratch, pullRequest, fetched, tip),
    changeFromSeries(scratch, ingredients),
  ]);
  requireOneNews(news, newsOf(reviewed.files, project), project);
  const change = await provenChange(scratch, ingredients, fromSeries, reviewed);
  const { diff, route } = change;
  if (diff.files.every(({ path }) => news !== "keep" && path === news.path)) {
    throw new HumanError(
      `The change is in the project's ${project.mainBranch} already.`,
      "Check whether it was made public before.",
    );
  }
  await requireSafeFiles(diff.files, (blob) => scratch.blob(blob));
  requireNoLeak(await gate.checkChange(diff), "The public commit");
  throwIfCancelled(signal);
  const wish = { name: wanted, base: tip, text, files: diff.files };
  const place = await placeFor(wish, clone, scratch, takenNames(branches));
  const { name } = place;
  const reused = place.commit !== null;
  const { commit, base } = reused
    ? { commit: place.commit, base: place.parent }
    : { commit: change.commit, base: tip };
  if (!reused) {
    await clone.takeIn(await scratch.pack(commit, base));
    await clone.createBranch(name, commit, baseRef.replace(/^refs\/(?:remotes\/)?/, ""));
  }
  const { publicBranch } = await records.read(ticket);
  const { number, head } = pullRequest;
  const pushedTo = publicBranch?.commit === commit ? publicBranch.pushedTo : undefined;
  await records.update(ticket, {
    publicBranch: {
      clone: clone.path,
      name,
      commit,
      pullRequest: number,
      head: head.sha,
      ...(pushedTo === undefined ? {} : { pushedTo }),
    },
  });
  return { branch: name, commit, base, baseRef, route, files: diff.files, reused };
}

async function fetchSeries(
  { source }: ApplyPatchPorts,
  { fork, pullRequest }: ApplyPatchInput,
  signal: AbortSignal,
): Promise<readonly PatchMail[] | "too-large"> {
  try {
    const series = parsePatchSeries(await source.patch(fork.name, pullRequest.number, signal));
    if (series.valid) return series.value;
    throw new HumanError(
      `The private pull request's patch can't be used: ${series.reason}.`,
      "Look at the pull request in the browser, then try again.",
    );
  } catch (error) {
    if (error instanceof Error && "reason" in error && error.reason === "too-large") {
      return "too-large";
    }
    throw error;
  }
}

const HEAD = "refs/private/head";

/** @returns the commit. */
async function fetchHead(
  scratch: ScratchRepository,
  { fork, pullRequest: { number, base } }: ApplyPatchInput,
  signal: AbortSignal,
): Promise<string> {
  const refspecs = [`+refs/pull/${number}/head:${HEAD}`];
  if (isPlainRef(base.ref)) refspecs.push(`+refs/heads/${base.ref}:refs/private/base`);
  await scratch.fetch(fork.address, refspecs, signal);
  return scratch.resolve(HEAD);
}

function isPlainRef(name: string): boolean {
  return /^\w[\w./-]*$/.test(name) && !name.includes("..");
}

/** What the pull request changes: from where it left the project to its head. */
async function reviewedChange(
  scratch: ScratchRepository,
  { head, base, number }: PullRequest,
  fetched: string,
  tip: string,
): Promise<TreeDiff> {
  if (fetched !== head.sha) {
    throw new HumanError(
      `Private pull request #${number} has changed since it was listed.`,
      "Refresh, look at the new commits, then try again.",
    );
  }
  const start = await scratch.mergeBase(
    fetched,
    /^[0-9a-f]{40,64}$/.test(base.sha) ? [tip, base.sha] : [tip],
  );
  if (start === undefined) {
    throw new HumanError(
      `Private pull request #${number} has no history in common with the project.`,
      "Make its branch from the private fork's main branch.",
    );
  }
  return scratch.diff(start, fetched);
}

/** The bytes of a file as a commit has it, for a diff editor. @throws {GitError} */
export async function readFileAt(
  git: Git,
  clone: string,
  commit: string,
  path: string,
): Promise<Uint8Array> {
  return git.run(["cat-file", "blob", `${commit}:${path}`], { cwd: clone, remote: true });
}
