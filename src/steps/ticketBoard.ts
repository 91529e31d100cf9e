import { throwIfCancelled } from "../base/errors.ts";
import type { Advisory } from "../github/advisory.ts";
import type { Board, BoardSource } from "../ticket/board.ts";
import { findTicket } from "../ticket/board.ts";
import { toKept, type Person } from "../ticket/keptBoard.ts";
import type { PullFit } from "../ticket/pullFit.ts";
import type { TicketRecord } from "../ticket/record.ts";
import type { ReleaseBranches } from "../ticket/releaseBranches.ts";
import { sameRepository, type RepositoryName } from "../ticket/repositoryName.ts";
import { ticketKey, type Ticket, type TicketRef } from "../ticket/ticket.ts";
import type { TicketFacts } from "../ticket/ticketFacts.ts";
import type { GitHub } from "./gitHub.ts";
import type { KeptBoards } from "./ports.ts";
import { hasRoad, readBoard, takeUpBoard, type ReadBoardPorts } from "./readBoard.ts";
import { readAnswers } from "./readAnswers.ts";
import { readFacts } from "./readFacts.ts";

export interface TicketBoardOptions extends Omit<
  ReadBoardPorts,
  "advisories" | "rightsIn" | "facts" | "answers"
> {
  /** Undefined while nobody is signed in. */
  readonly gitHub: () => GitHub | undefined;
  /** @throws {HumanError} for a setting that names no repository. */
  readonly repositories: () => readonly RepositoryName[];
  /** Answers what there is, also where the live list could not be read. */
  readonly releases: (signal?: AbortSignal) => Promise<ReleaseBranches>;
  readonly kept: KeptBoards;
}

/** Holds the last reading of all tickets and tells when it changes. */
export class TicketBoard implements BoardSource {
  readonly #options: TicketBoardOptions;
  readonly #listeners = new Set<() => void>();
  #board: Board | undefined;
  /** Whose board it is. */
  #person: Person | undefined;
  /** What has changed since the last reading began. */
  #meanwhile: ((board: Board) => Board)[] = [];
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

  /**
   * Asks GitHub for next to nothing: whether it answers.
   *
   * @throws {GitHubError} @throws {CancelledError}
   */
  async probe(signal?: AbortSignal): Promise<void> {
    await this.#options.gitHub()?.repositories.login(signal);
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

  /** Leaves nothing on the disk of what the person has seen. */
  async forget(person: Person): Promise<void> {
    await this.#options.kept.forget(person);
  }

  ticket(ref: TicketRef): Ticket | undefined {
    return this.#board === undefined ? undefined : findTicket(this.#board, ref);
  }

  /**
   * Takes up what a step has just remembered of a ticket, and reads again what depends on it. A
   * reading that is under way takes it over.
   */
  async recordChanged(ref: TicketRef): Promise<void> {
    const record = await this.#options.records.read(ref);
    const key = ticketKey(ref);
    const before = this.#board?.records.get(key) ?? {};
    this.#meanwhile.push((board) => ({
      ...board,
      records: new Map(board.records).set(key, record),
    }));
    this.#takeUp();
    // Whose clone is new works on the ticket from now on.
    const isUnread = record.privateClone !== undefined && this.#board?.facts.has(key) === false;
    if (isUnread || leadsElsewhere(before, record)) await this.#readRoad(ref, record);
  }

  /** Takes up what a step has just written on GitHub about a ticket's fix. */
  async roadChanged(ref: TicketRef): Promise<void> {
    await this.recordChanged(ref);
    await this.#readRoad(ref, await this.#options.records.read(ref));
  }

  async #readRoad(ref: TicketRef, record: TicketRecord): Promise<void> {
    const key = ticketKey(ref);
    const gitHub = this.#options.gitHub();
    const ticket = this.ticket(ref);
    if (gitHub === undefined || ticket === undefined) return;
    if (!hasRoad(ticket, gitHub.login, record)) return;
    const road = await readFacts({ ...this.#options, gitHub }, ticket, record);
    this.#meanwhile.push((board) =>
      board.login === gitHub.login
        ? { ...board, facts: new Map(board.facts).set(key, road) }
        : board,
    );
    this.#takeUp();
  }

  /** Takes up how private pull requests fit the project's main branch. */
  fitsFound(found: readonly PullFit[]): void {
    if (found.length === 0) return;
    this.#meanwhile.push((board) => ({
      ...board,
      fits: new Map([...board.fits, ...found.map((fit) => [fit.head, fit] as const)]),
    }));
    this.#takeUp();
  }

  /**
   * Reads one ticket anew, with what GitHub holds about its fix.
   *
   * @throws {HumanError} @throws {CancelledError}
   */
  async readAnew(
    gitHub: GitHub,
    ref: TicketRef,
    signal?: AbortSignal,
  ): Promise<TicketFacts & { readonly ticket: Advisory }> {
    const [ticket, record, rights] = await Promise.all([
      gitHub.advisories.get(ref, signal),
      this.#options.records.read(ref),
      gitHub.repositories.rights(ref.repository, signal),
    ]);
    const road = await readFacts({ ...this.#options, gitHub }, ticket, record, signal);
    const fits = this.#board?.fits ?? new Map<string, PullFit>();
    const isMember = this.#board?.isMember ?? true;
    return { ticket, login: gitHub.login, isMember, record, rights, road, fits };
  }

  async #read(signal: AbortSignal): Promise<void> {
    const gitHub = this.#options.gitHub();
    if (gitHub === undefined) {
      this.#board = undefined;
      return;
    }
    const { login, site } = gitHub;
    const person = { login, apiUrl: site.apiUrl };
    const repositories = this.#options.repositories();
    const ports: ReadBoardPorts = {
      ...this.#options,
      advisories: gitHub.advisories,
      rightsIn: (repository, aborted) => gitHub.repositories.rights(repository, aborted),
      facts: (ticket, record, aborted) =>
        readFacts({ ...this.#options, gitHub }, ticket, record, aborted),
      answers: (ticket, aborted) => readAnswers(gitHub, ticket, aborted),
    };
    if (this.#person?.login !== login || this.#person.apiUrl !== person.apiUrl) {
      this.#board = undefined;
      this.#person = person;
    }
    this.#meanwhile = [];
    if (this.#board === undefined) await this.#restore(ports, person, repositories, signal);
    const board = await readBoard(ports, login, repositories, this.#board, signal);
    throwIfCancelled(signal);
    this.#board = this.#meanwhile.reduce((now, change) => change(now), board);
    void this.#options.kept.keep(person, toKept(board));
  }

  /** Shows what is known from before a restart until there is something newer. */
  async #restore(
    ports: ReadBoardPorts,
    person: Person,
    repositories: readonly RepositoryName[],
    signal: AbortSignal,
  ): Promise<void> {
    const kept = await this.#options.kept.read(person);
    throwIfCancelled(signal);
    const readings = (kept?.readings ?? []).filter(({ repository }) =>
      repositories.some((wanted) => sameRepository(wanted, repository)),
    );
    if (kept === undefined || readings.length === 0) return;
    this.#board = await takeUpBoard(ports, person.login, { ...kept, readings }, signal);
    this.#tell();
  }

  /** Shows the last change in what was read before. */
  #takeUp(): void {
    const change = this.#meanwhile.at(-1);
    if (this.#board === undefined || change === undefined) return;
    this.#board = change(this.#board);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Whether two records lead to different issues or pull requests on GitHub. */
function leadsElsewhere(before: TicketRecord, after: TicketRecord): boolean {
  return (
    before.publicIssue !== after.publicIssue ||
    before.publicPullRequest !== after.publicPullRequest ||
    before.publicBranch?.name !== after.publicBranch?.name ||
    before.publicBranch?.pushedTo !== after.publicBranch?.pushedTo
  );
}
