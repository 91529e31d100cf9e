// Runs a program in a process group of its own and ends that whole group when the program exits or
// when standard input closes. The launcher holds the other end, so whatever ends the launcher (an
// exit, Ctrl-C, a crash, a kill) leaves no process behind.
//
//     node guard.mjs <program> [argument ...]
import { spawn, spawnSync } from "node:child_process";
import process from "node:process";
import { clearInterval, setInterval } from "node:timers";

/** How long the group may take to end by itself, in milliseconds. */
const patience = 2000;

const [program, ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ["ignore", "inherit", "inherit"], detached: true });

let code = 0;
let ending = false;

child.on("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
child.on("exit", (exitCode, signal) => {
  code = exitCode ?? (signal === null ? 1 : 128);
  endGroup();
});
process.stdin.on("end", endGroup);
process.stdin.on("error", endGroup);
process.stdin.resume();

function endGroup() {
  if (ending) return;
  ending = true;
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(child.pid), "/T", "/F"], { stdio: "ignore" });
    process.exit(code);
  }
  const deadline = Date.now() + patience;
  signalGroup("SIGTERM");
  const timer = setInterval(() => {
    const late = Date.now() > deadline;
    if (signalGroup(late ? "SIGKILL" : 0) && !late) return;
    clearInterval(timer);
    process.exit(code);
  }, 20);
}

/** Whether anybody was there to be signalled. */
function signalGroup(signal) {
  try {
    process.kill(-child.pid, signal);
    return true;
  } catch {
    return false;
  }
}
