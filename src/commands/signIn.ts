import * as vscode from "vscode";
import { registerCommand } from "../editor/commands.ts";
import { askToken } from "../editor/session.ts";
import { asRecord, asString } from "../base/shape.ts";
import type { Desk } from "./desk.ts";

/** Signing in and out. */
export function registerSignIn({ session, settings, board, log }: Desk): vscode.Disposable[] {
  return [
    registerCommand("psrt.signIn", log, async () => {
      await session.signIn();
      greet(session.current?.login);
    }),
    registerCommand("psrt.signInWithToken", log, async (given) => {
      const passed = asString(asRecord(given)?.["token"]);
      await session.signInWithToken(passed ?? (await askToken(settings.apiUrl)));
      if (passed === undefined) greet(session.current?.login);
    }),
    registerCommand("psrt.signOut", log, async () => {
      const person = session.current;
      await session.signOut();
      if (person !== undefined) await board.forget(person);
    }),
  ];
}

function greet(login: string | undefined): void {
  if (login !== undefined) {
    void vscode.window.showInformationMessage(`Signed in to GitHub as ${login}.`);
  }
}
