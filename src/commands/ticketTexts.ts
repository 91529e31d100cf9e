import type * as vscode from "vscode";
import { registerCodeSigning } from "./codeSigning.ts";
import type { Desk } from "./desk.ts";
import { registerReading } from "./reading.ts";
import { registerReply } from "./reply.ts";

/** What is read and written about a ticket between the coordinator and the reporter. */
export function registerTicketTexts(desk: Desk): vscode.Disposable[] {
  return [...registerReading(desk), ...registerReply(desk), ...registerCodeSigning(desk)];
}
