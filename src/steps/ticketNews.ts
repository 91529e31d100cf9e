import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { findTicket, type Board, type BoardSource } from "../ticket/board.ts";
import type { Person } from "../ticket/keptBoard.ts";
import { isNew, look, takeUp, type Memory, type TicketEvent } from "../ticket/memory.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import type { GitHub } from "./gitHub.ts";

/** Where it is kept what was told and seen. */
export interface Memories {
  read(person: Person): Promise<Memory | undefined>;
  write(person: Person, memory: Memory): Promise<void>;
}

export interface TicketNewsOptions {
  readonly board: BoardSource;
  readonly memories: Memories;
  /** Undefined while nobody is signed in. */
  readonly gitHub: () => Pick<GitHub, "login" | "site"> | undefined;
  /** Tells the person; called once for all that one reading has brought. */
  readonly tell: (events: readonly TicketEvent[]) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long after a yes of the person's a change of a ticket is taken for their own. */
const OWN_MS = 60_000;

/** Knows what is new on the tickets since the person last looked, and tells each event once. */
export class TicketNews {
  readonly #options: TicketNewsOptions;
  readonly #listeners = new Set<() => void>();
  readonly #subscription: { dispose(): void };
  #memory: Memory | undefined;
  #taken: Board | undefined;
  #lastYes: Date | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(options: TicketNewsOptions) {
    this.#options = options;
    this.#subscription = options.board.onDidChange(() => this.#boardChanged());
  }

  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** Resolves when everything that has come in so far is taken up. */
  get settled(): Promise<void> {
    return this.#work;
  }

  isNew(ref: TicketRef): boolean {
    const { board } = this.#options.board;
    const ticket = board && findTicket(board, ref);
    return ticket !== undefined && this.#memory !== undefined && isNew(this.#memory, ticket);
  }

  /** The person looks at the ticket, so nothing on it is new any more. */
  look(ref: TicketRef): void {
    const { board } = this.#options.board;
    const ticket = board && findTicket(board, ref);
    if (ticket === undefined || !this.isNew(ref)) return;
    this.#queue(async (person) => {
      const memory = (await this.#options.memories.read(person)) ?? this.#memory;
      if (memory === undefined) return;
      await this.#keep(person, look(memory, ticket));
    });
  }

  /** The person has said yes to a write: the change that comes of it is no news. */
  acted(): void {
    this.#lastYes = this.#options.clock.now();
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #boardChanged(): void {
    const { board, reading } = this.#options.board;
    if (board === undefined) {
      this.#memory = undefined;
      this.#taken = undefined;
    }
    if (reading || board === undefined || board.readAt === this.#taken?.readAt) return;
    this.#taken = board;
    this.#queue((person) => this.#takeUp(person, board));
  }

  async #takeUp(person: Person, board: Board): Promise<void> {
    if (board.login !== person.login) return;
    // Another window may have told meanwhile.
    const before = await this.#options.memories.read(person);
    const aside = {
      now: this.#options.clock.now(),
      isOwnChange: (updatedAt: Date) => this.#isOwn(updatedAt),
    };
    const { memory, events } = takeUp(before, board, aside);
    await this.#keep(person, memory);
    if (events.length > 0) this.#options.tell(events);
  }

  #isOwn(updatedAt: Date): boolean {
    const since = this.#lastYes?.getTime();
    const at = updatedAt.getTime();
    // GitHub writes whole seconds, by its own clock.
    return since !== undefined && at >= since - 5000 && at <= since + OWN_MS;
  }

  async #keep(person: Person, memory: Memory): Promise<void> {
    await this.#options.memories.write(person, memory);
    this.#memory = memory;
    for (const listener of this.#listeners) listener();
  }

  #queue(work: (person: Person) => Promise<void>): void {
    const gitHub = this.#options.gitHub();
    if (gitHub === undefined) return;
    const person = { login: gitHub.login, apiUrl: gitHub.site.apiUrl };
    this.#work = this.#work
      .then(() => work(person))
      .catch((error: unknown) => {
        this.#options.log.error("What is new could not be taken up", error);
      });
  }
}
