import { mkdir, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { CancelledError, HumanError, isCancellation, systemCode } from "../base/errors.ts";
import { silentProgress, type Progress } from "../base/progress.ts";
import { sameAddress } from "../git/address.ts";
import { Config } from "../git/config.ts";
import type { Git } from "../git/git.ts";
import { GitError } from "../git/gitError.ts";
import { PublicClone } from "../git/publicClone.ts";
import { QUIET_FETCH } from "../git/quietFetch.ts";
import { requireGit } from "../git/version.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import { gitTrouble } from "./gitTrouble.ts";
import type { Records } from "./ports.ts";
import { lockPushes } from "./pushLock.ts";
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
}

export interface PrivateClone {
  readonly path: string;
  /** From the public clone's objects; without file contents until needed; was there already. */
  readonly how: "hard-linked" | "blobless" | "reused";
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
  { git, signal }: ClonePrivateForkPorts,
  { fork, upstream, target }: ClonePrivateForkInput,
): Promise<PrivateClone | undefined> {
  if (await isFree(target)) return undefined;
  if (!(await isCloneOf(git, target, fork))) {
    throw new HumanError(
      `There is something else in the way: ${target}`,
      "Choose another folder, or move that one away.",
    );
  }
  await lockPushes(git, target, { fork, upstream, finalPath: target }, signal);
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
    const how = (await fromPublicClone(ports, input, clone)) ? "hard-linked" : "blobless";
    const at = { cwd: clone, signal };
    if (how === "blobless") {
      await rm(clone, { recursive: true, force: true });
      await mkdir(clone, { mode: 0o700 });
      const args = ["--filter=blob:none", "--no-checkout", "--no-tags", "--", fork, clone];
      await git.run(["clone", ...args], { cwd: folder, signal, progress, remote: true });
    }
    await lockPushes(git, clone, { fork, upstream, finalPath: target }, signal);
    if (how === "hard-linked") {
      const refspec = "+refs/heads/*:refs/remotes/origin/*";
      const options = { ...at, progress, remote: true };
      await git.run(["fetch", ...QUIET_FETCH, "origin", refspec], options);
      await dropForeignRefs(git, clone, signal);
    }
    progress.report("Writing files");
    const checkout = ["checkout", "--force", "-B", branch, "--track", `origin/${branch}`];
    await git.run(checkout, { ...at, progress, remote: true });
    if (signal?.aborted === true) throw new CancelledError();
    return await put(ports, input, clone, how);
  });
}

/**
 * Hard-links the public clone's objects, or copies them where links can't be.
 * @returns whether that worked; a partial or shallow clone has too little to be worth it.
 */
async function fromPublicClone(
  { git, signal, progress }: ClonePrivateForkPorts,
  { publicClone, upstream }: ClonePrivateForkInput,
  clone: string,
): Promise<boolean> {
  if (publicClone === undefined) return false;
  try {
    const source = await PublicClone.open(git, publicClone, signal);
    const remote = source.remoteOf(upstream);
    if (source.isShallow || source.config.promisor !== undefined) return false;
    // Objects that the source borrows itself are taken along (--dissociate), not borrowed again.
    const args = ["--no-checkout", "--no-tags", "--single-branch", "--dissociate"];
    const options = { cwd: dirname(clone), signal, progress };
    await git.run(
      ["clone", ...args, "--origin", FOREIGN, "--", dirname(source.objects), clone],
      options,
    );
    if (remote !== undefined) await copyUpstreamRefs(git, source, remote.name, clone);
    return true;
  } catch (error) {
    if (isCancellation(error)) throw error;
    if (error instanceof GitError && error.reason !== "disk-full") return false;
    throw error;
  }
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
  await git.run(["update-ref", "--no-deref", "-d", `refs/remotes/${FOREIGN}/HEAD`], {
    cwd: clone,
    signal,
  });
  await git.run(["remote", "remove", FOREIGN], { cwd: clone, signal });
  const refs = await git.text(["for-each-ref", "--format=%(refname)"], { cwd: clone, signal });
  const foreign = refs
    .split("\n")
    .filter((name) => name !== "" && !/^refs\/remotes\/(?:origin|upstream)\//.test(name));
  await git.run(["update-ref", "--no-deref", "--stdin"], {
    cwd: clone,
    signal,
    input: foreign.map((name) => `delete ${name}\n`).join(""),
  });
  await rm(join(clone, ".git", "logs"), { recursive: true, force: true });
}

/** Another run may have been quicker; then its clone is the one. */
async function put(
  ports: ClonePrivateForkPorts,
  input: ClonePrivateForkInput,
  clone: string,
  how: "hard-linked" | "blobless",
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
