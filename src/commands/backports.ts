import type * as vscode from "vscode";
import { registerCommand } from "../editor/commands.ts";
import type { Desk } from "./desk.ts";

/** Bringing a merged fix to every release branch that still gets fixes. */
export function registerBackports(desk: Desk): vscode.Disposable[] {
  const board = () => import("./backportBoard.ts");
  const { log } = desk;
  return [
    registerCommand("psrt.showBackports", log, async (row) => {
      await (await board()).showBackports(desk, row);
    }),
    registerCommand("psrt.labelBackports", log, async (row) => {
      await (await board()).labelAllBackports(desk, row);
    }),
    registerCommand("psrt.mendBackport", log, async (row) => {
      await (await board()).mendBackport(desk, row);
    }),
    registerCommand("psrt.backport", log, async (row) => {
      await (await board()).backportOne(desk, row);
    }),
  ];
}
