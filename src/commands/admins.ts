import * as vscode from "vscode";
import { fullName } from "../ticket/repositoryName.ts";
import { isAdmin } from "../ticket/roster.ts";
import type { Ticket } from "../ticket/ticket.ts";
import type { Desk } from "./desk.ts";

/** "An admin of python/cpython can: Ada Admin (ada-admin), …", by the PSRT's list of members. */
export async function adminWords(desk: Desk, { repository }: Ticket): Promise<string> {
  const { members } = await desk.members.roster.read();
  const names = members.filter(isAdmin).map(({ name, login }) => `${name} (${login})`);
  const who = names.length === 0 ? "" : ` The PSRT's admins: ${names.join(", ")}.`;
  return `An admin of ${fullName(repository)} can.${who}`;
}

/** Puts a message to an admin on the clipboard, for a private channel. */
export async function copyRequest({ htmlUrl, ghsaId }: Ticket, wish: string): Promise<void> {
  await vscode.env.clipboard.writeText(`${wish}\n${ghsaId}: ${htmlUrl}\n`);
  vscode.window.setStatusBarMessage(
    "Message copied (embargoed: send it by a private channel)",
    6000,
  );
}
