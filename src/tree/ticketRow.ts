import type { Board } from "../ticket/board.ts";
import { checklist } from "../ticket/checklist.ts";
import { codeSigningWords } from "../ticket/codeSigning.ts";
import {
  day,
  deadlineWords,
  disclosureDeadline,
  shortDeadline,
  type Deadline,
} from "../ticket/deadline.ts";
import { isUnderWay } from "../ticket/landing.ts";
import { stageWords } from "../ticket/landingWords.ts";
import { nextStepOf, type NextStep } from "../ticket/nextStep.ts";
import { projectOf } from "../ticket/project.ts";
import { BUILT_IN_DATE } from "../ticket/releaseBranches.ts";
import { fullName } from "../ticket/repositoryName.ts";
import { ticketKey, type Ticket } from "../ticket/ticket.ts";
import { factsOf, type TicketFacts } from "../ticket/ticketFacts.ts";
import { capabilitiesOf } from "./capabilities.ts";
import { checklistRows } from "./checklistRows.ts";
import { checkRows } from "./checkRows.ts";
import { duplicateRows } from "./duplicateRows.ts";
import { privatePullRows } from "./privatePullRows.ts";
import { roleCapabilities } from "./roleCapabilities.ts";
import type { Row } from "./row.ts";
import { shortTitle, titleOf } from "./title.ts";

const COLORS: Readonly<Record<Deadline["urgency"], string | undefined>> = {
  calm: undefined,
  soon: "list.warningForeground",
  over: "list.errorForeground",
};

/** A ticket's row with its checklist and details, as every view shows it. */
export function rowOfTicket(ticket: Ticket, board: Board, now: Date): Row {
  const facts = factsOf(board, ticket);
  const list = checklist(facts, now);
  const step = nextStepOf(list);
  const done = step.whose === "nobody";
  const deadline = disclosureDeadline(ticket.createdAt, now);
  const color = done ? undefined : COLORS[deadline.urgency];
  const project = projectOf(ticket.repository)?.name ?? fullName(ticket.repository);
  const marks = [
    `${project} ${ticket.ghsaId}`,
    ticket.state,
    ticket.cveId ?? "no CVE",
    ticket.severity ?? "no severity",
  ].join(" · ");
  // What stands first is all that a narrow side bar shows.
  const description = done ? ticket.state : `${shortDeadline(deadline)} · ${step.words}`;
  return {
    id: `ticket ${ticketKey(ticket)}`,
    label: shortTitle(ticket),
    description,
    tooltip: [
      "EMBARGOED",
      titleOf(ticket),
      marks,
      `Reported ${day(ticket.createdAt)}; the 90 days end ${day(deadline.at)}.`,
      `Next: ${step.words}.`,
    ].join("\n"),
    spoken: [
      titleOf(ticket),
      ...(done ? [ticket.state] : [deadlineWords(deadline), step.words]),
      marks,
    ].join(", "),
    icon: done ? "pass" : step.whose === "you" ? "shield" : "clock",
    ...(color !== undefined && { color }),
    capabilities: [...capabilitiesOf(facts), ...roleCapabilities(ticket, board)],
    ticket: { repository: ticket.repository, ghsaId: ticket.ghsaId },
    children: [
      ...checklistRows(facts, list, step, now),
      ...privatePullRows(facts),
      ...checkRows(facts),
      ...detailRows(facts, step, deadline),
      ...duplicateRows(ticket, board),
    ],
  };
}

function detailRows(
  { ticket, record, road }: TicketFacts,
  step: NextStep,
  deadline: Deadline,
): readonly Row[] {
  const { repository, ghsaId, state } = ticket;
  const { privateClone, publicBranch, landing } = record;
  const details: readonly (Omit<Row, "capabilities" | "children" | "ticket"> | undefined)[] = [
    {
      id: "report",
      label: "Report and comments",
      description: `${ghsaId} · ${fullName(repository)} · ${state}`,
      icon: "book",
      command: { id: "psrt.readTicket", title: "Read the Ticket" },
    },
    record.codeSigning === undefined
      ? undefined
      : {
          id: "code-signing",
          label: "Code-signing report",
          description: codeSigningWords(record.codeSigning),
          icon: "verified",
          command: { id: "psrt.codeSigning", title: "Open the Checklist" },
        },
    {
      id: "deadline",
      label:
        step.whose === "nobody" ? `Reported ${day(ticket.createdAt)}` : deadlineWords(deadline),
      description: `until ${day(deadline.at)}`,
      icon: "calendar",
    },
    privateClone === undefined
      ? undefined
      : {
          id: "clone",
          label: "Private clone",
          description: privateClone,
          icon: "lock",
          command: { id: "psrt.openPrivateClone", title: "Open the Private Clone" },
        },
    publicBranch !== undefined || !isUnderWay(landing)
      ? undefined
      : {
          id: "landing",
          label: `Landing ${landing.branch}`,
          description: stageWords(landing),
          icon: "git-merge",
          command: { id: "psrt.continueLanding", title: "Continue Landing" },
        },
    publicBranch === undefined
      ? undefined
      : {
          id: "branch",
          label: publicBranch.name,
          description:
            publicBranch.pushedTo === undefined
              ? "public branch, not pushed"
              : `public branch, pushed to ${publicBranch.pushedTo}`,
          icon: "git-branch",
          command: { id: "psrt.showPublicCommit", title: "Show the Public Commit" },
        },
    road?.releases.source !== "built-in" || projectOf(repository)?.backports !== true
      ? undefined
      : {
          id: "branches",
          label: `Release branches of ${BUILT_IN_DATE}`,
          description: "the live list could not be read",
          icon: "info",
        },
  ];
  return details
    .filter((detail) => detail !== undefined)
    .map((detail) => ({
      ...detail,
      id: `${detail.id} ${ticketKey(ticket)}`,
      capabilities: [],
      ticket: { repository, ghsaId },
      children: [],
    }));
}
