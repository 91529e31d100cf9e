import * as vscode from "vscode";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { showNearestDeadline } from "../editor/deadlineItem.ts";
import { MemoryFiles } from "../editor/memoryFiles.ts";
import { tellNews } from "../editor/newsNotice.ts";
import type { Settings } from "../editor/settings.ts";
import type { GitHub } from "../steps/gitHub.ts";
import { TicketNews } from "../steps/ticketNews.ts";
import type { BoardSource } from "../ticket/board.ts";

interface Newsroom {
  readonly board: BoardSource;
  readonly gitHub: () => GitHub | undefined;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
}

/** Tells what is new on the tickets, and shows the nearest deadline. */
export function ticketNews(
  { globalStorageUri, subscriptions }: vscode.ExtensionContext,
  { settings, ...room }: Newsroom,
): TicketNews {
  const memories = new MemoryFiles(vscode.Uri.joinPath(globalStorageUri, "seen").fsPath);
  const news = new TicketNews({ ...room, memories, tell: tellNews(settings) });
  subscriptions.push(news, showNearestDeadline(room.board, room.clock));
  return news;
}
