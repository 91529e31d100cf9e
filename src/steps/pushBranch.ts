import { HumanError } from "../base/errors.ts";
import { silentProgress, type Progress } from "../base/progress.ts";
import { sameAddress } from "../git/address.ts";
import type { Git } from "../git/git.ts";
import { PublicClone } from "../git/publicClone.ts";
import { requireGit } from "../git/version.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { accepting } from "./accepted.ts";
import type { SecretsOf } from "./gatherSecrets.ts";
import { gitTrouble } from "./gitTrouble.ts";
import { LeakGate, requireClear } from "./leakGate.ts";
import { keepLanding, landingsIn } from "./landingRecord.ts";
import type { Ask, Plan, Records } from "./ports.ts";
import { requireBranchName } from "./publicBranchName.ts";

export interface PushBranchPorts {
  readonly git: Git;
  readonly ask: Ask;
  readonly records: Records;
  readonly secrets: SecretsOf;
  /** Called before anything is asked, and after the yes: what is pushed is what was reviewed. */
  readonly recheck?: () => Promise<void>;
  /** Called after the yes: the ticket's change may go public now. Answers how to take that back. */
  readonly release?: () => Promise<() => Promise<void>>;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface PushBranchInput {
  readonly ticket: Ticket;
  /** Absolute path of the member's public clone. */
  readonly publicClone: string;
  readonly branch: string;
  /** The one commit on the branch, as it was shown. */
  readonly commit: string;
  /** Address of the project's repository, and its main branch. */
  readonly upstream: string;
  readonly mainBranch: string;
  /** The member's own public fork. */
  readonly memberFork: { readonly name: RepositoryName; readonly address: string };
  /** Addresses that must never be pushed to, beside the project's: the private fork's. */
  readonly forbidden: readonly string[];
}

/** "there" when the same commit was on the branch already; "declined" when the person said no. */
export type Pushed = "pushed" | "there" | "declined";

/**
 * Pushes the public branch to the member's fork on a yes: exactly the commit that was shown, and
 * never over another one.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function pushBranch(ports: PushBranchPorts, input: PushBranchInput): Promise<Pushed> {
  const fork = fullName(input.memberFork.name);
  try {
    return await push(ports, input, fork);
  } catch (error) {
    throw gitTrouble(error, {
      forbidden: [
        `You may not push to ${fork}.`,
        "Check that it is your own fork and that the token has the scope “repo”.",
      ],
      "not-found": [
        `${fork} was not found, or your account can't see it.`,
        "Fork the project on GitHub first, then try again.",
      ],
      rejected: [
        `${fork} refused the branch ${input.branch}.`,
        "Look at the branch on GitHub: it may have other commits or be protected. Use another branch name.",
      ],
    });
  }
}

async function push(ports: PushBranchPorts, input: PushBranchInput, fork: string): Promise<Pushed> {
  const { git, ask, signal, progress = silentProgress } = ports;
  const { branch, commit, ticket } = input;
  requireBranchName(branch);
  await requireGit(git);
  const clone = await PublicClone.open(git, input.publicClone, signal);
  const { to, address } = pushPlace(clone, input);
  progress.report(`Looking at ${fork}`);
  const there = await clone.remoteTip(address, branch, signal);
  if (there === commit) {
    await remember(ports, input, fork);
    return "there";
  }
  if (there !== undefined) {
    throw new HumanError(
      `${fork} has a branch ${branch} with other commits.`,
      "Use another branch name, or delete that branch on GitHub if it is not needed.",
    );
  }
  if (!(await clone.addsOnly(commit, clone.baseRef(input.upstream, input.mainBranch)))) {
    throw new HumanError(
      `${branch} is not one commit on the project's ${input.mainBranch}: more would become public than that commit.`,
      "Apply the patch again; that makes such a branch.",
    );
  }
  const shown = await clone.show(commit, signal);
  const gate = await LeakGate.open(ports, ticket);
  const texts = [
    { place: "branch", text: branch },
    { place: "message", text: shown.message },
    { place: "author", text: shown.author },
    { place: "committer", text: shown.committer },
  ] as const;
  const check = await gate.checkCommit(texts, shown.diff);
  requireClear(check, "The public commit");
  await ports.recheck?.();
  const plan: Plan = {
    title: `Push ${branch} to ${fork}?`,
    writes: [
      {
        target: `branch ${branch} of ${fork}`,
        audience: "PUBLIC",
        text: [
          shown.message.trimEnd(),
          `Author: ${shown.author}\nCommitter: ${shown.committer}`,
          shown.stat,
          // VS Code takes a text with NUL for a binary file.
          shown.diff.patch.toString("utf8").replaceAll("\0", "\u2400"),
        ].join("\n\n"),
      },
    ],
    yes: "Push",
  };
  progress.report("Waiting for your answer");
  if (!(await accepting(ask, check).confirm(plan, signal))) return "declined";
  // A plan may stand there for hours.
  progress.report("Looking once more, before the push");
  await ports.recheck?.();
  await requirePlace(ports, input, { to, address });
  const holdBack = await ports.release?.();
  progress.report(`Pushing to ${fork}`);
  try {
    await clone.push(to, commit, branch, { signal, progress });
  } catch (error) {
    // A push may have arrived without its answer.
    const tip = await clone.remoteTip(address, branch).catch(() => undefined);
    if (tip !== commit) await holdBack?.();
    throw error;
  }
  await remember(ports, input, fork);
  return "pushed";
}

/** The clone's remotes and rewriting rules may have changed while the plan stood there. */
async function requirePlace(
  { git, signal }: Pick<PushBranchPorts, "git" | "signal">,
  input: PushBranchInput,
  { to, address }: PushPlace,
): Promise<void> {
  const now = pushPlace(await PublicClone.open(git, input.publicClone, signal), input);
  if (now.to === to && now.address === address) return;
  throw new HumanError(
    "Where the public clone pushes to has changed since you were asked: nothing was pushed.",
    "Push again.",
  );
}

interface PushPlace {
  /** Name of a remote, or an address. */
  readonly to: string;
  readonly address: string;
}

/**
 * The remote of the clone that pushes to the member's fork and nowhere else, or its address.
 * @throws {HumanError} when that would go to the project or to a private fork.
 */
function pushPlace(
  clone: PublicClone,
  { memberFork: { address, name }, upstream, forbidden }: PushBranchInput,
): PushPlace {
  const remote = clone.config
    .remotes()
    .find(({ pushUrls }) => pushUrls.length === 1 && sameAddress(pushUrls[0] ?? "", address));
  const urls = remote?.pushUrls ?? [clone.config.pushUrl(address)];
  const refused = (url: string): boolean =>
    /-ghsa(?:-[0-9a-z]{4}){3}/i.test(url) ||
    [upstream, ...forbidden].some((each) => sameAddress(each, url));
  if (urls.some(refused) || refused(address) || !urls.every((url) => sameAddress(url, address))) {
    throw new HumanError(
      `A push to ${fullName(name)} would go to another repository.`,
      "Look at the remotes and “insteadOf” rules of the public clone, and choose your own fork.",
    );
  }
  return { to: remote?.name ?? address, address: urls[0] ?? address };
}

async function remember(
  { records }: PushBranchPorts,
  { ticket, branch, commit, publicClone }: PushBranchInput,
  pushedTo: string,
): Promise<void> {
  const record = await records.read(ticket);
  for (const landing of landingsIn(record).filter((each) => each.commit === commit)) {
    await keepLanding(records, ticket, { ...landing, stage: "publish", pushedTo });
  }
  await records.update(ticket, ({ publicBranch }) =>
    publicBranch?.commit === commit
      ? { publicBranch: { ...publicBranch, clone: publicClone, name: branch, pushedTo } }
      : {},
  );
}
