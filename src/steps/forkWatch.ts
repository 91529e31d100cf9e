import { setTimeout as timer } from "node:timers/promises";
import type { Clock } from "../base/clock.ts";
import { HumanError, isCancellation, throwIfCancelled } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import { silentProgress, type Progress } from "../base/progress.ts";
import type { Board, BoardSource } from "../ticket/board.ts";
import { fullName, type RepositoryName } from "../ticket/repositoryName.ts";
import { ticketKey, type TicketRef } from "../ticket/ticket.ts";
import type { ForkReadiness } from "./forkReadiness.ts";
import type { Records } from "./ports.ts";

export interface ForkWatchPorts {
  readonly look: (ref: TicketRef, signal: AbortSignal) => Promise<ForkReadiness>;
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
  /** Tells the person that a fork which they waited for can be cloned now. */
  readonly tell: (ref: TicketRef, fork: RepositoryName) => void;
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** How often and how long it is looked for a fork, in milliseconds. */
const LOOK_EVERY = 3_000;
const LOOK_FOR = 20 * 60_000;
/** The same in the background: over the bot's next hour. */
const QUIET_EVERY = 60_000;
const QUIET_FOR = 75 * 60_000;

/**
 * Waits for private forks: in sight of the person with progress, or quietly for those that a record
 * says are awaited, so that a closed window or a restart loses nothing.
 */
export class ForkWatch {
  readonly #ports: ForkWatchPorts;
  readonly #pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** By ticket key; the signal ends the waiting. */
  readonly #following = new Map<string, AbortController>();

  constructor(ports: ForkWatchPorts) {
    this.#ports = ports;
    this.#pause =
      ports.pause ?? ((milliseconds, signal) => timer(milliseconds, undefined, { signal }));
  }

  /** Follows quietly what the records of the tickets that are read wait for. */
  watch(source: BoardSource): { dispose(): void } {
    let seen: Board | undefined;
    const subscription = source.onDidChange(() => {
      const { board } = source;
      if (board === undefined) this.#stop();
      else if (board.readAt !== seen?.readAt) void this.resume(openTickets(board));
      seen = board;
    });
    return {
      dispose: () => {
        subscription.dispose();
        this.#stop();
      },
    };
  }

  /**
   * Waits until the fork can be cloned. When that is cancelled, the ticket stays awaited and is
   * followed quietly.
   * @throws {HumanError} when it takes too long or will not come. @throws {CancelledError}
   */
  async wait(
    ref: TicketRef,
    { progress = silentProgress, signal }: { progress?: Progress; signal?: AbortSignal } = {},
  ): Promise<RepositoryName> {
    const key = ticketKey(ref);
    this.#following.get(key)?.abort();
    const controller = new AbortController();
    this.#following.set(key, controller);
    const both =
      signal === undefined ? controller.signal : AbortSignal.any([controller.signal, signal]);
    try {
      const fork = await this.#look(ref, both, LOOK_EVERY, LOOK_FOR, progress);
      if (fork !== undefined) {
        await this.#ports.records.update(ref, { forkAwaitedSince: null });
        return fork;
      }
    } finally {
      this.#following.delete(key);
      if (signal?.aborted === true) void this.follow(ref);
    }
    void this.follow(ref);
    throw new HumanError(
      `GitHub has not made the private fork of ${ref.ghsaId} yet.`,
      "You are told when it is there; meanwhile look at the advisory in the browser.",
    );
  }

  /** Looks from time to time and tells the person once; one follower for each ticket. */
  async follow(ref: TicketRef): Promise<void> {
    const key = ticketKey(ref);
    if (this.#following.has(key)) return;
    const controller = new AbortController();
    this.#following.set(key, controller);
    const { records, log, tell } = this.#ports;
    try {
      const fork = await this.#look(ref, controller.signal, QUIET_EVERY, QUIET_FOR);
      if (fork === undefined) return;
      // Another window may have told.
      const { forkAwaitedSince } = await records.read(ref);
      if (typeof forkAwaitedSince !== "string") return;
      await records.update(ref, { forkAwaitedSince: null });
      tell(ref, fork);
    } catch (error) {
      if (error instanceof HumanError) log.info(`${ref.ghsaId}: its private fork is not followed`);
      else if (!isCancellation(error)) log.error("Following a private fork failed", error);
    } finally {
      if (this.#following.get(key) === controller) this.#following.delete(key);
    }
  }

  /** Follows quietly what the records of these tickets wait for. */
  async resume(refs: readonly TicketRef[]): Promise<void> {
    for (const ref of refs) {
      const { forkAwaitedSince } = await this.#ports.records.read(ref);
      if (typeof forkAwaitedSince === "string") void this.follow(ref);
    }
  }

  /** Undefined when the time is over. @throws {HumanError} when no fork will come. */
  async #look(
    ref: TicketRef,
    signal: AbortSignal,
    every: number,
    patience: number,
    progress: Progress = silentProgress,
  ): Promise<RepositoryName | undefined> {
    const start = this.#ports.clock.now().getTime();
    const elapsed = (): number => this.#ports.clock.now().getTime() - start;
    while (elapsed() <= patience) {
      throwIfCancelled(signal);
      const readiness = await this.#ports.look(ref, signal);
      if (readiness.kind === "ready") return readiness.fork;
      if (readiness.kind === "ended") {
        await this.#ports.records.update(ref, { forkAwaitedSince: null });
        throw new HumanError(
          `${ref.ghsaId} has ended: no private fork will come.`,
          "Look at the advisory in the browser.",
        );
      }
      const minutes = Math.floor(elapsed() / 60_000);
      progress.report(`${words(readiness)}${minutes > 0 ? ` (${minutes} min)` : ""}`);
      await this.#pause(every, signal);
    }
    return undefined;
  }

  #stop(): void {
    for (const controller of this.#following.values()) controller.abort();
    this.#following.clear();
  }
}

function openTickets({ readings }: Board): readonly TicketRef[] {
  return readings
    .flatMap(({ tickets }) => tickets ?? [])
    .filter(({ state }) => state === "draft" || state === "triage");
}

function words(readiness: Exclude<ForkReadiness, { kind: "ready" | "ended" }>): string {
  if (readiness.kind === "none") return "GitHub has not begun yet";
  return readiness.lacks === "api"
    ? `GitHub is making ${fullName(readiness.fork)}; for CPython that takes minutes`
    : `${fullName(readiness.fork)} is there; its branches are being copied`;
}
