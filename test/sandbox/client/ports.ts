import { silentLog } from "../../../src/base/log.ts";
import { gatherSecrets, type SecretsOf } from "../../../src/steps/gatherSecrets.ts";
import type { GitHub } from "../../../src/steps/gitHub.ts";
import type { AllRecords, Ask, KeptBoards, Plan, Records } from "../../../src/steps/ports.ts";
import type { KeptBoard, Person } from "../../../src/ticket/keptBoard.ts";
import { changedRecord, type RecordChange, type TicketRecord } from "../../../src/ticket/record.ts";
import { ticketKey, type TicketRef } from "../../../src/ticket/ticket.ts";

/** The list of members has whoever asks. */
export const isListed = (): Promise<boolean> => Promise.resolve(true);

/** Says the same to every question and remembers them. */
export class Answer implements Ask {
  readonly plans: Plan[] = [];
  readonly #yes: boolean;
  /** What others do while the question is open. */
  meanwhile: () => unknown = () => undefined;

  constructor(yes: boolean) {
    this.#yes = yes;
  }

  async confirm(plan: Plan): Promise<boolean> {
    this.plans.push(plan);
    await this.meanwhile();
    return this.#yes;
  }
}

/** What a machine keeps of boards, in memory. */
export class MemoryBoards implements KeptBoards {
  readonly kept = new Map<string, KeptBoard>();

  read({ login }: Person): Promise<KeptBoard | undefined> {
    return Promise.resolve(this.kept.get(login));
  }

  keep({ login }: Person, board: KeptBoard): Promise<void> {
    this.kept.set(login, board);
    return Promise.resolve();
  }

  forget({ login }: Person): Promise<void> {
    this.kept.delete(login);
    return Promise.resolve();
  }
}

/** The records of a machine, in memory. */
export class MemoryRecords implements AllRecords {
  readonly #kept = new Map<string, TicketRecord>();

  read(ref: TicketRef): Promise<TicketRecord> {
    return Promise.resolve(this.#kept.get(ticketKey(ref)) ?? {});
  }

  all(): Promise<ReadonlyMap<string, TicketRecord>> {
    return Promise.resolve(new Map(this.#kept));
  }

  async update(ref: TicketRef, change: RecordChange): Promise<void> {
    this.#kept.set(ticketKey(ref), changedRecord(await this.read(ref), change));
  }
}

/** How a step learns a ticket's secrets: from GitHub as that person, and nothing of this machine. */
export function secretsBy(gitHub: GitHub, records: Records): SecretsOf {
  return (ticket, signal) =>
    gatherSecrets({ gitHub, records, log: silentLog, paths: [] }, ticket, signal);
}
