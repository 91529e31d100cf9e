import { isCancellation, throwIfCancelled } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import {
  builtInBranches,
  parseReleaseCycle,
  type ReleaseBranches,
} from "../ticket/releaseBranches.ts";
import { isSecure } from "./site.ts";

/** The list changes a few times in a year. */
const FRESH_MS = 60 * 60 * 1000;

/** A refresh of the tickets doesn't wait longer for it. */
const PATIENCE_MS = 5000;

/** The live list of CPython's release branches. */
export class ReleaseCycle {
  readonly #fetch: typeof fetch;
  readonly #log: Log;
  #last:
    { readonly url: string; readonly readAt: number; readonly value: ReleaseBranches } | undefined;

  /** @param fetch Called without any credential. */
  constructor(fetch: typeof globalThis.fetch, log: Log) {
    this.#fetch = fetch;
    this.#log = log;
  }

  /**
   * The last good answer where there is none now, and the built-in list where there never was one.
   *
   * @param url Of peps.python.org/api/release-cycle.json or what stands for it.
   * @throws {CancelledError}
   */
  async read(url: string, now: Date, signal?: AbortSignal): Promise<ReleaseBranches> {
    const last = this.#last?.url === url ? this.#last : undefined;
    if (last !== undefined && now.getTime() - last.readAt < FRESH_MS) return last.value;
    const value = await this.#fetchList(url, signal);
    if (value !== undefined) this.#last = { url, readAt: now.getTime(), value };
    return value ?? last?.value ?? builtInBranches;
  }

  async #fetchList(
    url: string,
    signal: AbortSignal | undefined,
  ): Promise<ReleaseBranches | undefined> {
    if (!URL.canParse(url) || !isSecure(new URL(url))) {
      this.#log.warn("The address of the release branches is none that can be trusted");
      return undefined;
    }
    const patience = AbortSignal.timeout(PATIENCE_MS);
    try {
      const answer = await this.#fetch(url, {
        headers: { accept: "application/json", "user-agent": "psrt-coordinator" },
        credentials: "omit",
        signal: signal === undefined ? patience : AbortSignal.any([signal, patience]),
      });
      const list = answer.ok ? parseReleaseCycle(await answer.json()) : undefined;
      if (list === undefined) this.#log.warn(`The release branches: status ${answer.status}`);
      return list;
    } catch (error) {
      throwIfCancelled(signal);
      if (isCancellation(error)) throw error;
      this.#log.warn("The release branches could not be read");
      return undefined;
    }
  }
}
