import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { cleanEnvironment } from "../launch/environment.ts";
import type { Done, Job, Reply, Workplace } from "./jobs.ts";

/** The product's steps in a process of their own, as they are in the extension host. */
export class Product {
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  static async start(workplace: Workplace): Promise<Product> {
    const program = join(import.meta.dirname, "worker.ts");
    const child = fork(program, [], {
      execArgv: ["--import", "tsx"],
      env: cleanEnvironment({ GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" }),
    });
    // Not by its arguments: others could read the token there.
    child.send(workplace);
    await Promise.race([once(child, "message"), endOf(child)]);
    return new Product(child);
  }

  async do(job: Job): Promise<Done> {
    const answered = once(this.#process, "message");
    this.#process.send(job);
    const [reply] = (await Promise.race([answered, endOf(this.#process)])) as [Reply];
    if ("failed" in reply) throw new Error(reply.failed);
    return reply.done;
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = once(this.#process, "exit");
    this.#process.disconnect();
    await ended;
  }
}

async function endOf(child: ChildProcess): Promise<never> {
  await once(child, "exit");
  throw new Error("The product's process has ended.");
}
