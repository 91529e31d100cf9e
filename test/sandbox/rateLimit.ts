import type { Viewer } from "./access.ts";
import type { SandboxClock } from "./clock.ts";

const HOUR_MS = 60 * 60 * 1000;
const ANONYMOUS_LIMIT = 60;

export interface Budget {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** Seconds since 1970 at which the hour begins anew. */
  readonly reset: number;
}

/** Requests per hour and person (docs.github.com, "Rate limits for the REST API"). */
export class RateLimit {
  readonly #clock: SandboxClock;
  readonly #limit: () => number;
  readonly #used = new Map<string, { count: number; until: number }>();

  constructor(clock: SandboxClock, limit: () => number) {
    this.#clock = clock;
    this.#limit = limit;
  }

  /** @param cost 0 for what is free: an answer 304 */
  spend(viewer: Viewer, cost: 0 | 1): Budget {
    const now = this.#clock.now().getTime();
    const key = viewer?.toLowerCase() ?? "";
    const known = this.#used.get(key);
    const window =
      known !== undefined && known.until > now ? known : { count: 0, until: now + HOUR_MS };
    window.count += cost;
    this.#used.set(key, window);
    const limit = viewer === null ? ANONYMOUS_LIMIT : this.#limit();
    const remaining = Math.max(0, limit - window.count);
    return { limit, used: window.count, remaining, reset: Math.ceil(window.until / 1000) };
  }
}

export function rateHeaders(budget: Budget): Record<string, string> {
  return {
    "x-ratelimit-limit": String(budget.limit),
    "x-ratelimit-remaining": String(budget.remaining),
    "x-ratelimit-used": String(budget.used),
    "x-ratelimit-reset": String(budget.reset),
    "x-ratelimit-resource": "core",
  };
}
