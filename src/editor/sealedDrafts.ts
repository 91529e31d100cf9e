import { rm } from "node:fs/promises";
import { join } from "node:path";
import { HumanError } from "../base/errors.ts";
import { ticketKey, type TicketRef } from "../ticket/ticket.ts";
import type { DraftKey } from "./draftKey.ts";
import { readPrivate, writePrivate } from "./privateFile.ts";
import { seal, unseal } from "./seal.ts";

/** What is sealed, and what is said when it can't be opened. */
const KINDS = {
  draft: {
    seal: "",
    what: "The draft that was kept of this advisory",
    next: "Your next change takes its place.",
  },
  report: {
    seal: "report ",
    what: "The report as it was first seen here",
    next: "It is left as it is, in case the key comes back.",
  },
  pull: {
    seal: "pull ",
    what: "The private pull request that you had begun",
    next: "Your next change takes its place.",
  },
  public: {
    seal: "public ",
    what: "The public text that you had begun",
    next: "Your next change takes its place.",
  },
  reply: {
    seal: "reply ",
    what: "The reply that you had begun",
    next: "Your next change takes its place.",
  },
} as const;

/**
 * Embargoed text, one encrypted file per ticket. The ticket and what it is are part of the seal, so
 * that files can't be swapped.
 */
export class SealedDrafts {
  readonly #folder: string;
  readonly #key: DraftKey;
  readonly #kind: (typeof KINDS)[keyof typeof KINDS];

  constructor(folder: string, key: DraftKey, kind: keyof typeof KINDS = "draft") {
    this.#folder = folder;
    this.#key = key;
    this.#kind = KINDS[kind];
  }

  /**
   * Undefined when there is none.
   *
   * @throws {HumanError} when there is one that can't be opened.
   */
  async read(ref: TicketRef): Promise<unknown> {
    const sealed = await readPrivate(this.#path(ref));
    if (sealed === undefined) return undefined;
    try {
      const text = (await unseal(this.#key, this.#label(ref), sealed)).toString("utf8");
      return JSON.parse(text) as unknown;
    } catch (error) {
      throw new HumanError(
        `${this.#kind.what} can't be opened: its key is gone, or it is damaged.`,
        this.#kind.next,
        { cause: error },
      );
    }
  }

  async write(ref: TicketRef, draft: unknown): Promise<void> {
    const text = Buffer.from(JSON.stringify(draft));
    await writePrivate(this.#path(ref), await seal(this.#key, this.#label(ref), text));
  }

  async remove(ref: TicketRef): Promise<void> {
    await rm(this.#path(ref), { force: true });
  }

  #label(ref: TicketRef): string {
    return this.#kind.seal + ticketKey(ref);
  }

  #path(ref: TicketRef): string {
    return join(this.#folder, `${ticketKey(ref).replace(/[/ ]/g, "+")}.sealed`);
  }
}
