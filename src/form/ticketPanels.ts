import * as vscode from "vscode";
import { ticketKey, type TicketRef } from "../ticket/ticket.ts";
import { parsePageState } from "./pageState.ts";

export interface TicketPanel {
  reveal(): void;
  dispose(): void;
}

export interface PanelKind<P extends TicketPanel> {
  /** Under which VS Code keeps it over a restart. */
  readonly viewType: string;
  /** "Advisory" in the tab "Advisory GHSA-…". */
  readonly title: string;
  readonly make: (panel: vscode.WebviewPanel, ref: TicketRef) => P;
}

/** The open panels of a kind, one for each ticket, and their return after a restart. */
export class TicketPanels<P extends TicketPanel>
  implements vscode.WebviewPanelSerializer, vscode.Disposable
{
  readonly #panels = new Map<string, P>();
  readonly #kind: PanelKind<P>;
  readonly #registration: vscode.Disposable;

  constructor(kind: PanelKind<P>) {
    this.#kind = kind;
    this.#registration = vscode.window.registerWebviewPanelSerializer(kind.viewType, this);
  }

  get all(): readonly P[] {
    return [...this.#panels.values()];
  }

  /** Shows the ticket's panel, the one that is open already if there is one. */
  open(ref: TicketRef): P {
    const open = this.#panels.get(ticketKey(ref));
    if (open !== undefined) {
      open.reveal();
      return open;
    }
    const { viewType, title } = this.#kind;
    const column = vscode.ViewColumn.Active;
    const panel = vscode.window.createWebviewPanel(viewType, `${title} ${ref.ghsaId}`, column);
    return this.#adopt(panel, ref);
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const ref = parsePageState(state);
    // A state that names no ticket, or one whose panel is open already, leaves nothing to show.
    if (ref === undefined || this.#panels.has(ticketKey(ref))) panel.dispose();
    else this.#adopt(panel, ref);
    return Promise.resolve();
  }

  dispose(): void {
    this.#registration.dispose();
    for (const panel of this.all) panel.dispose();
  }

  #adopt(panel: vscode.WebviewPanel, ref: TicketRef): P {
    const key = ticketKey(ref);
    const made = this.#kind.make(panel, ref);
    this.#panels.set(key, made);
    panel.onDidDispose(() => this.#panels.delete(key));
    return made;
  }
}
