import * as vscode from "vscode";
import type { TicketRef } from "../ticket/ticket.ts";

const nameFor = ({ ghsaId }: TicketRef): string => `PSRT ${ghsaId}`;

/** What commands print, in a terminal of its own: kept nowhere, and gone when it is closed. */
export class CheckTerminal {
  readonly #write = new vscode.EventEmitter<string>();
  readonly #terminal: vscode.Terminal;
  readonly #decoder = new TextDecoder();
  #waiting: string[] | undefined = [];

  /** @param stop called when the person closes it or types Ctrl+C. */
  constructor(ticket: TicketRef, stop: () => void) {
    this.#terminal = vscode.window.createTerminal({
      name: nameFor(ticket),
      iconPath: new vscode.ThemeIcon("beaker"),
      isTransient: true,
      pty: {
        onDidWrite: this.#write.event,
        open: () => {
          const waiting = this.#waiting ?? [];
          this.#waiting = undefined;
          for (const text of waiting) this.#write.fire(text);
        },
        close: stop,
        handleInput: (text: string) => {
          if (text === "\x03") stop();
        },
      },
    });
    this.#terminal.show(true);
  }

  /** Closes it, which forgets what was printed. */
  dispose(): void {
    this.#terminal.dispose();
    this.#write.dispose();
  }

  /** Closes all that this window has for a ticket. */
  static closeAll(ticket: TicketRef): void {
    for (const terminal of vscode.window.terminals) {
      if (terminal.name === nameFor(ticket)) terminal.dispose();
    }
  }

  print(text: string | Uint8Array): void {
    const plain = typeof text === "string" ? text : this.#decoder.decode(text, { stream: true });
    const lines = plain.replace(/\r?\n/g, "\r\n");
    if (this.#waiting === undefined) this.#write.fire(lines);
    else this.#waiting.push(lines);
  }
}
