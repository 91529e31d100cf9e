import { AsyncLocalStorage } from "node:async_hooks";
import { ChildProcess, execFile } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { readdir, readFile } from "node:fs/promises";
import { asRecord } from "../base/shape.ts";

type OnChild = (child: ChildProcess) => void;

const watching = new AsyncLocalStorage<OnChild>();

// simple-git keeps its child processes to itself; Node tells of each where it is made.
subscribe("child_process", (message) => {
  const child = asRecord(message)?.["process"];
  if (child instanceof ChildProcess) watching.getStore()?.(child);
});

/** Runs `work` and tells of the processes it starts, though not of what those start. */
export function watchChildren<T>(onChild: OnChild, work: () => Promise<T>): Promise<T> {
  return watching.run(onChild, work);
}

/**
 * Interrupts a process, so that it can clean up, and ends what it has started: git leaves
 * git-remote-https alone when it is interrupted, which then waits for a silent server.
 */
export async function endTree(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === "win32") {
    await output("taskkill", ["/pid", String(pid), "/T", "/F"]);
    return;
  }
  const started = descendants(pid, await processTable());
  child.kill("SIGINT");
  for (const each of started) end(each);
}

/** All that a process has started and that still runs. */
export async function startedBy(pid: number): Promise<readonly number[]> {
  if (process.platform !== "win32") return descendants(pid, await processTable());
  // "taskkill" ends them itself, with the process.
  await output("taskkill", ["/pid", String(pid), "/T", "/F"]);
  return [];
}

type Row = readonly [pid: number, parent: number];

function descendants(root: number, table: readonly Row[]): readonly number[] {
  const found = [root];
  for (const each of found) {
    found.push(...table.filter(([, parent]) => parent === each).map(([pid]) => pid));
  }
  return found.slice(1);
}

/** From /proc where there is one, for a bare Linux has no ps. */
async function processTable(): Promise<readonly Row[]> {
  if (process.platform !== "linux") {
    const lines = (await output("ps", ["-A", "-o", "pid=,ppid="])).split("\n");
    return lines.map((line) => {
      const [pid, parent] = line.trim().split(/\s+/);
      return [Number(pid), Number(parent)];
    });
  }
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  return Promise.all(
    pids.map(async (pid): Promise<Row> => {
      // "4711 (git remote-http) S 4710 …"; the name may hold anything
      const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
      return [Number(pid), Number(/.*\) \S (\d+)/s.exec(stat)?.[1])];
    }),
  );
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch {
    // It has ended by itself.
  }
}

/** Without the program the answer is empty: then only the process itself is ended. */
function output(program: string, args: readonly string[]): Promise<string> {
  return watching.exit(
    () =>
      new Promise((resolve) => {
        execFile(program, [...args], { windowsHide: true }, (_error, stdout) => resolve(stdout));
      }),
  );
}
