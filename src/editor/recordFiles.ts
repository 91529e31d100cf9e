import { readdir, rm } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { HumanError, systemCode } from "../base/errors.ts";
import { whileLocked } from "../base/fileLock.ts";
import {
  asInstant,
  asList,
  asNumber,
  asRecord,
  asString,
  type UnknownRecord,
} from "../base/shape.ts";
import { parseCodeSigning } from "../ticket/codeSigning.ts";
import { parseLanding } from "../ticket/landing.ts";
import { parseLocalCheck } from "./localCheckShape.ts";
import { parseVersion } from "../ticket/pythonVersion.ts";
import {
  changedRecord,
  type BackportBranch,
  type BotOrder,
  type ExportMade,
  type Lift,
  type OpeningIssue,
  type Override,
  type PublicBranch,
  type RecordChange,
  type SentComment,
  type TicketRecord,
} from "../ticket/record.ts";
import { tagsOf } from "../ticket/tag.ts";
import { ticketKey, type TicketRef } from "../ticket/ticket.ts";
import { parseTicketRef } from "../ticket/ticketRef.ts";
import { readPrivate, writePrivate } from "./privateFile.ts";

/** The tickets' records as one JSON file each, in the extension's global storage. */
export class RecordFiles {
  readonly #folder: string;
  /** The last update of each ticket from this window: they happen in the order they were asked for. */
  readonly #pending = new Map<string, Promise<void>>();

  /** @param folder Absolute path; made when it is first written to. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A file that can't be understood reads as "nothing known". */
  async read(ref: TicketRef): Promise<TicketRecord> {
    const bytes = await readPrivate(this.#path(ref));
    return bytes === undefined ? {} : toRecord(bytes.toString("utf8"));
  }

  /** Of every ticket that was ever worked on here, by `ticketKey`. */
  async all(): Promise<ReadonlyMap<string, TicketRecord>> {
    const found = new Map<string, TicketRecord>();
    for (const name of await filesIn(this.#folder)) {
      const ref = refOf(name);
      if (ref !== undefined) found.set(ticketKey(ref), await this.read(ref));
    }
    return found;
  }

  /** Updates of one ticket happen one after another, whichever windows they come from. */
  async update(ref: TicketRef, change: RecordChange): Promise<void> {
    await this.#locked(ref, async () => {
      const record = changedRecord(await this.read(ref), change);
      await writePrivate(this.#path(ref), `${JSON.stringify(record, undefined, 2)}\n`);
    });
  }

  /** As if nothing had ever been known of the ticket. */
  async forget(ref: TicketRef): Promise<void> {
    await this.#locked(ref, () => rm(this.#path(ref), { force: true }));
  }

  async #locked(ref: TicketRef, work: () => Promise<void>): Promise<void> {
    const key = ticketKey(ref);
    const before = this.#pending.get(key) ?? Promise.resolve();
    const after = before.catch(() => undefined).then(() => this.#lockedFile(ref, work));
    this.#pending.set(key, after);
    await after;
  }

  #lockedFile(ref: TicketRef, work: () => Promise<void>): Promise<void> {
    const busy = (): HumanError =>
      new HumanError(
        `What is known of ${ref.ghsaId} on this machine is being written in another window.`,
        "Try again.",
      );
    return whileLocked({ path: `${this.#path(ref)}.lock`, wait: PATIENCE, busy }, work);
  }

  #path(ref: TicketRef): string {
    return join(this.#folder, fileName(ref));
  }
}

/** Milliseconds to wait for another window's update, which takes a few. */
const PATIENCE = 10_000;

const QUIET = ["placeholder", "linked"] as const;

/** "python+cpython+ghsa-xxxx-xxxx-xxxx.json": the parts of a checked name hold no "+". */
function fileName(ref: TicketRef): string {
  return `${ticketKey(ref).replace(/[/ ]/g, "+")}.json`;
}

function refOf(name: string): TicketRef | undefined {
  const [, owner, repo, ghsaId] = /^([^+]+)\+([^+]+)\+([^+]+)\.json$/.exec(name) ?? [];
  return parseTicketRef({ repository: { owner, repo }, ghsaId });
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return [];
    throw error;
  }
}

function toRecord(text: string): TicketRecord {
  let data: UnknownRecord | undefined;
  try {
    data = asRecord(JSON.parse(text));
  } catch {
    return {};
  }
  const forkAwaitedSince = asInstant(data?.["forkAwaitedSince"])?.toISOString();
  const releasedAt = asInstant(data?.["releasedAt"])?.toISOString();
  const privateClone = asPath(data?.["privateClone"]);
  const publicIssue = asCount(data?.["publicIssue"]);
  const quietIssue = QUIET.find((each) => each === data?.["quietIssue"]);
  const publicPullRequest = asCount(data?.["publicPullRequest"]);
  const emailSentAt = asInstant(data?.["emailSentAt"]);
  const madeEmail = asDigest(data?.["madeEmail"]);
  const madeRecord = asDigest(data?.["madeRecord"]);
  const openingIssue = toOpeningIssue(asRecord(data?.["openingIssue"]));
  const botOrder = toBotOrder(asRecord(data?.["botOrder"]));
  const emailOverride = toOverride(asRecord(data?.["emailOverride"]));
  const fixRelease = asVersion(data?.["fixRelease"]);
  const unaffectedBranches = asBranches(data?.["unaffectedBranches"]);
  const publicBranch = toPublicBranch(asRecord(data?.["publicBranch"]));
  const landing = parseLanding(data?.["landing"]);
  const backportLandings = asList(data?.["backportLandings"]).flatMap(
    (each) => parseLanding(each) ?? [],
  );
  const lifts = asList(data?.["lifts"]).flatMap((each) => toLift(each) ?? []);
  const backportBranches = asList(data?.["backportBranches"]).flatMap(
    (each) => toBackportBranch(asRecord(each)) ?? [],
  );
  const seenAt = asInstant(data?.["seenAt"]);
  const sentComments = asList(data?.["sentComments"]).flatMap((each) => toSentComment(each) ?? []);
  const checks = asList(data?.["checks"]).flatMap((each) => parseLocalCheck(each) ?? []);
  const exports = asList(data?.["exports"]).flatMap((each) => toExport(each) ?? []);
  const codeSigning = parseCodeSigning(data?.["codeSigning"]);
  return {
    ...(forkAwaitedSince !== undefined && { forkAwaitedSince }),
    ...(privateClone !== undefined && { privateClone }),
    ...(releasedAt !== undefined && { releasedAt }),
    ...(publicIssue !== undefined && { publicIssue }),
    ...(quietIssue !== undefined && { quietIssue }),
    ...(publicPullRequest !== undefined && { publicPullRequest }),
    ...(emailSentAt !== undefined && { emailSentAt }),
    ...(madeEmail !== undefined && { madeEmail }),
    ...(madeRecord !== undefined && { madeRecord }),
    ...(openingIssue !== undefined && { openingIssue }),
    ...(botOrder !== undefined && { botOrder }),
    ...(emailOverride !== undefined && { emailOverride }),
    ...(fixRelease !== undefined && { fixRelease }),
    ...(unaffectedBranches.length > 0 && { unaffectedBranches }),
    ...(publicBranch !== undefined && { publicBranch }),
    ...(landing?.of.kind === "main" && { landing }),
    ...(backportLandings.length > 0 && { backportLandings }),
    ...(lifts.length > 0 && { lifts }),
    ...(backportBranches.length > 0 && { backportBranches }),
    ...(seenAt !== undefined && { seenAt }),
    ...(sentComments.length > 0 && { sentComments }),
    ...(checks.length > 0 && { checks }),
    ...(exports.length > 0 && { exports }),
    ...(Object.keys(codeSigning).length > 0 && { codeSigning }),
  };
}

function toOpeningIssue(data: UnknownRecord | undefined): OpeningIssue | undefined {
  const title = asString(data?.["title"]) ?? "";
  const askedAt = asInstant(data?.["askedAt"]);
  const quiet = data?.["quiet"] === true;
  return title === "" || askedAt === undefined
    ? undefined
    : { title, askedAt, ...(quiet && { quiet }) };
}

function toBotOrder(data: UnknownRecord | undefined): BotOrder | undefined {
  const [tag] = tagsOf(`[${asString(data?.["tag"]) ?? ""}]`);
  const askedAt = asInstant(data?.["askedAt"]);
  return tag === undefined || askedAt === undefined ? undefined : { tag, askedAt };
}

function toOverride(data: UnknownRecord | undefined): Override | undefined {
  const reason = asString(data?.["reason"]);
  const at = asInstant(data?.["at"]);
  return reason === undefined || at === undefined ? undefined : { reason, at };
}

function toLift(value: unknown): Lift | undefined {
  const data = asRecord(value);
  const digest = asDigest(data?.["digest"]);
  const override = toOverride(data);
  return digest === undefined || override === undefined ? undefined : { digest, ...override };
}

function toPublicBranch(data: UnknownRecord | undefined): PublicBranch | undefined {
  const clone = asPath(data?.["clone"]);
  const name = asString(data?.["name"]);
  const commit = asCommit(data?.["commit"]);
  const pullRequest = asCount(data?.["pullRequest"]);
  const head = asCommit(data?.["head"]);
  const pushedTo = asString(data?.["pushedTo"]);
  if (
    clone === undefined ||
    name === undefined ||
    commit === undefined ||
    pullRequest === undefined ||
    head === undefined
  ) {
    return undefined;
  }
  return { clone, name, commit, pullRequest, head, ...(pushedTo !== undefined && { pushedTo }) };
}

function toBackportBranch(data: UnknownRecord | undefined): BackportBranch | undefined {
  const [to] = asBranches([data?.["to"]]);
  const clone = asPath(data?.["clone"]);
  const name = asString(data?.["name"]);
  const commit = asCommit(data?.["commit"]);
  const pushedTo = asString(data?.["pushedTo"]);
  if (to === undefined || clone === undefined || name === undefined || commit === undefined) {
    return undefined;
  }
  return { to, clone, name, commit, ...(pushedTo !== undefined && { pushedTo }) };
}

function toSentComment(value: unknown): SentComment | undefined {
  const data = asRecord(value);
  const digest = asDigest(data?.["digest"]);
  const at = asInstant(data?.["at"]);
  const comment = asCount(data?.["comment"]);
  if (digest === undefined || at === undefined) return undefined;
  const after = asCount(data?.["after"]) ?? 0;
  return { digest, at, after, ...(comment !== undefined && { comment }) };
}

function asDigest(value: unknown): string | undefined {
  const digest = asString(value) ?? "";
  return /^[0-9a-f]{64}$/.test(digest) ? digest : undefined;
}

function toExport(value: unknown): ExportMade | undefined {
  const data = asRecord(value);
  const path = asPath(data?.["path"]);
  const at = asInstant(data?.["at"]);
  return path === undefined || at === undefined ? undefined : { path, at };
}

function asVersion(value: unknown): string | undefined {
  const version = asString(value) ?? "";
  return parseVersion(version).valid ? version : undefined;
}

function asBranches(value: unknown): readonly string[] {
  const names = asList(value).flatMap((each) => asString(each) ?? []);
  return [...new Set(names.filter((name) => /^\d+\.\d+$/.test(name)))];
}

function asPath(value: unknown): string | undefined {
  const path = asString(value);
  return path !== undefined && isAbsolute(path) ? path : undefined;
}

function asCommit(value: unknown): string | undefined {
  const commit = asString(value) ?? "";
  return /^[0-9a-f]{40}$/.test(commit) ? commit : undefined;
}

function asCount(value: unknown): number | undefined {
  const count = asNumber(value) ?? 0;
  return Number.isSafeInteger(count) && count > 0 ? count : undefined;
}
