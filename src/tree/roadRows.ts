import type { ItemId } from "../ticket/checklistItem.ts";
import { foremost } from "../ticket/pullRequest.ts";
import type { Fact, TicketFacts } from "../ticket/ticketFacts.ts";

/** The address of what a checklist item is about, if there is such a page. */
export function pageOf({ road }: TicketFacts, id: ItemId): string | undefined {
  if (road === undefined) return undefined;
  const issue = valueOf(road.publicIssue);
  const pull = valueOf(road.publicPull);
  const page = ((): string | undefined => {
    switch (id) {
      case "private-review":
        return foremost(valueOf(road.privatePulls) ?? [])?.htmlUrl;
      case "public-issue":
        return issue?.htmlUrl;
      case "public-pull-request":
      case "merge":
        return pull?.htmlUrl;
      default: {
        const [, branch] = /^backport (.+)$/.exec(id) ?? [];
        if (branch === undefined) return undefined;
        const all = valueOf(road.backports) ?? [];
        // The label that orders a backport is set on the pull request to main.
        return (foremost(all.filter(({ base }) => base.ref === branch)) ?? pull)?.htmlUrl;
      }
    }
  })();
  return page === "" ? undefined : page;
}

function valueOf<T>(fact: Fact<T> | undefined): T | undefined {
  return fact?.known === true ? fact.value : undefined;
}
