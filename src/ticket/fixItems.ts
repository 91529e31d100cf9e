import { failedWords } from "./backportItems.ts";
import { lackedLabels } from "./backports.ts";
import { done, notKnown, notNeeded, ready, waiting, type Finding } from "./checklistItem.ts";
import { isUnderWay } from "./landing.ts";
import type { Project } from "./project.ts";
import { andWords } from "./words.ts";
import { foremost, type PrivatePull, type PublicPull } from "./pullRequest.ts";
import type { TicketFacts } from "./ticketFacts.ts";

/*
 * From the private pull request to the merge. Each rule answers for a draft whose earlier items are
 * no obstacle to it.
 */

const NOT_READ = "Not read yet";

export function privateReviewItem(facts: TicketFacts): Finding {
  const finding = ofPrivatePulls(facts);
  return finding.state.kind !== "done" && hasPublicPull(facts)
    ? notNeeded("the fix is public")
    : finding;
}

function ofPrivatePulls({ road, record }: TicketFacts): Finding {
  if (road === undefined) return notKnown(NOT_READ);
  if (!road.privatePulls.known) return notKnown(road.privatePulls.why);
  const open = road.privatePulls.value.filter(({ state }) => state === "open");
  const pull = chosenPull(open, record.publicBranch?.pullRequest);
  if (pull === undefined) {
    return record.privateClone === undefined
      ? ready("clone", "Clone the private fork")
      : ready("open-private-pull-request", "Push the fix and open a private pull request");
  }
  return reviewOf(pull);
}

function reviewOf({ number, draft, review }: PrivatePull): Finding {
  if (draft) return waiting("author", `Waiting for the author: private #${number} is a draft`);
  switch (review) {
    case "approved":
      return done(`#${number} approved`);
    case "none":
      return waiting("reviewer", `Waiting for a review of private #${number}`);
    case "outdated":
      return waiting("reviewer", `Waiting for a review: private #${number} changed after it`);
    case "changes-requested":
      return ready("answer-review", `Answer the review of private #${number}`);
    case "untold":
      return notKnown(`GitHub does not show the reviews of private #${number}`, true);
  }
}

/** The one that was brought to the public branch, else the one whose review is furthest. */
function chosenPull(
  open: readonly PrivatePull[],
  landed: number | undefined,
): PrivatePull | undefined {
  const reviewed = open.filter(({ review, draft }) => review === "approved" && !draft);
  return (
    open.find(({ number }) => number === landed) ??
    foremost(reviewed) ??
    foremost(open.filter(({ draft }) => !draft)) ??
    foremost(open)
  );
}

/** Whether the ticket has an issue, with or without its label. */
export function hasPublicIssue({ road }: TicketFacts): boolean {
  const issue = road?.publicIssue.known === true ? road.publicIssue.value : undefined;
  return issue !== undefined && issue !== null && !issue.isPullRequest;
}

/** Whether the ticket has a pull request that is open or merged. */
export function hasPublicPull({ road }: Pick<TicketFacts, "road">): boolean {
  const pull = road?.publicPull.known === true ? road.publicPull.value : undefined;
  return pull !== undefined && pull.state !== "closed";
}

/** The number of the fix's pull request that is not given up; what was read goes before the record. */
export function publicPullNumber({
  road,
  record,
}: Pick<TicketFacts, "record" | "road">): number | undefined {
  const pull = road?.publicPull.known === true ? road.publicPull.value : undefined;
  if (pull !== undefined && pull.state !== "closed") return pull.number;
  const recorded = record.publicPullRequest;
  return recorded === pull?.number ? undefined : recorded;
}

/** Whether anybody can see the fix: its branch is pushed, or there is a pull request. */
export function isFixPublic(facts: Pick<TicketFacts, "record" | "road">): boolean {
  const { record } = facts;
  return (
    record.publicBranch?.pushedTo !== undefined ||
    record.publicPullRequest !== undefined ||
    hasPublicPull(facts)
  );
}

/** One issue per CVE, and its label; a quiet one shows nothing before the fix is public. */
export function publicIssueItem(facts: TicketFacts, project?: Project): Finding {
  const { road, record } = facts;
  if (road === undefined) return notKnown(NOT_READ);
  if (!road.publicIssue.known) return notKnown(road.publicIssue.why);
  const issue = road.publicIssue.value;
  if (issue === undefined) return ready("open-issue", "Open the public issue");
  if (issue === null) {
    return ready("open-issue", `Link the public issue: gh-${record.publicIssue ?? 0} is not there`);
  }
  if (issue.isPullRequest) {
    return ready("open-issue", `Link the public issue: gh-${issue.number} is a pull request`);
  }
  if (record.quietIssue !== undefined && !isFixPublic(facts)) {
    return done(`gh-${issue.number}, quiet until the fix is public`);
  }
  const missing = lackedLabels(issue, project === undefined ? [] : [project.securityLabel]);
  if (record.quietIssue === "placeholder") {
    const label = missing.length === 0 ? "" : ` and label it ${andWords(missing)}`;
    return ready("mend-issue", `Describe gh-${issue.number}${label}`);
  }
  return missing.length === 0
    ? done(`gh-${issue.number}`)
    : ready("mend-issue", `Label gh-${issue.number} ${andWords(missing)}`);
}

export function publicPullItem({ road, record }: TicketFacts, project?: Project): Finding {
  if (road === undefined) return notKnown(NOT_READ);
  if (!road.publicPull.known) return notKnown(road.publicPull.why);
  const pull = road.publicPull.value;
  const { publicBranch } = record;
  if (pull === undefined || pull.state === "closed") {
    if (publicBranch === undefined) {
      const { landing } = record;
      if (!isUnderWay(landing)) return ready("apply-patch", "Apply the patch to a public branch");
      return landing.stage === "conflict"
        ? ready("continue-landing", "Resolve the conflicts, then continue the landing")
        : ready("continue-landing", "Continue the landing");
    }
    if (publicBranch.pushedTo === undefined) return ready("push", `Push ${publicBranch.name}`);
    return ready(
      "open-pull-request",
      pull === undefined
        ? `Open the public pull request from ${publicBranch.name}`
        : `Reopen the public pull request #${pull.number}`,
    );
  }
  const labels = project === undefined ? [] : [project.securityLabel];
  const missing = lackedLabels(pull, labels);
  if (missing.length > 0) {
    return ready("mend-pull-request", `Label #${pull.number} ${andWords(missing)}`);
  }
  return pull.state === "merged" ? done(`#${pull.number}`) : openPull(pull);
}

function openPull({ number, base, draft, hasNews, checks, failed, ...pull }: PublicPull): Finding {
  const mend = (words: string): Finding => ready("mend-pull-request", words);
  if (!hasNews) return mend(`Add the news entry to #${number}`);
  if (draft) return mend(`Mark #${number} as ready for review`);
  if (pull.mergeable === false) return mend(`Resolve the conflict of #${number} with ${base.ref}`);
  if (pull.review === "changes-requested") return mend(`Answer the review of #${number}`);
  if (checks === "failing") return mend(failedWords(number, failed));
  return checks === "passing"
    ? done(`#${number}`)
    : waiting("ci", `Waiting for the checks of #${number}`);
}

export function mergeItem({ road }: TicketFacts, project?: Project): Finding {
  const pull = road?.publicPull.known === true ? road.publicPull.value : undefined;
  if (pull?.state === "merged") return done(pull.mergeCommit?.slice(0, 10) ?? `#${pull.number}`);
  const main = project?.mainBranch ?? "main";
  const number = `#${pull?.number ?? 0}`;
  return waiting(
    "reviewer",
    pull?.review === "none" || pull?.review === "outdated"
      ? `Waiting for a core developer to review ${number} and merge it into ${main}`
      : `Waiting for a core developer to merge ${number} into ${main}`,
  );
}
