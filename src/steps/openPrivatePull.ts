import { HumanError, throwIfCancelled } from "../base/errors.ts";
import { silentProgress, type Progress } from "../base/progress.ts";
import { sameAddress } from "../git/address.ts";
import { FixRepository, type ListedCommit } from "../git/fixRepository.ts";
import type { Git } from "../git/git.ts";
import { GitHubError, type GitHubReason } from "../github/gitHubError.ts";
import type { NewPull } from "../github/pulls.ts";
import type { PullRequest, PullText } from "../ticket/pullRequest.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { MarkedClone } from "./cloneMark.ts";
import type { FixChange } from "./fixBranches.ts";
import { gitTrouble } from "./gitTrouble.ts";
import type { Ask, Plan, PlannedWrite } from "./ports.ts";
import { lockGaps, lockPushes } from "./pushLock.ts";

export interface OpenPrivatePullPorts {
  readonly git: Git;
  readonly pulls: {
    list(repository: RepositoryName, signal?: AbortSignal): Promise<readonly PullRequest[]>;
    create(repository: RepositoryName, pull: NewPull): Promise<PullRequest>;
  };
  readonly ask: Ask;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface OpenPrivatePullInput {
  readonly place: MarkedClone;
  /** The private fork. */
  readonly fork: RepositoryName;
  readonly mainBranch: string;
  readonly change: FixChange;
  /** Undefined where the branch has a pull request already. */
  readonly text: PullText | undefined;
}

export interface PrivatePullOutcome {
  /** "there" when the branch had one already. */
  readonly kind: "opened" | "there";
  readonly pull: PullRequest;
  /** How many commits were pushed for it. */
  readonly pushed: number;
}

/** After these nobody knows whether it was opened. */
const UNCERTAIN: ReadonlySet<GitHubReason> = new Set(["offline", "unavailable", "malformed"]);

/** The open pull request of a branch to the fork's main branch, if it has one. */
export async function pullOfBranch(
  { pulls, signal }: Pick<OpenPrivatePullPorts, "pulls" | "signal">,
  fork: RepositoryName,
  branch: string,
  mainBranch: string,
): Promise<PullRequest | undefined> {
  const all = await pulls.list(fork, signal);
  return all.find(
    ({ state, head, base }) => state === "open" && head.ref === branch && base.ref === mainBranch,
  );
}

/**
 * Pushes a fix branch to the private fork and opens its pull request there, on one yes. What is
 * there already is found and not done again, also after a lost answer.
 *
 * @returns undefined when the person said no.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function openPrivatePull(
  ports: OpenPrivatePullPorts,
  input: OpenPrivatePullInput,
): Promise<PrivatePullOutcome | undefined> {
  const { ask, progress = silentProgress, signal } = ports;
  const { fork, mainBranch, change, text } = input;
  const { name } = change.branch;
  const there = await pullOfBranch(ports, fork, name, mainBranch);
  if (there !== undefined && change.branch.fork === change.tip) {
    return { kind: "there", pull: there, pushed: 0 };
  }
  const plan = planOf(input, there);
  if (plan === undefined) throw new Error("A pull request without a text");
  progress.report("Waiting for your answer");
  if (!(await ask.confirm(plan, signal))) return undefined;
  throwIfCancelled(signal);
  const pushed = await pushFix(ports, input);
  if (there !== undefined) return { kind: "there", pull: there, pushed };
  if (text === undefined) throw new Error("A pull request without a text");
  progress.report("Opening the private pull request");
  const { pull, kind } = await create(ports, input, text);
  return { kind, pull, pushed };
}

/** @returns how many commits the fork did not have. */
async function pushFix(
  { git, progress = silentProgress, signal }: OpenPrivatePullPorts,
  { place, fork, change: { branch, tip, unpushed } }: OpenPrivatePullInput,
): Promise<number> {
  if (branch.fork === tip) return 0;
  try {
    const repository = new FixRepository(git, place.path);
    await requireLock(git, repository, place, signal);
    progress.report(`Pushing to ${fullName(fork)}`);
    await repository.push(tip, branch.name, branch.fork, { progress, signal });
    return unpushed.length;
  } catch (error) {
    throw gitTrouble(error, {
      rejected: [
        `${fullName(fork)} did not take ${branch.name}: somebody has pushed to it meanwhile, or a hook of yours refused.`,
        "Look at the branch in the private clone, then try again. No pull request was opened.",
      ],
      forbidden: [
        `You may not push to ${fullName(fork)}.`,
        "Check that you are a collaborator of the advisory and that the token has the scope “repo”.",
      ],
      "not-found": [
        `${fullName(fork)} was not found, or your account can't see it any more.`,
        "Check that you are a collaborator of the advisory, and that it has not ended.",
      ],
    });
  }
}

/** The lock is put right first: what it guards is about to happen. @throws {HumanError} */
async function requireLock(
  git: Git,
  repository: FixRepository,
  { path, fork, upstream }: MarkedClone,
  signal: AbortSignal | undefined,
): Promise<void> {
  const lock = { fork, upstream, finalPath: path };
  if ((await lockGaps(git, path, lock, signal)).length > 0) {
    await lockPushes(git, path, lock, signal);
  }
  const urls = await repository.pushUrls(signal);
  const left = await lockGaps(git, path, lock, signal);
  const [only, ...more] = urls;
  if (left.length === 0 && only !== undefined && more.length === 0 && sameAddress(only, fork)) {
    return;
  }
  throw new HumanError(
    "A push from the private clone could go to another place than its fork. Nothing was pushed.",
    "Look at the remotes and “insteadOf” rules of the clone and of your git, and at its embargo shield.",
  );
}

async function create(
  ports: OpenPrivatePullPorts,
  { fork, mainBranch, change: { branch } }: OpenPrivatePullInput,
  text: PullText,
): Promise<Pick<PrivatePullOutcome, "kind" | "pull">> {
  const found = (): Promise<PullRequest | undefined> =>
    pullOfBranch({ pulls: ports.pulls }, fork, branch.name, mainBranch);
  try {
    const pull = await ports.pulls.create(fork, { ...text, head: branch.name, base: mainBranch });
    return { kind: "opened", pull };
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    const isUncertain = UNCERTAIN.has(error.reason);
    // GitHub refuses a second one, which another window may have opened.
    if (isUncertain || error.reason === "refused") {
      const pull = await found().catch(() => undefined);
      if (pull !== undefined) return { kind: isUncertain ? "opened" : "there", pull };
    }
    throw new HumanError(
      isUncertain
        ? "GitHub did not answer: nobody knows whether the private pull request was opened."
        : error.message,
      isUncertain
        ? `${branch.name} is in the fork. Open it again in a minute: one that is there is found.`
        : `${branch.name} is in the fork, and no pull request was opened. ${error.next}`,
      { cause: error },
    );
  }
}

/** Undefined when there is nothing to write. */
function planOf(
  { fork, mainBranch, change, text }: OpenPrivatePullInput,
  there: PullRequest | undefined,
): Plan | undefined {
  const { branch, unpushed, dirty, stat, commits } = change;
  const { name } = branch;
  const notes = [
    ...(dirty ? ["Your changes that are in no commit are not part of it."] : []),
    "The fork's collaborators are those of the advisory, its reporter among them.",
  ];
  const push: PlannedWrite = {
    target: `branch ${name} of ${fullName(fork)}, ${branch.fork === undefined ? "which is new" : "which grows"}`,
    audience: "TEAM",
    text: [list(unpushed), stat].join("\n\n"),
  };
  const isPush = branch.fork !== change.tip;
  if (there !== undefined) {
    return {
      title: `Push ${countWords(unpushed.length)} to ${name}?`,
      note: [`Private pull request #${there.number} gets them.`, ...notes].join(" "),
      writes: [push],
      yes: "Push",
    };
  }
  if (text === undefined) return undefined;
  const pull: PlannedWrite = {
    target: `a new pull request of ${fullName(fork)}, from ${name} to ${mainBranch}, with ${countWords(commits.length)}`,
    audience: "TEAM",
    text: `${text.title}\n\n${text.body}`,
  };
  return {
    title: isPush
      ? `Push ${name} and open this private pull request?`
      : "Open this private pull request?",
    note: notes.join(" "),
    writes: isPush ? [pull, push] : [pull],
    yes: isPush ? "Push and Open" : "Open",
  };
}

function countWords(count: number): string {
  return count === 1 ? "1 commit" : `${count} commits`;
}

/** "0123456789 Title (Author)", one a line. */
function list(commits: readonly ListedCommit[]): string {
  return commits
    .map(
      ({ sha, author, message }) =>
        `${sha.slice(0, 10)} ${message.split("\n")[0] ?? ""} (${author})`,
    )
    .join("\n");
}
