import { isAbsolute } from "node:path";
import {
  asInstant,
  asList,
  asNumber,
  asRecord,
  asString,
  type UnknownRecord,
} from "../base/shape.ts";

/**
 * The stages of a landing in their order, each named for what is done next: a landing that was
 * stopped goes on with it.
 */
export const landingStages = [
  "fetch",
  "base",
  "build",
  "conflict",
  "prove",
  "gate",
  "publish",
] as const;

export type LandingStage = (typeof landingStages)[number];

/** What is landed: a private pull request on main, or a commit of the project on a release branch. */
export type LandingSource =
  | {
      readonly kind: "main";
      /** The private pull request, and its head as it was reviewed. */
      readonly pullRequest: number;
      readonly head: string;
    }
  | {
      readonly kind: "backport";
      /** "3.13". */
      readonly branch: string;
      /** The project's commit that is brought over. */
      readonly commit: string;
      /** The newer release branch that it is on, where this backport is chained to that one. */
      readonly source?: string;
    };

/**
 * How the change was brought over: from the pull request's `.patch`, or from its fetched head where
 * GitHub refuses the `.patch` for its size, where that does not apply commit by commit, or where it
 * makes something else than what the pull request shows (it leaves out merge commits). A backport
 * is picked from the commit on main.
 */
export type Route =
  | { readonly from: "patch" }
  | { readonly from: "head"; readonly because: "too-large" | "does-not-apply" | "differs" }
  | { readonly from: "pick" };

/** A name and an address of git's, as they will be public. */
export interface Signature {
  readonly name: string;
  readonly email: string;
}

/** Who the public commit is by. */
export interface Authorship {
  readonly author: Signature;
  /** Named in `Co-authored-by` trailers. */
  readonly coAuthors: readonly Signature[];
}

/**
 * The news entry: the pull request's own ones as they are, or one with this text, in place of those
 * that it brings. None where the project's commit has it already (a backport).
 */
export type LandingNews =
  | { readonly kind: "keep" }
  | {
      readonly kind: "entry";
      readonly path: string;
      readonly content: string;
      /** Paths of the pull request's own entries, which it stands for. */
      readonly replaces: readonly string[];
    }
  | { readonly kind: "none" };

/** A file that can't be merged by itself; object ids of its versions, absent where there is none. */
export interface ConflictedFile {
  readonly path: string;
  readonly base?: string;
  readonly project?: string;
  readonly reviewed?: string;
  /** Lines conflict, and the file in the work tree has markers; else the whole file has to be chosen. */
  readonly hasMarkers: boolean;
}

/** How the public commit's change compares with the reviewed one, the news entry apart; paths. */
export interface LandingProof {
  readonly same: readonly string[];
  readonly different: readonly string[];
  readonly onlyReviewed: readonly string[];
  readonly onlyPublic: readonly string[];
  /** Of exactly this comparison; 64 hex digits. */
  readonly digest: string;
  /** When the person accepted the difference; absent where there is none, or not yet. */
  readonly acceptedAt?: Date;
}

/**
 * A change on its way from where it was reviewed to a public branch. What it needs beside this
 * (private objects, a work tree with conflicts) is in a folder of the extension's own, and can be
 * made again. Holds no text of a report; the news entry and the message are meant for the public.
 */
export interface Landing {
  readonly of: LandingSource;
  readonly stage: LandingStage;
  readonly startedAt: Date;
  /** Absolute path of the member's public clone. */
  readonly publicClone: string;
  /** Name of the public branch; while it is not made, the wanted one. */
  readonly branch: string;
  /** The public issue; absent for a backport. */
  readonly issue?: number;
  /** Title and body of the public commit, without the trailers. */
  readonly message: string;
  readonly authorship?: Authorship;
  readonly news?: LandingNews;
  /** The newest commit of the branch that is landed on. */
  readonly base?: string;
  readonly route?: Route;
  /** There were or are conflicts: how many are still open is known from the work tree. */
  readonly conflicts?: readonly ConflictedFile[] | undefined;
  /** The public tree without what `news` does. */
  readonly tree?: string;
  readonly proof?: LandingProof;
  /** The one public commit; 40 hex digits. In the public clone from the stage "publish" on. */
  readonly commit?: string;
  /** The branch was there already with the same change. */
  readonly reused?: boolean;
  /** "owner/repo" that the branch was pushed to; the landing has reached its end. */
  readonly pushedTo?: string;
}

export function isSameProof({ different, onlyReviewed, onlyPublic }: LandingProof): boolean {
  return different.length + onlyReviewed.length + onlyPublic.length === 0;
}

/** Whether it can be continued or aborted. */
export function isUnderWay(landing: Landing | undefined): landing is Landing {
  return landing !== undefined && landing.pushedTo === undefined;
}

/** Reads a landing from a file; undefined for what is none. */
export function parseLanding(value: unknown): Landing | undefined {
  const data = asRecord(value);
  const of = toSource(asRecord(data?.["of"]));
  const stage = landingStages.find((each) => each === data?.["stage"]);
  const startedAt = asInstant(data?.["startedAt"]);
  const publicClone = asString(data?.["publicClone"]) ?? "";
  const branch = asString(data?.["branch"]) ?? "";
  const message = asString(data?.["message"]) ?? "";
  if (of === undefined || stage === undefined || startedAt === undefined) return undefined;
  if (!isAbsolute(publicClone) || !/^[A-Za-z0-9][\w.-]*$/.test(branch) || message === "") {
    return undefined;
  }
  const issue = asNumber(data?.["issue"]);
  const authorship = toAuthorship(asRecord(data?.["authorship"]));
  const news = toNews(asRecord(data?.["news"]));
  const base = asObjectId(data?.["base"]);
  const route = toRoute(asRecord(data?.["route"]));
  const conflicts = asList(data?.["conflicts"]).flatMap((each) => toConflict(each) ?? []);
  const tree = asObjectId(data?.["tree"]);
  const proof = toProof(asRecord(data?.["proof"]));
  const commit = asObjectId(data?.["commit"]);
  const pushedTo = asString(data?.["pushedTo"]);
  return {
    ...{ of, stage, startedAt, publicClone, branch, message },
    ...(issue !== undefined && { issue }),
    ...(authorship !== undefined && { authorship }),
    ...(news !== undefined && { news }),
    ...(base !== undefined && { base }),
    ...(route !== undefined && { route }),
    ...(conflicts.length > 0 && { conflicts }),
    ...(tree !== undefined && { tree }),
    ...(proof !== undefined && { proof }),
    ...(commit !== undefined && { commit }),
    ...(data?.["reused"] === true && { reused: true }),
    ...(pushedTo !== undefined && { pushedTo }),
  };
}

function toSource(data: UnknownRecord | undefined): LandingSource | undefined {
  if (data?.["kind"] === "main") {
    const pullRequest = asNumber(data["pullRequest"]) ?? 0;
    const head = asObjectId(data["head"]);
    const isNumber = Number.isSafeInteger(pullRequest) && pullRequest > 0;
    return isNumber && head !== undefined ? { kind: "main", pullRequest, head } : undefined;
  }
  if (data?.["kind"] !== "backport") return undefined;
  const branch = asString(data["branch"]) ?? "";
  const commit = asObjectId(data["commit"]);
  const source = asString(data["source"]);
  if (!RELEASE.test(branch) || commit === undefined) return undefined;
  const isSource = source !== undefined && RELEASE.test(source);
  return { kind: "backport", branch, commit, ...(isSource && { source }) };
}

const RELEASE = /^\d+\.\d+$/;

function toSignature(value: unknown): Signature | undefined {
  const data = asRecord(value);
  const name = asString(data?.["name"]) ?? "";
  const email = asString(data?.["email"]) ?? "";
  return name === "" || email === "" ? undefined : { name, email };
}

function toAuthorship(data: UnknownRecord | undefined): Authorship | undefined {
  const author = toSignature(data?.["author"]);
  const coAuthors = asList(data?.["coAuthors"]).flatMap((each) => toSignature(each) ?? []);
  return author === undefined ? undefined : { author, coAuthors };
}

function toNews(data: UnknownRecord | undefined): LandingNews | undefined {
  const kind = data?.["kind"];
  if (kind === "keep" || kind === "none") return { kind };
  const path = asString(data?.["path"]);
  const content = asString(data?.["content"]);
  if (kind !== "entry" || path === undefined || content === undefined) return undefined;
  return { kind, path, content, replaces: asTexts(data?.["replaces"]) };
}

function toRoute(data: UnknownRecord | undefined): Route | undefined {
  const from = data?.["from"];
  const because = data?.["because"];
  if (from === "patch" || from === "pick") return { from };
  const isReason = because === "too-large" || because === "does-not-apply" || because === "differs";
  return from === "head" && isReason ? { from, because } : undefined;
}

function toConflict(value: unknown): ConflictedFile | undefined {
  const data = asRecord(value);
  const path = asString(data?.["path"]);
  const base = asObjectId(data?.["base"]);
  const project = asObjectId(data?.["project"]);
  const reviewed = asObjectId(data?.["reviewed"]);
  if (path === undefined) return undefined;
  return {
    path,
    ...(base !== undefined && { base }),
    ...(project !== undefined && { project }),
    ...(reviewed !== undefined && { reviewed }),
    hasMarkers: data?.["hasMarkers"] === true,
  };
}

function toProof(data: UnknownRecord | undefined): LandingProof | undefined {
  const digest = asString(data?.["digest"]) ?? "";
  const acceptedAt = asInstant(data?.["acceptedAt"]);
  if (!/^[0-9a-f]{64}$/.test(digest)) return undefined;
  return {
    same: asTexts(data?.["same"]),
    different: asTexts(data?.["different"]),
    onlyReviewed: asTexts(data?.["onlyReviewed"]),
    onlyPublic: asTexts(data?.["onlyPublic"]),
    digest,
    ...(acceptedAt !== undefined && { acceptedAt }),
  };
}

function asTexts(value: unknown): readonly string[] {
  return asList(value).flatMap((each) => asString(each) ?? []);
}

function asObjectId(value: unknown): string | undefined {
  const id = asString(value) ?? "";
  return /^[0-9a-f]{40}$/.test(id) ? id : undefined;
}
