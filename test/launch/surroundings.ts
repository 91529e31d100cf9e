import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "../sandbox/sandbox.ts";
import type { Scenario } from "../sandbox/scenario.ts";
import { community } from "../sandbox/scenarios/community.ts";
import { people } from "../sandbox/scenarios/people.ts";
import { prepareWorkspace } from "../sandbox/workspace.ts";

/** A sandbox GitHub, a member's public clones of it, and what VS Code must be told of both. */
export interface Surroundings {
  readonly sandbox: Sandbox;
  /** The folder to open; it holds the public clones. */
  readonly folder: string;
  /** Public clone by full name. */
  readonly clones: Readonly<Record<string, string>>;
  /** Where private clones go. */
  readonly privateFolder: string;
  /** The product's machine-scoped settings. */
  readonly settings: Readonly<Record<string, unknown>>;
  /**
   * Environment of the extension host: PSRT_SANDBOX_URL, PSRT_SANDBOX_API, PSRT_SANDBOX_CONTROL,
   * PSRT_SANDBOX_TOKEN, PSRT_SANDBOX_LOGIN, PSRT_SANDBOX_FOLDER, PSRT_SANDBOX_CLONES (JSON) and
   * PSRT_SANDBOX_PRIVATE (the private clones' folder); git sees none of the person's own
   * configuration.
   */
  readonly env: Readonly<Record<string, string>>;
  /** Ends the sandbox and removes all folders. */
  close(): Promise<void>;
}

export interface SurroundingsOptions {
  /** Who is at work; the scenario's PSRT member when left out. */
  readonly login?: string;
  /** All tickets, on a clock that runs, when left out. */
  readonly scenario?: Scenario;
  /** Tests that meet a full hour by chance keep it "off"; it runs when left out. */
  readonly bot?: "off";
}

/** Makes everything in one temporary folder, anew each time. */
export async function prepareSurroundings(
  options: SurroundingsOptions = {},
): Promise<Surroundings> {
  const login = options.login ?? people.member;
  const sandbox = await startSandbox({ scenario: options.scenario ?? community({ start: "now" }) });
  if (options.bot === "off") await sandbox.bot.turn(false);
  const base = await mkdtemp(join(tmpdir(), "psrt-work-"));
  const close = async (): Promise<void> => {
    await sandbox.close();
    await rm(base, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const folder = join(base, "public");
    const privateFolder = join(base, "private");
    const gitConfig = join(base, "gitconfig");
    await writeFile(gitConfig, `[user]\n\tname = ${login}\n\temail = ${login}@example.org\n`);
    const { clones } = await prepareWorkspace(sandbox, folder, login);
    return {
      sandbox,
      folder,
      clones,
      privateFolder,
      settings: {
        "psrt.apiUrl": sandbox.apiUrl,
        "psrt.publicClones": clones,
        "psrt.cloneFolder": privateFolder,
        "psrt.releaseCycleUrl": `${sandbox.url}/release-cycle.json`,
        "psrt.rosterUrl": `${sandbox.url}/psrt.csv`,
      },
      env: {
        GIT_CONFIG_GLOBAL: gitConfig,
        PSRT_SANDBOX_URL: sandbox.url,
        PSRT_SANDBOX_API: sandbox.apiUrl,
        PSRT_SANDBOX_CONTROL: sandbox.controlUrl,
        PSRT_SANDBOX_TOKEN: sandbox.token(login),
        PSRT_SANDBOX_LOGIN: login,
        PSRT_SANDBOX_FOLDER: folder,
        PSRT_SANDBOX_CLONES: JSON.stringify(clones),
        PSRT_SANDBOX_PRIVATE: privateFolder,
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
