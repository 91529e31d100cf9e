import { readFile, writeFile } from "node:fs/promises";
import { type HumanError, systemCode } from "../base/errors.ts";
import { GitError } from "../git/gitError.ts";
import { parsePatchSeries, type PatchMail } from "../git/patchSeries.ts";
import type { CommitText, Identity, Merged, ScratchRepository } from "../git/scratchRepository.ts";
import { compareChanges, isSameChange } from "../git/changeProof.ts";
import { sameChange } from "../git/treeDiff.ts";
import type { Authorship, Landing, Route } from "../ticket/landing.ts";
import type { PullRequest } from "../ticket/pullRequest.ts";
import { withCoAuthors } from "../text/coAuthors.ts";
import { requireIdentity } from "./identity.ts";
import type { Bench, Built, LandingKind, Reviewed } from "./landingKind.ts";
import type { OwnNews } from "./landingPorts.ts";
import { isNewsInPlace, ownNews } from "./newsEntry.ts";
import { requireSafeFiles } from "./safeFiles.ts";
import { together } from "./together.ts";
import { ChangedPullRequestError, UnlandableError } from "./unlandable.ts";

const HEAD = "refs/private/head";
const BASE = "refs/private/base";

/** The index in which the series is applied. */
const SERIES = "patch";

/** A private pull request on its way to the project's main branch. */
export class MainLanding implements LandingKind {
  readonly target: string;
  readonly #pullRequest: PullRequest;
  /** The head that was reviewed. */
  readonly #head: string;
  /** The commit that the index for the series is at, where nothing was applied to it yet. */
  #prepared: string | undefined;

  constructor(target: string, pullRequest: PullRequest, head: string) {
    this.target = target;
    this.#pullRequest = pullRequest;
    this.#head = head;
  }

  async fetch(bench: Bench): Promise<void> {
    const { scratch, signal } = bench;
    const { number, base } = this.#pullRequest;
    const { address } = requireFork(bench);
    const refspecs = [`+refs/pull/${number}/head:${HEAD}`];
    if (isPlainRef(base.ref)) refspecs.push(`+refs/heads/${base.ref}:${BASE}`);
    await together(signal, (signal) => [
      this.#fetchSeries(bench, signal),
      scratch.fetch(address, refspecs, signal),
    ]);
    const fetched = await scratch.resolve(HEAD);
    if (fetched !== this.#head) throw changedPullRequest(number);
  }

  /** From where the pull request left the project to its head. */
  async reviewed({ scratch }: Bench, tip: string): Promise<Reviewed> {
    const { base, number } = this.#pullRequest;
    const others = /^[0-9a-f]{40}$/.test(base.sha) ? [tip, base.sha] : [tip];
    const start = await scratch.mergeBase(this.#head, others);
    if (start === undefined) {
      throw new UnlandableError(
        `Private pull request #${number} has no history in common with the project.`,
        "Make its branch from the private fork's main branch.",
      );
    }
    return { start, end: this.#head, name: `private pull request #${number}` };
  }

  async ask(bench: Bench, landing: Landing, { start, end }: Reviewed): Promise<Partial<Landing>> {
    const { ports, scratch, clone, place } = bench;
    let { authorship, news } = landing;
    const [{ files }, authors] = await together(bench.signal, () => [
      scratch.diff(start, end),
      authorship === undefined
        ? scratch.authors(end, [landing.base ?? start, start])
        : Promise.resolve([]),
    ]);
    await requireSafeFiles(files, (blob) => scratch.blob(blob));
    if (authorship === undefined) {
      const kept = authorsOf(authors);
      const own = requireIdentity(clone.config, "author");
      authorship = await ports.questions.authorship(kept, own, bench.signal);
    }
    if (news === undefined) {
      const own = await Promise.all(
        ownNews(files, place.project).map(async ({ path, newBlob }): Promise<OwnNews> => {
          const content = textOf(await scratch.blob(newBlob));
          return { path, content, isInPlace: isNewsInPlace(path, place.project) };
        }),
      );
      news = await ports.questions.news(own, bench.signal);
    }
    return { authorship, news };
  }

  /**
   * The series' result if it is proven to be what the pull request shows; else the reviewed change
   * itself, merged.
   */
  async build(bench: Bench, base: string, reviewed: Reviewed): Promise<Built> {
    const { scratch, signal } = bench;
    const series = await this.#readSeries(bench);
    const [diff, applied] = await together(signal, () => [
      scratch.diff(reviewed.start, reviewed.end),
      this.#applySeries(scratch, series, base),
    ]);
    if (typeof applied === "string") {
      const merged = await scratch.merge(reviewed.start, reviewed.end, base);
      return { ...merged, route: { from: "head", because: applied } };
    }
    const patch: Route = { from: "patch" };
    const made = await scratch.diff(base, applied.tree);
    if (sameChange(made.files, diff.files)) return { ...applied, route: patch };
    // The base has moved on in the same files: the reviewed change must come to the same there.
    const merged = await scratch.merge(reviewed.start, reviewed.end, base);
    if (merged.conflicts.length === 0 && merged.tree === applied.tree) {
      return { ...applied, route: patch };
    }
    const isSame = isSameChange(compareChanges(diff.patch, made.patch));
    if (merged.conflicts.length > 0 && isSame) return { ...applied, route: patch };
    return { ...merged, route: { from: "head", because: "differs" } };
  }

  text({ clone }: Bench, { authorship, message }: Landing): Promise<CommitText> {
    const committer = requireIdentity(clone.config, "committer");
    const author = authorship?.author ?? requireIdentity(clone.config, "author");
    const coAuthors = authorship?.coAuthors ?? [];
    return Promise.resolve({ message: withCoAuthors(message, coAuthors), author, committer });
  }

  async prepare({ scratch }: Bench, base: string): Promise<void> {
    await scratch.readTree(SERIES, base);
    this.#prepared = base;
  }

  /** Applies the patches one after another, as they were committed. */
  async #applySeries(
    scratch: ScratchRepository,
    series: readonly PatchMail[] | "too-large",
    base: string,
  ): Promise<Merged | "too-large" | "does-not-apply"> {
    if (series === "too-large") return series;
    if (this.#prepared !== base) await scratch.readTree(SERIES, base);
    this.#prepared = undefined;
    for (const { diff } of series) {
      const fits = await scratch.apply(SERIES, diff).catch((error: unknown) => {
        throw isUnsafePath(error) ? outsideTheTree(error) : error;
      });
      if (!fits) return "does-not-apply";
    }
    return { tree: await scratch.writeTree(SERIES), conflicts: [] };
  }

  /** Nothing is kept of a series that GitHub refuses for its size. */
  async #fetchSeries(bench: Bench, signal: AbortSignal): Promise<void> {
    const { number } = this.#pullRequest;
    try {
      const bytes = await bench.ports.pulls.patch(requireFork(bench).name, number, signal);
      requireSeries(bytes);
      await writeFile(bench.folder.series, bytes, { mode: 0o600 });
    } catch (error) {
      if (!(error instanceof Error && "reason" in error && error.reason === "too-large")) {
        throw error;
      }
    }
  }

  async #readSeries({ folder }: Bench): Promise<readonly PatchMail[] | "too-large"> {
    try {
      return requireSeries(await readFile(folder.series));
    } catch (error) {
      if (systemCode(error) === "ENOENT") return "too-large";
      throw error;
    }
  }
}

/** @throws {HumanError} */
function requireSeries(bytes: Uint8Array): readonly PatchMail[] {
  const series = parsePatchSeries(bytes);
  if (series.valid) return series.value;
  throw new UnlandableError(
    `The private pull request's patch can't be used: ${series.reason}.`,
    "Look at the pull request in the browser, then try again.",
  );
}

function isUnsafePath(error: unknown): boolean {
  return error instanceof GitError && error.reason === "unsafe-path";
}

function outsideTheTree(cause: unknown): UnlandableError {
  return new UnlandableError(
    "The private pull request's patch writes outside the project's tree.",
    "Don't use it. Ask its author what that is for.",
    { cause },
  );
}

function requireFork({ place }: Bench): NonNullable<Bench["place"]["fork"]> {
  if (place.fork === undefined) throw new Error("A landing on main needs the private fork");
  return place.fork;
}

function isPlainRef(name: string): boolean {
  return /^\w[\w./-]*$/.test(name) && !name.includes("..");
}

/** The first is the author; an address in another letter case is the same person. */
function authorsOf(identities: readonly Identity[]): Authorship | undefined {
  const people = new Map<string, Identity>();
  for (const each of identities) {
    const key = each.email.toLowerCase();
    if (each.name.trim() !== "" && !people.has(key)) people.set(key, each);
  }
  const [author, ...coAuthors] = people.values();
  return author === undefined ? undefined : { author, coAuthors };
}

function textOf(content: Buffer): string | undefined {
  const text = content.toString("utf8");
  return Buffer.from(text, "utf8").equals(content) ? text : undefined;
}

export function changedPullRequest(number: number): HumanError {
  return new ChangedPullRequestError(
    `Private pull request #${number} has changed since it was chosen: its commits are not those that would be landed.`,
    "Look at the new commits; then abort this landing, if there is one, and start again.",
  );
}
