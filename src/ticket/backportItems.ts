import { done, notKnown, notNeeded, ready, waiting, type Finding } from "./checklistItem.ts";
import { checking, labelling } from "./fixItems.ts";
import type { Project } from "./project.ts";
import { foremost, type PublicPull } from "./pullRequest.ts";
import type { ReleaseBranch } from "./releaseBranches.ts";
import type { Fact, RoadFacts, TicketFacts } from "./ticketFacts.ts";
import { isUnaffected } from "./unaffectedBranches.ts";

/** Without it a release could be made that lacks the fix. */
const BLOCKER_LABEL = "release-blocker";

/** How long the backport bot may take after a merge or a label. */
const BOT_MS = 60 * 60 * 1000;

/** One branch's backport, once the fix is merged. */
export function backportItem(
  { record, road }: Pick<TicketFacts, "record" | "road">,
  branch: ReleaseBranch,
  project: Project,
  now: Date,
): Finding {
  if (isUnaffected(record, branch.name)) return notNeeded("marked as not affected");
  if (road === undefined) return notKnown("Not read yet");
  if (!road.backports.known) return notKnown(road.backports.why);
  const pull = backportTo(road, branch);
  if (pull === undefined) return notBegun(road.publicPull, branch.name, now);
  return (
    labelling("mend-backport", pull, [project.securityLabel, BLOCKER_LABEL]) ??
    (pull.state === "merged" ? done(`#${pull.number}`) : open(pull, branch.status))
  );
}

/** Whether there is a pull request for the branch. */
export function hasBackport(road: RoadFacts | undefined, branch: ReleaseBranch): boolean {
  return road !== undefined && backportTo(road, branch) !== undefined;
}

/** One that was given up counts for nothing. */
function backportTo({ backports }: RoadFacts, { name }: ReleaseBranch): PublicPull | undefined {
  const all = backports.known ? backports.value : [];
  const pull = foremost(all.filter(({ base }) => base.ref === name));
  return pull?.state === "closed" ? undefined : pull;
}

/** The label that orders a backport stays until the bot has made it. */
function notBegun(publicPull: Fact<PublicPull | undefined>, branch: string, now: Date): Finding {
  const merged = publicPull.known ? publicPull.value : undefined;
  const ordered = merged?.labels.includes(`needs backport to ${branch}`) === true;
  const since = merged?.mergedAt ?? undefined;
  if (!ordered || since === undefined) return ready("backport", `Backport the fix to ${branch}`);
  return now.getTime() - since.getTime() > BOT_MS
    ? ready("backport", `Backport the fix to ${branch} by hand: the bot has not`)
    : waiting("bot", `Waiting for the bot to backport to ${branch}`);
}

function open({ number, checks, draft }: PublicPull, status: ReleaseBranch["status"]): Finding {
  if (draft) return ready("mend-backport", `Mark #${number} as ready for review`);
  const unchecked = checking("mend-backport", number, checks);
  if (unchecked !== undefined) return unchecked;
  return status === "bugfix"
    ? waiting("reviewer", `Waiting for a core developer to merge #${number}`)
    : waiting("release-manager", `Waiting for the release manager to merge #${number}`);
}
