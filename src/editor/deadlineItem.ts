import * as vscode from "vscode";
import type { Clock } from "../base/clock.ts";
import { deadlineWords, type Deadline } from "../ticket/deadline.ts";
import type { BoardSource } from "../ticket/board.ts";
import { nearestDeadline } from "../ticket/nearestDeadline.ts";
import { viewIds } from "./contributions.ts";

const BACKGROUNDS: Readonly<Record<Deadline["urgency"], string | undefined>> = {
  calm: undefined,
  soon: "statusBarItem.warningBackground",
  over: "statusBarItem.errorBackground",
};

/** The days change without a reading, too. */
const TICK_MS = 10 * 60_000;

/** The nearest deadline of the person's tickets, in the status bar; no title, no id to read. */
export function showNearestDeadline(source: BoardSource, clock: Clock): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    "psrt.deadline",
    vscode.StatusBarAlignment.Left,
    0,
  );
  item.name = "PSRT: Nearest Deadline";
  item.command = `${viewIds.myTickets}.focus`;
  const update = (): void => {
    const nearest = source.board && nearestDeadline(source.board, clock.now());
    if (nearest === undefined) {
      item.hide();
      return;
    }
    const { deadline, ticket } = nearest;
    const words = deadlineWords(deadline);
    const background = BACKGROUNDS[deadline.urgency];
    item.text = `$(shield) ${words}`;
    item.tooltip = `PSRT: ${words} for ${ticket.ghsaId}, until ${deadline.at.toISOString().slice(0, 10)}`;
    item.accessibilityInformation = {
      label: `PSRT, nearest deadline: ${words} for ${ticket.ghsaId}`,
    };
    item.backgroundColor = background === undefined ? undefined : new vscode.ThemeColor(background);
    item.show();
  };
  const timer = setInterval(update, TICK_MS);
  update();
  return vscode.Disposable.from(item, source.onDidChange(update), {
    dispose: () => clearInterval(timer),
  });
}
