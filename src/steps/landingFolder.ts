import { createHash } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { systemCode } from "../base/errors.ts";
import { ticketKey, type TicketRef } from "../ticket/ticket.ts";
import type { LandingSlot } from "./landingRecord.ts";

/**
 * Where a landing's private objects and work tree are while it is under way: always the same for the
 * same ticket and branch, so that nothing is forgotten when its record is.
 */
export class LandingFolder {
  /** 16 hex digits; tells nothing. */
  readonly name: string;
  /** Absolute path, mode 0700. */
  readonly path: string;

  constructor(storage: string, ref: TicketRef, slot: LandingSlot) {
    this.name = `${partOf(ref)}${digest(`${ticketKey(ref)} ${slot}`, 6)}`;
    this.path = join(landingsFolder(storage), this.name);
  }

  get repository(): string {
    return join(this.path, "repository");
  }

  /** The work tree in which conflicts are resolved. */
  get workTree(): string {
    return join(this.path, "tree");
  }

  /** The `.patch` as GitHub sent it. */
  get series(): string {
    return join(this.path, "series.patch");
  }

  get lock(): string {
    return `${this.path}.lock`;
  }

  /** Makes it anew and empty. */
  async renew(): Promise<void> {
    await this.remove();
    await mkdir(this.repository, { recursive: true, mode: 0o700 });
  }

  /** A process that was just stopped may still hold a file for a moment. */
  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

/**
 * Removes what any landing of a ticket has left, whether or not its record knows of it.
 * @param storage absolute path of the extension's own folder.
 */
export async function removeLandings(storage: string, ref: TicketRef): Promise<void> {
  const own = partOf(ref);
  for (const name of await namesIn(landingsFolder(storage))) {
    if (!name.startsWith(own)) continue;
    const path = join(landingsFolder(storage), name);
    await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

/** What the names of all landings of a ticket begin with. */
function partOf(ref: TicketRef): string {
  return digest(ticketKey(ref), 10);
}

function digest(text: string, length: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return [];
    throw error;
  }
}

/** Where the folders of all landings are. */
export function landingsFolder(storage: string): string {
  return join(storage, "landings");
}
