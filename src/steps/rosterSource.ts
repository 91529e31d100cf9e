import { DAY_MS, type Clock } from "../base/clock.ts";
import { HumanError, isCancellation } from "../base/errors.ts";
import { readPublicText } from "../github/publicText.ts";
import { sameLogin } from "../ticket/login.ts";
import {
  parseRoster,
  SHIPPED_ROSTER,
  SHIPPED_ROSTER_DAY,
  type RosterReading,
} from "../ticket/roster.ts";

const HOUR_MS = 60 * 60 * 1000;

/** A text that was read from an address once, kept on this machine. */
export interface KeptText {
  readonly address: string;
  readonly text: string;
  readonly at: Date;
}

export interface RosterSourceOptions {
  readonly address: () => string;
  readonly kept: {
    /** Undefined when nothing is kept, or nothing that can be understood. */
    read(): Promise<KeptText | undefined>;
    write(kept: KeptText): Promise<void>;
  };
  readonly fetch: typeof fetch;
  readonly clock: Clock;
}

/** The PSRT's members: the live list, or else the last one that was read, or else the product's own. */
export class RosterSource {
  readonly #options: RosterSourceOptions;
  /** The last answer to who is on the list. */
  #last: { readonly address: string; readonly reading: RosterReading; until: number } | undefined;

  constructor(options: RosterSourceOptions) {
    this.#options = options;
  }

  get address(): string {
    return this.#options.address();
  }

  /**
   * Whether the list has that person. A list that was read live stands for a day, another for an
   * hour.
   *
   * @throws {CancelledError}
   */
  async has(login: string, signal?: AbortSignal): Promise<boolean> {
    const { address } = this;
    const now = this.#options.clock.now().getTime();
    if (this.#last?.address !== address || this.#last.until < now) {
      const reading = await this.read(signal);
      const until = now + (reading.origin === "live" ? DAY_MS : HOUR_MS);
      this.#last = { address, reading, until };
    }
    return this.#last.reading.members.some((member) => sameLogin(member.login, login));
  }

  /** @throws {CancelledError} */
  async read(signal?: AbortSignal): Promise<RosterReading> {
    const { address } = this;
    const { fetch, clock, kept } = this.#options;
    try {
      const text = await readPublicText(address, "The list of members", { fetch, signal });
      const roster = parseRoster(text);
      if (!roster.valid) {
        return await this.#fallback(address, `${host(address)} answered: ${roster.reason}`);
      }
      const at = clock.now();
      await kept.write({ address, text, at }).catch(() => undefined);
      return { members: roster.value.members, origin: "live", at };
    } catch (error) {
      if (isCancellation(error) || !(error instanceof HumanError)) throw error;
      return this.#fallback(address, error.message);
    }
  }

  async #fallback(address: string, trouble: string): Promise<RosterReading> {
    const kept = await this.#options.kept.read().catch(() => undefined);
    const roster = kept?.address === address ? parseRoster(kept.text) : undefined;
    if (kept !== undefined && roster?.valid === true) {
      return { members: roster.value.members, origin: "kept", at: kept.at, trouble };
    }
    const shipped = parseRoster(SHIPPED_ROSTER);
    if (!shipped.valid) throw new Error(shipped.reason);
    return {
      members: shipped.value.members,
      origin: "shipped",
      at: SHIPPED_ROSTER_DAY,
      trouble,
    };
  }
}

function host(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}
