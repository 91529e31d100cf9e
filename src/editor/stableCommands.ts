import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import { runCommand } from "./commands.ts";
import type { CommandArguments, CommandId } from "./commandTable.ts";

interface StableCommand {
  readonly id: string;
  readonly registration: vscode.Disposable;
  work: () => Promise<void>;
}

/**
 * Commands of tree rows and of lines above texts, each with an id of its own. Arguments that are
 * given with these VS Code forgets when it asks for rows or lines anew, and a click in that moment
 * ends in its "Actual command not found".
 */
export class StableCommands {
  /** By owner, and by what tells a command from the owner's others. */
  readonly #ofOwners = new Map<string, Map<string, StableCommand>>();

  /**
   * The id under which a command runs, the same at each call, with the arguments of the last one.
   *
   * @param owner the row, or the text's address.
   * @param what tells this command from the same one of the same owner.
   */
  id<Id extends CommandId>(
    owner: string,
    command: Id,
    args: CommandArguments[Id],
    what = "",
  ): string {
    const commands = this.#ofOwners.get(owner) ?? new Map<string, StableCommand>();
    this.#ofOwners.set(owner, commands);
    const key = `${command} ${what}`;
    const work = (): Promise<void> => runCommand(command, ...args);
    const known = commands.get(key);
    if (known !== undefined) {
      known.work = work;
      return known.id;
    }
    const id = `_psrt.${run}.${++count}`;
    const registration = vscode.commands.registerCommand(id, () => stable.work());
    const stable: StableCommand = { id, registration, work };
    commands.set(key, stable);
    return id;
  }

  /** Of an owner that is gone. */
  drop(owner: string): void {
    for (const { registration } of this.#ofOwners.get(owner)?.values() ?? []) {
      registration.dispose();
    }
    this.#ofOwners.delete(owner);
  }

  /** Of all owners but these. */
  keepOnly(owners: ReadonlySet<string>): void {
    for (const owner of [...this.#ofOwners.keys()]) if (!owners.has(owner)) this.drop(owner);
  }

  dispose(): void {
    this.keepOnly(new Set());
  }
}

/** Ids are of the whole window, and of this run: what an ended one has drawn must start nothing. */
const run = randomUUID();
let count = 0;
