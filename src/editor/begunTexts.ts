import { HumanError } from "../base/errors.ts";
import { asList, asRecord, asString } from "../base/shape.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import type { SealedDrafts } from "./sealedDrafts.ts";

/** A text that was begun and not sent. */
export interface BegunText {
  /** Tells it from the ticket's others. */
  readonly id: string;
  readonly text: string;
}

/** The begun texts of each ticket, encrypted: one stays until it is sent, whatever else is begun. */
export class BegunTexts {
  readonly #drafts: SealedDrafts;
  #last: Promise<void> = Promise.resolve();

  constructor(drafts: SealedDrafts) {
    this.#drafts = drafts;
  }

  /** The one that was written at last comes first. What can't be opened any more is as good as none. */
  async of(ref: TicketRef): Promise<readonly BegunText[]> {
    const kept = asRecord(await this.#drafts.read(ref).catch(unopened));
    return asList(kept?.["texts"]).flatMap((each) => {
      const begun = asRecord(each);
      const id = asString(begun?.["id"]);
      const text = asString(begun?.["text"]);
      return id === undefined || text === undefined ? [] : [{ id, text }];
    });
  }

  /** An empty text is none any more. */
  keep(ref: TicketRef, { id, text }: BegunText): Promise<void> {
    return this.#change(ref, id, text.trim() === "" ? [] : [{ id, text }]);
  }

  drop(ref: TicketRef, id: string): Promise<void> {
    return this.#change(ref, id, []);
  }

  /** All of the ticket's. */
  remove(ref: TicketRef): Promise<void> {
    return this.#inTurn(() => this.#drafts.remove(ref));
  }

  #change(ref: TicketRef, id: string, instead: readonly BegunText[]): Promise<void> {
    return this.#inTurn(async () => {
      const others = (await this.of(ref)).filter((each) => each.id !== id);
      const texts = [...instead, ...others];
      if (texts.length === 0) await this.#drafts.remove(ref);
      else await this.#drafts.write(ref, { texts });
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const next = this.#last.catch(() => undefined).then(work);
    this.#last = next;
    return next;
  }
}

/** A file that could not be read at all may hold some still: nothing takes its place. */
function unopened(error: unknown): undefined {
  if (!(error instanceof HumanError)) throw error;
}
