import { plainLine } from "../base/plainLine.ts";
import type { ItemId } from "../ticket/checklistItem.ts";
import { foremost, type PrivatePull } from "../ticket/pullRequest.ts";
import type { ReviewState } from "../ticket/review.ts";
import { ticketKey } from "../ticket/ticket.ts";
import type { Fact, TicketFacts } from "../ticket/ticketFacts.ts";
import type { Row } from "./row.ts";

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

/** The private pull requests, last opened first. */
export function privatePullRows({ ticket, road }: TicketFacts): readonly Row[] {
  const pulls = valueOf(road?.privatePulls) ?? [];
  return pulls.map((pull) => ({
    id: `private pull ${pull.number} ${ticketKey(ticket)}`,
    label: `#${pull.number} ${plainLine(pull.title).slice(0, 300)}`,
    description: pullWords(pull),
    tooltip: `EMBARGOED\nPrivate pull request #${pull.number}: ${pullWords(pull)}`,
    icon: pullIcon(pull),
    command: { id: "psrt.openPage", title: "Open in Browser" },
    capabilities: ["hasPage"],
    ticket: { repository: ticket.repository, ghsaId: ticket.ghsaId },
    page: pull.htmlUrl,
    children: [],
  }));
}

const REVIEWS: Readonly<Record<ReviewState, string>> = {
  none: "not reviewed",
  approved: "approved",
  outdated: "changed since its approval",
  "changes-requested": "changes requested",
  untold: "reviews not shown",
};

function pullWords({ state, draft, review }: PrivatePull): string {
  if (state !== "open") return state;
  return draft ? "draft" : REVIEWS[review];
}

function pullIcon({ state, draft }: PrivatePull): string {
  if (state === "open") return draft ? "git-pull-request-draft" : "git-pull-request";
  return state === "merged" ? "git-merge" : "git-pull-request-closed";
}

function valueOf<T>(fact: Fact<T> | undefined): T | undefined {
  return fact?.known === true ? fact.value : undefined;
}
