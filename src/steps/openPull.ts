import { HumanError, throwIfCancelled } from "../base/errors.ts";
import { GitHubError } from "../github/gitHubError.ts";
import type { Issues } from "../github/issues.ts";
import type { Pulls } from "../github/pulls.ts";
import { lackedLabels } from "../ticket/backports.ts";
import { foremost, type PullRequest, type PullText } from "../ticket/pullRequest.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import { andWords } from "../ticket/words.ts";
import { setLabels } from "./labels.ts";
import type { Ask, Plan } from "./ports.ts";
import { isLost } from "./publicIssue.ts";

export interface OpenPullPorts {
  readonly pulls: Pick<Pulls, "from" | "create" | "reopen">;
  readonly issues: Pick<Issues, "get" | "addLabels">;
  readonly ask: Ask;
  readonly signal?: AbortSignal | undefined;
}

/** A public pull request as it is wanted. */
export interface PullWish extends PullText {
  readonly repository: RepositoryName;
  /** The member's own fork, and the branch there that was pushed. */
  readonly fork: RepositoryName;
  readonly branch: string;
  /** Its one commit, as it was shown before the push. */
  readonly commit: string;
  /** The project's branch that it is for. */
  readonly base: string;
  readonly labels: readonly string[];
}

export interface OpenedPull {
  readonly pull: PullRequest;
  readonly how: "opened" | "reopened" | "there";
  /** The labels that could not be set. */
  readonly missingLabels: readonly string[];
  /** Its branch has another commit than the one that was shown. */
  readonly hasMoved: boolean;
}

/**
 * Opens a public pull request from the member's fork on a yes, or takes up the one that there is.
 * GitHub refuses a second one of the same branches, so that a lost answer makes none twice.
 *
 * @returns undefined when the person said no.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function openPull(
  ports: OpenPullPorts,
  wish: PullWish,
): Promise<OpenedPull | undefined> {
  const { ask, signal } = ports;
  const there = await findPull(ports, wish);
  if (there !== undefined && there.state !== "closed") return labelled(ports, wish, there, "there");
  const again = there === undefined ? "gone" : await reopen(ports, wish, there);
  if (again === "declined") return undefined;
  if (again !== "gone") return labelled(ports, wish, again, "reopened");
  const plan: Plan = {
    title: `Open this pull request in ${fullName(wish.repository)}?`,
    writes: [
      {
        target: `a new pull request of ${placeWords(wish)}`,
        audience: "PUBLIC",
        text: `${wish.title}\n\n${wish.body}`,
      },
    ],
    yes: "Open Pull Request",
  };
  if (!(await ask.confirm(plan, signal))) return undefined;
  throwIfCancelled(signal);
  return labelled(ports, wish, ...(await create(ports, wish)));
}

/** "gone" where its branch was deleted or rewritten, so that only a new one can be opened. */
async function reopen(
  { pulls, ask, signal }: OpenPullPorts,
  wish: PullWish,
  { number, title }: PullRequest,
): Promise<PullRequest | "declined" | "gone"> {
  const plan: Plan = {
    title: `Reopen #${number}?`,
    note: "It was closed without being merged.",
    writes: [
      {
        target: `pull request #${number} of ${placeWords(wish)}`,
        audience: "PUBLIC",
        text: `#${number} ${title}`,
      },
    ],
    yes: "Reopen",
  };
  if (!(await ask.confirm(plan, signal))) return "declined";
  throwIfCancelled(signal);
  try {
    return await pulls.reopen(wish.repository, number);
  } catch (error) {
    if (error instanceof GitHubError && error.reason === "refused") return "gone";
    throw error;
  }
}

/** "python/cpython, from gh-140001 of mel/cpython into main, labelled type-security" */
function placeWords({ repository, fork, branch, base, labels }: PullWish): string {
  return `${fullName(repository)}, from ${branch} of ${fullName(fork)} into ${base}, labelled ${andWords(labels)}`;
}

/** The pull request of the pushed branch that matters: merged, open, or closed without a merge. */
export async function findPull(
  { pulls, signal }: Pick<OpenPullPorts, "pulls" | "signal">,
  { repository, fork, branch, base }: Pick<PullWish, "repository" | "fork" | "branch" | "base">,
): Promise<PullRequest | undefined> {
  const all = await pulls.from(repository, fork, branch, signal);
  return foremost(all.filter((pull) => pull.base.ref === base));
}

async function create(
  ports: OpenPullPorts,
  wish: PullWish,
): Promise<readonly [PullRequest, OpenedPull["how"]]> {
  const { repository, fork, branch, base, title, body } = wish;
  const head = `${fork.owner}:${branch}`;
  try {
    return [await ports.pulls.create(repository, { title, body, head, base }), "opened"];
  } catch (error) {
    const mayBeThere =
      isLost(error) || (error instanceof GitHubError && error.reason === "refused");
    const found = mayBeThere ? await findPull({ pulls: ports.pulls }, wish) : undefined;
    if (found?.state === "open") return [found, isLost(error) ? "opened" : "there"];
    throw error;
  }
}

async function labelled(
  { issues, signal }: OpenPullPorts,
  { repository, labels, commit }: PullWish,
  pull: PullRequest,
  how: OpenedPull["how"],
): Promise<OpenedPull> {
  const hasMoved = pull.state === "open" && pull.head.sha !== commit;
  if (how === "there") {
    // Somebody else's hand may be in it: it is only looked at.
    return { pull, how, missingLabels: lackedLabels(pull, labels), hasMoved };
  }
  throwIfCancelled(signal);
  const now = (await issues.get(repository, pull.number))?.labels ?? pull.labels;
  const missing = lackedLabels({ labels: now }, labels);
  const missingLabels = await setLabels(issues, repository, pull.number, missing);
  return { pull, how, missingLabels, hasMoved };
}

/** @throws {HumanError} for a pull request that brings other commits than the one that was shown. */
export function requireSameHead({ pull, hasMoved }: OpenedPull): void {
  if (!hasMoved) return;
  throw new HumanError(
    `#${pull.number} is open, but its branch has another commit than the one that you saw.`,
    "Look at its commits on GitHub: somebody has pushed to your branch meanwhile.",
  );
}
