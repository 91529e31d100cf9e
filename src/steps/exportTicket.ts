import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, lstat, mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Clock } from "../base/clock.ts";
import { HumanError, systemCode, throwIfCancelled } from "../base/errors.ts";
import { silentProgress, type Progress } from "../base/progress.ts";
import { asNumber, asRecord, asString } from "../base/shape.ts";
import type { Git } from "../git/git.ts";
import { QUIET_FETCH } from "../git/quietFetch.ts";
import { requireGit } from "../git/version.ts";
import { privateForkOf } from "../github/advisory.ts";
import type { OriginalPull, Originals } from "../github/originals.ts";
import { archiveNote } from "../text/archiveNote.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import { markedClone } from "./cloneMark.ts";
import { usableSource } from "./cloneWay.ts";
import { gitTrouble } from "./gitTrouble.ts";
import type { Records } from "./ports.ts";
import { inWorkFolder } from "./workFolder.ts";

export interface ExportTicketPorts {
  readonly git: Git;
  readonly originals: Pick<Originals, "advisory" | "comments" | "pulls">;
  /** The address that git fetches a repository from. */
  readonly gitUrl: (repository: RepositoryName) => string;
  readonly records: Records;
  readonly clock: Clock;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface ExportTicketInput {
  readonly ticket: TicketRef;
  /** Absolute path of the folder that the archive goes into. */
  readonly parent: string;
  /** The project's main branch, which a clone of the bundle checks out. */
  readonly branch: string;
  /** Absolute path of a clone whose objects spare fetching them. */
  readonly publicClone?: string;
}

export interface TicketExport {
  /** Absolute path of the archive's folder. */
  readonly path: string;
  /** What GitHub did not give, or there is none of, in words. */
  readonly missing: readonly string[];
}

const IN_THE_MAKING = ".psrt-export";
const BUNDLE = "fork.bundle";

/**
 * Writes all that GitHub holds of a ticket into a folder that only its owner can read: the fork with
 * its pull requests' branches as a checked git bundle, and advisory, comments and pull requests as
 * GitHub sends them. The folder is there whole, or not at all.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function exportTicket(
  ports: ExportTicketPorts,
  input: ExportTicketInput,
): Promise<TicketExport> {
  const { git, records, clock, signal } = ports;
  const { parent, ticket } = input;
  try {
    await requireGit(git);
    await requireNoRepository(git, parent);
    const at = clock.now();
    const target = await freePath(parent, `${ticket.ghsaId}-${stampOf(at)}`);
    const missing = await inWorkFolder(parent, IN_THE_MAKING, async (folder) => {
      const archive = join(folder, basename(target));
      await mkdir(archive, { mode: 0o700 });
      const found = await fill(ports, input, folder, archive, at);
      throwIfCancelled(signal);
      await rename(archive, target);
      return found;
    });
    await records.update(ticket, ({ exports = [] }) => ({
      exports: [...exports, { path: target, at }],
    }));
    return { path: target, missing };
  } catch (error) {
    throw gitTrouble(error, {
      "no-folder": ["That folder is not there.", "Choose another one."],
    });
  }
}

/** In a repository the archive would be one “git add” away from being pushed. */
async function requireNoRepository(git: Git, folder: string): Promise<void> {
  const { exitCode, stderr } = await git.attempt(["rev-parse", "--git-dir"], { cwd: folder });
  if (exitCode !== 0 && stderr.includes("not a git repository")) return;
  throw new HumanError(
    "That folder is inside of a git repository, which could push the archive.",
    "Choose a folder outside of any repository.",
  );
}

/** "20261124-093000Z" */
function stampOf(at: Date): string {
  return at.toISOString().replace(/\.\d+/, "").replace(/[-:]/g, "").replace("T", "-");
}

async function freePath(parent: string, name: string): Promise<string> {
  for (let count = 1; ; count++) {
    const path = join(parent, count === 1 ? name : `${name}-${count}`);
    try {
      await lstat(path);
    } catch (error) {
      if (systemCode(error) === "ENOENT") return path;
      throw error;
    }
  }
}

/** @returns what is missing in the archive. */
async function fill(
  ports: ExportTicketPorts,
  input: ExportTicketInput,
  folder: string,
  archive: string,
  at: Date,
): Promise<readonly string[]> {
  const { originals, progress = silentProgress, signal } = ports;
  const { ticket } = input;
  const missing: string[] = [];
  const write = async (name: string, content: unknown): Promise<void> => {
    const text = `${JSON.stringify(content, undefined, 2)}\n`;
    await writeFile(join(archive, name), text, { flag: "wx", mode: 0o600 });
  };
  progress.report("Reading advisory, comments and pull requests");
  const advisory = await originals.advisory(ticket, signal);
  await write("advisory.json", advisory);
  // Null when there is none, or none any more: then the private clone stands for it.
  const fork = privateForkOf(advisory);
  const comments = await originals.comments(ticket, signal);
  if (comments === undefined) missing.push("the advisory's comments: GitHub does not give them");
  else await write("comments.json", comments);
  const pulls = fork === null ? [] : await originals.pulls(fork, signal);
  if (fork !== null) {
    await write("pull-requests.json", pulls);
    missing.push(...withheld(pulls));
  }
  const bundled = await bundle(ports, input, fork, folder, join(archive, BUNDLE));
  if (bundled === undefined) missing.push("the private fork: there is none");
  else if (fork === null) {
    missing.push("the private fork: GitHub has none now; the bundle is of the private clone");
    missing.push("the pull requests' texts: they were in the fork");
  } else requireHeads(pulls, bundled);
  progress.report("Checking the archive");
  const names = (await readdir(archive)).sort();
  const files = await Promise.all(
    names.map(async (name) => ({ name, sha256: await digestOf(join(archive, name), signal) })),
  );
  const note = archiveNote({
    ticket,
    fork: fork === null ? null : fullName(fork),
    at,
    files,
    missing,
  });
  await writeFile(join(archive, "README.txt"), note, { flag: "wx", mode: 0o600 });
  return missing;
}

function withheld(pulls: readonly OriginalPull[]): readonly string[] {
  const kinds = [
    ["reviews", "the pull requests' reviews"],
    ["reviewComments", "the pull requests' comments on lines"],
    ["comments", "the pull requests' comments"],
  ] as const;
  return kinds
    .filter(([key]) => pulls.some((pull) => pull[key] === undefined))
    .map(([, words]) => `${words}: GitHub does not give them`);
}

/** Ref to commit, as the verified bundle has them. */
type Heads = ReadonlyMap<string, string>;

/** Undefined when there is neither a fork nor a clone of it. */
async function bundle(
  ports: ExportTicketPorts,
  input: ExportTicketInput,
  fork: RepositoryName | null,
  folder: string,
  file: string,
): Promise<Heads | undefined> {
  const { git, gitUrl, progress = silentProgress, signal } = ports;
  const repository =
    fork === null
      ? await cloneFolder(ports, input.ticket)
      : await fetchFork(ports, input, gitUrl(fork), join(folder, "repository"));
  if (repository === undefined) return undefined;
  progress.report("Making the bundle");
  const options = {
    cwd: dirname(file),
    environment: { GIT_DIR: repository },
    signal,
    remote: true,
  };
  await git.run(["bundle", "create", "--quiet", file, "--all"], options);
  await chmod(file, 0o600);
  progress.report("Verifying the bundle");
  // In an empty repository, so that nothing is missing in it.
  const empty = join(folder, "empty");
  await bareRepository(empty, "main");
  const alone = { cwd: dirname(file), environment: { GIT_DIR: empty }, signal };
  await git.run(["bundle", "verify", "--quiet", file], alone);
  const heads = await git.text(["bundle", "list-heads", file], alone);
  return new Map(
    heads.split("\n").map((line): [string, string] => [line.slice(41), line.slice(0, 40)]),
  );
}

/** All branches and pull requests of the fork, in a bare repository of their own. */
async function fetchFork(
  { git, progress = silentProgress, signal }: ExportTicketPorts,
  { publicClone, branch }: ExportTicketInput,
  address: string,
  repository: string,
): Promise<string> {
  const source = await usableSource(git, publicClone, signal);
  await bareRepository(repository, branch, source?.objects);
  const at = { cwd: repository, environment: { GIT_DIR: repository }, signal };
  progress.report("Fetching the fork");
  const refspecs = ["+refs/heads/*:refs/heads/*", "+refs/pull/*/head:refs/pull/*/head"];
  await git.run(["fetch", ...QUIET_FETCH, "--", address, ...refspecs], {
    ...at,
    progress,
    remote: true,
  });
  return repository;
}

/** Without a template and hooks of the person's. @param objects absolute path of a store to borrow from. */
async function bareRepository(folder: string, branch: string, objects?: string): Promise<void> {
  await mkdir(join(folder, "objects", "info"), { recursive: true });
  await mkdir(join(folder, "refs"));
  await writeFile(join(folder, "HEAD"), `ref: refs/heads/${branch}\n`);
  await writeFile(
    join(folder, "config"),
    "[core]\nrepositoryFormatVersion = 0\nbare = true\nhooksPath = none\n",
  );
  if (objects === undefined) return;
  await writeFile(join(folder, "objects", "info", "alternates"), `${objects}\n`);
}

/** The `.git` of the ticket's private clone on this machine. */
async function cloneFolder(
  { records }: ExportTicketPorts,
  ticket: TicketRef,
): Promise<string | undefined> {
  const { privateClone } = await records.read(ticket);
  if (privateClone === undefined) return undefined;
  const clone = await markedClone(privateClone);
  return clone?.ticket.ghsaId === ticket.ghsaId ? join(clone.path, ".git") : undefined;
}

/** @throws {HumanError} when texts and branches are not of the same moment. */
function requireHeads(pulls: readonly OriginalPull[], heads: Heads): void {
  for (const { pull } of pulls) {
    const data = asRecord(pull);
    const sha = asString(asRecord(data?.["head"])?.["sha"]);
    if (heads.get(`refs/pull/${asNumber(data?.["number"]) ?? 0}/head`) === sha) continue;
    throw new HumanError(
      "The private fork changed while it was exported. Nothing was left behind.",
      "Try again.",
    );
  }
}

async function digestOf(path: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash, { ...(signal !== undefined && { signal }) });
  return hash.digest("hex");
}
