import { HumanError } from "../base/errors.ts";
import type { Clock } from "../base/clock.ts";
import { silentProgress, type Progress } from "../base/progress.ts";
import { GitHubError } from "../github/gitHubError.ts";
import { isBotOverdue, nextBotRun } from "../ticket/botSchedule.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { Rights } from "../ticket/rights.ts";
import type { Ticket, TicketRef } from "../ticket/ticket.ts";
import type { Ask, Plan, Records } from "./ports.ts";

export interface CreatePrivateForkPorts {
  readonly advisories: {
    get(ref: TicketRef, signal?: AbortSignal): Promise<Ticket>;
    createFork(ref: TicketRef, signal?: AbortSignal): Promise<RepositoryName>;
  };
  readonly rightsIn: (repository: RepositoryName, signal?: AbortSignal) => Promise<Rights>;
  readonly records: Records;
  readonly ask: Ask;
  readonly clock: Clock;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/** Who makes a ticket's private fork. */
export type ForkMaker =
  /** GitHub has been asked for it, now or before. */
  | { readonly kind: "asked"; readonly fork: RepositoryName }
  /** The person said no. */
  | { readonly kind: "declined" }
  /**
   * The bot at that instant, or an admin before; the person can't, whether tried or known. Overdue
   * once the bot has passed it over, so that an admin must be asked.
   */
  | {
      readonly kind: "bot";
      readonly at: Date;
      readonly overdue: boolean;
      readonly tried: boolean;
    }
  /** An admin; the bot only once the ticket is accepted. */
  | { readonly kind: "admin"; readonly tried: boolean };

/**
 * Asks GitHub for a ticket's private fork where the person may; else says who will make it. The
 * record then tells that it is waited for, until `forkWatch` finds it ready.
 * @param tryAnyway for a security manager, whom GitHub shows only by letting them do it.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function createPrivateFork(
  ports: CreatePrivateForkPorts,
  ref: TicketRef,
  tryAnyway = false,
): Promise<ForkMaker> {
  const { advisories, rightsIn, records, ask, progress = silentProgress, signal } = ports;
  progress.report("Looking at the advisory");
  const [ticket, rights] = await Promise.all([
    advisories.get(ref, signal),
    rightsIn(ref.repository, signal),
  ]);
  requireOpen(ticket);
  const { privateFork } = ticket;
  if (privateFork !== null) return { kind: "asked", fork: privateFork };
  if (!rights.administers && !tryAnyway) return leaveToOthers(ports, ticket, false);
  progress.report("Waiting for your answer");
  if (!(await ask.confirm(planOf(ticket), signal))) return { kind: "declined" };
  progress.report("Asking GitHub for the fork");
  try {
    const fork = await advisories.createFork(ref, signal);
    await records.update(ref, { forkAwaitedSince: ports.clock.now().toISOString() });
    return { kind: "asked", fork };
  } catch (error) {
    // Who could just read the advisory and now gets a 404 lacks the right, too.
    const refused =
      error instanceof GitHubError &&
      (error.reason === "forbidden" || error.reason === "not-found");
    if (!refused) throw error;
    return leaveToOthers(ports, ticket, true);
  }
}

function requireOpen({ state, ghsaId }: Ticket): void {
  if (state === "draft" || state === "triage") return;
  throw new HumanError(
    `${ghsaId} is ${state}: no private fork can be made for it any more.`,
    "Look at the advisory in the browser.",
  );
}

async function leaveToOthers(
  { records, clock }: CreatePrivateForkPorts,
  ticket: Ticket,
  tried: boolean,
): Promise<ForkMaker> {
  const now = clock.now();
  await records.update(ticket, { forkAwaitedSince: now.toISOString() });
  return ticket.state === "draft"
    ? { kind: "bot", at: nextBotRun(now), overdue: isBotOverdue(ticket.updatedAt, now), tried }
    : { kind: "admin", tried };
}

function planOf({ repository, ghsaId }: Ticket): Plan {
  return {
    title: `Create the private fork of ${ghsaId}?`,
    writes: [
      {
        target: `a new private repository beside ${fullName(repository)}`,
        audience: "TEAM",
        text: `A temporary private fork of ${fullName(repository)} for ${ghsaId}. The advisory's collaborators can read it and push to it; nobody else can.`,
      },
    ],
    yes: "Create Fork",
  };
}
