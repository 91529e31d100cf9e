import * as vscode from "vscode";
import type { Clock } from "../base/clock.ts";
import { viewIds } from "../editor/contributions.ts";
import type { BoardSource } from "../ticket/board.ts";
import { countYourMove, myTicketRows, type Row } from "./rows.ts";

/** The view "My Tickets": rows as VS Code's tree. */
export class MyTickets implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #source: BoardSource;
  readonly #clock: Clock;
  readonly #change = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<Row>;
  readonly #subscription: { dispose(): void };

  readonly onDidChangeTreeData = this.#change.event;
  readonly onDidChangeVisibility: vscode.Event<vscode.TreeViewVisibilityChangeEvent>;

  constructor(source: BoardSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
    this.#view = vscode.window.createTreeView(viewIds.myTickets, {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.onDidChangeVisibility = this.#view.onDidChangeVisibility;
    this.#subscription = source.onDidChange(() => this.#update());
  }

  get visible(): boolean {
    return this.#view.visible;
  }

  getChildren(row?: Row): Row[] {
    const { board } = this.#source;
    if (row !== undefined) return [...row.children];
    return board === undefined ? [] : [...myTicketRows(board, this.#clock.now())];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const item = new vscode.TreeItem(row.label, collapsible(row));
    item.id = row.id;
    item.contextValue = row.capabilities.join(" ");
    item.accessibilityInformation = { label: [row.label, row.description].join(", ") };
    if (row.description !== undefined) item.description = row.description;
    if (row.tooltip !== undefined) item.tooltip = row.tooltip;
    if (row.icon !== undefined) {
      item.iconPath = new vscode.ThemeIcon(
        row.icon,
        row.color === undefined ? undefined : new vscode.ThemeColor(row.color),
      );
    }
    if (row.command !== undefined) {
      item.command = { command: row.command.id, title: row.command.title, arguments: [row] };
    }
    return item;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#view.dispose();
    this.#change.dispose();
  }

  #update(): void {
    const { board } = this.#source;
    const count = board === undefined ? 0 : countYourMove(board);
    this.#view.badge =
      count === 0
        ? undefined
        : {
            value: count,
            tooltip: count === 1 ? "1 ticket: your move" : `${count} tickets: your move`,
          };
    this.#view.message =
      board !== undefined && board.readings.length > 0 && this.getChildren().length === 0
        ? `You coordinate no tickets, ${board.login}.`
        : "";
    this.#change.fire(undefined);
  }
}

function collapsible({ children, open }: Row): vscode.TreeItemCollapsibleState {
  if (children.length === 0) return vscode.TreeItemCollapsibleState.None;
  return open === true
    ? vscode.TreeItemCollapsibleState.Expanded
    : vscode.TreeItemCollapsibleState.Collapsed;
}
