import * as vscode from "vscode";
import { REPORT_SCHEME } from "./contributions.ts";

/** Reports as read-only Markdown documents, in memory only; a new one replaces that of its name. */
export class ReportPages implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  readonly #change = new vscode.EventEmitter<vscode.Uri>();
  readonly #registrations: readonly vscode.Disposable[];

  readonly onDidChange = this.#change.event;

  constructor() {
    this.#registrations = [
      vscode.workspace.registerTextDocumentContentProvider(REPORT_SCHEME, this),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const { path } of closed.flatMap(reportOf)) {
          if (tabs().every((tab) => reportOf(tab).every((uri) => uri.path !== path))) {
            this.#texts.delete(path);
          }
        }
      }),
    ];
    // What VS Code brings back after a restart has no text any more.
    void vscode.window.tabGroups.close(tabs());
  }

  /** @param name "PSRT Roster": the tab's words. */
  async show(name: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: REPORT_SCHEME, path: `/${name}.md` });
    this.#texts.set(uri.path, text);
    this.#change.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.path) ?? "";
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
    this.#change.dispose();
  }
}

function tabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter((tab) => reportOf(tab).length > 0);
}

function reportOf({ input }: vscode.Tab): readonly vscode.Uri[] {
  return input instanceof vscode.TabInputText && input.uri.scheme === REPORT_SCHEME
    ? [input.uri]
    : [];
}
