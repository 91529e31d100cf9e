import * as vscode from "vscode";
import { HumanError } from "../base/errors.ts";
import type { Log } from "../base/log.ts";

/** The log in VS Code's output view. */
export class OutputLog implements Log, vscode.Disposable {
  readonly #channel = vscode.window.createOutputChannel("PSRT Coordinator", { log: true });

  debug(line: string): void {
    this.#channel.debug(line);
  }

  info(line: string): void {
    this.#channel.info(line);
  }

  warn(line: string): void {
    this.#channel.warn(line);
  }

  /** Of the cause only its name and stack frames are kept: a message may hold embargoed text. */
  error(line: string, cause?: unknown): void {
    this.#channel.error(cause === undefined ? line : `${line}: ${frames(cause)}`);
  }

  show(): void {
    this.#channel.show(true);
  }

  dispose(): void {
    this.#channel.dispose();
  }
}

function frames(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause;
  const lines = (cause.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const name = cause instanceof HumanError ? cause.name : cause.constructor.name;
  return [name, ...lines].join("\n");
}
