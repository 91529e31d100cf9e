import { randomBytes } from "node:crypto";
import { link, rm } from "node:fs/promises";
import type { SecretStorage } from "vscode";
import { systemCode } from "../base/errors.ts";
import { asRecord, asString } from "../base/shape.ts";
import { readPrivate, writePrivate } from "./privateFile.ts";

const SECRET = "psrt.draftKey";
const KEY_BYTES = 32;

interface StoredKey {
  readonly key: Buffer;
  /** VS Code's session that has stored it. */
  readonly session: string;
}

/**
 * The key that drafts are sealed with. It belongs into the editor's secret storage, which forgets
 * everything with its window where the system has no keyring, and always in a browser, and does
 * not say so. So the key lies in a private file too, until the secret storage has shown in a later
 * session that it still has it.
 */
export class DraftKey {
  readonly #file: string;
  readonly #secrets: Pick<SecretStorage, "get" | "store">;
  readonly #session: string;
  #key: Promise<Buffer> | undefined;

  /** @param session of this run of VS Code, from `env.sessionId`. */
  constructor(file: string, secrets: Pick<SecretStorage, "get" | "store">, session: string) {
    this.#file = file;
    this.#secrets = secrets;
    this.#session = session;
  }

  get(): Promise<Buffer> {
    this.#key ??= this.#read().catch((error: unknown) => {
      this.#key = undefined;
      throw error;
    });
    return this.#key;
  }

  async #read(): Promise<Buffer> {
    const stored = toStoredKey(await this.#secrets.get(SECRET));
    const filed = await readPrivate(this.#file);
    if (stored !== undefined && (filed === undefined || filed.equals(stored.key))) {
      if (stored.session !== this.#session) await rm(this.#file, { force: true });
      return stored.key;
    }
    const key = filed?.length === KEY_BYTES ? filed : await this.#make(filed !== undefined);
    const secret = { key: key.toString("base64"), session: this.#session };
    await this.#secrets.store(SECRET, JSON.stringify(secret));
    return key;
  }

  /**
   * Another window may do the same at this moment; then its key is the one.
   *
   * @param damaged whether something that is no key lies there.
   */
  async #make(damaged: boolean): Promise<Buffer> {
    const key = randomBytes(KEY_BYTES);
    const fresh = `${this.#file}.${randomBytes(6).toString("hex")}`;
    await writePrivate(fresh, key);
    try {
      if (damaged) await rm(this.#file, { force: true });
      // Puts it there whole, and never over another one.
      await link(fresh, this.#file);
      return key;
    } catch (error) {
      const other = systemCode(error) === "EEXIST" ? await readPrivate(this.#file) : undefined;
      if (other?.length !== KEY_BYTES) throw error;
      return other;
    } finally {
      await rm(fresh, { force: true });
    }
  }
}

function toStoredKey(text: string | undefined): StoredKey | undefined {
  if (text === undefined) return undefined;
  try {
    const data = asRecord(JSON.parse(text));
    const session = asString(data?.["session"]);
    const key = Buffer.from(asString(data?.["key"]) ?? "", "base64");
    return session === undefined || key.length !== KEY_BYTES ? undefined : { key, session };
  } catch {
    return undefined;
  }
}
