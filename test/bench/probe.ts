import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { asNumber, asRecord, asString } from "../../src/base/shape.ts";
import { cache } from "../launch/folders.ts";
import { isFresh } from "../launch/freshness.ts";
import { packageExtension } from "../launch/vsce.ts";

const folder = join(import.meta.dirname, "probe");

/** The packaged extension; never part of the product. */
export const probeVsix = join(cache, "bench-probe.vsix");

export async function requireProbe(): Promise<void> {
  if (!(await isFresh(probeVsix, [folder]))) await packageExtension(folder, probeVsix);
}

/** What a command did in the extension host, in milliseconds. */
export interface InHost {
  /** By the machine's clock. */
  readonly startedAt: number;
  readonly took: number;
  /** The longest time that the event loop could not take anything else on. */
  readonly blocked: number;
}

/** The line to the probe in the extension host. */
export class Probe {
  readonly #server: Server;
  #socket: Socket | undefined;
  #answers: AsyncIterator<string> | undefined;

  private constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket) => {
      // A reloaded window has another extension host.
      socket.on("error", () => undefined);
      this.#socket = socket;
      this.#answers = createInterface(socket)[Symbol.asyncIterator]();
    });
  }

  static async listen(): Promise<Probe> {
    const server = createServer();
    const probe = new Probe(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return probe;
  }

  /** For the extension host's environment. */
  get environment(): Readonly<Record<string, string>> {
    return { PSRT_BENCH_PORT: String((this.#server.address() as AddressInfo).port) };
  }

  get isThere(): boolean {
    return this.#socket !== undefined && !this.#socket.destroyed;
  }

  /** Runs a command of the extension host, or opens the "bare" webview. */
  async run(command: string, ...args: readonly unknown[]): Promise<InHost> {
    this.#socket?.write(`${JSON.stringify({ run: command, args })}\n`);
    const line = await this.#answers?.next();
    if (line === undefined || line.done === true) throw new Error("The probe is not there.");
    const answer = asRecord(JSON.parse(line.value));
    const failed = asString(answer?.["failed"]);
    if (failed !== undefined) throw new Error(failed);
    const [startedAt, took, blocked] = ["startedAt", "took", "blocked"].map(
      (key) => asNumber(answer?.[key]) ?? Number.NaN,
    );
    return { startedAt: startedAt ?? 0, took: took ?? 0, blocked: blocked ?? 0 };
  }

  close(): void {
    this.#socket?.destroy();
    this.#server.close();
  }
}
