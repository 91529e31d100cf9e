import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { failureLine, type Counts } from "./counts.ts";
import type { Editor } from "./editor.ts";
import { root } from "./folders.ts";
import { hostPortVariable, parseHostEvent, type HostEvent } from "./hostEvent.ts";

/** How long the suite may be silent, in milliseconds; VS Code's own start included. */
const patience = 120_000;

/** What the extension host of the suite sees. */
export interface HostSurroundings {
  /** The folder that is open. */
  readonly folder: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Runs `out/host` inside the real extension host, with the extension loaded from the checkout.
 *
 * @throws when the suite could not run to its end.
 */
export async function runHostSuite(editor: Editor, given: HostSurroundings): Promise<Counts> {
  const results = await listenForResults();
  const running = await editor.start({
    settings: given.settings,
    env: { ...given.env, [hostPortVariable]: String(results.port) },
    development: { extension: root, tests: join(root, "out", "host", "index.cjs") },
  });
  try {
    await running.open(given.folder);
    return await results.counts;
  } finally {
    results.close();
    await running.close();
  }
}

interface Results {
  readonly port: number;
  readonly counts: Promise<Counts>;
  close(): void;
}

async function listenForResults(): Promise<Results> {
  let passed = 0;
  const failures: string[] = [];
  let settle: (error?: Error) => void = () => undefined;
  const counts = new Promise<Counts>((resolve, reject) => {
    settle = (error) => {
      clearTimeout(timer);
      if (error === undefined) resolve({ passed, failed: failures.length, failures });
      else reject(error);
    };
  });
  counts.catch(() => undefined);
  const silent = (): void =>
    settle(
      new Error(`The suite in the extension host was silent for ${String(patience / 1000)} s.`),
    );
  let timer = setTimeout(silent, patience);

  const take = (event: HostEvent): void => {
    clearTimeout(timer);
    timer = setTimeout(silent, patience);
    switch (event.kind) {
      case "passed":
        passed += 1;
        console.log(`    ✔ ${event.title}`);
        break;
      case "failed":
        failures.push(failureLine(event.title, event.error));
        console.log(`    ✘ ${event.title}\n${event.error}`);
        break;
      case "finished":
        settle();
    }
  };

  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("close", () => settle(new Error("The extension host ended in the middle.")));
    createInterface(socket).on("line", (line) => {
      try {
        take(parseHostEvent(line));
      } catch (error) {
        settle(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, counts, close: () => server.close() };
}
