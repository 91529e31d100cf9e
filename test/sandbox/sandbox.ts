import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { RestApi } from "./api/api.ts";
import { Bot } from "./bot.ts";
import { SandboxClock } from "./clock.ts";
import { Control } from "./control.ts";
import { Faults, type Fault } from "./faults.ts";
import { GitStore } from "./git.ts";
import { ApiDescription } from "./openapi.ts";
import { RateLimit } from "./rateLimit.ts";
import type { RequestRecord } from "./requestLog.ts";
import type { Scenario } from "./scenario.ts";
import { ProjectBots } from "./project/projectBots.ts";
import { community } from "./scenarios/community.ts";
import { API_ROOT, SandboxServer } from "./server.ts";
import { SandboxState } from "./state.ts";
import { Tokens } from "./tokens.ts";

export interface SandboxOptions {
  /** `community()` when left out. */
  readonly scenario?: Scenario;
  /** Any free port when left out. */
  readonly port?: number;
  /** Where repositories are kept; it stays after `close`. A temporary folder when left out. */
  readonly root?: string;
  /** Whether requests and answers are held against GitHub's OpenAPI description; true by default. */
  readonly validate?: boolean;
}

/** A local GitHub: REST API and git on one loopback port. */
export interface Sandbox {
  /** Origin of the web pages and of git (`${url}/owner/repo.git`), without a final slash. */
  readonly url: string;
  /** Root of the REST API. */
  readonly apiUrl: string;
  /** Where another process orders faults and moves the clock, see `Control`; holds a secret. */
  readonly controlUrl: string;
  readonly clock: SandboxClock;
  /** Acts at each full hour of the clock, just before the next request is answered. */
  readonly bot: Bot;
  /** bedevere, miss-islington and the checks of python/cpython; off unless they are turned on. */
  readonly projectBots: ProjectBots;
  readonly faults: { add(fault: Fault): void; clear(): void };
  readonly requests: readonly RequestRecord[];
  /** Requests and answers that did not fit GitHub's description; a test ends with none. */
  readonly violations: readonly string[];
  readonly state: SandboxState;
  /** A working token of that person; throws when the scenario has no such user. */
  token(login: string): string;
  /** Makes all of the person's tokens answer 401. */
  revoke(login: string): void;
  /** The bare repository on disk. */
  repositoryPath(fullName: string): string;
  close(): Promise<void>;
}

/** Starts a sandbox on 127.0.0.1. Who starts it closes it. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const scenario = options.scenario ?? community();
  const temporary = options.root === undefined;
  const root = options.root ?? (await mkdtemp(path.join(tmpdir(), "psrt-sandbox-")));
  await mkdir(root, { recursive: true, mode: 0o700 });
  const git = new GitStore(root);
  const server = new SandboxServer();
  const close = async (): Promise<void> => {
    await server.close();
    await git.close();
    await server.settled();
    if (temporary) await rm(root, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    await git.prepare();
    const clock = new SandboxClock(scenario.start);
    const state = new SandboxState(scenario, clock, git);
    const [description, url] = await Promise.all([
      options.validate === false ? undefined : ApiDescription.load(),
      server.listen(options.port ?? 0),
      state.load(scenario),
    ]);
    const bot = new Bot(state);
    const projectBots = new ProjectBots(state);
    projectBots.turn(scenario.projectBots === true);
    const links = { web: url, api: `${url}${API_ROOT}` };
    const rate = new RateLimit(clock, () => state.rateLimit);
    const api = new RestApi({ state, links }, rate, description);
    const [faults, tokens, requests] = [new Faults(), new Tokens(), new Array<RequestRecord>()];
    const controlRoot = `/_sandbox/${randomBytes(16).toString("hex")}`;
    const { violations } = api;
    const control = new Control(controlRoot, {
      ...{ clock, bot, projectBots, faults, tokens, requests, violations },
    });
    const files = new Map<string, string>(Object.entries(scenario.files));
    server.open({ api, state, bot, projectBots, tokens, faults, control, requests, files });
    return {
      ...{ url, apiUrl: links.api, controlUrl: `${url}${controlRoot}`, clock, bot, faults },
      ...{ requests, violations, state, close, projectBots },
      token: (login) => {
        if (state.user(login) === undefined) throw new Error(`The sandbox has no user ${login}.`);
        return tokens.issue(login);
      },
      revoke: (login) => tokens.revoke(login),
      repositoryPath: (fullName) => git.path(fullName),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
