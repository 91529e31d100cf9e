import { setTimeout as sleep } from "node:timers/promises";
import { HumanError, messageOf } from "../base/errors.ts";
import {
  changeRoles,
  creditOf,
  creditTypeOf,
  creditWords,
  holds,
  lostCredits,
  type ChangedCredits,
  type CreditEntry,
  type Credits,
  type LostCredit,
  type RoleChange,
} from "../ticket/credits.ts";
import { commentText } from "../ticket/comment.ts";
import { coordinatorsOf, isCoordinatedBy } from "../ticket/coordinator.ts";
import { sameLogin } from "../ticket/login.ts";
import { fullName } from "../ticket/repositoryName.ts";
import type { TicketRef, TicketState } from "../ticket/ticket.ts";
import type { Ask, Plan, PlannedWrite } from "./ports.ts";

export interface CreditsReading extends Credits {
  readonly state: TicketState;
}

export interface CreditsPort {
  read(ref: TicketRef, signal?: AbortSignal): Promise<CreditsReading>;
  /** Replaces the whole list. */
  write(ref: TicketRef, entries: readonly CreditEntry[]): Promise<void>;
}

export interface CoordinatorPorts {
  readonly credits: CreditsPort;
  readonly ask: Ask;
  /** How the time between a write and its check passes; the machine's timer when left out. */
  readonly pause?: (milliseconds: number) => Promise<void>;
}

/** What was changed, and what became of others' credits meanwhile. */
export interface CoordinatorOutcome {
  /** False when everything was so already, and nobody was asked. */
  readonly changed: boolean;
  /** The change that takes this one back. */
  readonly undo: readonly RoleChange[];
  readonly lost: readonly LostCredit[];
}

/** What a change is about, in the words of its question. */
interface Wanted {
  readonly title: string;
  readonly yes: string;
  /** Stands under the list of credits. */
  readonly remark?: string;
  /** What else the same yes is for. */
  readonly also?: readonly PlannedWrite[];
}

/**
 * GitHub takes the list of credits whole and on no condition, so whoever reads before our write and
 * writes after it undoes it. Looking again after longer than anybody takes between the two, in
 * milliseconds, sees that.
 */
export const SETTLED_AFTER = 2_000;

const TRIES = 2;

/**
 * Makes `login` the coordinator of a ticket that has none.
 *
 * @returns undefined when the person said no.
 * @throws {HumanError} when somebody else coordinates it, or the credits can't be changed safely.
 */
export async function takeTicket(
  ports: CoordinatorPorts,
  ref: TicketRef,
  login: string,
  signal?: AbortSignal,
): Promise<CoordinatorOutcome | undefined> {
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
  return change(ports, ref, reading, changes, wanted, signal, (again) => {
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
  ports: CoordinatorPorts,
  ref: TicketRef,
  from: string,
  to: string,
  also: readonly PlannedWrite[] = [],
  signal?: AbortSignal,
): Promise<CoordinatorOutcome | undefined> {
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
  return change(ports, ref, reading, changes, wanted, signal);
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
  ports: CoordinatorPorts,
  ref: TicketRef,
  login: string,
  signal?: AbortSignal,
): Promise<CoordinatorOutcome | undefined> {
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
  return change(ports, ref, reading, changes, wanted, signal);
}

/**
 * Takes back what was just changed, as long as nobody has changed the same roles since.
 *
 * @returns undefined when the person said no.
 * @throws {HumanError}
 */
export async function undoCoordinator(
  ports: CoordinatorPorts,
  ref: TicketRef,
  { undo }: Pick<CoordinatorOutcome, "undo">,
  signal?: AbortSignal,
): Promise<CoordinatorOutcome | undefined> {
  const reading = await readOpen(ports, ref, signal);
  const wanted = { title: `Undo the change of coordinator of ${ref.ghsaId}?`, yes: "Undo" };
  return change(ports, ref, reading, undo, wanted, signal);
}

/**
 * Asks, reads again, writes the whole list, waits and compares; once more when the write was
 * overwritten. Reading right before each write leaves others one round trip in which a change of
 * theirs to another credit could be overwritten unseen.
 */
async function change(
  { credits, ask, pause = (time) => sleep(time) }: CoordinatorPorts,
  ref: TicketRef,
  shown: CreditsReading,
  changes: readonly RoleChange[],
  wanted: Wanted,
  signal: AbortSignal | undefined,
  recheck: (reading: CreditsReading) => void = () => undefined,
): Promise<CoordinatorOutcome | undefined> {
  const undo = changes.map(({ login, from, to }) => ({ login, from: to, to: from }));
  const entries = requireWritable(changeRoles(shown, changes), ref);
  if (entries === undefined) return { changed: false, undo, lost: [] };
  if (!(await ask.confirm(planOf(ref, shown, entries, changes, wanted), signal))) return undefined;

  let reading = await readOpen({ credits }, ref, signal);
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (!holds(reading, changes)) recheck(reading);
    const next = requireWritable(changeRoles(reading, changes), ref);
    if (next === undefined) {
      return { changed: true, undo, lost: lostCredits(shown, reading, changes) };
    }
    // From here on nothing is cancelled: a write on its way would be left unchecked.
    const refusal = await attempt(() => credits.write(ref, next));
    await pause(SETTLED_AFTER);
    const after = await readBack(credits, ref);
    if (holds(after, changes)) {
      return { changed: true, undo, lost: lostCredits(reading, after, changes) };
    }
    if (refusal !== undefined) throw refusal.error;
    reading = after;
  }
  throw new HumanError(
    `The credits of ${ref.ghsaId} were overwritten by somebody else twice, right after they were changed.`,
    "Look at them on GitHub, then try again in a minute.",
  );
}

async function attempt(work: () => Promise<void>): Promise<{ error: unknown } | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return { error };
  }
}

async function readOpen(
  { credits }: Pick<CoordinatorPorts, "credits">,
  ref: TicketRef,
  signal: AbortSignal | undefined,
): Promise<CreditsReading> {
  const reading = await credits.read(ref, signal);
  if (reading.state === "triage" || reading.state === "draft") return reading;
  throw new HumanError(
    `${ref.ghsaId} is ${reading.state}, so its coordinator is not changed any more.`,
    "Read the tickets again to see where it stands.",
  );
}

async function readBack(credits: CreditsPort, ref: TicketRef): Promise<CreditsReading> {
  try {
    return await credits.read(ref);
  } catch (error) {
    throw new HumanError(
      `The credits of ${ref.ghsaId} were written, but could not be read back: ${messageOf(error)}`,
      "Do it again: what GitHub has already is not written twice.",
      { cause: error },
    );
  }
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

/** @returns undefined when nothing is to be written. @throws {HumanError} */
function requireWritable(
  changed: ChangedCredits,
  ref: TicketRef,
): readonly CreditEntry[] | undefined {
  switch (changed.kind) {
    case "done":
      return undefined;
    case "write":
      return changed.entries;
    case "conflict": {
      const { login, found } = changed;
      const role = found === undefined ? "no credit" : `the credit “${creditWords(found.type)}”`;
      throw new HumanError(
        `Somebody else has changed the credits of ${ref.ghsaId}: ${login} has ${role} now.`,
        "Nothing was written. Look at the ticket, then begin again.",
      );
    }
    case "unwritable":
      throw unwritable(ref);
  }
}

function unwritable({ ghsaId }: TicketRef): HumanError {
  return new HumanError(
    `${ghsaId} has a credit that can't be written back, because GitHub does not tell whose it is or knows a role that we don't.`,
    "Change the coordinator on the ticket's page on GitHub, so that no credit is lost.",
  );
}

function planOf(
  ref: TicketRef,
  shown: CreditsReading,
  entries: readonly CreditEntry[],
  changes: readonly RoleChange[],
  { title, yes, remark, also = [] }: Wanted,
): Plan {
  const stay = entries.map(({ login, type }) => {
    const before = creditOf(shown, login);
    const news =
      before === undefined
        ? ", new: GitHub asks for their consent"
        : before.type === type
          ? ""
          : `, until now ${creditWords(before.type)}`;
    return `${login}: ${creditWords(type)}${news}`;
  });
  const go = changes
    .filter(({ to }) => to === null)
    .map(({ login, from }) => `${login}: no longer ${creditWords(from ?? "credited")}`);
  const text = [...stay, ...go, ...(remark === undefined ? [] : ["", remark])].join("\n");
  const target = `Credits of ${ref.ghsaId} in ${fullName(ref.repository)}`;
  return { title, writes: [{ target, audience: "REPORTER", text }, ...also], yes };
}
