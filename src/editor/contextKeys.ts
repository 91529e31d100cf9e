import * as vscode from "vscode";
import type { ContextKey, contextKeys } from "./contributions.ts";

export function setContext<Key extends ContextKey>(
  key: Key,
  value: (typeof contextKeys)[Key][number],
): void {
  void vscode.commands.executeCommand("setContext", key, value);
}
