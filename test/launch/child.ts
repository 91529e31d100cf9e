import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { cleanEnvironment } from "./environment.ts";

export interface ChildOptions {
  readonly cwd?: string;
  /** Added to the clean environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Takes each line of either stream. Without it the last lines are only kept for an error. */
  readonly onLine?: (line: string) => void;
}

/** A program under the guard: it and all it starts end when this process does. */
export class Child {
  readonly #process: ChildProcess;
  readonly #program: string;
  readonly #lastLines: string[] = [];
  readonly #exited: Promise<number>;

  constructor(program: string, args: readonly string[], options: ChildOptions = {}) {
    this.#program = program;
    const guard = join(import.meta.dirname, "guard.mjs");
    this.#process = spawn(process.execPath, [guard, program, ...args], {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: cleanEnvironment(options.env),
      stdio: ["pipe", "pipe", "pipe"],
      detached: process.platform !== "win32",
    });
    this.#process.stdin?.on("error", () => undefined);
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      let rest = "";
      stream?.setEncoding("utf8").on("data", (text: string) => {
        const lines = (rest + text).split(/\r?\n/);
        rest = lines.pop() ?? "";
        for (const line of lines) {
          this.#lastLines.push(line);
          if (this.#lastLines.length > 30) this.#lastLines.shift();
          options.onLine?.(line);
        }
      });
    }
    this.#exited = once(this.#process, "close").then(([code]) =>
      typeof code === "number" ? code : 1,
    );
  }

  /** The exit code, once the program and all it started are gone. */
  get exited(): Promise<number> {
    return this.#exited;
  }

  /** What it printed last, for an error's text. */
  get lastLines(): string {
    return this.#lastLines.join("\n");
  }

  /** @throws when the program ends with anything but 0. */
  async succeeded(): Promise<void> {
    const code = await this.#exited;
    if (code !== 0) {
      throw new Error(`${this.#program} ended with ${String(code)}:\n${this.lastLines}`);
    }
  }

  /** Ends the program and all it started; resolves when they are gone. */
  async end(): Promise<void> {
    this.#process.stdin?.end();
    await this.#exited;
  }
}

/** Runs a program to its end. @throws when it ends with anything but 0. */
export async function run(
  program: string,
  args: readonly string[],
  options?: ChildOptions,
): Promise<void> {
  await new Child(program, args, options).succeeded();
}
