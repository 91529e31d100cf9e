import { plainLine } from "../base/plainLine.ts";
import type { Capability } from "../editor/contributions.ts";
import type { CommandId } from "../editor/commandTable.ts";
import type { Board } from "../ticket/board.ts";
import { isCoordinatedBy } from "../ticket/coordinator.ts";
import { deadlineWords, disclosureDeadline, type Deadline } from "../ticket/deadline.ts";
import { nextStep, type NextStep } from "../ticket/simpleStep.ts";
import { projectOf } from "../ticket/project.ts";
import type { TicketRecord } from "../ticket/record.ts";
import { fullName } from "../ticket/repositoryName.ts";
import { ticketKey, type Ticket } from "../ticket/ticket.ts";
import { duplicateRows } from "./duplicateRows.ts";
import type { Row } from "./row.ts";
import { troubleRows } from "./troubleRows.ts";

type Group = "yours" | "waiting" | "done";

const GROUPS: readonly (readonly [Group, string])[] = [
  ["yours", "Your Move"],
  ["waiting", "Waiting"],
  ["done", "Done"],
];

/** The tickets that the signed-in person coordinates, by what must happen; troubles on top. */
export function myTicketRows(board: Board, now: Date): readonly Row[] {
  const mine = board.readings
    .flatMap(({ tickets }) => tickets ?? [])
    .filter((ticket) => isCoordinatedBy(ticket, board.login))
    .map((ticket) => {
      const record = board.records.get(ticketKey(ticket)) ?? {};
      return { ticket, step: nextStep(ticket, record) };
    })
    .sort((a, b) => a.ticket.createdAt.getTime() - b.ticket.createdAt.getTime());
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
  return [...troubleRows(board, now), ...groups];
}

/** A ticket's row with its details, as every view shows it. */
export function rowOfTicket(ticket: Ticket, board: Board, now: Date): Row {
  const record = board.records.get(ticketKey(ticket)) ?? {};
  const row = ticketRow(ticket, record, nextStep(ticket, record), now);
  return { ...row, children: [...row.children, ...duplicateRows(ticket, board)] };
}

/** How many tickets wait for the signed-in person. */
export function countYourMove(board: Board): number {
  return board.readings
    .flatMap(({ tickets }) => tickets ?? [])
    .filter((ticket) => isCoordinatedBy(ticket, board.login))
    .filter((ticket) => {
      const record = board.records.get(ticketKey(ticket)) ?? {};
      return nextStep(ticket, record).whose === "you";
    }).length;
}

function groupOf({ whose }: NextStep): Group {
  return whose === "you" ? "yours" : whose === "others" ? "waiting" : "done";
}

const COLORS: Readonly<Record<Deadline["urgency"], string | undefined>> = {
  calm: undefined,
  soon: "list.warningForeground",
  over: "list.errorForeground",
};

function ticketRow(ticket: Ticket, record: TicketRecord, step: NextStep, now: Date): Row {
  const done = step.whose === "nobody";
  const deadline = disclosureDeadline(ticket.createdAt, now);
  const color = done ? undefined : COLORS[deadline.urgency];
  const facts = [
    ticket.state,
    ticket.cveId ?? "no CVE",
    ticket.severity ?? "no severity",
    ...(done ? [] : [deadlineWords(deadline)]),
  ];
  const project = projectOf(ticket.repository)?.name ?? fullName(ticket.repository);
  return {
    id: `ticket ${ticketKey(ticket)}`,
    label: plain(ticket.title) || ticket.ghsaId,
    description: [...facts, ...(done ? [] : [`→ ${step.words}`])].join(" · "),
    tooltip: [
      "EMBARGOED",
      plain(ticket.title),
      `${project} · ${ticket.ghsaId} · ${facts.join(" · ")}`,
      `Reported ${day(ticket.createdAt)}; the 90 days end ${day(deadline.at)}.`,
      `Next: ${step.words}.`,
    ].join("\n"),
    icon: done ? "pass" : step.whose === "you" ? "shield" : "clock",
    ...(color !== undefined && { color }),
    capabilities: capabilitiesOf(ticket, record),
    ticket: { repository: ticket.repository, ghsaId: ticket.ghsaId },
    children: detailRows(ticket, record, step, deadline),
  };
}

function detailRows(
  ticket: Ticket,
  record: TicketRecord,
  step: NextStep,
  deadline: Deadline,
): readonly Row[] {
  const { repository, ghsaId, state } = ticket;
  const command = STEP_COMMANDS[step.id];
  const { privateClone, publicBranch } = record;
  const details: readonly (Omit<Row, "id" | "capabilities" | "children" | "ticket"> | undefined)[] =
    [
      {
        label: "Report and comments",
        description: `${ghsaId} · ${fullName(repository)} · ${state}`,
        icon: "book",
        command: { id: "psrt.readTicket", title: "Read the Ticket" },
      },
      step.whose === "nobody"
        ? undefined
        : {
            label: step.words,
            description: "next step",
            icon: step.whose === "you" ? "arrow-right" : "clock",
            ...(command !== undefined && { command: { id: command, title: step.words } }),
          },
      { label: ticket.cveId ?? "No CVE id yet", icon: "tag" },
      {
        label: ticket.cvssV4 ?? (ticket.cvssV3 === null ? "Not scored" : "v3: rescore"),
        description: ticket.severity ?? "no severity",
        icon: "dashboard",
        command: { id: "psrt.openAdvisoryForm", title: "Open the Advisory Form" },
      },
      {
        label:
          step.whose === "nobody" ? `Reported ${day(ticket.createdAt)}` : deadlineWords(deadline),
        description: `until ${day(deadline.at)}`,
        icon: "calendar",
      },
      privateClone === undefined
        ? undefined
        : {
            label: "Private clone",
            description: privateClone,
            icon: "lock",
            command: { id: "psrt.openPrivateClone", title: "Open the Private Clone" },
          },
      publicBranch === undefined
        ? undefined
        : {
            label: publicBranch.name,
            description:
              publicBranch.pushedTo === undefined
                ? "public branch, not pushed"
                : `public branch, pushed to ${publicBranch.pushedTo}`,
            icon: "git-branch",
            command: { id: "psrt.showPublicCommit", title: "Show the Public Commit" },
          },
    ];
  const ref = { repository, ghsaId };
  return details
    .filter((detail) => detail !== undefined)
    .map((detail, index) => ({
      ...detail,
      id: `detail ${index} ${ticketKey(ticket)}`,
      capabilities: [],
      ticket: ref,
      children: [],
    }));
}

const STEP_COMMANDS: Readonly<Record<NextStep["id"], CommandId | undefined>> = {
  determine: "psrt.openOnGitHub",
  "await-bot": undefined,
  "await-fork": "psrt.createFork",
  clone: "psrt.clonePrivateFork",
  "apply-patch": "psrt.applyPatch",
  push: "psrt.pushPublicBranch",
  score: "psrt.openAdvisoryForm",
  "open-pull-request": "psrt.openComparison",
  none: undefined,
};

function capabilitiesOf(
  { state, privateFork, repository }: Ticket,
  { privateClone, publicBranch }: TicketRecord,
): readonly Capability[] {
  const found: Capability[] = ["ticket"];
  const isOpen = state === "draft" || state === "triage";
  const isProject = projectOf(repository) !== undefined;
  if (isOpen && privateFork === null) found.push("canCreateFork");
  if (isOpen && isProject && privateFork !== null) found.push("canClone", "canApply");
  if (privateClone !== undefined) found.push("canOpenClone");
  if (publicBranch !== undefined) {
    found.push("canShowCommit", publicBranch.pushedTo === undefined ? "canPush" : "canCompare");
  }
  if (isOpen) found.push("canEditAdvisory");
  return found;
}

function plain(title: string): string {
  return plainLine(title).slice(0, 300);
}

/** "2026-11-23", in UTC. */
function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
