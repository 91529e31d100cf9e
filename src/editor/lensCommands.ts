import * as vscode from "vscode";
import { runCommand } from "./commands.ts";
import type { CommandArguments, CommandId } from "./commandTable.ts";

interface LensCommand {
  readonly id: string;
  readonly registration: vscode.Disposable;
}

/**
 * The commands of the lines above texts, each with an id of its own. Arguments that are given with
 * such a line VS Code forgets when it asks for the lines anew, and a click in that moment ends in
 * its "Actual command not found".
 */
export class LensCommands {
  /** By text, and by what tells a command from the text's others. */
  readonly #ofTexts = new Map<string, Map<string, LensCommand>>();
  #count = 0;

  /**
   * The id under which a command runs with its arguments, the same at each call.
   *
   * @param what tells this one from others of the same command above the same text.
   */
  id<Id extends CommandId>(
    text: vscode.Uri,
    command: Id,
    what: string,
    ...args: CommandArguments[Id]
  ): string {
    const commands = this.#ofTexts.get(text.toString()) ?? new Map<string, LensCommand>();
    this.#ofTexts.set(text.toString(), commands);
    const key = `${command} ${what}`;
    const known = commands.get(key);
    if (known !== undefined) return known.id;
    const id = `_psrt.lens.${++this.#count}`;
    const registration = vscode.commands.registerCommand(id, () => runCommand(command, ...args));
    commands.set(key, { id, registration });
    return id;
  }

  /** Of a text that is closed. */
  drop(text: vscode.Uri): void {
    for (const { registration } of this.#ofTexts.get(text.toString())?.values() ?? []) {
      registration.dispose();
    }
    this.#ofTexts.delete(text.toString());
  }

  dispose(): void {
    for (const commands of this.#ofTexts.values()) {
      for (const { registration } of commands.values()) registration.dispose();
    }
    this.#ofTexts.clear();
  }
}
