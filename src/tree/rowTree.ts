import * as vscode from "vscode";
import { StableCommands } from "../editor/stableCommands.ts";
import type { Clock } from "../base/clock.ts";
import type { Board, BoardSource } from "../ticket/board.ts";
import { ticketKey, type TicketRef } from "../ticket/ticket.ts";
import { newMarkUri } from "./newMarks.ts";
import type { Row } from "./row.ts";

export interface RowTreeOptions {
  readonly id: string;
  readonly rows: (board: Board, now: Date) => readonly Row[];
  /** Said in the view's place when everything was read and there are no rows. */
  readonly empty: (board: Board) => string;
  /** How many tickets the view's icon counts, and what they are: "2 tickets: your move". */
  readonly badge?: (board: Board, now: Date) => vscode.ViewBadge | undefined;
  readonly marks: Marks;
}

/** Which tickets have something new since the person last looked. */
export interface Marks {
  isNew(ref: TicketRef): boolean;
  /** The person looks at the ticket. */
  look(ref: TicketRef): void;
  onDidChange(listener: () => void): { dispose(): void };
}

/** A view of the board: rows as VS Code's tree. */
export class RowTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #source: BoardSource;
  readonly #clock: Clock;
  readonly #options: RowTreeOptions;
  readonly #commands = new StableCommands();
  readonly #change = new vscode.EventEmitter<Row[] | undefined>();
  readonly #view: vscode.TreeView<Row>;
  readonly #subscriptions: readonly { dispose(): void }[];
  /** The rows on show by id, each with the one above it. */
  readonly #shown = new Map<string, { readonly row: Row; readonly parent: Row | undefined }>();
  /** The rows that are marked as new, by id. */
  readonly #marked = new Set<string>();
  /** The rows at the root as they were last drawn: VS Code knows rows by their identity alone. */
  #rows: readonly Row[] | undefined;
  /**
   * The rows that the person has opened or closed, by id: VS Code forgets it of a row that moves to
   * another group.
   */
  readonly #toggled = new Map<string, boolean>();
  /** All rows as they were last drawn, in JSON. */
  #drawn = "";

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
    this.#subscriptions = [
      source.onDidChange(() => this.update()),
      options.marks.onDidChange(() => this.#drawMarks()),
      this.#view.onDidExpandElement(({ element }) => this.#toggled.set(element.id, true)),
      this.#view.onDidCollapseElement(({ element }) => this.#toggled.set(element.id, false)),
      this.#view.onDidChangeSelection(({ selection }) => {
        for (const row of selection) if (row.ticket !== undefined) options.marks.look(row.ticket);
      }),
    ];
  }

  get visible(): boolean {
    return this.#view.visible;
  }

  getChildren(row?: Row): Row[] {
    if (row === undefined) this.#shown.clear();
    const rows = row?.children ?? (this.#rows ??= this.#rowsNow());
    for (const child of rows) this.#shown.set(child.id, { row: child, parent: row });
    return [...rows];
  }

  getParent(row: Row): Row | undefined {
    return this.#shown.get(row.id)?.parent;
  }

  /** Shows the ticket's row and puts the keyboard on it; false when this view has none. */
  async reveal(ref: TicketRef): Promise<boolean> {
    const wanted = `ticket ${ticketKey(ref)}`;
    const find = (rows: readonly Row[]): Row | undefined => {
      for (const row of rows) {
        if (row.id === wanted) return row;
        const below = find(this.getChildren(row));
        if (below !== undefined) return below;
      }
      return undefined;
    };
    const row = find(this.getChildren());
    if (row === undefined) return false;
    await this.#view.reveal(row, { select: true, focus: true, expand: true });
    return true;
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const item = new vscode.TreeItem(row.label, this.#collapsible(row));
    item.id = row.id;
    item.contextValue = row.capabilities.join(" ");
    const isNew = this.#isNew(row);
    if (isNew) this.#marked.add(row.id);
    else this.#marked.delete(row.id);
    const words = row.spoken ?? [row.label, row.description].join(", ");
    item.accessibilityInformation = { label: isNew ? `new, ${words}` : words };
    if (isNew) item.resourceUri = newMarkUri(row.id);
    if (row.description !== undefined) item.description = row.description;
    if (row.tooltip !== undefined) item.tooltip = row.tooltip;
    if (row.icon !== undefined) {
      item.iconPath = new vscode.ThemeIcon(
        row.icon,
        row.color === undefined ? undefined : new vscode.ThemeColor(row.color),
      );
    }
    if (row.command !== undefined) {
      const { id, title } = row.command;
      item.command = { command: this.#commands.id(row.id, id, [row]), title };
    }
    return item;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#view.dispose();
    this.#change.dispose();
    this.#commands.dispose();
  }

  /**
   * Draws what the board and the clock say now, and anew only what has changed: a row's menu that is
   * open while all are drawn anew does not know its row any more.
   */
  update(): void {
    const { board } = this.#source;
    const { badge, empty } = this.#options;
    const now = this.#clock.now();
    const all = this.#rowsNow();
    this.#view.badge = board === undefined ? undefined : badge?.(board, now);
    this.#view.message =
      board !== undefined && board.readings.length > 0 && all.length === 0 ? empty(board) : "";
    const drawn = JSON.stringify(board === undefined ? null : all);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    // What is drawn now can still be clicked until the other rows are.
    this.#commands.keepOnly(new Set([...idsOf(this.#rows ?? []), ...idsOf(all)]));
    this.#rows = all;
    this.#change.fire(undefined);
  }

  #rowsNow(): readonly Row[] {
    const { board } = this.#source;
    return board === undefined ? [] : this.#options.rows(board, this.#clock.now());
  }

  #drawMarks(): void {
    const changed = [...this.#shown.values()]
      .map(({ row }) => row)
      .filter((row) => this.#isNew(row) !== this.#marked.has(row.id));
    if (changed.length > 0) this.#change.fire(changed);
  }

  #collapsible({ id, children, open = false }: Row): vscode.TreeItemCollapsibleState {
    if (children.length === 0) return vscode.TreeItemCollapsibleState.None;
    return (this.#toggled.get(id) ?? open)
      ? vscode.TreeItemCollapsibleState.Expanded
      : vscode.TreeItemCollapsibleState.Collapsed;
  }

  #isNew(row: Row): boolean {
    return isMarkable(row) && this.#options.marks.isNew(row.ticket);
  }
}

function* idsOf(rows: readonly Row[]): Generator<string, void> {
  for (const { id, children } of rows) {
    yield id;
    yield* idsOf(children);
  }
}

/** The row of a ticket itself, not one of its details. */
function isMarkable(row: Row): row is Row & { readonly ticket: TicketRef } {
  return row.ticket !== undefined && row.id === `ticket ${ticketKey(row.ticket)}`;
}
