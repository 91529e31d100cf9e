import { stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { SimpleGitProgressEvent } from "simple-git";
import { CancelledError, messageOf, systemCode, throwIfCancelled } from "../base/errors.ts";
import type { Progress } from "../base/progress.ts";
import { endTree, watchChildren } from "./childTree.ts";
import {
  configEnvironment,
  credentialEntries,
  redact,
  type ConfigEntry,
  type Credential,
} from "./credential.ts";
import { gitEnvironment } from "./environment.ts";
import { GitError, reasonOf } from "./gitError.ts";

export interface GitOptions {
  /** Path or name of the program. */
  readonly binary?: string;
  /** What git inherits, by default this process's environment. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Asked before each command that may talk to a server. */
  readonly credentials?: () => Promise<readonly Credential[]>;
}

export interface RunOptions {
  /** The directory to run in. */
  readonly cwd: string;
  /** Standard input; without it the command reads an empty one. */
  readonly input?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
  readonly config?: readonly ConfigEntry[];
  /** The command may talk to a server, so it gets the credentials. */
  readonly remote?: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: Progress | undefined;
}

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: Buffer;
  /** Without credentials. */
  readonly stderr: string;
}

/** The words for the stages that git reports. */
const stages: Readonly<Record<string, string>> = {
  "remote:": "The server prepares the objects",
  receiving: "Receiving objects",
  resolving: "Resolving deltas",
  updating: "Writing files",
  writing: "Sending objects",
};

const REPORTING = /^(?:checkout|clone|fetch|push)$/;

/** The one door to git. */
export class Git {
  readonly #binary: string;
  readonly #environment: Record<string, string>;
  readonly #credentials: () => Promise<readonly Credential[]>;
  #version: string | undefined;

  constructor({ binary = "git", environment = process.env, credentials }: GitOptions = {}) {
    this.#binary = binary;
    this.#environment = gitEnvironment(environment);
    this.#credentials = credentials ?? (() => Promise.resolve([]));
  }

  /** @throws {GitError} when git fails. @throws {CancelledError} */
  async run(args: readonly string[], options: RunOptions): Promise<Buffer> {
    const { exitCode, stdout, stderr } = await this.attempt(args, options);
    if (exitCode !== 0) throw new GitError(args[0] ?? "", reasonOf(stderr), stderr);
    return stdout;
  }

  /** Like `run`, as UTF-8 text without the line end. */
  async text(args: readonly string[], options: RunOptions): Promise<string> {
    return (await this.run(args, options)).toString("utf8").replace(/\r?\n$/, "");
  }

  /** What `git version` prints; asked until it answers, and then kept. */
  async versionText(): Promise<string> {
    this.#version ??= await this.text(["version"], { cwd: tmpdir() });
    return this.#version;
  }

  /**
   * For commands whose exit code is an answer.
   * @throws {GitError} when git can't be started. @throws {CancelledError}
   */
  async attempt(args: readonly string[], options: RunOptions): Promise<Outcome> {
    const { cwd, input = "", signal, progress } = options;
    const command = args[0] ?? "";
    await requireFolder(cwd, command);
    const { simpleGit } = await import("./simpleGit.ts");
    const credentials = options.remote === true ? await this.#credentials() : [];
    throwIfCancelled(signal);
    const environment = {
      ...this.#environment,
      ...configEnvironment([...credentials.flatMap(credentialEntries), ...(options.config ?? [])]),
      ...options.environment,
    };
    // simple-git would put "--progress" last, where it is a path after "--".
    const words = [...args];
    if (progress !== undefined && REPORTING.test(command)) words.splice(1, 0, "--progress");
    const outcomes: Outcome[] = [];
    const client = simpleGit({
      baseDir: cwd,
      binary: this.#binary,
      allowEnvironment: Object.keys(environment),
      // What these would guard against is composed here, not taken from outside.
      unsafe: {
        allowUnsafeAskPass: true,
        allowUnsafeConfigEnvCount: true,
        allowUnsafeConfigPaths: true,
        allowUnsafeCustomBinary: true,
        allowUnsafeHooksPath: true,
        allowUnsafeInclude: true,
        allowUnsafeSshCommand: true,
      },
      completion: { onClose: true, onExit: false },
      input: () => Buffer.from(input),
      // Called for every command; what counts as a failure is decided below.
      errors: (_error, { exitCode, stdOut, stdErr }) => {
        outcomes.push({
          exitCode,
          stdout: Buffer.concat(stdOut),
          stderr: redact(Buffer.concat(stdErr).toString("utf8"), credentials),
        });
        return undefined;
      },
      ...(progress === undefined
        ? {}
        : { progress: (event: SimpleGitProgressEvent) => report(progress, event) }),
    });
    // simple-git waits 50 ms after a process that printed nothing; an empty chunk spares that.
    client.outputHandler((_command, stdout) => {
      queueMicrotask(() => stdout.emit("data", Buffer.alloc(0)));
    });
    try {
      await cancellable(signal, () => client.env(environment).raw(words));
    } catch (error) {
      throw new GitError(command, "unknown", redact(messageOf(error), credentials));
    }
    const [outcome] = outcomes;
    if (signal?.aborted === true && outcome?.exitCode !== 0) throw new CancelledError();
    if (outcome === undefined) throw new GitError(command, "unknown", "");
    if (reasonOf(outcome.stderr) === "no-git") {
      throw new GitError(command, "no-git", outcome.stderr);
    }
    return outcome;
  }
}

/** Ends what `work` started, with its children, when the signal is aborted. */
async function cancellable(
  signal: AbortSignal | undefined,
  work: () => PromiseLike<unknown>,
): Promise<void> {
  const ends: Promise<void>[] = [];
  const off = new AbortController();
  await watchChildren(
    (child) => {
      const end = (): unknown => ends.push(endTree(child));
      signal?.addEventListener("abort", end, { once: true, signal: off.signal });
    },
    async () => work(),
  ).finally(() => off.abort());
  await Promise.all(ends);
}

async function requireFolder(path: string, command: string): Promise<void> {
  try {
    if ((await stat(path)).isDirectory()) return;
  } catch (error) {
    if (systemCode(error) !== "ENOENT" && systemCode(error) !== "ENOTDIR") throw error;
  }
  throw new GitError(command, "no-folder", "");
}

function report(progress: Progress, { stage, progress: percent }: SimpleGitProgressEvent): void {
  const words = stages[stage];
  if (words !== undefined) progress.report(words, percent / 100);
}
