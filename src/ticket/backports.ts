import type { BotReport } from "./backportBot.ts";
import { isUnderWay, type Landing } from "./landing.ts";
import type { Project } from "./project.ts";
import { foremost, type PublicPull } from "./pullRequest.ts";
import type { BackportBranch, TicketRecord } from "./record.ts";
import type { ReleaseBranch } from "./releaseBranches.ts";
import type { Fact, RoadFacts } from "./ticketFacts.ts";
import { isUnaffected } from "./unaffectedBranches.ts";

/** Without it a release could be made that lacks the fix. */
export const BLOCKER_LABEL = "release-blocker";

/** How long the backport bot may take after a merge or a label, in milliseconds. */
export const BOT_MS = 60 * 60 * 1000;

/** The label on the merged pull request that orders a backport from the bot. */
export function orderLabel(branch: string): string {
  return `needs backport to ${branch}`;
}

/** The labels that every backport carries. */
export function backportLabels({ securityLabel }: Project): readonly string[] {
  return [securityLabel, BLOCKER_LABEL];
}

/** Where the backport to one branch stands, once the fix is merged into main. */
export type BackportState =
  /** The branch lacks the mistake. */
  | { readonly kind: "not-affected" }
  | { readonly kind: "unknown"; readonly why: string }
  | { readonly kind: "needed" }
  /** The bot has its order and some time left; `late` once it should have been done. */
  | { readonly kind: "bot-working"; readonly late: boolean }
  | { readonly kind: "bot-failed"; readonly report: Extract<BotReport, { kind: "failed" }> }
  /** Being made by hand; it waits for the person. */
  | { readonly kind: "making"; readonly landing: Landing }
  /** Made by hand; there is no pull request yet. */
  | { readonly kind: "made"; readonly branch: BackportBranch }
  | {
      readonly kind: "pull";
      readonly pull: PublicPull;
      /** Those of its labels that are missing. */
      readonly missing: readonly string[];
      /** What happens next to it, beside the labels. */
      readonly next: "merged" | "ready-for-review" | "checks" | "failing" | "conflict" | "merge";
    };

/** What a branch's backport is derived from. */
export interface BackportFacts {
  readonly record: TicketRecord;
  readonly road: RoadFacts | undefined;
}

export function backportState(
  { record, road }: BackportFacts,
  branch: ReleaseBranch,
  project: Project,
  now: Date,
): BackportState {
  if (isUnaffected(record, branch.name)) return { kind: "not-affected" };
  if (road === undefined) return { kind: "unknown", why: "Not read yet" };
  if (!road.backports.known) return { kind: "unknown", why: road.backports.why };
  const pull = backportTo(road, branch);
  if (pull !== undefined) {
    const missing = lackedLabels(pull, backportLabels(project));
    return { kind: "pull", pull, missing, next: nextOf(pull) };
  }
  const made = record.backportBranches?.find(({ to }) => to === branch.name);
  const making = record.backportLandings?.find(
    ({ of }) => of.kind === "backport" && of.branch === branch.name,
  );
  // A landing is over with its push; from its commit on it is the branch that counts.
  if (isUnderWay(making) && (making.commit === undefined || making.commit !== made?.commit)) {
    return { kind: "making", landing: making };
  }
  return made === undefined ? notBegun(road, branch.name, now) : { kind: "made", branch: made };
}

/** Whether there is a pull request for the branch. */
export function hasBackport(road: RoadFacts | undefined, branch: ReleaseBranch): boolean {
  return road !== undefined && backportTo(road, branch) !== undefined;
}

/** Those of the wanted labels that are not there; GitHub ignores their letter case. */
export function lackedLabels(
  { labels }: { readonly labels: readonly string[] },
  wanted: readonly string[],
): readonly string[] {
  const present = new Set(labels.map((label) => label.toLowerCase()));
  return wanted.filter((label) => !present.has(label.toLowerCase()));
}

/** One that was given up counts for nothing. */
function backportTo({ backports }: RoadFacts, { name }: ReleaseBranch): PublicPull | undefined {
  const all = backports.known ? backports.value : [];
  const pull = foremost(all.filter(({ base }) => base.ref === name));
  return pull?.state === "closed" ? undefined : pull;
}

function nextOf({ state, draft, checks, mergeable }: PublicPull) {
  if (state === "merged") return "merged";
  if (draft) return "ready-for-review";
  if (checks === "failing") return "failing";
  if (mergeable === false) return "conflict";
  return checks === "passing" ? "merge" : "checks";
}

/** The label that orders a backport stays until the bot has made it. */
function notBegun({ publicPull, botNews }: RoadFacts, branch: string, now: Date): BackportState {
  const merged = valueOf(publicPull);
  const report = valueOf(botNews)?.reports.find((each) => each.branch === branch);
  if (report?.kind === "failed") return { kind: "bot-failed", report };
  const ordered = merged?.labels.includes(orderLabel(branch)) === true;
  const since = report?.at ?? merged?.mergedAt ?? undefined;
  if (!ordered || since === undefined) return { kind: "needed" };
  return { kind: "bot-working", late: now.getTime() - since.getTime() > BOT_MS };
}

function valueOf<T>(fact: Fact<T>): T | undefined {
  return fact.known ? fact.value : undefined;
}
