import { HumanError } from "../base/errors.ts";
import { commentText } from "../ticket/comment.ts";
import { coordinatorsOf, isCoordinatedBy } from "../ticket/coordinator.ts";
import { creditOf, creditTypeOf, creditWords, type RoleChange } from "../ticket/credits.ts";
import { sameLogin } from "../ticket/login.ts";
import { fullName } from "../ticket/repositoryName.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import {
  changeCredits,
  readOpen,
  unwritable,
  type CreditPorts,
  type CreditsOutcome,
  type CreditsReading,
} from "./changeCredits.ts";
import type { PlannedWrite } from "./ports.ts";

/**
 * Makes `login` the coordinator of a ticket that has none.
 *
 * @returns undefined when the person said no.
 * @throws {HumanError} when somebody else coordinates it, or the credits can't be changed safely.
 */
export async function takeTicket(
  ports: CreditPorts,
  ref: TicketRef,
  login: string,
  signal?: AbortSignal,
): Promise<CreditsOutcome | undefined> {
  const reading = await readOpen(ports, ref, signal);
  requireFree(reading, ref, login);
  const own = creditOf(reading, login);
  const from = own === undefined ? null : creditTypeOf(own.type);
  if (from === undefined) throw unwritable(ref);
  const remark =
    own === undefined
      ? undefined
      : `GitHub keeps one role per person: you give up your credit as ${creditWords(own.type)}.`;
  const wanted = {
    title: `Take ${ref.ghsaId}?`,
    yes: "Take",
    ...(remark !== undefined && { remark }),
  };
  const changes = [{ login, from, to: "coordinator" as const }];
  return changeCredits(ports, ref, reading, changes, wanted, signal, (again) => {
    requireFree(again, ref, login);
  });
}

/**
 * Hands the role from one coordinator to another.
 *
 * @param also what else is written on the same yes, after the role is handed over.
 * @returns undefined when the person said no.
 * @throws {HumanError} when `from` is no coordinator, or `to` has another role or has declined it.
 */
export async function delegateTicket(
  ports: CreditPorts,
  ref: TicketRef,
  from: string,
  to: string,
  also: readonly PlannedWrite[] = [],
  signal?: AbortSignal,
): Promise<CreditsOutcome | undefined> {
  const reading = await readOpen(ports, ref, signal);
  requireCoordinator(reading, ref, from);
  if (sameLogin(from, to)) {
    throw new HumanError(`${to} coordinates ${ref.ghsaId} already.`, "Choose another member.");
  }
  const theirs = creditOf(reading, to);
  if (theirs !== undefined && theirs.type !== "coordinator") {
    throw new HumanError(
      `${to} is credited as ${creditWords(theirs.type)} on ${ref.ghsaId}, and GitHub keeps one role per person.`,
      `Choose another member, or let ${to} take the ticket, which gives that credit up.`,
    );
  }
  if (theirs?.state === "declined") {
    throw new HumanError(
      `${to} has declined to coordinate ${ref.ghsaId}.`,
      "Choose another member.",
    );
  }
  const changes: readonly RoleChange[] = [
    { login: from, from: "coordinator", to: null },
    ...(theirs === undefined ? [{ login: to, from: null, to: "coordinator" as const }] : []),
  ];
  const wanted = { title: `Hand ${ref.ghsaId} to ${to}?`, yes: "Hand Over", also };
  return changeCredits(ports, ref, reading, changes, wanted, signal);
}

/** A handover note as part of the plan; `sendComment` sends it once the role is handed over. */
export function handoverNote({ ghsaId, repository }: TicketRef, note: string): PlannedWrite {
  return {
    target: `Comment on ${ghsaId} in ${fullName(repository)}: the reporter will see this and get a mail`,
    audience: "REPORTER",
    text: commentText(note),
  };
}

/**
 * Gives the role up with nobody in its place.
 *
 * @returns undefined when the person said no.
 * @throws {HumanError}
 */
export async function handBackTicket(
  ports: CreditPorts,
  ref: TicketRef,
  login: string,
  signal?: AbortSignal,
): Promise<CreditsOutcome | undefined> {
  const reading = await readOpen(ports, ref, signal);
  requireCoordinator(reading, ref, login);
  const others = coordinatorsOf(reading).some((each) => !sameLogin(each, login));
  const wanted = {
    title: `Hand ${ref.ghsaId} back?`,
    yes: "Hand Back",
    ...(!others && {
      remark:
        "The ticket goes back to the queue. Who can't go on hands the role to another member, " +
        "says the handbook: “Delegate” does that.",
    }),
  };
  const changes = [{ login, from: "coordinator" as const, to: null }];
  return changeCredits(ports, ref, reading, changes, wanted, signal);
}

/**
 * Takes back what was just changed, as long as nobody has changed the same roles since.
 *
 * @returns undefined when the person said no.
 * @throws {HumanError}
 */
export async function undoCoordinator(
  ports: CreditPorts,
  ref: TicketRef,
  { undo }: Pick<CreditsOutcome, "undo">,
  signal?: AbortSignal,
): Promise<CreditsOutcome | undefined> {
  const reading = await readOpen(ports, ref, signal);
  const wanted = { title: `Undo the change of coordinator of ${ref.ghsaId}?`, yes: "Undo" };
  return changeCredits(ports, ref, reading, undo, wanted, signal);
}

/** @throws {HumanError} */
function requireFree(reading: CreditsReading, ref: TicketRef, login: string): void {
  const others = coordinatorsOf(reading).filter((each) => !sameLogin(each, login));
  if (others.length > 0 && !isCoordinatedBy(reading, login)) {
    throw new HumanError(
      `${ref.ghsaId} is coordinated by ${others.join(" and ")}.`,
      "Ask them to delegate it to you.",
    );
  }
  const own = creditOf(reading, login);
  if (own?.type === "coordinator" && own.state === "declined") {
    throw new HumanError(
      `You have declined to coordinate ${ref.ghsaId}, and only you can change that on GitHub.`,
      "Open the ticket on GitHub and accept the credit there, or let another member take it.",
    );
  }
}

/** @throws {HumanError} */
function requireCoordinator(reading: CreditsReading, ref: TicketRef, login: string): void {
  if (isCoordinatedBy(reading, login)) return;
  throw new HumanError(
    `${login} does not coordinate ${ref.ghsaId} any more.`,
    "Read the tickets again to see who does.",
  );
}
