import {
  closeItem,
  closingTag,
  coordinatorItem,
  cveItem,
  determinationItem,
  forkItem,
  severityItem,
  textsItem,
} from "./advisoryItems.ts";
import { backportItem } from "./backportItems.ts";
import { hasBackport } from "./backports.ts";
import {
  blocked,
  done,
  isSettled,
  notNeeded,
  type ChecklistItem,
  type Finding,
  type ItemId,
} from "./checklistItem.ts";
import { coordinatorsOf, isCoordinatedBy } from "./coordinator.ts";
import { emailItem } from "./emailItem.ts";
import {
  hasPublicIssue,
  hasPublicPull,
  mergeItem,
  privateReviewItem,
  publicIssueItem,
  publicPullItem,
} from "./fixItems.ts";
import { projectOf } from "./project.ts";
import { builtInBranches } from "./releaseBranches.ts";
import type { TicketFacts } from "./ticketFacts.ts";

/** A ticket's whole road, each part with where it stands. */
export interface Checklist {
  /** In the order in which they are gone. */
  readonly items: readonly ChecklistItem[];
  /** Whose ticket it is to carry on: "ended" is nobody's any more. */
  readonly course: "mine" | "unassigned" | "others" | "ended";
  /** Why there is nothing for the person to do: "it is closed", "sam-second coordinates it". */
  readonly idleWords: string;
}

/** Where a ticket stands and what can be done, derived from what is known of it and nothing else. */
export function checklist(facts: TicketFacts, now: Date): Checklist {
  const { ticket, login } = facts;
  const items = walk(facts, now);
  if (ticket.state !== "triage" && ticket.state !== "draft") {
    const idleWords = `it is ${ticket.state}`;
    return { items: ended(items, idleWords), course: "ended", idleWords };
  }
  const names = coordinatorsOf(ticket);
  const course =
    names.length === 0 ? "unassigned" : isCoordinatedBy(ticket, login) ? "mine" : "others";
  const isEnding = closingTag(ticket) !== undefined;
  return {
    items: isEnding ? ending(items) : items,
    course,
    idleWords: `${names.join(", ")} coordinates it`,
  };
}

/** The item of that name; undefined where the project has none. */
export function itemOf({ items }: Checklist, id: ItemId): ChecklistItem | undefined {
  return items.find((item) => item.id === id);
}

function walk(facts: TicketFacts, now: Date): readonly ChecklistItem[] {
  const { ticket, road } = facts;
  const project = projectOf(ticket.repository);
  const items: ChecklistItem[] = [];
  /** What stands, or what it waits for. */
  const add = (
    id: ItemId,
    name: string,
    finding: Finding,
    before: readonly ItemId[] | "all" | "nothing",
  ): void => {
    const obstacle = items.find(
      (item) =>
        before !== "nothing" && (before === "all" || before.includes(item.id)) && !isPassed(item),
    );
    const stands = isSettled(finding) || obstacle === undefined;
    items.push({ id, name, ...(stands ? finding : blocked(obstacle)) });
  };
  const decided: readonly ItemId[] = ["coordinator", "determination"];
  add("coordinator", "Coordinator", coordinatorItem(facts), "nothing");
  add("determination", "Determination", determinationItem(facts, now), ["coordinator"]);
  add("cve", "CVE id", cveItem(facts, now), decided);
  add("severity", "Severity", severityItem(facts), decided);
  add("texts", "Title and description", textsItem(facts), decided);
  add("fork", "Private fork", forkItem(facts, now), decided);
  add("private-review", "Private pull request", privateReviewItem(facts), [...decided, "fork"]);
  // What is public already is looked at for itself, whatever went before.
  const reviewed: readonly ItemId[] = [...decided, "fork", "private-review"];
  const issue = publicIssueItem(facts, project);
  add("public-issue", "Public issue", issue, hasPublicIssue(facts) ? "nothing" : reviewed);
  const issued = hasPublicIssue(facts) ? reviewed : [...reviewed, "public-issue" as const];
  const pull = publicPullItem(facts, project);
  add(
    "public-pull-request",
    "Public pull request",
    pull,
    hasPublicPull(facts) ? "nothing" : issued,
  );
  add("merge", `Merged into ${project?.mainBranch ?? "main"}`, mergeItem(facts, project), [
    "public-pull-request",
  ]);
  add("email", "Advisory e-mail", emailItem(facts, project), ["merge", "cve", "severity", "texts"]);
  if (project?.backports === true) {
    for (const branch of (road?.releases ?? builtInBranches).branches) {
      const finding = backportItem(facts, branch, project, now);
      const exists = hasBackport(road, branch);
      add(
        `backport ${branch.name}`,
        `Backport to ${branch.name}`,
        finding,
        exists ? "nothing" : ["merge"],
      );
    }
  } else {
    const name = project?.name ?? "the repository";
    add("backports", "Backports", notNeeded(`${name} has no backports`), "nothing");
  }
  add(
    "close",
    "Closed",
    closeItem(facts, now),
    closingTag(ticket) === undefined ? "all" : "nothing",
  );
  return items;
}

/** Whether what comes after needn't wait for it. */
function isPassed(item: ChecklistItem): boolean {
  return isSettled(item) || (item.state.kind === "unknown" && item.state.passable);
}

/** What has not happened will not. */
function ended(items: readonly ChecklistItem[], words: string): readonly ChecklistItem[] {
  return items.map((item) => ({
    ...item,
    ...(item.id === "close" ? done(words) : isSettled(item) ? {} : notNeeded(words)),
  }));
}

/** The bot has been ordered to close it: nothing else is to be done. */
function ending(items: readonly ChecklistItem[]): readonly ChecklistItem[] {
  return items.map((item) =>
    item.id === "close" || isSettled(item)
      ? item
      : { ...item, ...notNeeded("it is about to be closed") },
  );
}
