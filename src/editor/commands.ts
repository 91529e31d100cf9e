import * as vscode from "vscode";
import { HumanError, isCancellation, type Remedy } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import { DoubleClicks } from "./doubleClicks.ts";
import { noticeText } from "./labels.ts";
import type { CommandArguments, CommandId } from "./commandTable.ts";

const REMEDIES: Readonly<Record<Remedy, { readonly title: string; readonly command: CommandId }>> =
  {
    "sign-in": { title: "Sign In", command: "psrt.signIn" },
    "read-again": { title: "Read Again", command: "psrt.refresh" },
    "choose-public-clone": { title: "Choose Clone…", command: "psrt.choosePublicClone" },
  };

const clicks = new DoubleClicks();

/** Registers a command whose failures all come through `report`. */
export function registerCommand<Id extends CommandId>(
  id: Id,
  log: Log,
  run: (...args: CommandArguments[Id]) => Promise<void> | void,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: CommandArguments[Id]) => {
    if (clicks.isSecond(id, args[0], performance.now())) return;
    try {
      await run(...args);
    } catch (error) {
      report(error, log, id);
    }
  });
}

export async function runCommand<Id extends CommandId>(
  id: Id,
  ...args: CommandArguments[Id]
): Promise<void> {
  await vscode.commands.executeCommand(id, ...args);
}

/** The one way out for errors: a cancellation is silent, a HumanError is shown, the rest is a bug. */
export function report(error: unknown, log: Log, where: string): void {
  if (isCancellation(error) || error instanceof vscode.CancellationError) return;
  if (error instanceof HumanError) {
    log.info(`${where} ended with a message to the person`);
    void showHumanError(error);
    return;
  }
  log.error(`${where} failed`, error);
  void showBug();
}

async function showHumanError({ message, next, remedy }: HumanError): Promise<void> {
  const offer = remedy === undefined ? undefined : REMEDIES[remedy];
  const buttons = offer === undefined ? [] : [offer.title];
  const choice = await vscode.window.showErrorMessage(noticeText(`${message} ${next}`), ...buttons);
  if (offer !== undefined && choice === offer.title) await runCommand(offer.command);
}

async function showBug(): Promise<void> {
  const choice = await vscode.window.showErrorMessage(
    "PSRT Coordinator failed in a way it did not expect. Nothing more was done.",
    "Show Log",
  );
  if (choice !== undefined) await runCommand("psrt.showLog");
}
