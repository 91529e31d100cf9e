/**
 * Runs every `*.test` module beside this one with mocha, inside VS Code's extension host, and
 * reports to the launcher. The tests may use the whole `vscode` API and the sandbox GitHub named in
 * the environment; they fake nothing.
 */
import { readdir } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { hostPortVariable, type HostEvent } from "../launch/hostEvent.ts";

/** The entry that VS Code calls; the extension host ends when it settles. */
export async function run(): Promise<void> {
  const launcher = connect(Number(process.env[hostPortVariable]), "127.0.0.1");
  const tell = (event: HostEvent): void => {
    launcher.write(`${JSON.stringify(event)}\n`);
  };
  try {
    await runSuites(tell);
    tell({ kind: "finished" });
  } finally {
    await flush(launcher);
  }
}

async function runSuites(tell: (event: HostEvent) => void): Promise<void> {
  const { default: Mocha } = await import("mocha");
  const mocha = new Mocha({
    timeout: 60_000,
    forbidOnly: true,
    forbidPending: true,
    reporter: "min",
  });
  for (const name of await readdir(__dirname)) {
    if (name.endsWith(".test.cjs")) mocha.addFile(join(__dirname, name));
  }
  await mocha.loadFilesAsync();
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on("pass", (test) => tell({ kind: "passed", title: test.fullTitle() }));
    runner.on("fail", (test, error: unknown) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      tell({ kind: "failed", title: test.fullTitle(), error: text });
    });
  });
}

async function flush(socket: Socket): Promise<void> {
  await new Promise<void>((resolve) => {
    socket.end(() => resolve());
  });
}
