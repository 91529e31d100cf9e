// One JSON text per line in both directions; the other side is `probe.ts`.
import { connect } from "node:net";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { createInterface } from "node:readline";
import { clearInterval, setInterval } from "node:timers";
import { commands, ViewColumn, window } from "vscode";

/** How often the event loop is looked at, in milliseconds. */
const every = 2;

export function activate() {
  const port = Number(process.env.PSRT_BENCH_PORT);
  if (!Number.isInteger(port)) return;
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  createInterface(socket).on("line", async (line) => {
    const { run, args } = JSON.parse(line);
    const answer = await (run === "bare" ? openBare() : runCommand(run, args)).catch((error) => ({
      failed: String(error),
    }));
    socket.write(`${JSON.stringify(answer)}\n`);
  });
}

/** Opens a webview with nothing but a line of text. */
async function openBare() {
  const startedAt = Date.now();
  const panel = window.createWebviewPanel("psrtBench.bare", "Bare", ViewColumn.Active);
  panel.webview.options = { enableScripts: true };
  panel.webview.html = `<!DOCTYPE html><html><body><button id="bare">Bare</button></body></html>`;
  return { startedAt, took: 0, blocked: 0 };
}

/** Runs a command and tells how long it took and the longest block of the event loop. */
async function runCommand(command, args) {
  const startedAt = Date.now();
  const start = performance.now();
  let last = start;
  let blocked = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    blocked = Math.max(blocked, now - last - every);
    last = now;
  }, every);
  try {
    await commands.executeCommand(command, ...args);
  } finally {
    clearInterval(timer);
  }
  const end = performance.now();
  return { startedAt, took: end - start, blocked: Math.max(blocked, end - last - every) };
}
