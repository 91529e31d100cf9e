import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { cleanEnvironment } from "../launch/environment.ts";
import type { Done, Job, Reply, Workplace } from "./jobs.ts";

/** The product's steps in a process of their own, as they are in the extension host. */
export class Product {
  readonly #process: ChildProcess;
  /** Never fulfilled. */
  readonly #ended: Promise<never>;

  private constructor(process: ChildProcess) {
    this.#process = process;
    this.#ended = once(process, "exit").then(() => {
      throw new Error("The product's process has ended.");
    });
    this.#ended.catch(() => undefined);
  }

  static async start(workplace: Workplace): Promise<Product> {
    const program = join(import.meta.dirname, "worker.ts");
    const child = fork(program, [], {
      execArgv: ["--import", "tsx"],
      env: cleanEnvironment({ GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" }),
    });
    const product = new Product(child);
    // Not by its arguments: others could read the token there.
    child.send(workplace);
    await product.#message();
    return product;
  }

  async do(job: Job): Promise<Done> {
    this.#process.send(job);
    const reply = (await this.#message()) as Reply;
    if ("failed" in reply) throw new Error(reply.failed);
    return reply.done;
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    this.#process.disconnect();
    await this.#ended.catch(() => undefined);
  }

  async #message(): Promise<unknown> {
    const waiting = new AbortController();
    try {
      const answered = once(this.#process, "message", { signal: waiting.signal });
      const [message] = (await Promise.race([answered, this.#ended])) as readonly unknown[];
      return message;
    } finally {
      waiting.abort();
    }
  }
}
