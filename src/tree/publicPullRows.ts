import { plainLine } from "../base/plainLine.ts";
import type { ChecksState } from "../ticket/checks.ts";
import type { ReviewState } from "../ticket/review.ts";
import { ticketKey } from "../ticket/ticket.ts";
import type { TicketFacts } from "../ticket/ticketFacts.ts";
import type { Row } from "./row.ts";

/** What stands between the public pull request and its merge, each with its page. */
export function publicPullRows(facts: TicketFacts): readonly Row[] {
  const fact = facts.road?.publicPull;
  const pull = fact?.known === true ? fact.value : undefined;
  if (pull?.state !== "open") return [];
  const { number, htmlUrl, failed, checks, review, mergeable, hasNews } = pull;
  const part = (
    id: string,
    label: string,
    description: string,
    icon: string,
    page = htmlUrl,
  ): Row => ({
    id: `public pull ${number} ${id} ${ticketKey(facts.ticket)}`,
    ...{ label, description, icon, page },
    command: { id: "psrt.openPage", title: "Open in Browser" },
    capabilities: ["hasPage"],
    ticket: { repository: facts.ticket.repository, ghsaId: facts.ticket.ghsaId },
    children: [],
  });
  return [
    ...failed.map((check, index) =>
      part(
        `failed ${index}`,
        plainLine(check.name).slice(0, 200),
        plainLine(check.words ?? "failed").slice(0, 300),
        "error",
        `${htmlUrl}/checks`,
      ),
    ),
    ...(failed.length > 0
      ? []
      : [part("checks", "Checks", checks, CHECK_ICONS[checks], `${htmlUrl}/checks`)]),
    part("review", "Review", REVIEWS[review], review === "approved" ? "pass" : "comment"),
    ...(mergeable === undefined
      ? []
      : [
          part(
            "merge",
            "Merge",
            mergeable ? "without a conflict" : `conflicts with ${pull.base.ref}`,
            mergeable ? "pass" : "warning",
          ),
        ]),
    ...(hasNews ? [] : [part("news", "News entry", "missing", "warning", `${htmlUrl}/files`)]),
  ];
}

const CHECK_ICONS: Readonly<Record<ChecksState, string>> = {
  none: "circle-large-outline",
  pending: "clock",
  passing: "pass",
  failing: "error",
};

const REVIEWS: Readonly<Record<ReviewState, string>> = {
  none: "not reviewed",
  approved: "approved",
  outdated: "changed since its approval",
  "changes-requested": "changes requested",
  untold: "reviews not shown",
};
