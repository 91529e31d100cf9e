import type * as vscode from "vscode";
import { WeaknessFile } from "../editor/weaknessFile.ts";
import { registerCveRecord } from "./cveRecord.ts";
import type { Desk } from "./desk.ts";
import { registerEmail } from "./email.ts";
import { registerUnaffectedBranches } from "./unaffectedBranches.ts";

/** What is said to the world: the advisory e-mail and the CVE record, and of which branches. */
export function registerLetters(desk: Desk, extensionUri: vscode.Uri): vscode.Disposable[] {
  const weaknesses = new WeaknessFile(extensionUri);
  return [
    ...registerEmail(desk),
    ...registerCveRecord(desk, weaknesses),
    ...registerUnaffectedBranches(desk),
  ];
}
