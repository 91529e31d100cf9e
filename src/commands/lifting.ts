import * as vscode from "vscode";
import { CancelledError } from "../base/errors.ts";
import { registerCommand } from "../editor/commands.ts";
import type { LeakGate } from "../steps/leakGate.ts";
import { liftFinding } from "../steps/liftFinding.ts";
import type { Ticket } from "../ticket/ticket.ts";
import type { Desk } from "./desk.ts";

/** Letting something pass while its text is written. */
export function registerLifting(desk: Desk): vscode.Disposable[] {
  return [
    registerCommand("psrt.liftFinding", desk.log, (uri, name) => desk.documents.lift(uri, name)),
  ];
}

/** Asks for the reason, remembers it, and lets the gate know. */
export function liftingFor(
  desk: Desk,
  ticket: Ticket,
  gate: LeakGate,
): (digest: string) => Promise<void> {
  return async (digest) => {
    const reason = await vscode.window.showInputBox({
      title: "Let This Pass",
      prompt:
        "Why may everybody read this? The reason stays on this machine; don’t repeat the secret.",
      ignoreFocusOut: true,
      validateInput: (text) => (text.trim() === "" ? "Give a reason." : undefined),
    });
    if (reason === undefined) throw new CancelledError();
    gate.take(await liftFinding(desk, ticket, digest, reason.trim()));
    await desk.board.recordChanged(ticket);
  };
}
