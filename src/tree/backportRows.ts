import { plainLine } from "../base/plainLine.ts";
import type { Capability } from "../editor/contributions.ts";
import { backportState, type BackportState } from "../ticket/backports.ts";
import { isSettled, type ChecklistItem } from "../ticket/checklistItem.ts";
import { projectOf } from "../ticket/project.ts";
import { ticketKey } from "../ticket/ticket.ts";
import type { TicketFacts } from "../ticket/ticketFacts.ts";
import type { Row } from "./row.ts";

/** The release branch that a checklist item is for: "3.13". */
export function branchOf({ id }: Pick<ChecklistItem, "id">): string | undefined {
  return /^backport (.+)$/.exec(id)?.[1];
}

/** Whether the backports have a row of their own: from the merge on. */
export function hasBackportBoard({ ticket, road }: TicketFacts): boolean {
  const pull = road?.publicPull.known === true ? road.publicPull.value : undefined;
  return pull?.state === "merged" && projectOf(ticket.repository)?.backports === true;
}

/**
 * The backports of a merged fix, every branch in its order and with its state.
 *
 * @param rows of the branches' items, in their order.
 */
export function backportBoardRow(
  facts: TicketFacts,
  items: readonly ChecklistItem[],
  rows: readonly Row[],
  now: Date,
): Row {
  const { ticket } = facts;
  const states = statesOf(facts, now);
  const needed = items.filter(({ state }) => state.kind !== "not-needed");
  const settled = needed.filter(isSettled);
  const yours = items.filter(({ state }) => state.kind === "ready").length;
  const words = [
    `${settled.length} of ${needed.length} merged`,
    ...(yours === 0 ? [] : [`${yours} for you`]),
  ].join(" · ");
  const unlabelled = states.some((state) => state.kind === "pull" && state.missing.length > 0);
  return {
    id: `backports ${ticketKey(ticket)}`,
    label: "Backports",
    description: words,
    spoken: `Backports: ${words}`,
    icon: settled.length === needed.length ? "pass-filled" : "repo-forked",
    open: yours > 0,
    capabilities: ["hasBackports", ...(unlabelled ? (["canLabelBackports"] as const) : [])],
    ticket: { repository: ticket.repository, ghsaId: ticket.ghsaId },
    children: rows,
  };
}

/** One branch's row beside what every item's row has. */
export function backportRow(
  facts: TicketFacts,
  item: ChecklistItem,
  row: Row,
  isNext: boolean,
  now: Date,
): Row {
  const branch = branchOf(item) ?? "";
  const project = projectOf(facts.ticket.repository);
  const release = facts.road?.releases.branches.find(({ name }) => name === branch);
  if (project === undefined || release === undefined) return row;
  const state = backportState(facts, release, project, now);
  const words = plainLine(item.words);
  const reason = state.kind === "bot-failed" ? plainLine(state.report.words) : undefined;
  return {
    ...row,
    label: branch,
    description: isNext ? `next step · ${words}` : words,
    tooltip: [`Backport to ${branch}: ${words}`, ...(reason ? [`The bot: ${reason}`] : [])].join(
      "\n",
    ),
    spoken: [row.spoken ?? words, ...(reason ? [`The bot says: ${reason}`] : [])].join(". "),
    capabilities: [...row.capabilities, ...capabilitiesOf(state)],
    branch,
  };
}

function statesOf(facts: TicketFacts, now: Date): readonly BackportState[] {
  const project = projectOf(facts.ticket.repository);
  if (project === undefined) return [];
  const branches = facts.road?.releases.branches ?? [];
  return branches.map((branch) => backportState(facts, branch, project, now));
}

function capabilitiesOf(state: BackportState): readonly Capability[] {
  switch (state.kind) {
    case "needed":
    case "bot-working":
    case "bot-failed":
    case "making":
    case "made":
      return ["canBackport"];
    case "pull":
      return state.missing.length > 0 ? ["canLabelBackports"] : [];
    case "not-affected":
    case "unknown":
      return [];
  }
}
