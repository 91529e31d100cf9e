import * as vscode from "vscode";
import type { Clock } from "../base/clock.ts";
import type { Board, BoardSource } from "../ticket/board.ts";
import type { Row } from "./row.ts";

export interface RowTreeOptions {
  readonly id: string;
  readonly rows: (board: Board, now: Date) => readonly Row[];
  /** Said in the view's place when everything was read and there are no rows. */
  readonly empty: (board: Board) => string;
  /** How many tickets the view's icon counts, and what they are: "2 tickets: your move". */
  readonly badge?: (board: Board, now: Date) => vscode.ViewBadge | undefined;
}

/** A view of the board: rows as VS Code's tree. */
export class RowTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #source: BoardSource;
  readonly #clock: Clock;
  readonly #options: RowTreeOptions;
  readonly #change = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<Row>;
  readonly #subscription: { dispose(): void };

  readonly onDidChangeTreeData = this.#change.event;
  readonly onDidChangeVisibility: vscode.Event<vscode.TreeViewVisibilityChangeEvent>;

  constructor(source: BoardSource, clock: Clock, options: RowTreeOptions) {
    this.#source = source;
    this.#clock = clock;
    this.#options = options;
    this.#view = vscode.window.createTreeView(options.id, {
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
    return board === undefined ? [] : [...this.#options.rows(board, this.#clock.now())];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const item = new vscode.TreeItem(row.label, collapsible(row));
    item.id = row.id;
    item.contextValue = row.capabilities.join(" ");
    const label = row.spoken ?? [row.label, row.description].join(", ");
    item.accessibilityInformation = { label };
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
    const { badge, empty } = this.#options;
    this.#view.badge = board === undefined ? undefined : badge?.(board, this.#clock.now());
    this.#view.message =
      board !== undefined && board.readings.length > 0 && this.getChildren().length === 0
        ? empty(board)
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
