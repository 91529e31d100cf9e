import { HumanError } from "../base/errors.ts";
import { silentProgress, type Progress } from "../base/progress.ts";
import type { Git } from "../git/git.ts";
import { isUnderWay } from "../ticket/landing.ts";
import type { TicketRecord } from "../ticket/record.ts";
import { ticketKey, type TicketRef } from "../ticket/ticket.ts";
import { markedClone } from "./cloneMark.ts";
import { endMarked } from "./commandRun.ts";
import { gitTrouble } from "./gitTrouble.ts";
import { removeLandings } from "./landingFolder.ts";
import type { Ask, Plan, PlannedWrite, RecordStore } from "./ports.ts";
import { cloneState, ownTrees, removeClone, removeTrees, type CloneState } from "./removeClone.ts";
import { isNothing, unsavedWork, type UnsavedWork } from "./unsavedWork.ts";

export interface PurgeTicketPorts {
  readonly git: Git;
  readonly records: RecordStore;
  readonly ask: Ask;
  /** The folder of the extension's own in which landings work. */
  readonly storage: string;
  /** Where texts of tickets are kept. */
  readonly texts: readonly { remove(ref: TicketRef): Promise<void> }[];
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface PurgeTicketInput {
  readonly ticket: TicketRef;
  /** The advisory's page; left out when GitHub does not list it. */
  readonly htmlUrl?: string;
  /** Address of the fork; null when GitHub has none, left out when that is not known: then the clone's mark tells. */
  readonly fork?: string | null;
}

interface Traces {
  readonly record: TicketRecord;
  /** Address; null when there is none, as far as is known. */
  readonly fork: string | null;
  readonly clone: CloneState;
  readonly trees: readonly string[];
  readonly work: UnsavedWork | undefined;
}

/**
 * Removes from this machine what was made of a ticket: the private clone with the work trees of
 * checks, what a landing has left, its texts, and the record. Only what is marked as made for this ticket is deleted.
 * One that was cut short can be repeated: the record goes last. It refuses while there is work that
 * is nowhere else, unless the person gives that up by an answer of its own.
 *
 * @returns what remains outside of its reach; undefined when the person said no.
 * @throws {HumanError} @throws {CancelledError}
 */
export async function purgeTicket(
  ports: PurgeTicketPorts,
  input: PurgeTicketInput,
): Promise<readonly string[] | undefined> {
  const { records, ask, storage, texts, progress = silentProgress, signal } = ports;
  const { ticket } = input;
  try {
    progress.report("Looking at what there is");
    const traces = await look(ports, input);
    requireIdle(traces.record);
    progress.report("Waiting for your answer");
    for (const plan of plansOf(input, traces)) {
      if (!(await ask.confirm(plan, signal))) return undefined;
    }
    const now = await look(ports, input);
    requireIdle(now.record);
    if (JSON.stringify(now.work) !== JSON.stringify(traces.work) || now.clone !== traces.clone) {
      throw new HumanError(
        "The private clone has changed since you were asked. Nothing was deleted.",
        "Look at it, then try again.",
      );
    }
    progress.report("Deleting");
    const { privateClone } = now.record;
    if (privateClone !== undefined && now.clone !== "foreign") {
      for (const tree of now.trees) await endMarked(tree);
      await removeTrees(privateClone);
      await removeClone(privateClone, ticket);
    }
    await removeLandings(storage, ticket);
    for (const each of texts) await each.remove(ticket);
    await records.forget(ticket);
    return remains(input, now);
  } catch (error) {
    throw gitTrouble(error);
  }
}

async function look(
  { git, records, signal }: PurgeTicketPorts,
  { ticket, fork: known }: PurgeTicketInput,
): Promise<Traces> {
  const record = await records.read(ticket);
  const { privateClone } = record;
  if (privateClone === undefined) {
    return { record, fork: known ?? null, clone: "absent", trees: [], work: undefined };
  }
  const clone = await cloneState(privateClone, ticket);
  const marked =
    clone === "whole" && known === undefined ? await markedClone(privateClone) : undefined;
  const fork = marked?.fork ?? known ?? null;
  const trees = clone === "foreign" ? [] : await ownTrees(privateClone);
  const work = clone === "whole" ? await unsavedWork(git, privateClone, fork, signal) : undefined;
  return { record, fork, clone, trees, work };
}

/** @throws {HumanError} while something works with what would be deleted. */
function requireIdle({ checks = [], landing, backportLandings = [] }: TicketRecord): void {
  const busy = checks.find(({ outcome }) => outcome === "running");
  if (busy !== undefined) {
    throw new HumanError(
      `The fix is being built and tested on ${busy.branch}.`,
      "Cancel that, or wait until it has ended.",
    );
  }
  if ([landing, ...backportLandings].some(isUnderWay)) {
    throw new HumanError(
      "The fix is on its way to a public branch.",
      "Continue that landing to its end, or abort it.",
    );
  }
}

/** What has to be answered with yes, one after the other. */
function plansOf(
  { ticket }: PurgeTicketInput,
  { record, clone, trees, work }: Traces,
): readonly Plan[] {
  const { privateClone } = record;
  const folders = [
    ...(privateClone !== undefined && (clone === "whole" || clone === "half-removed")
      ? [privateClone]
      : []),
    ...trees,
  ];
  const deleted: PlannedWrite = {
    target: "Deleted",
    audience: "YOU",
    text: [
      ...folders,
      "the drafts and replies that you had begun, and the report as it was first seen (encrypted)",
      "message files that were made for your mail program",
      "the record: which public issue and pull request belong to it, what was sent, checked and seen",
    ].join("\n"),
  };
  const title = `Purge ${ticket.ghsaId} from this machine?`;
  const final = "It can't be undone. Export the ticket first to keep what GitHub has of it.";
  if (work === undefined || isNothing(work)) {
    return [{ title, note: final, writes: [deleted], yes: "Purge" }];
  }
  const lost: PlannedWrite = { target: "Lost with it", audience: "YOU", text: lossWords(work) };
  return [
    {
      title: `Give up the work that only the private clone of ${ticket.ghsaId} has?`,
      note: "NOT PURGED, since this would be lost. Push it or take it elsewhere, then purge again. If you give it up, you are asked once more.",
      writes: [{ ...lost, target: privateClone ?? "" }],
      yes: "Give This Work Up",
    },
    {
      title,
      note: `YOU LOSE WORK. ${final}`,
      writes: [lost, deleted],
      yes: "Purge and Lose This Work",
    },
  ];
}

function lossWords({ commits, changes, stashes, askedFork }: UnsavedWork): string {
  const list = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
  return [
    ...list(
      askedFork
        ? "Commits that the fork does not have:"
        : "Private commits (the fork is gone or did not answer):",
      commits,
    ),
    ...list("Changes that are in no commit:", changes),
    ...list("Stashes:", stashes),
  ].join("\n");
}

/** What no purge reaches, in words for the person. */
function remains(
  { ticket, htmlUrl }: PurgeTicketInput,
  { record, fork, clone, work }: Traces,
): readonly string[] {
  const { privateClone, publicBranch, exports = [] } = record;
  return [
    `the advisory on GitHub: ${htmlUrl ?? ticketKey(ticket)}`,
    ...(fork === null ? [] : [`the private fork on GitHub: ${fork}`]),
    ...(clone === "foreign" && privateClone !== undefined
      ? [`${privateClone}: it is not marked as this ticket's clone, so it was left alone`]
      : []),
    ...(work?.trees ?? []).map((tree) => `your own work tree of the clone: ${tree}`),
    ...(publicBranch === undefined
      ? []
      : [`the branch ${publicBranch.name} in your public clone: ${publicBranch.clone}`]),
    ...exports.map(({ path }) => `an export: ${path}`),
    "mail drafts in your mail program",
    "the last known tickets (encrypted), until GitHub lists the ticket no more or you sign out",
    "VS Code's own: the list of recent folders, backups of unsaved files, local history from before the quarantine",
    "your shell's history, back-ups and other machines",
  ];
}
