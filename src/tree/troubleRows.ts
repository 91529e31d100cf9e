import { isOffline, shownAsOf, type Board, type RepositoryReading } from "../ticket/board.ts";
import { clockTime } from "../ticket/botSchedule.ts";
import { fullName } from "../ticket/repositoryName.ts";
import type { Row } from "./row.ts";

/** A row for each repository that could not be read, with what to do about it. */
export function troubleRows(board: Board, now: Date): readonly Row[] {
  if (isOffline(board)) return [offlineRow(board, now)];
  return board.readings.flatMap((reading) => troubleRow(reading, now));
}

function troubleRow({ repository, trouble, stale }: RepositoryReading, now: Date): readonly Row[] {
  const problem = trouble ?? stale?.trouble;
  if (problem === undefined) return [];
  const signIn = problem.signIn === true;
  const asOf = stale === undefined ? [] : [`as of ${instantWords(stale.asOf, now)}`];
  return [
    {
      id: `trouble ${fullName(repository)}`,
      label: fullName(repository),
      // What helps stands first: a narrow side bar shows no more.
      description: [...(signIn ? ["sign in again"] : asOf), problem.message].join(" · "),
      tooltip: `${problem.message}\n${problem.next}`,
      icon: "error",
      color: "list.errorForeground",
      command: signIn
        ? { id: "psrt.signIn", title: "Sign In" }
        : { id: "psrt.refresh", title: "Read Again" },
      capabilities: [],
      children: [],
    },
  ];
}

function offlineRow(board: Board, now: Date): Row {
  const hasTickets = board.readings.some(({ tickets }) => tickets !== undefined);
  const asOf = `as of ${instantWords(shownAsOf(board), now)}`;
  return {
    id: "offline",
    label: hasTickets ? `Offline, ${asOf}` : "Offline",
    description: "GitHub could not be reached",
    tooltip: [
      `GitHub could not be reached at ${instantWords(board.readAt, now)}.`,
      ...(hasTickets ? [`What is shown is ${asOf}.`] : []),
      "Nothing is written until it answers again.",
    ].join("\n"),
    icon: "debug-disconnect",
    color: "list.warningForeground",
    command: { id: "psrt.refresh", title: "Read Again" },
    capabilities: [],
    children: [],
  };
}

/** "12:03", or "2026-11-22 12:03" on another day, in the person's own time zone. */
function instantWords(instant: Date, now: Date): string {
  const day = localDay(instant);
  return [...(day === localDay(now) ? [] : [day]), clockTime(instant)].join(" ");
}

function localDay(instant: Date): string {
  const parts = [instant.getFullYear(), instant.getMonth() + 1, instant.getDate()];
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
}
