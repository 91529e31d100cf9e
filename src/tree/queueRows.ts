import { DAY_MS } from "../base/clock.ts";
import type { Board } from "../ticket/board.ts";
import { coordinatorsOf, isCoordinatedBy } from "../ticket/coordinator.ts";
import { endedAt } from "../ticket/ended.ts";
import { IDLE_DAYS, idleTime, idleWords, shortIdle, type Idle } from "../ticket/idle.ts";
import type { Ticket } from "../ticket/ticket.ts";
import type { Row } from "./row.ts";
import { rowOfTicket } from "./ticketRow.ts";
import { troubleRows } from "./troubleRows.ts";

/** Tickets that have ended stay on show for this many days. */
const FINISHED_DAYS = 30;

/**
 * What the others have: tickets without coordinator first, the longest idle on top; then each
 * coordinator's; then what has ended lately, the person's own with it. Troubles are above all.
 */
export function queueRows(board: Board, now: Date): readonly Row[] {
  const tickets = board.readings.flatMap(({ tickets }) => tickets ?? []);
  const open = tickets.filter(
    (ticket) => endedAt(ticket) === undefined && !isCoordinatedBy(ticket, board.login),
  );
  return [
    ...troubleRows(board, now),
    ...waitingGroup(open, board, now),
    ...coordinatorGroups(open, board, now),
    ...finishedGroup(tickets, board, now),
  ];
}

function waitingGroup(open: readonly Ticket[], board: Board, now: Date): readonly Row[] {
  const waiting = open
    .filter((ticket) => coordinatorsOf(ticket).length === 0)
    .sort((a, b) => a.updatedAt.getTime() - b.updatedAt.getTime());
  const rows = waiting.map((ticket) => waitingRow(ticket, board, now));
  return group("waiting", "No Coordinator", rows, { open: true });
}

const COLORS: Readonly<Record<Idle["urgency"], string | undefined>> = {
  calm: undefined,
  soon: "list.warningForeground",
  over: "list.errorForeground",
};

function waitingRow(ticket: Ticket, board: Board, now: Date): Row {
  const row = rowOfTicket(ticket, board, now);
  const idle = idleTime(ticket.updatedAt, now);
  const end = `${idle.at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const ended = idle.left < 0 ? "ended" : "end";
  return {
    ...row,
    // New reports are in triage: only another state is told, behind what a narrow side bar shows.
    description: [shortIdle(idle), ...(ticket.state === "triage" ? [] : [ticket.state])].join(
      " · ",
    ),
    spoken: [row.spoken ?? row.label, idleWords(idle)].join(", "),
    tooltip: [
      row.tooltip,
      sentence(idleWords(idle)),
      `The ${IDLE_DAYS} days without coordinator ${ended} ${end}.`,
    ].join("\n"),
    icon: board.isMember ? "person-add" : "clock",
    color: COLORS[idle.urgency],
  };
}

function coordinatorGroups(open: readonly Ticket[], board: Board, now: Date): readonly Row[] {
  const byCoordinators = new Map<string, Ticket[]>();
  for (const ticket of open) {
    const names = [...coordinatorsOf(ticket)].sort(byName).join(", ");
    if (names === "") continue;
    const members = byCoordinators.get(names) ?? [];
    byCoordinators.set(names, [...members, ticket]);
  }
  return [...byCoordinators]
    .sort(([a], [b]) => byName(a, b))
    .flatMap(([names, tickets]) => {
      tickets.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
      const rows = tickets.map((ticket) => rowOfTicket(ticket, board, now));
      return group(`of ${names}`, names, rows, { open: true });
    });
}

function finishedGroup(tickets: readonly Ticket[], board: Board, now: Date): readonly Row[] {
  const since = now.getTime() - FINISHED_DAYS * DAY_MS;
  const rows = tickets
    .flatMap((ticket) => {
      const end = endedAt(ticket)?.getTime() ?? 0;
      return end >= since ? [{ ticket, end }] : [];
    })
    .sort((a, b) => b.end - a.end)
    .map(({ ticket }) => rowOfTicket(ticket, board, now));
  return group("finished", "Finished", rows, { note: `in the last ${FINISHED_DAYS} days` });
}

/** No row at all for a group without members. */
function group(
  id: string,
  label: string,
  children: readonly Row[],
  { open = false, note }: { open?: boolean; note?: string },
): readonly Row[] {
  if (children.length === 0) return [];
  const description = [String(children.length), note].filter((part) => part !== undefined);
  return [
    {
      id: `group ${id}`,
      label,
      description: description.join(" "),
      open,
      capabilities: [],
      children,
    },
  ];
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function byName(a: string, b: string): number {
  return a.toLowerCase() < b.toLowerCase() ? -1 : 1;
}
