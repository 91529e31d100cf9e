import { tmpdir } from "node:os";
import { HumanError, isCancellation } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import { silentProgress, type Progress } from "../base/progress.ts";
import { FixRepository } from "../git/fixRepository.ts";
import type { Git } from "../git/git.ts";
import { GitError } from "../git/gitError.ts";
import { tryMerge } from "../git/mergeTrial.ts";
import { remoteBranch } from "../git/remoteBranch.ts";
import { requireGit } from "../git/version.ts";
import type { Board, BoardSource } from "../ticket/board.ts";
import { projectOf } from "../ticket/project.ts";
import type { PullFit } from "../ticket/pullFit.ts";
import type { PrivatePull } from "../ticket/pullRequest.ts";
import { ticketKey, type Ticket, type TicketRef } from "../ticket/ticket.ts";
import type { MarkedClone } from "./cloneMark.ts";
import { gitTrouble } from "./gitTrouble.ts";
import { knownPlace } from "./privatePlace.ts";

export interface PullFitsPorts {
  /** The same one as long as nothing has changed. */
  readonly git: () => Git;
  readonly board: BoardSource & { fitsFound(found: readonly PullFit[]): void };
  readonly log: Log;
}

interface Watch {
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The open private pull requests of a ticket, with its private clone on this machine. */
interface Work {
  readonly ticket: Ticket;
  readonly place: MarkedClone;
  readonly mainBranch: string;
  readonly pulls: readonly PrivatePull[];
}

/** The project's main branches that were looked at, by address and name. */
type Mains = Map<string, Promise<string | undefined>>;

/**
 * Tries in the object stores of the private clones how open private pull requests fit the project's
 * main branch of the moment: after each reading in the background, and when the person asks. What was
 * tried before is tried again only when one of the two ends has moved.
 */
export class PullFits {
  readonly #ports: PullFitsPorts;
  #controller = new AbortController();
  /** One trial after another. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(ports: PullFitsPorts) {
    this.#ports = ports;
  }

  /** Follows the board: looks when it was read anew and when a pull request has a new head. */
  watch(): { dispose(): void } {
    const { board } = this.#ports;
    let seen = "";
    const subscription = board.onDidChange(() => {
      const now = board.board === undefined ? "" : stamp(board.board);
      if (now === seen) return;
      seen = now;
      if (board.board === undefined) this.#stop();
      else void this.#quietly(board.board);
    });
    return {
      dispose: () => {
        subscription.dispose();
        this.#stop();
      },
    };
  }

  /**
   * Tries a ticket's open private pull requests now.
   *
   * @throws {HumanError} when there is no private clone, or git fails. @throws {CancelledError}
   */
  async check(ref: TicketRef, watch: Watch): Promise<readonly PullFit[]> {
    const { board } = this.#ports.board;
    const [work] = board === undefined ? [] : await workOf(board, ref);
    if (work === undefined) {
      throw new HumanError(
        `${ref.ghsaId} has no open private pull request, or no private clone on this machine to try it in.`,
        "Use “Clone Private Fork” first.",
      );
    }
    try {
      return await this.#afterAll(() => this.#try(work, new Map(), watch));
    } catch (error) {
      throw gitTrouble(error);
    }
  }

  /** Nobody asked for it, so that what goes wrong is only in the log. */
  async #quietly(board: Board): Promise<void> {
    const { signal } = this.#controller;
    const { log } = this.#ports;
    const mains: Mains = new Map();
    for (const work of await workOf(board)) {
      try {
        await this.#afterAll(() => this.#try(work, mains, { signal }));
      } catch (error) {
        if (isCancellation(error)) return;
        if (error instanceof GitError || error instanceof HumanError) log.info(error.message);
        else log.error("Trying how private pull requests apply failed", error);
      }
    }
  }

  async #try(
    { ticket, place, mainBranch, pulls }: Work,
    mains: Mains,
    { progress = silentProgress, signal }: Watch,
  ): Promise<readonly PullFit[]> {
    const { git: current, board, log } = this.#ports;
    const git = current();
    await requireGit(git);
    progress.report(`Looking at the project's ${mainBranch}`);
    const { upstream } = place;
    const key = `${upstream} ${mainBranch}`;
    const looking = mains.get(key) ?? remoteBranch(git, tmpdir(), upstream, mainBranch, signal);
    mains.set(key, looking);
    const main = await looking;
    if (main === undefined) return [];
    const repository = new FixRepository(git, place.path);
    const found: PullFit[] = [];
    for (const { number, head } of pulls) {
      const known = board.board?.fits.get(head.sha);
      if (known?.main === main) {
        found.push(known);
        continue;
      }
      progress.report(`Trying private pull request #${number}`);
      if (!(await repository.has(main, signal))) {
        await repository.fetchProject(mainBranch, { progress, signal });
      }
      if (!(await repository.has(head.sha, signal))) {
        await repository.fetchPull(number, { progress, signal });
      }
      const conflicts = await tryMerge(git, place.path, main, head.sha, signal);
      const fit = { head: head.sha, main, conflicts };
      found.push(fit);
      board.fitsFound([fit]);
      log.info(`${ticket.ghsaId}: private #${number} was tried on ${main.slice(0, 10)}`);
    }
    return found;
  }

  #afterAll<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work, work);
    this.#last = next.catch(() => undefined);
    return next;
  }

  #stop(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
  }
}

/** Changes when something may have to be tried. */
function stamp({ readAt, facts, records }: Board): string {
  const heads = [...facts].flatMap(([key, { privatePulls }]) =>
    privatePulls.known
      ? privatePulls.value.map(({ state, head }) => `${key} ${state} ${head.sha}`)
      : [],
  );
  const clones = [...records].map(([key, { privateClone }]) => `${key} ${privateClone ?? ""}`);
  return [readAt.toISOString(), ...heads, ...clones].join("\n");
}

/** What can be tried, of all tickets or of one. */
async function workOf(board: Board, wanted?: TicketRef): Promise<readonly Work[]> {
  const tickets = board.readings
    .flatMap(({ tickets, stale }) => (stale === undefined ? (tickets ?? []) : []))
    .filter((ticket) => wanted === undefined || ticketKey(ticket) === ticketKey(wanted));
  const work = tickets.map(async (ticket): Promise<readonly Work[]> => {
    const privatePulls = board.facts.get(ticketKey(ticket))?.privatePulls;
    const pulls = (privatePulls?.known === true ? privatePulls.value : []).filter(
      ({ state }) => state === "open",
    );
    const mainBranch = projectOf(ticket.repository)?.mainBranch;
    if (pulls.length === 0 || mainBranch === undefined) return [];
    const place = await knownPlace(board.records.get(ticketKey(ticket)) ?? {}, ticket);
    return place === undefined ? [] : [{ ticket, place, mainBranch, pulls }];
  });
  return (await Promise.all(work)).flat();
}
