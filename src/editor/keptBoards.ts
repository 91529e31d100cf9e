import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { messageOf } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import { asRecord } from "../base/shape.ts";
import type { KeptBoard, Person } from "../ticket/keptBoard.ts";
import type { DraftKey } from "./draftKey.ts";
import { readPrivate, writePrivate } from "./privateFile.ts";
import { seal, unseal } from "./seal.ts";

/** How much older than the truth a kept board's time may be, so that it is not written each time. */
const TIME_MS = 10 * 60 * 1000;

interface Written {
  readonly digest: string;
  readonly at: number;
}

/** Each person's last known tickets, encrypted: their titles and texts are embargoed. */
export class KeptBoards {
  readonly #folder: string;
  readonly #key: DraftKey;
  readonly #version: string;
  readonly #log: Log;
  readonly #written = new Map<string, Written>();
  #last: Promise<void> = Promise.resolve();

  /**
   * @param folder Absolute path; made when it is first written to.
   * @param version of this extension: what another one has kept is not understood.
   */
  constructor(folder: string, key: DraftKey, version: string, log: Log) {
    this.#folder = folder;
    this.#key = key;
    this.#version = version;
    this.#log = log;
  }

  /** Undefined when nothing was kept, or nothing that can be opened and understood. */
  async read(person: Person): Promise<KeptBoard | undefined> {
    await this.#last;
    try {
      const sealed = await readPrivate(this.#path(person));
      if (sealed === undefined) return undefined;
      const bytes = await unseal(this.#key, label(person), sealed);
      const data = asRecord(deserialize(bytes));
      // The seal says that this very version has made it, in this shape.
      return data?.["version"] === this.#version ? (data["board"] as KeptBoard) : undefined;
    } catch (error) {
      this.#log.warn(`The last known tickets can't be opened: ${messageOf(error)}`);
      return undefined;
    }
  }

  /** Writes what has changed; never fails, since nothing but the time offline is lost by it. */
  keep(person: Person, board: KeptBoard): Promise<void> {
    return this.#afterAll(() => this.#keep(person, board), "kept");
  }

  forget(person: Person): Promise<void> {
    return this.#afterAll(() => this.#remove(person), "forgotten");
  }

  async #keep(person: Person, board: KeptBoard): Promise<void> {
    const { readings, facts } = board;
    if (readings.length === 0) return this.#remove(person);
    const content = readings.map(({ repository, tickets, rights }) => [
      repository,
      tickets,
      rights,
    ]);
    const digest = sha256(serialize([content, facts]));
    const at = Math.min(...readings.map(({ asOf }) => asOf.getTime()));
    const before = this.#written.get(label(person));
    if (before?.digest === digest && at - before.at < TIME_MS) return;
    const bytes = serialize({ version: this.#version, board });
    await writePrivate(this.#path(person), await seal(this.#key, label(person), bytes));
    this.#written.set(label(person), { digest, at });
  }

  async #remove(person: Person): Promise<void> {
    this.#written.delete(label(person));
    await rm(this.#path(person), { force: true });
  }

  /** One after another, so that nothing that was forgotten is written again. */
  #afterAll(work: () => Promise<void>, done: string): Promise<void> {
    this.#last = this.#last.then(work).catch((error: unknown) => {
      this.#log.error(`The last known tickets were not ${done}`, error);
    });
    return this.#last;
  }

  #path(person: Person): string {
    return join(this.#folder, `${sha256(label(person)).slice(0, 32)}.sealed`);
  }
}

/** GitHub's logins are the same in any letter case. */
function label({ login, apiUrl }: Person): string {
  return `board of ${login.toLowerCase()} at ${apiUrl}`;
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
