import { plainLine } from "../base/plainLine.ts";
import { isUnderWay } from "../ticket/landing.ts";
import { fitWords } from "../ticket/pullFit.ts";
import type { PrivatePull } from "../ticket/pullRequest.ts";
import type { ReviewState } from "../ticket/review.ts";
import { ticketKey } from "../ticket/ticket.ts";
import type { TicketFacts } from "../ticket/ticketFacts.ts";
import type { Row } from "./row.ts";

/** So many commits or paths are listed. */
const SHOWN = 20;

/** The row that holds a ticket's private pull requests, last opened first; none without one. */
export function privatePullRows(facts: TicketFacts): readonly Row[] {
  const pulls = privatePulls(facts);
  if (pulls.length === 0) return [];
  const open = openPrivatePulls(facts).length;
  return [
    {
      id: `private pulls ${ticketKey(facts.ticket)}`,
      label: "Private pull requests",
      description: open === pulls.length ? String(open) : `${open} open of ${pulls.length}`,
      icon: "git-pull-request",
      capabilities: [],
      ...ofTicket(facts),
      children: pulls.map((pull) => pullRow(facts, pull)),
    },
  ];
}

export function openPrivatePulls(facts: TicketFacts): readonly PrivatePull[] {
  return privatePulls(facts).filter(({ state }) => state === "open");
}

function privatePulls({ road }: TicketFacts): readonly PrivatePull[] {
  return road?.privatePulls.known === true ? road.privatePulls.value : [];
}

function ofTicket({ ticket: { repository, ghsaId } }: TicketFacts): Pick<Row, "ticket"> {
  return { ticket: { repository, ghsaId } };
}

function pullRow(facts: TicketFacts, pull: PrivatePull): Row {
  const { number, state, commits, head, htmlUrl } = pull;
  const isOpen = state === "open";
  const fit = isOpen ? facts.fits.get(head.sha) : undefined;
  const words = [
    stateWords(pull),
    ...(isOpen && commits.length > 0 ? [countWords(commits.length, "commit")] : []),
    ...(fit === undefined ? [] : [fitWords(fit)]),
  ].join(" · ");
  const canTry = isOpen && facts.record.privateClone !== undefined;
  return {
    id: `private pull ${number} ${ticketKey(facts.ticket)}`,
    label: `#${number} ${oneLine(pull.title)}`,
    description: words,
    tooltip: `EMBARGOED\nPrivate pull request #${number} of ${oneLine(head.ref)}: ${words}`,
    spoken: `Private pull request ${number}, ${oneLine(pull.title)}, ${words}`,
    icon: iconOf(pull),
    command: { id: "psrt.reviewPrivatePull", title: "Review" },
    capabilities: [
      ...(htmlUrl === "" ? [] : (["hasPage"] as const)),
      "canReviewPull",
      ...(isOpen ? (["canEditPull"] as const) : []),
      ...(isOpen && !isUnderWay(facts.record.landing) ? (["canLand"] as const) : []),
      ...(canTry ? (["canTryPulls"] as const) : []),
    ],
    ...ofTicket(facts),
    pull: number,
    page: htmlUrl,
    children: isOpen ? [fitRow(facts, pull), ...commitRows(facts, pull)] : [],
  };
}

/** How it fits the project's main branch, as far as it was tried. */
function fitRow(facts: TicketFacts, { number, head }: PrivatePull): Row {
  const { ticket, record, fits } = facts;
  const fit = fits.get(head.sha);
  const canTry = record.privateClone !== undefined;
  const row = {
    id: `fit ${number} ${ticketKey(ticket)}`,
    capabilities: canTry ? (["canTryPulls"] as const) : [],
    ...ofTicket(facts),
    ...(canTry && {
      command: { id: "psrt.tryPrivatePulls" as const, title: "Try Again" },
    }),
  };
  if (fit === undefined) {
    return {
      ...row,
      label: "Not tried on the project's main",
      description: canTry ? "not yet" : "needs the private clone",
      icon: "question",
      children: [],
    };
  }
  const isClean = fit.conflicts.length === 0;
  const words = fitWords(fit);
  return {
    ...row,
    label: words.charAt(0).toUpperCase() + words.slice(1),
    description: `on the project's main, ${fit.main.slice(0, 10)}`,
    icon: isClean ? "check" : "warning",
    ...(!isClean && { color: "list.warningForeground" }),
    children: listed(
      fit.conflicts,
      (path, index) => ({
        id: `conflict ${index} ${row.id}`,
        label: oneLine(path),
        icon: "file",
        capabilities: [],
        children: [],
      }),
      `conflicts ${row.id}`,
    ),
  };
}

function commitRows({ ticket }: TicketFacts, { number, commits }: PrivatePull): readonly Row[] {
  const id = `${number} ${ticketKey(ticket)}`;
  return listed(
    commits,
    ({ sha, title, author }) => ({
      id: `commit ${sha} ${id}`,
      label: oneLine(title),
      description: [sha.slice(0, 10), ...(author === null ? [] : [oneLine(author)])].join(" · "),
      icon: "git-commit",
      capabilities: [],
      children: [],
    }),
    `commits ${id}`,
  );
}

/** The first of many, and how many more there are. */
function listed<T>(
  items: readonly T[],
  toRow: (item: T, index: number) => Row,
  id: string,
): readonly Row[] {
  const rows = items.slice(0, SHOWN).map(toRow);
  const more = items.length - rows.length;
  if (more === 0) return rows;
  return [
    ...rows,
    { id: `more ${id}`, label: `${more} more`, icon: "ellipsis", capabilities: [], children: [] },
  ];
}

const REVIEWS: Readonly<Record<ReviewState, string>> = {
  none: "not reviewed",
  approved: "approved",
  outdated: "changed since its approval",
  "changes-requested": "changes requested",
  untold: "reviews not shown",
};

function stateWords({ state, draft, review }: PrivatePull): string {
  if (state !== "open") return state;
  return draft ? "draft" : REVIEWS[review];
}

function iconOf({ state, draft }: PrivatePull): string {
  if (state === "open") return draft ? "git-pull-request-draft" : "git-pull-request";
  return state === "merged" ? "git-merge" : "git-pull-request-closed";
}

function countWords(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function oneLine(text: string): string {
  return plainLine(text).slice(0, 300);
}
