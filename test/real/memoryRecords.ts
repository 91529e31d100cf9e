import type { Records } from "../../src/steps/ports.ts";
import { changedRecord, type RecordChange, type TicketRecord } from "../../src/ticket/record.ts";
import { ticketKey } from "../../src/ticket/ticket.ts";

/** The records of tickets for as long as a run lasts. */
export class MemoryRecords implements Records {
  readonly #records = new Map<string, TicketRecord>();

  read(ref: Parameters<Records["read"]>[0]): Promise<TicketRecord> {
    return Promise.resolve(this.#records.get(ticketKey(ref)) ?? {});
  }

  async update(ref: Parameters<Records["update"]>[0], change: RecordChange): Promise<void> {
    this.#records.set(ticketKey(ref), changedRecord(await this.read(ref), change));
  }
}
