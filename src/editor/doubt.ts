import * as vscode from "vscode";
import { dialogs } from "./dialogs.ts";

export interface Doubt {
  readonly message: string;
  readonly detail: string;
  readonly yes: string;
  /** What Return chooses. */
  readonly no: string;
}

/** Whether the person wants to go on in spite of a doubt: only by a click on that. */
export async function isMeant({ message, detail, yes, no }: Doubt): Promise<boolean> {
  const options = { modal: true, detail };
  return (await dialogs.show(vscode.window.showWarningMessage(message, options, no, yes))) === yes;
}
