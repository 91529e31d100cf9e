import type { Clock } from "../base/clock.ts";
import { HumanError, throwIfCancelled } from "../base/errors.ts";
import type { AdvisoryPatch } from "../github/advisories.ts";
import type { Advisory } from "../github/advisory.ts";
import { lengthOf, MAX_TITLE } from "../ticket/advisoryChecks.ts";
import { botWait, tagWords, type BotWait } from "../ticket/botOrder.ts";
import { clockTime, nextBotRun } from "../ticket/botSchedule.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import type { Rights } from "../ticket/rights.ts";
import {
  obstacleTo,
  stateChanges,
  type StateChange,
  type StateRoute,
} from "../ticket/stateChange.ts";
import { withTag } from "../ticket/tag.ts";
import type { TicketRef, TicketState } from "../ticket/ticket.ts";
import type { Ask, Plan, Records } from "./ports.ts";
import { isRefused, writeAdvisory, type AdvisoryWriter } from "./writeAdvisory.ts";

export interface ChangeStatePorts {
  readonly advisories: AdvisoryWriter;
  readonly rightsIn: (repository: RepositoryName, signal?: AbortSignal) => Promise<Rights>;
  readonly records: Records;
  readonly ask: Ask;
  readonly clock: Clock;
}

export type StateOutcome =
  | {
      readonly kind: "done";
      readonly state: TicketState;
      readonly before: TicketState;
      /** "nobody" when it was so already. */
      readonly by: "you" | "bot" | "nobody";
    }
  /** The title carries the tag; `isNew` unless it did before. */
  | { readonly kind: "ordered"; readonly wait: BotWait; readonly isNew: boolean }
  | { readonly kind: "declined" };

/** Why the question is asked once more. */
type Again = "refused" | "changed";

/** A ticket that changes under every question is left to its other writers. */
const QUESTIONS = 4;

/**
 * Accepts or closes a ticket: directly where the person administers the repository, else, and where
 * GitHub refuses that, by a tag in the title for the PSRT bot. What changes while the question is
 * open is asked about again; what GitHub has already is not written.
 *
 * @throws {HumanError} for what can't be done now. @throws {CancelledError}
 */
export async function changeState(
  ports: ChangeStatePorts,
  ref: TicketRef,
  change: StateChange,
  signal?: AbortSignal,
): Promise<StateOutcome> {
  const { advisories, rightsIn, ask } = ports;
  const [read, rights] = await Promise.all([
    advisories.get(ref, signal),
    rightsIn(ref.repository, signal),
  ]);
  let advisory = read;
  let route: StateRoute = rights.administers ? "direct" : "bot";
  let again: Again | undefined;
  for (let question = 0; question < QUESTIONS; question += 1) {
    const standing = await standingOf(ports, advisory, change, route, read.state);
    if (standing !== undefined) return standing;
    const plan = planOf(ports.clock.now(), advisory, change, route, again);
    if (!(await ask.confirm(plan, signal))) return { kind: "declined" };
    throwIfCancelled(signal);
    const now = await advisories.get(ref, signal);
    if (now.state !== advisory.state || now.summary !== advisory.summary) {
      advisory = now;
      again = "changed";
      continue;
    }
    try {
      return await write(ports, advisory, change, route);
    } catch (error) {
      if (route === "bot" || !isRefused(error)) throw error;
      route = "bot";
      again = "refused";
    }
  }
  throw new HumanError(
    `${ref.ghsaId} changed each time before your answer could be acted on.`,
    "Look at it on GitHub, then try again in a minute.",
  );
}

/** What is so already, so that nothing has to be written. @throws {HumanError} for an obstacle. */
async function standingOf(
  { records, clock }: ChangeStatePorts,
  advisory: Advisory,
  change: StateChange,
  route: StateRoute,
  before: TicketState,
): Promise<StateOutcome | undefined> {
  const { target } = stateChanges[change];
  const { state } = advisory;
  const obstacle = obstacleTo(advisory, change, route);
  // A draft whose title tells the bot to close it is not simply accepted already.
  if (state === target && (target === "closed" || obstacle === undefined)) {
    return { kind: "done", state, before, by: "nobody" };
  }
  if (obstacle !== undefined) throw new HumanError(obstacle.message, obstacle.next);
  if (route === "direct") return undefined;
  const wait = botWait(advisory, await records.read(advisory), clock.now());
  return wait === undefined ? undefined : { kind: "ordered", wait, isNew: false };
}

async function write(
  { advisories, records, clock }: ChangeStatePorts,
  advisory: Advisory,
  change: StateChange,
  route: StateRoute,
): Promise<StateOutcome> {
  const { tag, target } = stateChanges[change];
  const before = advisory.state;
  const patch: AdvisoryPatch =
    route === "direct" ? { state: target } : { summary: taggedTitle(advisory, change) };
  const after = await writeAdvisory(advisories, advisory, patch, ({ state, tags }) =>
    route === "direct" ? state === target : state === target || tags.includes(tag),
  );
  if (after.state === target) {
    await records.update(advisory, { botOrder: undefined });
    return { kind: "done", state: target, before, by: route === "direct" ? "you" : "bot" };
  }
  const botOrder = { tag, askedAt: clock.now() };
  await records.update(advisory, { botOrder });
  const wait = botWait(after, { botOrder }, clock.now());
  if (wait === undefined) {
    throw new HumanError(
      `${advisory.ghsaId} became ${after.state} while its title was changed.`,
      "Look at it on GitHub.",
    );
  }
  return { kind: "ordered", wait, isNew: true };
}

function planOf(
  now: Date,
  advisory: Advisory,
  change: StateChange,
  route: StateRoute,
  again: Again | undefined,
): Plan {
  const { ghsaId, repository, state } = advisory;
  const { target, tag, words } = stateChanges[change];
  const run = clockTime(nextBotRun(now));
  const why = again === undefined ? "" : whyAgain(again, change);
  const where = `${ghsaId} in ${fullName(repository)}`;
  if (route === "direct") {
    return {
      title: `${change === "accept" ? "Accept" : "Close"} ${ghsaId}?`,
      note:
        change === "accept"
          ? `${why}An accepted ticket can't be taken back to triage. At ${run} the PSRT bot makes the private fork, adds the team and, for CPython, reserves a CVE id.`
          : `${why}GitHub keeps no reason with it: the reporter learns yours by a reply. Whether a closed advisory can be reopened is up to GitHub; if so, as a draft.`,
      writes: [{ target: `State of ${where}`, audience: "REPORTER", text: `${state} → ${target}` }],
      yes: change === "accept" ? "Accept" : "Close",
    };
  }
  return {
    title: `Ask the PSRT bot to ${words.replace(/\bit\b/, ghsaId)}?`,
    note: `${why}The bot acts on ${tagWords([tag])} in the title at ${run}. Until then it can be undone.`,
    writes: [
      {
        target: `Title of ${where}`,
        audience: "REPORTER",
        text: taggedTitle(advisory, change),
      },
    ],
    yes: `Write ${tagWords([tag])}`,
  };
}

function whyAgain(again: Again, change: StateChange): string {
  return again === "refused"
    ? `GitHub does not let you ${change === "accept" ? "accept" : "close"} it directly. `
    : "Somebody has changed its title or its state meanwhile. ";
}

/** @throws {HumanError} when GitHub would not take it. */
function taggedTitle({ summary, ghsaId }: Advisory, change: StateChange): string {
  const title = withTag(summary, stateChanges[change].tag);
  const over = lengthOf(title) - MAX_TITLE;
  if (over <= 0) return title;
  throw new HumanError(
    `The title of ${ghsaId} is too long to take the bot's tag.`,
    `Shorten it by ${over} characters in the advisory form, then try again.`,
  );
}
