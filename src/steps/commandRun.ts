import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { HumanError, systemCode } from "../base/errors.ts";
import { startedBy } from "../git/childTree.ts";
import type { CommandLine } from "../ticket/checkCommands.ts";

export interface CommandRun {
  readonly command: CommandLine;
  /** Absolute path. */
  readonly cwd: string;
  /** What the process and all that it starts can be known by; no two runs at once have the same. */
  readonly mark: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly output: (bytes: Uint8Array) => void;
  readonly signal?: AbortSignal | undefined;
}

const MARK = "PSRT_LOCAL_CHECK";

/** How long what is cancelled may clean up, in milliseconds. */
const GRACE = 2000;

/**
 * What a build needs of the ambient environment. Tokens, agents and the editor's own variables are
 * not among it.
 */
const KEPT =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_\w+|TZ|TMPDIR|TMP|TEMP|CC|CXX|CPP|AR|LD|\w*FLAGS|PKG_CONFIG\w*|CCACHE_\w+|SDKROOT|DEVELOPER_DIR|MACOSX_DEPLOYMENT_TARGET|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|USERPROFILE|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES(?:\(X86\))?|PROCESSOR_ARCHITECTURE|NUMBER_OF_PROCESSORS)$/i;

/** The environment that a private branch's code gets. */
export function buildEnvironment(ambient: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(ambient).flatMap(([name, value]) =>
    value !== undefined && KEPT.test(name) ? [[name, value] as const] : [],
  );
  return { ...Object.fromEntries(kept), PYTHONUNBUFFERED: "1" };
}

/**
 * Runs a program without a shell and without input. When it ends or is cancelled, all that it has
 * started ends with it.
 *
 * @returns its exit code; null when a signal ended it.
 * @throws {HumanError} when it can't be started.
 */
export async function runCommandLine(run: CommandRun): Promise<number | null> {
  const { command, cwd, mark, environment = process.env, output, signal } = run;
  const [program, ...args] = command;
  if (signal?.aborted === true) return null;
  const child = spawn(program, args, {
    cwd,
    env: { ...buildEnvironment(environment), [MARK]: mark },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, which can be ended as one.
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  child.stdout.on("data", output);
  child.stderr.on("data", output);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    // Not "close": what it leaves behind may hold its output open.
    child.once("exit", (code) => resolve(code));
  });
  const printed = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
  });
  const { pid } = child;
  const stopping: Promise<void>[] = [];
  const stop = (): void => {
    if (pid !== undefined) stopping.push(endAll(pid, mark));
  };
  signal?.addEventListener("abort", stop, { once: true });
  try {
    return await ended;
  } catch (error) {
    if (!/^(?:ENOENT|EACCES|ENOEXEC)$/.test(systemCode(error) ?? "")) throw error;
    throw new HumanError(
      `${program} can't be run.`,
      "Install it, or correct the setting psrt.checkCommands.",
      { cause: error },
    );
  } finally {
    signal?.removeEventListener("abort", stop);
    await Promise.all(stopping);
    if (pid !== undefined) kill(-pid, "SIGKILL");
    await endMarked(mark);
    // The last it printed comes before what is told of it next.
    await Promise.race([printed, wait(GRACE, undefined, { ref: false })]);
  }
}

/** Ends what an earlier run of that mark has left, as after the editor was killed. Linux only. */
export async function endMarked(mark: string): Promise<void> {
  // A process that is just being made shows no environment for a moment.
  for (let quiet = 0, looks = 0; quiet < 2 && looks < 40; looks++) {
    const left = await marked(mark);
    for (const pid of left) kill(pid, "SIGKILL");
    quiet = left.length === 0 ? quiet + 1 : 0;
    if (process.platform === "linux") await wait(20);
  }
}

async function endAll(pid: number, mark: string): Promise<void> {
  const started = await startedBy(pid);
  if (process.platform === "win32") {
    for (const each of [...started, pid]) kill(each, "SIGKILL");
    return;
  }
  kill(-pid, "SIGTERM");
  for (const each of started) kill(each, "SIGTERM");
  for (let waited = 0; waited < GRACE && isThere(-pid); waited += 50) await wait(50);
  kill(-pid, "SIGKILL");
  for (const each of started) kill(each, "SIGKILL");
  await endMarked(mark);
}

/** By the environment they were started with, so that also those count that left the group. */
async function marked(mark: string): Promise<readonly number[]> {
  if (process.platform !== "linux") return [];
  const wanted = `${MARK}=${mark}`;
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
      return environment.split("\0").includes(wanted) ? [Number(pid)] : [];
    }),
  );
  return found.flat().filter((pid) => pid !== process.pid);
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A negative number is a process group. */
function kill(pid: number, signal: NodeJS.Signals): void {
  if (pid < 0 && process.platform === "win32") return;
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}
