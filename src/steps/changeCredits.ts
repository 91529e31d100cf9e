import { setTimeout as sleep } from "node:timers/promises";
import { HumanError, messageOf } from "../base/errors.ts";
import {
  changeRoles,
  creditOf,
  creditWords,
  holds,
  lostCredits,
  lostWords,
  returnOf,
  type ChangedCredits,
  type CreditEntry,
  type Credits,
  type LostCredit,
  type RoleChange,
} from "../ticket/credits.ts";
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

export interface CreditPorts {
  readonly credits: CreditsPort;
  readonly ask: Ask;
  /** How the time between a write and its check passes; the machine's timer when left out. */
  readonly pause?: (milliseconds: number) => Promise<void>;
}

/** What was changed, and what became of others' credits meanwhile. */
export interface CreditsOutcome {
  /** False when everything was so already, and nobody was asked. */
  readonly changed: boolean;
  /** The change that takes this one back. */
  readonly undo: readonly RoleChange[];
  readonly lost: readonly LostCredit[];
}

/** What a change is about, in the words of its question. */
export interface Wanted {
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

/** The one that the person was shown, the one after their yes, and one after each write. */
type Readings = [shown: CreditsReading, agreed: CreditsReading, ...after: CreditsReading[]];

/**
 * Asks, reads again, writes the whole list, waits and compares; once more when the write was
 * overwritten. Reading right before each write leaves others one round trip in which a change of
 * theirs to another credit could be overwritten unseen.
 */
export async function changeCredits(
  { credits, ask, pause = (time) => sleep(time) }: CreditPorts,
  ref: TicketRef,
  shown: CreditsReading,
  changes: readonly RoleChange[],
  wanted: Wanted,
  signal: AbortSignal | undefined,
  recheck: (reading: CreditsReading) => void = () => undefined,
): Promise<CreditsOutcome | undefined> {
  const undo = changes.map(({ login, from, to }) => ({ login, from: to, to: from }));
  const entries = requireWritable(changeRoles(shown, changes), ref);
  if (entries === undefined) return { changed: false, undo, lost: [] };
  if (!(await ask.confirm(planOf(ref, shown, entries, changes, wanted), signal))) return undefined;

  const readings: Readings = [shown, await readOpen({ credits }, ref, signal)];
  try {
    await write({ credits, pause }, ref, readings, changes, recheck);
  } catch (error) {
    throw withLost(error, lostCredits(readings, changes));
  }
  return { changed: true, undo, lost: lostCredits(readings, changes) };
}

/**
 * Puts back credits that somebody else's list has taken. Nobody can tell whether it was older than
 * them or left them out on purpose, so the person decides.
 *
 * @returns undefined when the person said no.
 * @throws {HumanError}
 */
export async function returnCredits(
  ports: CreditPorts,
  ref: TicketRef,
  { lost }: Pick<CreditsOutcome, "lost">,
  signal?: AbortSignal,
): Promise<CreditsOutcome | undefined> {
  const reading = await readOpen(ports, ref, signal);
  const wanted = { title: `Put the lost credits of ${ref.ghsaId} back?`, yes: "Put Back" };
  return changeCredits(ports, ref, reading, returnOf(lost, reading), wanted, signal);
}

/**
 * Writes until the list has what is wanted.
 *
 * @param readings Each further one is added.
 */
async function write(
  { credits, pause }: Required<Omit<CreditPorts, "ask">>,
  ref: TicketRef,
  readings: Readings,
  changes: readonly RoleChange[],
  recheck: (reading: CreditsReading) => void,
): Promise<void> {
  let reading = readings[1];
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (!holds(reading, changes)) recheck(reading);
    const next = requireWritable(changeRoles(reading, changes), ref);
    if (next === undefined) return;
    // From here on nothing is cancelled: a write on its way would be left unchecked.
    const refusal = await attempt(() => credits.write(ref, next));
    await pause(SETTLED_AFTER);
    reading = await readBack(credits, ref);
    readings.push(reading);
    if (holds(reading, changes)) return;
    if (refusal !== undefined) throw refusal.error;
  }
  throw new HumanError(
    `The credits of ${ref.ghsaId} were overwritten by somebody else twice, right after they were changed.`,
    "Look at them on GitHub, then try again in a minute.",
  );
}

/** A failure hides no credit that others' older lists have taken meanwhile. */
function withLost(error: unknown, lost: readonly LostCredit[]): unknown {
  if (lost.length === 0 || !(error instanceof HumanError)) return error;
  return new HumanError(
    `${error.message} Somebody else changed these credits meanwhile: ${lostWords(lost)}.`,
    "Look at them on GitHub, and try again.",
    { cause: error },
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

export async function readOpen(
  { credits }: Pick<CreditPorts, "credits">,
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

export function unwritable({ ghsaId }: TicketRef): HumanError {
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
