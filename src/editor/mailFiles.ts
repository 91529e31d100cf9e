import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { TicketRef } from "../ticket/ticket.ts";
import { writePrivate } from "./privateFile.ts";

/** The message files that the mail program opens, a folder for each ticket. */
export class MailFiles {
  readonly #folder: string;

  /** @param folder Absolute path; made when it is first written to. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * @param name of the file: "CVE-2026-40107.eml".
   * @returns its path.
   */
  async write(ref: TicketRef, name: string, content: string | Uint8Array): Promise<string> {
    const path = join(this.#of(ref), name);
    await writePrivate(path, content);
    return path;
  }

  /** Every file of the ticket, by whatever name it had then. */
  async remove(ref: TicketRef): Promise<void> {
    await rm(this.#of(ref), { recursive: true, force: true });
  }

  #of({ ghsaId }: TicketRef): string {
    return join(this.#folder, ghsaId.toLowerCase());
  }
}
