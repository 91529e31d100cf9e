import { asString } from "../../src/base/shape.ts";
import { changeAdvisory } from "./api/advisoryChange.ts";
import type { Advisory } from "./model.ts";
import type { SandboxState } from "./state.ts";

const HOUR_MS = 60 * 60 * 1000;
const LOGIN = "psrt-bot";
const TEAM = "psrt";

/** Where the bot reserves CVE ids; pip's come from elsewhere. */
const NUMBERED = "python/cpython";

/** "[accept] Heap overflow in foo()", "Heap overflow in foo() [Closed]" */
const ACCEPTING = /\[ACCEPT(ED)?\]/i;
const CLOSING = /\[(CLOSED?|COMPLETED?|NOTPLANNED|INVALID|DUPLICATE)\]/i;

/**
 * The PSRT bot (github.com/python/psrt-ghsa-bot), which a scheduled workflow starts at each full
 * hour of the sandbox's clock. It looks at the clock when it is asked to, which every request does;
 * several hours gone by are one run, since nothing happened between.
 */
export class Bot {
  readonly #state: SandboxState;
  #enabled = true;
  /** Number of the last full hour that was looked at. */
  #hour: number;
  #running: Promise<void> = Promise.resolve();
  #lastCve = 50_000;

  constructor(state: SandboxState) {
    this.#state = state;
    this.#hour = this.#hourNow();
  }

  get enabled(): boolean {
    return this.#enabled;
  }

  /** Runs that fall into the time in which it is off are lost. */
  async turn(on: boolean): Promise<void> {
    await this.catchUp();
    this.#enabled = on;
  }

  /** Does what it had to do at the full hours since it was last asked. */
  async catchUp(): Promise<void> {
    const now = this.#hourNow();
    const first = this.#hour + 1;
    this.#hour = now;
    if (first <= now && this.#enabled) await this.run(new Date(first * HOUR_MS));
    await this.#running;
  }

  /** One run, whether it is on or off; now when no time is given. */
  async run(at: Date = this.#state.clock.now()): Promise<void> {
    this.#running = this.#running.then(() => this.#run(at));
    await this.#running;
  }

  /** A run as far as it concerns one ticket: what tests that share a sandbox order. */
  async serve(ghsaId: string, at: Date = this.#state.clock.now()): Promise<void> {
    const advisory = this.#state.advisory(ghsaId);
    if (advisory === undefined) throw new Error(`There is no ${ghsaId}.`);
    await this.#serve(advisory, at);
  }

  async #run(at: Date): Promise<void> {
    for (const advisory of this.#state.advisories) {
      const serves = this.#state.team(advisory.repository, TEAM) !== undefined;
      if (serves && (advisory.state === "triage" || advisory.state === "draft")) {
        await this.#serve(advisory, at);
      }
    }
  }

  async #serve(advisory: Advisory, at: Date): Promise<void> {
    const change = (patch: Readonly<Record<string, unknown>>): void => {
      changeAdvisory(this.#state, advisory, patch, { login: LOGIN, admin: true, at });
    };
    const { summary, state, cveId, teams } = advisory;
    if (CLOSING.test(summary)) {
      change({ state: "closed" });
      return;
    }
    const patch: Record<string, unknown> = {};
    if (state === "triage" && ACCEPTING.test(summary)) patch["state"] = "draft";
    const isDraft = asString(patch["state"] ?? state) === "draft";
    if (isDraft && advisory.privateFork === null) {
      const pending = { ...this.#state.forkDelay };
      await this.#state.createPrivateFork(advisory.ghsaId, { pending, made: at });
    }
    if (isDraft && cveId === null && advisory.repository === NUMBERED) {
      patch["cve_id"] = this.#reserve(at);
    }
    if (!teams.includes(TEAM)) patch["collaborating_teams"] = [...teams, TEAM];
    if (Object.keys(patch).length > 0) change(patch);
  }

  #reserve(at: Date): string {
    this.#lastCve += 1;
    return `CVE-${at.getUTCFullYear()}-${this.#lastCve}`;
  }

  #hourNow(): number {
    return Math.floor(this.#state.clock.now().getTime() / HOUR_MS);
  }
}
