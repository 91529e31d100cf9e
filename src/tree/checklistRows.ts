import { plainLine } from "../base/plainLine.ts";
import type { CommandId } from "../editor/commandTable.ts";
import { clockTime } from "../ticket/botSchedule.ts";
import type { Checklist } from "../ticket/checklist.ts";
import {
  isSettled,
  type Awaited,
  type ChecklistItem,
  type ItemId,
  type ItemState,
  type StepId,
} from "../ticket/checklistItem.ts";
import type { NextStep } from "../ticket/nextStep.ts";
import { ticketKey } from "../ticket/ticket.ts";
import type { TicketFacts } from "../ticket/ticketFacts.ts";
import { backportBoardRow, backportRow, branchOf, hasBackportBoard } from "./backportRows.ts";
import { publicPullRows } from "./publicPullRows.ts";
import { pageOf } from "./roadRows.ts";
import type { Row } from "./row.ts";

/**
 * The checklist: the next step, what else can be done or is waited for; then what comes later and
 * what is done, each folded into one row.
 */
export function checklistRows(
  facts: TicketFacts,
  { items, course }: Checklist,
  step: NextStep,
  now: Date,
): readonly Row[] {
  const rows = (of: readonly ChecklistItem[]): readonly Row[] =>
    of.map((item) => itemRow(facts, item, step, now));
  const board = hasBackportBoard(facts) ? items.filter((item) => branchOf(item)) : [];
  const others = items.filter((item) => !board.includes(item));
  const settled = others.filter(isSettled);
  const later = others.filter(({ state }) => state.kind === "blocked");
  const current = others
    .filter((item) => !isSettled(item) && item.state.kind !== "blocked")
    .sort((a, b) => Number(b.id === step.item) - Number(a.id === step.item));
  const boardRow = board.length === 0 ? [] : [backportBoardRow(facts, board, rows(board), now)];
  const isNextInBoard = board.some(({ id }) => id === step.item);
  // Of others' tickets only the advisory is read, which tells what is done and nothing more; of one
  // that the person helps with, the fix is theirs, too.
  const isForeign = course === "others";
  const helped = facts.road === undefined ? [] : current.filter(({ id }) => HELPED.has(id));
  return [
    ...(isNextInBoard ? boardRow : []),
    ...rows(isForeign ? helped : current),
    ...(isNextInBoard ? [] : boardRow),
    ...(isForeign ? [] : fold(facts, "Later", "lock", rows(later))),
    ...fold(facts, "Done", "pass-filled", rows(settled)),
  ];
}

/** What who helps with a ticket can do. */
const HELPED: ReadonlySet<ItemId> = new Set(["fork", "private-review"]);

function fold(
  { ticket }: TicketFacts,
  label: string,
  icon: string,
  children: readonly Row[],
): readonly Row[] {
  if (children.length === 0) return [];
  const count = children.length === 1 ? "1 item" : `${children.length} items`;
  return [
    {
      id: `${label.toLowerCase()} ${ticketKey(ticket)}`,
      ...{ label, description: count, icon, capabilities: [], children },
    },
  ];
}

function itemRow(facts: TicketFacts, item: ChecklistItem, step: NextStep, now: Date): Row {
  const { ticket } = facts;
  const { id, name, state, words } = item;
  const isNext = step.item === id && step.whose === "you";
  const page = pageOf(facts, id);
  const command = commandOf(item, page !== undefined);
  const text = plainLine(words);
  const row: Row = {
    id: `item ${id} ${ticketKey(ticket)}`,
    // An order to the person says what to do, also whom to ask about what is overdue.
    label: state.kind === "ready" || isNext ? text : name,
    description: isNext ? "next step" : aside(item),
    tooltip: `${name}: ${text}`,
    spoken: `${name}: ${stateWords(state)}, ${text}${isNext ? ", next step" : ""}`,
    ...iconOf(state),
    ...(command !== undefined && { command: { id: command, title: text } }),
    capabilities: page === undefined ? [] : ["hasPage"],
    ticket: { repository: ticket.repository, ghsaId: ticket.ghsaId },
    ...(page !== undefined && { page }),
    children: id === "public-pull-request" ? publicPullRows(facts) : [],
  };
  return branchOf(item) !== undefined && hasBackportBoard(facts)
    ? backportRow(facts, item, row, isNext, now)
    : row;
}

/** Whose move it is and until when; what was reached. */
function aside({ name, state, words }: ChecklistItem): string {
  switch (state.kind) {
    case "ready":
      return name;
    case "waiting":
      if (state.overdue) return `${PARTIES[state.on]} · overdue`;
      return state.until === undefined
        ? PARTIES[state.on]
        : `${PARTIES[state.on]} · until ${clockTime(state.until)}`;
    case "not-needed":
      return `not needed: ${words}`;
    case "unknown":
      return `not known: ${words}`;
    case "done":
    case "blocked":
      return words;
  }
}

const PARTIES: Readonly<Record<Awaited, string>> = {
  member: "PSRT member",
  bot: "bot",
  admin: "admin",
  author: "author",
  reviewer: "reviewer",
  ci: "CI",
  "release-manager": "release manager",
};

function stateWords(state: ItemState): string {
  switch (state.kind) {
    case "done":
      return "done";
    case "ready":
      return "your move";
    case "waiting":
      return state.overdue ? `overdue, ${PARTIES[state.on]}` : `waiting for ${PARTIES[state.on]}`;
    case "blocked":
      return "later";
    case "not-needed":
      return "not needed";
    case "unknown":
      return "not known";
  }
}

function iconOf(state: ItemState): Pick<Row, "icon" | "color"> {
  switch (state.kind) {
    case "done":
      return { icon: "pass-filled", color: "testing.iconPassed" };
    case "ready":
      return { icon: "circle-large-outline" };
    case "waiting":
      return state.overdue
        ? { icon: "warning", color: "list.warningForeground" }
        : { icon: "clock" };
    case "blocked":
      return { icon: "lock" };
    case "not-needed":
      return { icon: "circle-slash" };
    case "unknown":
      return { icon: "question", color: "list.warningForeground" };
  }
}

/** What one click does; nothing for what can only be waited for. */
function commandOf({ id, state }: ChecklistItem, hasPage: boolean): CommandId | undefined {
  switch (state.kind) {
    case "ready":
      return STEP_COMMANDS[state.step] ?? (hasPage ? "psrt.openPage" : "psrt.openOnGitHub");
    case "waiting":
      if (hasPage) return "psrt.openPage";
      if (id === "fork") return "psrt.createFork";
      // It asks for the release that has the fix.
      if (id === "email") return "psrt.composeEmail";
      if (id === "determination" || id === "close") return "psrt.checkBotOrder";
      return state.overdue ? "psrt.openOnGitHub" : undefined;
    case "unknown":
      return "psrt.refresh";
    case "done":
      if (hasPage) return "psrt.openPage";
      return id === "severity" || id === "texts" ? "psrt.openAdvisoryForm" : undefined;
    case "blocked":
    case "not-needed":
      return undefined;
  }
}

/** Undefined where it is done on the item's page in the browser. */
const STEP_COMMANDS: Readonly<Record<StepId, CommandId | undefined>> = {
  take: "psrt.takeTicket",
  determine: "psrt.decideTicket",
  score: "psrt.openAdvisoryForm",
  "write-texts": "psrt.openAdvisoryForm",
  "start-fork": "psrt.createFork",
  clone: "psrt.clonePrivateFork",
  "open-private-pull-request": "psrt.openPrivatePull",
  "answer-review": undefined,
  "open-issue": "psrt.openPublicIssue",
  "mend-issue": "psrt.mendPublicIssue",
  "apply-patch": "psrt.startLanding",
  "continue-landing": "psrt.continueLanding",
  // All that becomes public is looked at before it does.
  push: "psrt.reviewGoingPublic",
  "open-pull-request": "psrt.openPublicPull",
  "mend-pull-request": "psrt.mendPublicPull",
  "send-email": "psrt.composeEmail",
  backport: "psrt.backport",
  "mend-backport": "psrt.mendBackport",
  close: "psrt.completeTicket",
};
