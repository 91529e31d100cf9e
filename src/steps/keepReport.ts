import { HumanError, messageOf } from "../base/errors.ts";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { Board } from "../ticket/board.ts";
import { isCoordinatedBy } from "../ticket/coordinator.ts";
import { parseFirstReport, type FirstReport } from "../ticket/firstReport.ts";
import { stripTags } from "../ticket/tag.ts";
import { ticketKey, type Ticket, type TicketRef } from "../ticket/ticket.ts";

/** Where reports are kept sealed; reading one that can't be opened is a HumanError. */
export interface ReportStore {
  read(ref: TicketRef): Promise<unknown>;
  write(ref: TicketRef, report: unknown): Promise<void>;
  remove(ref: TicketRef): Promise<void>;
}

type Reported = TicketRef & Pick<Ticket, "title" | "description">;

/**
 * Keeps each ticket's report as this machine saw it first, because an edit on GitHub leaves nothing
 * of it. What was kept once is never written over.
 */
export class ReportKeeper {
  readonly #store: ReportStore;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #known = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(store: ReportStore, clock: Clock, log: Log) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  /** Answers what is kept of the ticket from now on; a text says why it can't be read. */
  keep(ticket: Reported): Promise<FirstReport | string> {
    const kept = this.#last.then(() => this.#keep(ticket));
    this.#last = kept.catch(() => undefined);
    return kept;
  }

  /** The open tickets that the person coordinates are kept; of published ones nothing stays. */
  async keepAll({ readings, login }: Board): Promise<void> {
    const mine = readings
      .flatMap(({ tickets }) => tickets ?? [])
      .filter((ticket) => isCoordinatedBy(ticket, login) && !this.#known.has(ticketKey(ticket)));
    for (const ticket of mine) {
      this.#known.add(ticketKey(ticket));
      try {
        if (ticket.state === "published") await this.#store.remove(ticket);
        else if (ticket.state === "triage" || ticket.state === "draft") await this.keep(ticket);
      } catch (error) {
        this.#log.error(`The report of ${ticket.ghsaId} could not be kept`, error);
      }
    }
  }

  /** Keeps it no longer; an open ticket's is kept anew when it is read after a restart. */
  async remove(ref: TicketRef): Promise<void> {
    await this.#last;
    await this.#store.remove(ref);
  }

  async #keep(ticket: Reported): Promise<FirstReport | string> {
    try {
      const kept = parseFirstReport(await this.#store.read(ticket));
      if (kept !== undefined) return kept;
    } catch (error) {
      if (!(error instanceof HumanError)) throw error;
      return `${messageOf(error)} ${error.next}`;
    }
    const { description } = ticket;
    const firstSeen = this.#clock.now();
    const first = { title: stripTags(ticket.title), description, firstSeen };
    await this.#store.write(ticket, first);
    return first;
  }
}
