import { HumanError } from "../base/errors.ts";
import { asList, asRecord, asString } from "../base/shape.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import type { SealedDrafts } from "./sealedDrafts.ts";

/** A reply that was begun and not sent. */
export interface BegunReply {
  /** Tells it from the ticket's others. */
  readonly id: string;
  readonly text: string;
}

/** The begun replies of each ticket, encrypted: one stays until it is sent, whatever else is begun. */
export class BegunReplies {
  readonly #drafts: SealedDrafts;
  #last: Promise<void> = Promise.resolve();

  constructor(drafts: SealedDrafts) {
    this.#drafts = drafts;
  }

  /** The one that was written at last comes first. What can't be opened any more is as good as none. */
  async of(ref: TicketRef): Promise<readonly BegunReply[]> {
    const kept = asRecord(await this.#drafts.read(ref).catch(unopened));
    return asList(kept?.["replies"]).flatMap((each) => {
      const reply = asRecord(each);
      const id = asString(reply?.["id"]);
      const text = asString(reply?.["text"]);
      return id === undefined || text === undefined ? [] : [{ id, text }];
    });
  }

  /** An empty text is no reply any more. */
  keep(ref: TicketRef, { id, text }: BegunReply): Promise<void> {
    return this.#change(ref, id, text.trim() === "" ? [] : [{ id, text }]);
  }

  drop(ref: TicketRef, id: string): Promise<void> {
    return this.#change(ref, id, []);
  }

  /** All of the ticket's. */
  remove(ref: TicketRef): Promise<void> {
    return this.#inTurn(() => this.#drafts.remove(ref));
  }

  #change(ref: TicketRef, id: string, instead: readonly BegunReply[]): Promise<void> {
    return this.#inTurn(async () => {
      const others = (await this.of(ref)).filter((each) => each.id !== id);
      const replies = [...instead, ...others];
      if (replies.length === 0) await this.#drafts.remove(ref);
      else await this.#drafts.write(ref, { replies });
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const next = this.#last.catch(() => undefined).then(work);
    this.#last = next;
    return next;
  }
}

/** A file that could not be read at all may hold replies still: nothing takes its place. */
function unopened(error: unknown): undefined {
  if (!(error instanceof HumanError)) throw error;
}
