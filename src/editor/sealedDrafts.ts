import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { HumanError } from "../base/errors.ts";
import { ticketKey, type TicketRef } from "../ticket/ticket.ts";
import type { DraftKey } from "./draftKey.ts";
import { readPrivate, writePrivate } from "./privateFile.ts";

/** AES-256-GCM: 12 bytes nonce, 16 bytes tag, then the text. */
const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

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
      const decipher = createDecipheriv(
        CIPHER,
        await this.#key.get(),
        sealed.subarray(0, NONCE_BYTES),
      );
      decipher.setAAD(this.#label(ref));
      decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const body = sealed.subarray(NONCE_BYTES + TAG_BYTES);
      const text = Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
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
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, await this.#key.get(), nonce);
    cipher.setAAD(this.#label(ref));
    const body = Buffer.concat([cipher.update(JSON.stringify(draft), "utf8"), cipher.final()]);
    await writePrivate(this.#path(ref), Buffer.concat([nonce, cipher.getAuthTag(), body]));
  }

  async remove(ref: TicketRef): Promise<void> {
    await rm(this.#path(ref), { force: true });
  }

  #label(ref: TicketRef): Buffer {
    return Buffer.from(this.#kind.seal + ticketKey(ref));
  }

  #path(ref: TicketRef): string {
    return join(this.#folder, `${ticketKey(ref).replace(/[/ ]/g, "+")}.sealed`);
  }
}
