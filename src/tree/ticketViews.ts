import * as vscode from "vscode";
import type { Clock } from "../base/clock.ts";
import { viewIds } from "../editor/contributions.ts";
import { seesNothing, type Board, type BoardSource } from "../ticket/board.ts";
import type { TicketRef } from "../ticket/ticket.ts";
import { queueRows } from "./queueRows.ts";
import { countYourMove, myTicketRows } from "./rows.ts";
import { newMarks } from "./newMarks.ts";
import { RowTree, type Marks } from "./rowTree.ts";

/** Days and hours go by without a reading, too. */
const TICK_MS = 10 * 60_000;

/** Empty where the welcome text of who sees nothing stands. */
function noneOfTheirs(board: Board): string {
  if (seesNothing(board)) return "";
  const { login, isMember } = board;
  const others = isMember ? "Those that wait for a coordinator are" : "What you have reported is";
  return `You coordinate no tickets, ${login}. ${others} in the Queue.`;
}

/** The views of the PSRT container. */
export class TicketViews implements vscode.Disposable {
  readonly #trees: readonly RowTree[];

  readonly #marks: vscode.Disposable;
  readonly #timer: NodeJS.Timeout;

  /** Fires when one of them comes into sight or is gone. */
  readonly onDidChangeVisibility: vscode.Event<unknown>;

  constructor(source: BoardSource, clock: Clock, marks: Marks) {
    this.#marks = vscode.window.registerFileDecorationProvider(newMarks);
    const change = new vscode.EventEmitter<void>();
    this.#trees = [
      new RowTree(source, clock, {
        marks,
        id: viewIds.myTickets,
        rows: myTicketRows,
        empty: noneOfTheirs,
        badge: (board, now) => {
          const count = countYourMove(board, now);
          if (count === 0) return undefined;
          return {
            value: count,
            tooltip: `${count} ${count === 1 ? "ticket" : "tickets"}: your move`,
          };
        },
      }),
      new RowTree(source, clock, {
        marks,
        id: viewIds.queue,
        rows: queueRows,
        empty: () => "There is no ticket that waits or that others coordinate.",
      }),
    ];
    this.#timer = setInterval(() => {
      for (const tree of this.#trees) tree.update();
    }, TICK_MS);
    for (const tree of this.#trees) tree.onDidChangeVisibility(() => change.fire());
    this.onDidChangeVisibility = change.event;
  }

  /** Whether any of them can be seen. */
  get visible(): boolean {
    return this.#trees.some(({ visible }) => visible);
  }

  /** Shows the ticket's row in the view that has it; false when none has. */
  async reveal(ref: TicketRef): Promise<boolean> {
    for (const tree of this.#trees) if (await tree.reveal(ref)) return true;
    return false;
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#marks.dispose();
    for (const tree of this.#trees) tree.dispose();
  }
}
