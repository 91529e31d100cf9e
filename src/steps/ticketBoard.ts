import type { Board, BoardSource } from "../ticket/board.ts";
import { findTicket } from "../ticket/board.ts";
import type { RepositoryName } from "../ticket/repositoryName.ts";
import { ticketKey, type Ticket, type TicketRef } from "../ticket/ticket.ts";
import type { GitHub } from "./gitHub.ts";
import { readBoard, type ReadBoardPorts } from "./readBoard.ts";

export interface TicketBoardOptions extends Omit<ReadBoardPorts, "advisories" | "rightsIn"> {
  /** Undefined while nobody is signed in. */
  readonly gitHub: () => GitHub | undefined;
  /** @throws {HumanError} for a setting that names no repository. */
  readonly repositories: () => readonly RepositoryName[];
}

/** Holds the last reading of all tickets and tells when it changes. */
export class TicketBoard implements BoardSource {
  readonly #options: TicketBoardOptions;
  readonly #listeners = new Set<() => void>();
  #board: Board | undefined;
  #running: { readonly controller: AbortController; readonly done: Promise<void> } | undefined;

  constructor(options: TicketBoardOptions) {
    this.#options = options;
  }

  get board(): Board | undefined {
    return this.#board;
  }

  get reading(): boolean {
    return this.#running !== undefined;
  }

  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /**
   * Reads all tickets anew; joins a reading that is under way. What was read before stays until
   * this one has ended.
   *
   * @throws {HumanError} @throws {CancelledError}
   */
  refresh(): Promise<void> {
    if (this.#running !== undefined) return this.#running.done;
    const controller = new AbortController();
    const done = this.#read(controller.signal).finally(() => {
      if (this.#running?.controller === controller) this.#running = undefined;
      this.#tell();
    });
    this.#running = { controller, done };
    this.#tell();
    return done;
  }

  /** Stops the reading that is under way, if one is. */
  cancel(): void {
    this.#running?.controller.abort();
    this.#running = undefined;
    this.#tell();
  }

  /** Forgets everything: another person has signed in, or nobody. */
  clear(): void {
    this.#board = undefined;
    this.cancel();
  }

  ticket(ref: TicketRef): Ticket | undefined {
    return this.#board === undefined ? undefined : findTicket(this.#board, ref);
  }

  /** Takes up what a step has just remembered of a ticket. */
  async recordChanged(ref: TicketRef): Promise<void> {
    const record = await this.#options.records.read(ref);
    if (this.#board === undefined) return;
    const records = new Map(this.#board.records).set(ticketKey(ref), record);
    this.#board = { ...this.#board, records };
    this.#tell();
  }

  async #read(signal: AbortSignal): Promise<void> {
    const gitHub = this.#options.gitHub();
    if (gitHub === undefined) {
      this.#board = undefined;
      return;
    }
    const repositories = this.#options.repositories();
    const ports: ReadBoardPorts = {
      ...this.#options,
      advisories: gitHub.advisories,
      rightsIn: (repository, aborted) => gitHub.repositories.rights(repository, aborted),
    };
    const board = await readBoard(ports, gitHub.login, repositories, signal);
    if (!signal.aborted) this.#board = board;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
