import * as vscode from "vscode";

/** What the shield shows. */
export interface ShieldWords {
  readonly state: "holds" | "open" | "unchecked";
  readonly text: string;
  readonly tooltip: string;
  readonly label: string;
}

const BACKGROUNDS: Readonly<Record<ShieldWords["state"], string | undefined>> = {
  holds: undefined,
  open: "statusBarItem.errorBackground",
  unchecked: "statusBarItem.warningBackground",
};

/** The embargo shield in the status bar of a private clone's window; hidden in any other. */
export class ShieldItem implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;

  constructor() {
    this.#item = vscode.window.createStatusBarItem(
      "psrt.shield",
      vscode.StatusBarAlignment.Left,
      // Beside the branch's name, which stands at 10000.
      9_999,
    );
    this.#item.name = "Embargo Shield";
    this.#item.command = "psrt.showShield";
  }

  /** While nothing is known yet, nothing is claimed. */
  checking(): void {
    this.show({
      state: "unchecked",
      text: "$(shield) Embargoed: checking",
      tooltip: "EMBARGOED: the quarantine of this private clone is being checked.",
      label: "Embargo shield: checking",
    });
  }

  show({ state, text, tooltip, label }: ShieldWords): void {
    const background = BACKGROUNDS[state];
    this.#item.text = text;
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = { label };
    this.#item.backgroundColor =
      background === undefined ? undefined : new vscode.ThemeColor(background);
    this.#item.show();
  }

  hide(): void {
    this.#item.hide();
  }

  dispose(): void {
    this.#item.dispose();
  }
}
