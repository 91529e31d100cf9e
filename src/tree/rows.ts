import type { Board } from "../ticket/board.ts";
import { checklist } from "../ticket/checklist.ts";
import { isCoordinatedBy } from "../ticket/coordinator.ts";
import { endedAt } from "../ticket/ended.ts";
import { isHelpedBy } from "../ticket/helper.ts";
import { nextStepOf, type NextStep } from "../ticket/nextStep.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { factsOf } from "../ticket/ticketFacts.ts";
import type { Row } from "./row.ts";
import { rowOfTicket } from "./ticketRow.ts";
import { troubleRows } from "./troubleRows.ts";

type Group = "yours" | "waiting" | "done";

const GROUPS: readonly (readonly [Group, string])[] = [
  ["yours", "Your Move"],
  ["waiting", "Waiting"],
  ["done", "Done"],
];

/** The tickets that the signed-in person coordinates, by what must happen; troubles on top. */
export function myTicketRows(board: Board, now: Date): readonly Row[] {
  const mine = coordinated(board, now).sort(
    (a, b) => a.ticket.createdAt.getTime() - b.ticket.createdAt.getTime(),
  );
  const groups = GROUPS.flatMap(([group, label]): Row[] => {
    const members = mine.filter(({ step }) => groupOf(step) === group);
    if (members.length === 0) return [];
    return [
      {
        id: `group ${group}`,
        label,
        description: String(members.length),
        open: group !== "done",
        capabilities: [],
        children: members.map(({ ticket }) => rowOfTicket(ticket, board, now)),
      },
    ];
  });
  return [...troubleRows(board, now), ...groups, ...helpedGroup(board, now)];
}

/** The tickets of others that the person was let in to help with. */
function helpedGroup(board: Board, now: Date): readonly Row[] {
  const helped = board.readings
    .flatMap(({ tickets }) => tickets ?? [])
    .filter((ticket) => endedAt(ticket) === undefined && isHelpedBy(ticket, board.login))
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  if (helped.length === 0) return [];
  return [
    {
      id: "group helped",
      label: "You Help With",
      description: String(helped.length),
      open: true,
      capabilities: [],
      children: helped.map((ticket) => rowOfTicket(ticket, board, now)),
    },
  ];
}

/** How many tickets wait for the signed-in person. */
export function countYourMove(board: Board, now: Date): number {
  return coordinated(board, now).filter(({ step }) => step.whose === "you").length;
}

function coordinated(
  board: Board,
  now: Date,
): { readonly ticket: Ticket; readonly step: NextStep }[] {
  return board.readings
    .flatMap(({ tickets }) => tickets ?? [])
    .filter((ticket) => isCoordinatedBy(ticket, board.login))
    .map((ticket) => ({ ticket, step: nextStepOf(checklist(factsOf(board, ticket), now)) }));
}

function groupOf({ whose }: NextStep): Group {
  return whose === "you" ? "yours" : whose === "others" ? "waiting" : "done";
}
