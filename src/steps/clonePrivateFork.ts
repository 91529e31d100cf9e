import { mkdir, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { CancelledError, HumanError, systemCode } from "../base/errors.ts";
import { silentProgress, type Progress } from "../base/progress.ts";
import { sameAddress } from "../git/address.ts";
import { Config } from "../git/config.ts";
import type { Git } from "../git/git.ts";
import { GitError } from "../git/gitError.ts";
import type { PublicClone } from "../git/publicClone.ts";
import { QUIET_FETCH } from "../git/quietFetch.ts";
import { requireGit } from "../git/version.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import { markClone } from "./cloneMark.ts";
import { usableSource, type CloneWay } from "./cloneWay.ts";
import { gitTrouble } from "./gitTrouble.ts";
import type { Records } from "./ports.ts";
import { lockPushes } from "./pushLock.ts";
import { writeQuarantine } from "./quarantine.ts";
import { inWorkFolder } from "./workFolder.ts";

export interface ClonePrivateForkPorts {
  readonly git: Git;
  readonly records: Records;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface ClonePrivateForkInput {
  readonly ticket: TicketRef;
  /** Addresses that git can fetch from. */
  readonly fork: string;
  readonly upstream: string;
  /** The project's main branch. */
  readonly branch: string;
  /** Absolute path that the clone will have. */
  readonly target: string;
  /** Absolute path of a clone of the project whose objects can be used. */
  readonly publicClone?: string;
  /** By default hard links, and blobless where they can't be. */
  readonly way?: CloneWay;
}

export interface PrivateClone {
  readonly path: string;
  /** "reused" when it was there already. */
  readonly how: CloneWay | "reused";
}

/** Folders in the making lie beside the clone, so that it appears whole, by one rename. */
const IN_THE_MAKING = ".psrt-clone";

/**
 * Clones a ticket's private fork, locked so that it pushes to the fork only. There is a whole,
 * locked clone at the end, or nothing. A clone that is there is checked, repaired and used.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function clonePrivateFork(
  ports: ClonePrivateForkPorts,
  input: ClonePrivateForkInput,
): Promise<PrivateClone> {
  try {
    requireFork(input);
    await requireGit(ports.git);
    const clone = (await reuse(ports, input)) ?? (await build(ports, input));
    await ports.records.update(input.ticket, { privateClone: clone.path });
    return clone;
  } catch (error) {
    throw gitTrouble(error, {
      "not-found": [
        "The private fork was not found. It may not be ready yet, or your account can't see it.",
        "Wait some minutes, check that you are a collaborator of the advisory, and try again.",
      ],
    });
  }
}

/** The fork is where the clone may push to, so it must not be the project. */
function requireFork({ fork, upstream }: ClonePrivateForkInput): void {
  if (!sameAddress(fork, upstream)) return;
  throw new HumanError(
    "GitHub names the project itself as the ticket's private fork.",
    "Don't push anything. Look at the advisory in the browser.",
  );
}

async function reuse(
  ports: ClonePrivateForkPorts,
  input: ClonePrivateForkInput,
): Promise<PrivateClone | undefined> {
  const { git, signal } = ports;
  const { fork, upstream, target } = input;
  if (await isFree(target)) return undefined;
  if (!(await isCloneOf(git, target, fork))) {
    throw new HumanError(
      `There is something else in the way: ${target}`,
      "Choose another folder, or move that one away.",
    );
  }
  await lockPushes(git, target, { fork, upstream, finalPath: target }, signal);
  await isolate(ports, input, target);
  return { path: target, how: "reused" };
}

/** Nothing there, or an empty folder. */
async function isFree(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory() && (await readdir(path)).length === 0;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return true;
    throw error;
  }
}

async function isCloneOf(git: Git, path: string, fork: string): Promise<boolean> {
  try {
    // A folder inside some other repository has no ".git" of its own.
    if (!(await stat(join(path, ".git"))).isDirectory()) return false;
    const config = await Config.read(git, path);
    return config.remotes().some(({ fetchUrl }) => sameAddress(fetchUrl, fork));
  } catch (error) {
    if (error instanceof GitError || systemCode(error) !== undefined) return false;
    throw error;
  }
}

async function build(
  ports: ClonePrivateForkPorts,
  input: ClonePrivateForkInput,
): Promise<PrivateClone> {
  const { git, signal, progress = silentProgress } = ports;
  const { fork, upstream, branch, target } = input;
  return inWorkFolder(dirname(target), IN_THE_MAKING, async (folder) => {
    const clone = join(folder, basename(target));
    await mkdir(clone, { mode: 0o700 });
    const how = await fill(ports, input, clone);
    const at = { cwd: clone, signal };
    await lockPushes(git, clone, { fork, upstream, finalPath: target }, signal);
    if (how === "hard-linked") {
      const refspec = "+refs/heads/*:refs/remotes/origin/*";
      const options = { ...at, progress, remote: true };
      await git.run(["fetch", ...QUIET_FETCH, "origin", refspec], options);
    }
    await dropForeignRefs(git, clone, signal);
    await git.run(["config", "--local", "remote.origin.tagOpt", "--no-tags"], at);
    progress.report("Writing files");
    const checkout = ["checkout", "--force", "-B", branch, "--track", `origin/${branch}`];
    // By all processors: for a large project this is most of the time that a clone takes.
    const config = [["checkout.workers", "0"]] as const;
    await git.run(checkout, { ...at, progress, remote: true, config });
    await isolate(ports, input, clone);
    if (signal?.aborted === true) throw new CancelledError();
    return await put(ports, input, clone, how);
  });
}

/** What makes a window on the clone a quarantined one; its shield tells what of it could not be set. */
async function isolate(
  { git, signal }: ClonePrivateForkPorts,
  { ticket, fork, upstream }: ClonePrivateForkInput,
  clone: string,
): Promise<void> {
  await markClone(clone, { ticket, fork, upstream });
  try {
    await writeQuarantine(git, { folder: clone, clone }, undefined, signal);
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
  }
}

/** Brings the objects into an empty folder, and the project's branches where they are at hand. */
async function fill(
  ports: ClonePrivateForkPorts,
  input: ClonePrivateForkInput,
  clone: string,
): Promise<CloneWay> {
  const { git, signal } = ports;
  const { way = "hard-linked" } = input;
  const source =
    way === "hard-linked" || way === "reference"
      ? await usableSource(git, input.publicClone, signal)
      : undefined;
  if (source !== undefined) {
    try {
      await (way === "reference"
        ? fetchWhole(ports, input, clone, [`--reference=${dirname(source.objects)}`])
        : linkObjects(ports, source, clone));
      const remote = source.remoteOf(input.upstream);
      if (remote !== undefined) await copyUpstreamRefs(git, source, remote.name, clone);
      return way;
    } catch (error) {
      if (way === "reference" || !(error instanceof GitError)) throw error;
      if (error.reason === "disk-full") throw error;
    }
  }
  const whole = way === "full";
  await fetchWhole(ports, input, clone, whole ? [] : ["--filter=blob:none"]);
  return whole ? "full" : "blobless";
}

/** @param args how `git clone` gets the objects. */
async function fetchWhole(
  { git, signal, progress }: ClonePrivateForkPorts,
  { fork }: ClonePrivateForkInput,
  clone: string,
  args: readonly string[],
): Promise<void> {
  await rm(clone, { recursive: true, force: true });
  await mkdir(clone, { mode: 0o700 });
  const quiet = ["--no-checkout", "--no-tags"];
  const options = { cwd: dirname(clone), signal, progress, remote: true };
  await git.run(["clone", ...args, ...quiet, "--", fork, clone], options);
}

/** @throws {GitError} where links can't be made. */
async function linkObjects(
  { git, signal, progress }: ClonePrivateForkPorts,
  source: PublicClone,
  clone: string,
): Promise<void> {
  // Objects that the source borrows itself are taken along (--dissociate), not borrowed again.
  const args = ["--local", "--no-checkout", "--no-tags", "--single-branch", "--dissociate"];
  const options = { cwd: dirname(clone), signal, progress };
  await git.run(
    ["clone", ...args, "--origin", FOREIGN, "--", dirname(source.objects), clone],
    options,
  );
}

/** The name that the public clone has as a remote, until the fork was fetched. */
const FOREIGN = "psrt-public-clone";

/** The project's branches as the public clone last saw them: the fetch builds on them. */
async function copyUpstreamRefs(
  git: Git,
  source: PublicClone,
  remote: string,
  clone: string,
): Promise<void> {
  const prefix = `refs/remotes/${remote}/`;
  const format = "--format=%(objectname) %(refname) %(symref)";
  const refs = await git.text(["for-each-ref", format, prefix], { cwd: source.path });
  const creates = refs.split("\n").flatMap((line) => {
    const [commit = "", name = "", symref = ""] = line.split(" ");
    return name === "" || symref !== ""
      ? []
      : [`create refs/remotes/upstream/${name.slice(prefix.length)} ${commit}\n`];
  });
  await git.run(["update-ref", "--stdin"], { cwd: clone, input: creates.join("") });
}

/** Leaves the fork's and the project's branches only, and no trace of where HEAD was before. */
async function dropForeignRefs(git: Git, clone: string, signal?: AbortSignal): Promise<void> {
  const at = { cwd: clone, signal };
  const config = await Config.read(git, clone, signal);
  if (config.remotes().some(({ name }) => name === FOREIGN)) {
    await git.run(["update-ref", "--no-deref", "-d", `refs/remotes/${FOREIGN}/HEAD`], at);
    await git.run(["remote", "remove", FOREIGN], at);
  }
  const refs = await git.text(["for-each-ref", "--format=%(refname)"], at);
  const foreign = refs
    .split("\n")
    .filter((name) => name !== "" && !/^refs\/remotes\/(?:origin|upstream)\/(?!HEAD$)/.test(name));
  await git.run(["update-ref", "--no-deref", "--stdin"], {
    ...at,
    input: foreign.map((name) => `delete ${name}\n`).join(""),
  });
  await rm(join(clone, ".git", "logs"), { recursive: true, force: true });
}

/** Another run may have been quicker; then its clone is the one. */
async function put(
  ports: ClonePrivateForkPorts,
  input: ClonePrivateForkInput,
  clone: string,
  how: CloneWay,
): Promise<PrivateClone> {
  try {
    if (await isFree(input.target)) await rmdir(input.target).catch(ignoreMissing);
    await rename(clone, input.target);
    return { path: input.target, how };
  } catch (error) {
    const other = await reuse(ports, input);
    if (other === undefined) throw error;
    return other;
  }
}

function ignoreMissing(error: unknown): void {
  if (systemCode(error) !== "ENOENT") throw error;
}
