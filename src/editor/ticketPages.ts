import * as vscode from "vscode";
import type { TicketRef } from "../ticket/ticket.ts";
import type { CommandId } from "./commandTable.ts";
import { TICKET_SCHEME } from "./contributions.ts";
import { StableCommands } from "./stableCommands.ts";
import { pageUri } from "./pageAddress.ts";

/** A text to read, and what can be done from it. Lines count from 0. */
export interface Page {
  readonly text: string;
  /** Lines of ours, the banner first. */
  readonly headings: readonly number[];
  /** Headings under which something is new. */
  readonly fresh: readonly number[];
  readonly actions: readonly PageAction[];
}

export interface PageAction {
  readonly line: number;
  /** May begin with an icon, "$(globe)". */
  readonly title: string;
  /** Called with the ticket, as a row of the tree does; without one it is only a text. */
  readonly command?: CommandId;
}

interface OpenPage {
  readonly ref: TicketRef;
  readonly page: Page;
}

/**
 * Embargoed text as read-only documents of VS Code's own. They are in memory only: VS Code makes no
 * back-up of them, keeps no history and doesn't bring them back after a restart.
 */
export class TicketPages implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider {
  readonly #open = new Map<string, OpenPage>();
  readonly #change = new vscode.EventEmitter<vscode.Uri>();
  readonly #lensChange = new vscode.EventEmitter<void>();
  readonly #commands = new StableCommands();
  readonly #styles = styles();
  readonly #registrations: readonly vscode.Disposable[];

  readonly onDidChange = this.#change.event;
  readonly onDidChangeCodeLenses = this.#lensChange.event;

  constructor() {
    const selector = { scheme: TICKET_SCHEME };
    this.#registrations = [
      vscode.workspace.registerTextDocumentContentProvider(TICKET_SCHEME, this),
      vscode.languages.registerCodeLensProvider(selector, this),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#decorate()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === TICKET_SCHEME) this.#decorate();
      }),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const uri of closed.flatMap(uriOf)) this.#closed(uri);
      }),
      ...[this.#change, this.#lensChange, this.#commands, ...Object.values(this.#styles)],
    ];
    void vscode.window.tabGroups.close(tabs(() => true));
  }

  /**
   * Shows a page, in its place where it is open already.
   *
   * @param name of the page among those of the ticket; the ticket itself has none.
   */
  async show(ref: TicketRef, name: string | undefined, page: Page): Promise<void> {
    const uri = pageUri(ref, name);
    this.#put(uri, { ref, page });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false });
    this.#decorate();
  }

  /** Takes up a page's new text if it is still open. */
  update(ref: TicketRef, name: string | undefined, page: Page): void {
    const uri = pageUri(ref, name);
    if (this.#open.has(uri.path)) this.#put(uri, { ref, page });
  }

  isOpen(ref: TicketRef, name?: string): boolean {
    return this.#open.has(pageUri(ref, name).path);
  }

  /** Whether the person has the page before their eyes. */
  isSeen(ref: TicketRef, name?: string): boolean {
    const { path } = pageUri(ref, name);
    return (
      vscode.window.state.focused &&
      vscode.window.visibleTextEditors.some(
        ({ document: { uri } }) => uri.scheme === TICKET_SCHEME && uri.path === path,
      )
    );
  }

  /** Another person has signed in, or nobody: closes everything. */
  async clear(): Promise<void> {
    await vscode.window.tabGroups.close(tabs(() => true));
    this.#open.clear();
    this.#commands.keepOnly(new Set());
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#open.get(uri.path)?.page.text ?? "This page is closed. Read the ticket again.\n";
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const open = this.#open.get(uri.path);
    if (open === undefined) return [];
    const ticket = { repository: open.ref.repository, ghsaId: open.ref.ghsaId };
    return open.page.actions.map(
      ({ line, title, command }) =>
        new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
          title,
          command: command === undefined ? "" : this.#commands.id(uri.path, command, [{ ticket }]),
        }),
    );
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
  }

  #put(uri: vscode.Uri, open: OpenPage): void {
    this.#open.set(uri.path, open);
    this.#change.fire(uri);
    this.#lensChange.fire();
  }

  #closed(uri: vscode.Uri): void {
    if (uri.scheme !== TICKET_SCHEME || tabs(({ path }) => path === uri.path).length > 0) return;
    this.#open.delete(uri.path);
    this.#commands.drop(uri.path);
  }

  #decorate(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const { uri } = editor.document;
      const page = uri.scheme === TICKET_SCHEME ? this.#open.get(uri.path)?.page : undefined;
      if (page === undefined) continue;
      const [banner = 0, ...headings] = page.headings;
      editor.setDecorations(this.#styles.banner, rangesOf(editor.document, [banner]));
      editor.setDecorations(this.#styles.heading, rangesOf(editor.document, headings));
      editor.setDecorations(this.#styles.fresh, rangesOf(editor.document, page.fresh));
    }
  }
}

function styles(): Record<"banner" | "heading" | "fresh", vscode.TextEditorDecorationType> {
  const color = (id: string): vscode.ThemeColor => new vscode.ThemeColor(id);
  return {
    banner: vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      fontWeight: "bold",
      color: color("statusBarItem.errorForeground"),
      backgroundColor: color("statusBarItem.errorBackground"),
      overviewRulerColor: color("statusBarItem.errorBackground"),
      // High contrast themes know no such background.
      borderStyle: "solid",
      borderWidth: "1px 0",
      borderColor: color("inputValidation.errorBorder"),
    }),
    heading: vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      fontWeight: "bold",
      borderStyle: "solid",
      borderWidth: "1px 0 0 0",
      borderColor: color("editorGroup.border"),
    }),
    fresh: vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      color: color("editorInfo.foreground"),
      overviewRulerColor: color("editorInfo.foreground"),
    }),
  };
}

function rangesOf(document: vscode.TextDocument, lines: readonly number[]): vscode.Range[] {
  return lines
    .filter((line) => line < document.lineCount)
    .map((line) => document.lineAt(line).range);
}

function uriOf(tab: vscode.Tab): vscode.Uri[] {
  return tab.input instanceof vscode.TabInputText ? [tab.input.uri] : [];
}

function tabs(matches: (uri: vscode.Uri) => boolean): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter((tab) => uriOf(tab).some((uri) => uri.scheme === TICKET_SCHEME && matches(uri)));
}
