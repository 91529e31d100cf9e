import * as vscode from "vscode";
import type { TicketEvent } from "../ticket/memory.ts";
import { newsWords } from "../ticket/newsWords.ts";
import { runCommand } from "./commands.ts";
import { noticeText } from "./labels.ts";
import type { Settings } from "./settings.ts";

/** Tells what is new in one notification, as far as the person wants to be told. */
export function tellNews(settings: Settings): (events: readonly TicketEvent[]) => void {
  return (events) => {
    const news = newsWords(events, settings.notifications);
    if (news !== undefined) void show(news);
  };
}

async function show({
  text,
  first,
  tickets,
}: NonNullable<ReturnType<typeof newsWords>>): Promise<void> {
  const button = tickets === 1 ? "Show Ticket" : "Show Tickets";
  const choice = await vscode.window.showInformationMessage(noticeText(text), button);
  if (choice !== undefined) await runCommand("psrt.revealTicket", { ticket: first });
}
