import { createHash } from "node:crypto";
import { throwIfCancelled, type HumanError } from "../base/errors.ts";
import { silentProgress } from "../base/progress.ts";
import { compareChanges } from "../git/changeProof.ts";
import { LinkedWorkTree, type OpenConflict } from "../git/linkedWorkTree.ts";
import type { CommitText } from "../git/scratchRepository.ts";
import type { TreeDiff } from "../git/treeDiff.ts";
import { isSameProof, type Landing, type LandingProof } from "../ticket/landing.ts";
import { conflictedFiles, resolvedTree, untouchedFiles } from "./landingConflict.ts";
import type { Bench, LandingKind, Reviewed } from "./landingKind.ts";
import { LeakGate, requireNoLeak } from "./leakGate.ts";
import { bringToBranch } from "./landingPublish.ts";
import { keepBranch, keepLanding } from "./landingRecord.ts";
import { newsOf, ownNews, requireOneNews } from "./newsEntry.ts";
import { requireSafeFiles } from "./safeFiles.ts";
import { together } from "./together.ts";
import { NothingToLandError } from "./unlandable.ts";

/** Where a landing has come to; each can be continued. */
export type LandingOutcome =
  | {
      readonly at: "conflict";
      readonly landing: Landing;
      /** Files to resolve. */
      readonly open: readonly OpenConflict[];
      /** Those have no markers any more, and lines in them are as before both changes. */
      readonly isUntouched?: true;
      /** Absolute path of the work tree with the markers. */
      readonly workTree: string;
    }
  /** The person did not accept the difference. */
  | { readonly at: "prove"; readonly landing: Landing }
  /** The commit is on its branch in the public clone. */
  | { readonly at: "publish"; readonly landing: Landing };

/** What the commit says and does, as it was made in this session. */
interface Made {
  readonly commit: string;
  readonly text: CommitText;
  /** With the lines of every file. */
  readonly diff: TreeDiff;
}

/** Takes a landing from stage to stage; after each, what was reached is in the record. */
export class LandingRun {
  readonly #bench: Bench;
  readonly #kind: LandingKind;
  #landing: Landing;
  #base: string | undefined;
  #reviewed: Reviewed | undefined;
  #made: Made | undefined;
  #opening: Promise<LeakGate> | undefined;

  constructor(bench: Bench, kind: LandingKind, landing: Landing) {
    this.#bench = bench;
    this.#kind = kind;
    this.#landing = landing;
  }

  /** @throws {HumanError} @throws {CancelledError} The landing then stays where it is. */
  async toItsEnd(): Promise<LandingOutcome> {
    for (;;) {
      const outcome = await this.#stage();
      if (outcome !== undefined) return outcome;
      throwIfCancelled(this.#bench.signal);
    }
  }

  async #stage(): Promise<LandingOutcome | undefined> {
    switch (this.#landing.stage) {
      case "fetch":
        return this.#fetch();
      case "base":
        return this.#fetchBase();
      case "build":
        return this.#build();
      case "conflict":
        return this.#takeResolution();
      case "prove":
        return this.#prove();
      case "gate":
        return this.#gate();
      case "publish":
        return this.#publish();
    }
  }

  async #fetch(): Promise<undefined> {
    const { ports, place, signal } = this.#bench;
    this.#say(`Fetching the change and ${place.project.name}'s ${this.#kind.target}`);
    await together(signal, (signal) => [
      this.#kind.fetch({ ...this.#bench, ports: { ...ports, signal }, signal }),
      this.#readBase(signal).then((base) => this.#kind.prepare?.(this.#bench, base)),
    ]);
    await this.#advance({ stage: "base" });
  }

  async #fetchBase(): Promise<undefined> {
    const base = this.#base ?? (await this.#readBase(this.#bench.signal));
    await this.#advance({ stage: "build", base });
  }

  /** @returns the newest commit of the branch that is landed on. */
  async #readBase(signal: AbortSignal | undefined): Promise<string> {
    const { clone, place, ports } = this.#bench;
    const watch = { signal, progress: ports.progress };
    const ref = await clone.fetchBase(place.upstream, this.#kind.target, watch);
    this.#base = (await clone.look(ref)).tip;
    return this.#base;
  }

  async #build(): Promise<undefined> {
    const { scratch, git, folder } = this.#bench;
    const base = this.#need("base");
    const reviewed = await this.#review();
    this.#say("Waiting for your answer");
    const answers = await this.#kind.ask(this.#bench, this.#landing, reviewed);
    await this.#advance(answers);
    void this.#openGate();
    this.#say("Building the public commit");
    const built = await this.#kind.build(this.#bench, base, reviewed);
    const { route, tree } = built;
    if (built.conflicts.length === 0) {
      return this.#advance({ stage: "prove", route, tree, conflicts: undefined });
    }
    this.#say("Writing the files that conflict");
    const workTree = await LinkedWorkTree.create(git, scratch, folder.workTree, base, built);
    const conflicts = await conflictedFiles(built, workTree);
    await this.#advance({ stage: "conflict", route, conflicts });
  }

  async #takeResolution(): Promise<LandingOutcome | undefined> {
    const { git, folder, scratch, ports } = this.#bench;
    const workTree = new LinkedWorkTree(git, folder.workTree);
    const { path } = workTree;
    const open = await workTree.openConflicts();
    const landing = this.#landing;
    if (open.length > 0) return { at: "conflict", landing, open, workTree: path };
    const { conflicts = [] } = landing;
    const tree = await resolvedTree(workTree, scratch, conflicts);
    if (ports.keepsUntouched !== true) {
      const untouched = await untouchedFiles(git, scratch, tree, conflicts);
      if (untouched.length > 0) {
        const left = untouched.map((path) => ({ path, hasMarkers: true }));
        return { at: "conflict", landing, open: left, isUntouched: true, workTree: path };
      }
    }
    await this.#advance({ stage: "prove", tree });
    return undefined;
  }

  async #prove(): Promise<LandingOutcome | undefined> {
    const { scratch, place } = this.#bench;
    this.#say("Comparing it with what was reviewed");
    const reviewed = await this.#review();
    const [{ diff, commit }, change] = await Promise.all([
      this.#make(),
      scratch.diff(reviewed.start, reviewed.end),
    ]);
    const own = ownNews(change.files, place.project).map(({ path }) => path);
    const { news } = this.#landing;
    if (news !== undefined)
      requireOneNews(news, newsOf(change.files, place.project), place.project);
    const isNews = (path: string): boolean =>
      own.includes(path) || (news?.kind === "entry" && path === news.path);
    if (change.files.every(({ path }) => isNews(path))) throw nothingBut(reviewed.name, own);
    if (diff.files.every(({ path }) => isNews(path))) throw this.#alreadyPublic();
    await requireSafeFiles(diff.files, (blob) => scratch.blob(blob));
    const proof = await this.#compare(reviewed, change, isNews);
    const isAccepted = isSameProof(proof) || proof.acceptedAt !== undefined;
    const accepted = isAccepted ? proof : await this.#askFor(reviewed, proof);
    if (accepted === undefined) {
      // What the person resolves otherwise now is taken the next time.
      const stage = this.#landing.conflicts === undefined ? "prove" : "conflict";
      await this.#advance({ stage, proof });
      return { at: "prove", landing: this.#landing };
    }
    await this.#advance({ stage: "gate", proof: accepted, commit });
    return undefined;
  }

  async #gate(): Promise<undefined> {
    this.#say("Searching it for what must not be public");
    const { branch, news } = this.#landing;
    const [gate, { text, diff }] = await Promise.all([this.#openGate(), this.#make()]);
    const { author, committer, message } = text;
    const texts = [
      { place: "branch" as const, text: branch },
      { place: "message" as const, text: message },
      { place: "author" as const, text: `${author.name} <${author.email}>` },
      { place: "committer" as const, text: `${committer.name} <${committer.email}>` },
      ...(news?.kind === "entry" ? [{ place: "news" as const, text: news.content }] : []),
    ];
    requireNoLeak(await gate.checkCommit(texts, diff), "The public commit");
    await this.#advance({ stage: "publish" });
  }

  /** Its secrets are read while the commit is built; anew after a question, which may take long. */
  #openGate(): Promise<LeakGate> {
    const { ports, place, signal } = this.#bench;
    this.#opening ??= LeakGate.open({ ...ports, signal }, place.ticket);
    // Thrown where the gate is waited for.
    this.#opening.catch(() => undefined);
    return this.#opening;
  }

  async #publish(): Promise<LandingOutcome> {
    const { clone, scratch, ports, place, folder } = this.#bench;
    const { text, diff, commit } = await this.#make();
    const baseRef = clone.baseRef(place.upstream, this.#kind.target);
    const base = this.#need("base");
    const wish = { commit, base, text, files: diff.files };
    const { branch } = this.#landing;
    const there = await bringToBranch(clone, scratch, baseRef, branch, wish, (name) =>
      this.#advance({ branch: name }),
    );
    await this.#advance(there);
    await keepBranch(ports.records, place.ticket, this.#landing);
    await folder.remove();
    return { at: "publish", landing: this.#landing };
  }

  async #review(): Promise<Reviewed> {
    this.#reviewed ??= await this.#kind.reviewed(this.#bench, this.#need("base"));
    return this.#reviewed;
  }

  /** The commit from the tree, with the news entry; the one that was proven, where there is one. */
  async #make(): Promise<Made> {
    if (this.#made !== undefined) return this.#made;
    const { scratch } = this.#bench;
    const { news, commit } = this.#landing;
    const base = this.#need("base");
    const text = await this.#kind.text(this.#bench, this.#landing);
    if (commit !== undefined && this.#landing.stage !== "prove") {
      this.#made = { commit, text, diff: await scratch.readableDiff(base, commit) };
      return this.#made;
    }
    const bare = this.#need("tree");
    const tree = news?.kind === "entry" ? await scratch.edit(bare, [news], news.replaces) : bare;
    const [fresh, diff] = await Promise.all([
      scratch.commitTree(tree, base, text),
      scratch.readableDiff(base, tree),
    ]);
    this.#made = { commit: fresh, text, diff };
    return this.#made;
  }

  async #compare(
    { start, end }: Reviewed,
    change: TreeDiff,
    isNews: (path: string) => boolean,
  ): Promise<LandingProof> {
    const base = this.#need("base");
    const tree = this.#need("tree");
    const made = await this.#bench.scratch.diff(base, tree);
    const compared = compareChanges(change.patch, made.patch);
    const code = (paths: readonly string[]): readonly string[] =>
      paths.filter((path) => !isNews(path));
    const digest = createHash("sha256").update([start, end, base, tree].join(" ")).digest("hex");
    const before = this.#landing.proof;
    const acceptedAt = before?.digest === digest ? before.acceptedAt : undefined;
    return {
      same: code(compared.same),
      different: code(compared.different),
      onlyReviewed: code(compared.onlyFirst),
      onlyPublic: code(compared.onlySecond),
      digest,
      ...(acceptedAt !== undefined && { acceptedAt }),
    };
  }

  /** Undefined when the person does not accept it. */
  async #askFor(
    { start, end, name }: Reviewed,
    proof: LandingProof,
  ): Promise<LandingProof | undefined> {
    const { scratch, git, ports, signal } = this.#bench;
    const [base, tree] = [this.#need("base"), this.#need("tree")];
    const [text, untouched] = await Promise.all([
      scratch.rangeDiff([start, end], [base, tree]),
      untouchedFiles(git, scratch, tree, this.#landing.conflicts ?? []),
    ]);
    this.#say("Waiting for your answer");
    this.#opening = undefined;
    const difference = { proof, text, reviewed: name, untouched };
    const isAccepted = await ports.questions.accept(difference, signal);
    return isAccepted ? { ...proof, acceptedAt: ports.clock.now() } : undefined;
  }

  #alreadyPublic(): HumanError {
    return new NothingToLandError(
      `The change is in the project's ${this.#kind.target} already.`,
      "Check whether it was made public before.",
    );
  }

  #need(key: "base" | "tree"): string {
    const value = this.#landing[key];
    if (value === undefined) throw new Error(`A landing at ${this.#landing.stage} has no ${key}`);
    return value;
  }

  async #advance(change: Partial<Landing>): Promise<undefined> {
    const { records } = this.#bench.ports;
    this.#landing = { ...this.#landing, ...change };
    await keepLanding(records, this.#bench.place.ticket, this.#landing);
  }

  #say(words: string): void {
    (this.#bench.ports.progress ?? silentProgress).report(words);
  }
}

/** @param news paths of the entries that it brings. */
function nothingBut(name: string, news: readonly string[]): HumanError {
  return new NothingToLandError(
    `There is no fix in ${name}: it changes nothing${news.length > 0 ? " but the news" : ""}.`,
    "Push the fix to its branch, then start again.",
  );
}
