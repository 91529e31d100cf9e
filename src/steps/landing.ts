import { HumanError } from "../base/errors.ts";
import { whileLocked } from "../base/fileLock.ts";
import { GitError } from "../git/gitError.ts";
import { LinkedWorkTree } from "../git/linkedWorkTree.ts";
import { PublicClone } from "../git/publicClone.ts";
import { ScratchRepository } from "../git/scratchRepository.ts";
import { requireGit } from "../git/version.ts";
import { isUnderWay, type Landing, type LandingSource } from "../ticket/landing.ts";
import type { PullRequest } from "../ticket/pullRequest.ts";
import { gitTrouble } from "./gitTrouble.ts";
import { LandingFolder } from "./landingFolder.ts";
import { kindOf } from "./landingKinds.ts";
import type { LandingPlace, LandingPorts } from "./landingPorts.ts";
import {
  dropBackport,
  dropLanding,
  keepBranch,
  keepLanding,
  landingIn,
  slotOf,
  type LandingSlot,
} from "./landingRecord.ts";
import { LandingRun, type LandingOutcome } from "./landingRun.ts";
import { openPublicClone } from "./openPublicClone.ts";
import { requireIdentity } from "./identity.ts";
import { requireBranchName } from "./publicBranchName.ts";
import { NothingToLandError, UnlandableError } from "./unlandable.ts";

export { backportWish } from "./backportLanding.ts";
export { chooseVersion, isPlainText, readVersion } from "./landingConflict.ts";
export { requireUnchanged } from "./landingKinds.ts";
export type { LandingOutcome, LandingPlace, LandingPorts, LandingSlot };

/** What the person wants to land, and how it is to be called. */
export interface LandingWish
  extends
    Pick<Landing, "publicClone" | "branch" | "message" | "issue">,
    Pick<Partial<Landing>, "authorship" | "news"> {
  readonly of: LandingSource;
  /** The private pull request as it was read just now. */
  readonly pullRequest?: PullRequest;
}

/**
 * Brings a reviewed change to a branch of the member's public clone: one commit on the newest
 * commit of the project's branch, proven to be the reviewed change. Work tree, index, HEAD and
 * configuration of the clone stay as they are, and of the private objects none enters it but those
 * of the public commit. It stops where the person is needed, and whatever stops it otherwise, it can
 * be continued or aborted.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function startLanding(
  ports: LandingPorts,
  place: LandingPlace,
  { pullRequest, ...wish }: LandingWish,
): Promise<LandingOutcome> {
  const slot = slotOf(wish.of);
  requireBranchName(wish.branch);
  if (wish.message.trim() === "") {
    throw new HumanError("The commit has no message.", "Write one, then try again.");
  }
  return inFolder(ports, place, slot, async (folder) => {
    if (isUnderWay(landingIn(await ports.records.read(place.ticket), slot))) {
      throw new HumanError(
        `A landing of ${place.ticket.ghsaId} is under way.`,
        "Continue or abort it first.",
      );
    }
    const landing: Landing = { ...wish, stage: "fetch", startedAt: ports.clock.now() };
    // Whatever is wrong from the outset leaves no landing behind.
    const clone = await openClone(ports, place, landing);
    requireIdentity(clone.config, "committer");
    await keepLanding(ports.records, place.ticket, landing);
    await folder.renew();
    try {
      return await run(ports, place, folder, clone, landing, pullRequest);
    } catch (error) {
      if (error instanceof UnlandableError) await forget(ports, place, folder, slot);
      throw error;
    }
  });
}

/**
 * Goes on where the landing was stopped: by the person, by an error, or by the end of the process.
 * What is missing of its folder is made again.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function continueLanding(
  ports: LandingPorts,
  place: LandingPlace,
  slot: LandingSlot,
): Promise<LandingOutcome> {
  return inFolder(ports, place, slot, async (folder) => {
    const landing = await requireLanding(ports, place, slot);
    const clone = await openClone(ports, place, landing);
    if (landing.stage === "publish" && (await isOnBranch(clone, landing))) {
      await kindOf(ports, place, landing.of);
      await keepBranch(ports.records, place.ticket, landing);
      await folder.remove();
      return { at: "publish", landing };
    }
    const isWhole = await canGoOn(ports, folder, clone, landing);
    const from = isWhole ? landing : fromTheBeginning(landing);
    if (!isWhole) await folder.renew();
    try {
      return await run(ports, place, folder, clone, from);
    } catch (error) {
      if (error instanceof NothingToLandError) await forget(ports, place, folder, slot);
      throw error;
    }
  });
}

/**
 * Changes what the public commit says, as long as it has not been brought to its branch. What was
 * built, resolved and accepted stays.
 * @throws {HumanError}
 */
export async function rewordLanding(
  ports: Pick<LandingPorts, "records" | "storage">,
  place: Pick<LandingPlace, "ticket">,
  slot: LandingSlot,
  words: Partial<Pick<Landing, "message" | "authorship" | "news">>,
): Promise<void> {
  await inFolder(ports, place, slot, async () => {
    const landing = await requireLanding(ports, place, slot);
    if (landing.stage === "publish") {
      throw new HumanError(
        `${landing.branch} is made already.`,
        "Abort this landing, and start again with other words.",
      );
    }
    const stage = landing.stage === "gate" ? "prove" : landing.stage;
    await keepLanding(ports.records, place.ticket, { ...landing, ...words, stage });
  });
}

/** What became of the landing's branch in the public clone. */
export type Aborted = "none" | "removed" | "kept" | "unreachable";

/**
 * Ends a landing and removes what it has made on this machine.
 * @throws {HumanError} when its branch has been pushed.
 */
export async function abortLanding(
  ports: Pick<LandingPorts, "git" | "records" | "storage" | "signal">,
  place: Pick<LandingPlace, "ticket">,
  slot: LandingSlot,
): Promise<Aborted> {
  return inFolder(ports, place, slot, async (folder) => {
    const landing = await requireLanding(ports, place, slot);
    const branch = await removeBranch(ports, landing);
    const { publicBranch } = await ports.records.read(place.ticket);
    if (slot === "main" && publicBranch !== undefined && publicBranch.commit === landing.commit) {
      await ports.records.update(place.ticket, { publicBranch: undefined });
    }
    await dropBackport(ports.records, place.ticket, landing);
    await forget(ports, place, folder, slot);
    return branch;
  });
}

/** @throws {HumanError} when there is none, or it has reached its end. */
async function requireLanding(
  { records }: Pick<LandingPorts, "records">,
  { ticket }: Pick<LandingPlace, "ticket">,
  slot: LandingSlot,
): Promise<Landing> {
  const landing = landingIn(await records.read(ticket), slot);
  if (landing === undefined) {
    throw new HumanError(`No landing of ${ticket.ghsaId} is under way.`, "Start one first.");
  }
  if (isUnderWay(landing)) return landing;
  throw new HumanError(
    "The public branch was pushed: this landing has reached its end.",
    "What is public can't be called back; go on with the pull request.",
  );
}

async function inFolder<T>(
  { storage }: Pick<LandingPorts, "storage">,
  { ticket }: Pick<LandingPlace, "ticket">,
  slot: LandingSlot,
  work: (folder: LandingFolder) => Promise<T>,
): Promise<T> {
  const folder = new LandingFolder(storage, ticket, slot);
  try {
    return await whileLocked({ path: folder.lock, wait: 0, busy }, () => work(folder));
  } catch (error) {
    throw gitTrouble(error);
  }
}

function busy(left?: number): HumanError {
  if (left !== undefined) {
    return new HumanError(
      "This landing was being worked on in a window that gives no sign of life.",
      `If that has ended, the landing can be taken over in ${Math.ceil(left / 1000)} seconds: try again then.`,
    );
  }
  return new HumanError(
    "This landing is being worked on already, in this or another window.",
    "Answer what is asked there, or cancel it there; then try again.",
  );
}

async function openClone(
  { git, signal }: LandingPorts,
  { project, upstream }: LandingPlace,
  { publicClone }: Landing,
): Promise<PublicClone> {
  await requireGit(git);
  return openPublicClone(git, publicClone, project, upstream, signal);
}

async function run(
  ports: LandingPorts,
  place: LandingPlace,
  folder: LandingFolder,
  clone: PublicClone,
  landing: Landing,
  known?: PullRequest,
): Promise<LandingOutcome> {
  const { git, signal } = ports;
  const kind = await kindOf(ports, place, landing.of, known);
  const scratch =
    landing.stage === "fetch"
      ? await ScratchRepository.create(git, folder.repository, clone, signal)
      : ScratchRepository.open(git, folder.repository, clone, signal);
  const bench = { git, ports, place, folder, clone, scratch, signal };
  return new LandingRun(bench, kind, landing).toItsEnd();
}

async function forget(
  { records }: Pick<LandingPorts, "records">,
  { ticket }: Pick<LandingPlace, "ticket">,
  folder: LandingFolder,
  slot: LandingSlot,
): Promise<void> {
  await folder.remove();
  await dropLanding(records, ticket, slot);
}

/** The answers stay; an accepted difference counts if it comes out the same again. */
function fromTheBeginning(landing: Landing): Landing {
  const { of, startedAt, publicClone, branch, message, issue, authorship, news, proof } = landing;
  return {
    ...{ of, startedAt, publicClone, branch, message, stage: "fetch" },
    ...(issue !== undefined && { issue }),
    ...(authorship !== undefined && { authorship }),
    ...(news !== undefined && { news }),
    ...(proof !== undefined && { proof }),
  };
}

/**
 * Whether what was done is still there: the repository with the objects that the landing names,
 * and the work tree where something is to be resolved in it.
 */
async function canGoOn(
  { git, signal }: LandingPorts,
  folder: LandingFolder,
  clone: PublicClone,
  { stage, of, base, tree, commit }: Landing,
): Promise<boolean> {
  if (stage === "fetch") return false;
  const scratch = await ScratchRepository.reopen(git, folder.repository, clone, signal);
  const objects = [of.kind === "main" ? of.head : undefined, base, tree, commit];
  if (!(await scratch?.has(objects.flatMap((each) => each ?? [])))) return false;
  return stage !== "conflict" || new LinkedWorkTree(git, folder.workTree).isOf(folder.repository);
}

async function isOnBranch(clone: PublicClone, { branch, commit }: Landing): Promise<boolean> {
  return commit !== undefined && (await clone.branchTip(branch)) === commit;
}

/** Removes the branch if the landing has made it and nobody has gone on from it. */
async function removeBranch(
  { git, signal }: Pick<LandingPorts, "git" | "signal">,
  { publicClone, branch, commit, reused }: Landing,
): Promise<Aborted> {
  if (commit === undefined) return "none";
  let clone;
  try {
    clone = await PublicClone.open(git, publicClone, signal);
  } catch (error) {
    const isGone =
      error instanceof GitError && ["no-folder", "not-a-repository"].includes(error.reason);
    if (!isGone) throw error;
    return "unreachable";
  }
  const tip = await clone.branchTip(branch);
  if (tip === undefined) return "none";
  if (tip !== commit || reused === true) return "kept";
  return (await clone.deleteBranch(branch, commit)) ? "removed" : "kept";
}
