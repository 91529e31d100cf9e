import type * as vscode from "vscode";
import type { Desk } from "./desk.ts";
import { registerFixBranch } from "./fixBranch.ts";
import { registerLocalChecks } from "./localChecks.ts";
import { registerPrivateClone } from "./privateClone.ts";
import { registerPrivateFork } from "./privateFork.ts";
import { registerPrivatePull } from "./privatePull.ts";
import { registerPublicGuard } from "./publicGuard.ts";
import { registerPullFits } from "./pullFits.ts";
import { registerShield } from "./shield.ts";
import { registerTicketExport } from "./ticketExport.ts";
import { registerTicketPurge } from "./ticketPurge.ts";

/** What happens in private: the ticket's fork, its clone, and what keeps that private. */
export function registerPrivateSide(desk: Desk): vscode.Disposable[] {
  return [
    ...registerPrivateFork(desk),
    ...registerPrivateClone(desk),
    ...registerFixBranch(desk),
    ...registerPrivatePull(desk),
    ...registerPullFits(desk),
    ...registerPublicGuard(desk),
    ...registerShield(desk),
    ...registerLocalChecks(desk),
    ...registerTicketExport(desk),
    ...registerTicketPurge(desk),
  ];
}
