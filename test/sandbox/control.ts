import { asBoolean, asInstant, asNumber, asRecord, asString } from "../../src/base/shape.ts";
import type { Bot } from "./bot.ts";
import type { ProjectBots } from "./project/projectBots.ts";
import type { SandboxClock } from "./clock.ts";
import { faultFromJson, type Faults } from "./faults.ts";
import type { RequestRecord } from "./requestLog.ts";
import type { Tokens } from "./tokens.ts";

export interface Controlled {
  readonly clock: SandboxClock;
  readonly bot: Bot;
  readonly projectBots: ProjectBots;
  readonly faults: Faults;
  readonly tokens: Tokens;
  readonly requests: readonly RequestRecord[];
  readonly violations: readonly string[];
}

export interface ControlAnswer {
  readonly status: number;
  readonly json: unknown;
}

/**
 * What a test in another process may order, under a path that holds a secret of this run:
 *
 * - `GET clock`; `POST clock` with `{"set": instant}` or `{"advance": milliseconds}`
 * - `GET bot`; `POST bot` with `{"enabled": boolean}` or `{"run": true}`
 * - `POST project-bots` with `{"enabled": boolean}`, `{"pace": {"backport", "checks"}}` (milliseconds) or
 *   `{"check", "outcome"}` ("success" or "failure", from now on)
 * - `POST merge` with `{"number", "by"}`: a core developer or release manager merges it
 * - `POST faults` with a fault; `DELETE faults`
 * - `GET requests`, `GET violations`
 * - `POST tokens` with `{"login"}` answers `{"token"}`; `DELETE tokens?login=` revokes
 */
export class Control {
  readonly #root: string;
  readonly #controlled: Controlled;

  constructor(root: string, controlled: Controlled) {
    this.#root = root;
    this.#controlled = controlled;
  }

  owns(path: string): boolean {
    return path.startsWith("/_sandbox/");
  }

  async answer(method: string, url: URL, body: unknown): Promise<ControlAnswer> {
    const known = url.pathname.startsWith(`${this.#root}/`);
    const what = known ? url.pathname.slice(this.#root.length + 1) : "";
    const { clock, bot, faults, tokens, requests, violations } = this.#controlled;
    const login = asString(asRecord(body)?.["login"]) ?? url.searchParams.get("login");
    switch (`${method} ${what}`) {
      case "GET requests":
        return { status: 200, json: requests };
      case "GET violations":
        return { status: 200, json: violations };
      case "GET clock":
        return { status: 200, json: { now: clock.now().toISOString() } };
      case "POST clock":
        return this.#moveClock(body);
      case "GET bot":
        return { status: 200, json: { enabled: bot.enabled } };
      case "POST bot":
        return this.#orderBot(body);
      case "POST project-bots":
        return this.#orderProjectBots(body);
      case "POST merge":
        return this.#merge(body);
      case "DELETE faults":
        faults.clear();
        return { status: 200, json: {} };
      case "POST faults":
        return this.#addFault(body);
      case "POST tokens":
        return login === null
          ? misunderstood()
          : { status: 200, json: { token: tokens.issue(login) } };
      case "DELETE tokens":
        tokens.revoke(login ?? "");
        return { status: 200, json: {} };
      default:
        return { status: 404, json: { message: "No such control." } };
    }
  }

  async #moveClock(body: unknown): Promise<ControlAnswer> {
    const { clock, bot } = this.#controlled;
    const record = asRecord(body);
    const [instant, step] = [asInstant(record?.["set"]), asNumber(record?.["advance"])];
    if (instant === undefined && step === undefined) return misunderstood();
    if (instant !== undefined) clock.set(instant);
    if (step !== undefined) clock.advance(step);
    await bot.catchUp();
    await this.#controlled.projectBots.catchUp();
    return { status: 200, json: { now: clock.now().toISOString() } };
  }

  async #orderBot(body: unknown): Promise<ControlAnswer> {
    const { bot } = this.#controlled;
    const record = asRecord(body);
    const [enabled, run] = [asBoolean(record?.["enabled"]), asBoolean(record?.["run"])];
    if (enabled === undefined && run !== true) return misunderstood();
    if (enabled !== undefined) await bot.turn(enabled);
    if (run === true) await bot.run();
    return { status: 200, json: { enabled: bot.enabled } };
  }

  async #orderProjectBots(body: unknown): Promise<ControlAnswer> {
    const { projectBots } = this.#controlled;
    const record = asRecord(body);
    const enabled = asBoolean(record?.["enabled"]);
    const pace = asRecord(record?.["pace"]);
    const [check, outcome] = [asString(record?.["check"]), record?.["outcome"]];
    if (enabled !== undefined) projectBots.turn(enabled);
    const [backport, checks] = [asNumber(pace?.["backport"]), asNumber(pace?.["checks"])];
    projectBots.pace({
      ...(backport === undefined ? {} : { backport }),
      ...(checks === undefined ? {} : { checks }),
    });
    if (check !== undefined)
      projectBots.order(check, outcome === "failure" ? "failure" : "success");
    await projectBots.catchUp();
    return { status: 200, json: { enabled: projectBots.enabled } };
  }

  async #merge(body: unknown): Promise<ControlAnswer> {
    const record = asRecord(body);
    const [number, by] = [asNumber(record?.["number"]), asString(record?.["by"])];
    if (number === undefined || by === undefined) return misunderstood();
    try {
      const { merge } = await this.#controlled.projectBots.merge(number, by);
      return { status: 200, json: { sha: merge?.sha ?? null } };
    } catch (error) {
      return { status: 409, json: { message: error instanceof Error ? error.message : "" } };
    }
  }

  #addFault(body: unknown): ControlAnswer {
    const fault = faultFromJson(body);
    if (fault === undefined) return misunderstood();
    this.#controlled.faults.add(fault);
    return { status: 200, json: {} };
  }
}

function misunderstood(): ControlAnswer {
  return { status: 400, json: { message: "The body is not understood." } };
}
